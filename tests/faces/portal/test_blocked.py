"""Blocked matters on the portal: the door, the form, one matter, agreeing to the answer or not."""

import pytest
from tests.faces import matters
from tests.faces.cast import Cast
from tests.faces.portal.reading import HOSTILE, budget, links, sound, text
from tests.hall.blocked.cases import ANSWER

from tongban.casework.cases import queries as cases
from tongban.common.actors import worker
from tongban.hall.blocked.models import BlockedMatter


@pytest.fixture
def people(people: Cast) -> Cast:
    """The cast in a city that has a policy of service."""
    return matters.ready(people)


def sent(people: Cast, who: str, path: str, **fields):
    return people.client(who).post(path, {"token": matters.token(), **fields})


def status(number: str) -> str:
    return cases.case(number, worker()).status


@pytest.mark.parametrize("who", ["nobody", "citizen", "enterprise", "clerk"])
def test_the_door_says_how_it_goes_up(people: Cast, django_assert_max_num_queries, who):
    number = matters.refused(people).number
    with budget(django_assert_max_num_queries):
        page = people.get(who, "/blocked")
    shown = text(sound(page))
    for words in ("5个工作日", "10个工作日", "15个工作日", "联合会审", "政策空白"):
        assert words in shown, words
    assert (number in shown) is (who == "enterprise")


def test_the_home_page_and_the_refused_application_lead_in(people: Cast):
    assert links(people.get("nobody", "/"))["反映"] == "/blocked"
    number = matters.refused(people).number
    found = links(people.get("enterprise", f"/cases/{number}"))
    assert found["没办成?反映“办不成事”"] == f"/blocked/new?case={number}"


@pytest.mark.parametrize("query", ["", "?case="])
def test_the_form_keeps_its_budget(people: Cast, django_assert_max_num_queries, query):
    number = matters.refused(people).number
    with budget(django_assert_max_num_queries):
        page = people.get("enterprise", f"/blocked/new{query and query + number}")
    assert number in text(sound(page))


def test_a_matter_is_brought_from_an_application_once(people: Cast):
    number = matters.refused(people).number
    given = {"token": matters.token(), "case": number, "cause": "agencies", "text": f"两家互相推 {HOSTILE}"}
    first, second = (people.client("enterprise").post("/blocked/new", given) for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    matter = BlockedMatter.objects.get()
    assert (matter.cause, matter.application and matter.application.number) == ("agencies", number)
    page = people.get("enterprise", first["Location"])
    assert HOSTILE not in page.content.decode()
    assert people.get("neighbour", first["Location"]).status_code == 404


def test_nothing_typed_is_lost_and_all_faults_are_told_at_once(people: Cast):
    page = sent(people, "citizen", "/blocked/new", text="系统交不了")
    assert page.status_code == 422
    assert "系统交不了" in page.content.decode()
    shown = text(page)
    assert "请选择卡在哪里" in shown
    assert "请选择事情发生在哪里" in shown
    done = sent(people, "citizen", "/blocked/new", text="系统交不了", cause="system", region="340100")
    assert done.status_code == 302


def test_somebody_elses_application_or_refusal_is_not_found(people: Cast):
    number, report = matters.refused(people).number, matters.reported(people).pk
    assert people.get("neighbour", f"/blocked/new?case={number}").status_code == 404
    assert people.get("neighbour", f"/blocked/new?report={report}").status_code == 404
    assert people.get("clerk", "/blocked/new").status_code == 403


def test_a_refusal_is_turned_into_a_matter_by_the_applicant(people: Cast):
    report = matters.reported(people).pk
    assert (
        links(people.get("enterprise", f"/refusals/{report}"))["转为“办不成事”反映"] == f"/blocked/new?report={report}"
    )
    sound(people.get("enterprise", f"/blocked/new?report={report}"))
    done = sent(people, "enterprise", "/blocked/new", report=str(report), cause="material", text="想办成")
    assert done.status_code == 302
    assert BlockedMatter.objects.get().report_id == report


@pytest.mark.parametrize("stage", ["brought", "accepted", "reviewing", "concluded", "answered"])
def test_every_stage_is_a_page_within_its_budget(people: Cast, django_assert_max_num_queries, stage):
    number = getattr(matters, stage)(people).number
    with budget(django_assert_max_num_queries):
        page = people.get("enterprise", f"/cases/{number}")
    shown = text(sound(page))
    assert ("联合会审的决定" in shown) is (stage in {"concluded", "answered"})
    assert (ANSWER[:10] in shown) is (stage == "answered")


def test_the_person_agrees_or_does_not(people: Cast):
    number = matters.answered(people).number
    assert sent(people, "neighbour", f"/blocked/{number}/confirm", text="").status_code == 404
    refused = sent(people, "enterprise", f"/blocked/{number}/contest", text=" ")
    assert refused.status_code == 422
    assert sent(people, "enterprise", f"/blocked/{number}/contest", text="没有办成").status_code == 302
    assert status(number) == "accepted"
    other = matters.accepted(people).number
    assert sent(people, "enterprise", f"/blocked/{other}/withdraw", text="办成了").status_code == 302
    assert sent(people, "enterprise", f"/blocked/{other}/nonsense", text="办成了").status_code == 404


def test_the_person_confirms(people: Cast):
    number = matters.answered(people).number
    assert sent(people, "enterprise", f"/blocked/{number}/confirm", text="").status_code == 302
    assert status(number) == "delivered"
    shown = text(sound(people.get("enterprise", f"/cases/{number}")))
    assert "已解决" in shown
