"""Papers over the web: for whoever may see the case, and for nobody else."""

import pytest
from django.utils import timezone
from tests import cast
from tests.faces.cast import Cast
from tests.hall.papers.reading import text_of_pdf, text_of_word

from tongban.casework.cases.models import Case
from tongban.hall.applications import services as hall


@pytest.fixture
def case(people: Cast) -> Case:
    """An application of the enterprise, filed and accepted."""
    filed = cast.filed(people.city, at=people.at)
    return hall.accept(number=filed.number, actor=people.actors["clerk"], at=timezone.now())


@pytest.mark.parametrize("name", ["clerk", "handler", "enterprise", "supervisor", "admin"])
def test_whoever_may_see_the_case_gets_its_papers(people: Cast, case: Case, name: str):
    response = people.get(name, f"/cases/{case.number}/papers/acceptance.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    text = text_of_pdf(response.content)
    assert "受理通知书" in text
    assert f"http://testserver/track?number={case.number}" in text


def test_a_word_document_comes_as_a_download_under_its_title(people: Cast, case: Case):
    response = people.get("clerk", f"/cases/{case.number}/papers/acceptance.docx")
    assert "受理通知书" in text_of_word(response.content)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%8F%97")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["neighbour", "outsider"])
def test_papers_of_other_people_are_not_found(people: Cast, case: Case, name: str):
    assert people.get(name, f"/cases/{case.number}/papers/acceptance.pdf").status_code == 404


def test_nobody_is_led_to_the_sign_in(people: Cast, case: Case):
    response = people.get("nobody", f"/cases/{case.number}/papers/acceptance.pdf")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "name", ["acceptance.exe", "acceptance", "decision.pdf", "..%2f.pdf", "acceptance.PDF", "%00.pdf"]
)
def test_what_is_no_paper_of_the_case_is_not_found(people: Cast, case: Case, name: str):
    assert people.get("clerk", f"/cases/{case.number}/papers/{name}").status_code == 404


def test_a_paper_is_made_with_few_statements(people: Cast, case: Case, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        people.get("clerk", f"/cases/{case.number}/papers/receipt.pdf")
