"""Papers and printed files of appeals and blocked matters over the web: for whoever may see them, and for nobody else."""

import pytest
from tests.faces import matters
from tests.faces.cast import PDF, Cast
from tests.faces.desk.appealing import HOSTILE, answered, handed, page, reopened, told
from tests.faces.desk.appealing import text as text_of
from tests.hall.papers.reading import text_of_pdf, text_of_word

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.hall.appeals import services as appeals
from tongban.hall.ratings.queries.links import read_token
from tongban.hall.ratings.rules import Stage
from tongban.registry.policies.rules import AppealType

MOST_STATEMENTS = 12


@pytest.fixture
def hall(people: Cast) -> Cast:
    """The cast, with a policy of service in force."""
    return matters.ready(people)


def paper(people: Cast, who: str, case: Case, name: str, status: int = 200) -> bytes:
    """What somebody gets under the address of a paper."""
    response = people.get(who, f"/cases/{case.number}/papers/{name}")
    assert response.status_code == status
    return bytes(response.content)


def stage_on(content: bytes) -> Stage:
    """What the code of a paper lets its holder rate."""
    return read_token(text_of_pdf(content).partition("rate=")[2].split("第1页")[0].replace("%3A", ":")).stage


# papers


@pytest.mark.parametrize("name", ["clerk", "handler", "supervisor", "citizen"])
def test_whoever_may_see_an_appeal_gets_its_papers(hall: Cast, name: str):
    case = handed(hall)
    content = paper(hall, name, case, "admission.pdf")
    assert "受理告知单" in text_of_pdf(content)
    assert f"/track?number={case.number}" in text_of_pdf(content)
    assert "受理告知单" in text_of_word(paper(hall, name, case, "admission.docx"))


@pytest.mark.parametrize("name", ["neighbour", "outsider"])
def test_papers_of_somebody_elses_appeal_are_not_found(hall: Cast, name: str):
    paper(hall, name, handed(hall), "admission.pdf", 404)


def test_a_note_between_offices_is_for_staff_alone(hall: Cast):
    case = handed(hall)
    assert "交办单" in text_of_pdf(paper(hall, "handler", case, "transfer.pdf"))
    paper(hall, "citizen", case, "transfer.pdf", 404)


def test_the_code_of_a_paper_asks_about_what_it_tells(hall: Cast):
    case = answered(hall)
    assert stage_on(paper(hall, "citizen", case, "registration.pdf")) is Stage.WINDOW
    assert stage_on(paper(hall, "citizen", case, "admission.pdf")) is Stage.WHOLE
    assert stage_on(paper(hall, "citizen", case, "reply.pdf")) is Stage.ANSWER
    matter = matters.brought(hall)
    assert stage_on(paper(hall, "clerk", matter, "registration.pdf")) is Stage.WHOLE


def test_papers_of_a_matter_are_for_its_person_but_for_the_minutes(hall: Cast):
    case = matters.answered(hall)
    assert "答复意见书" in text_of_pdf(paper(hall, "enterprise", case, "reply.pdf"))
    paper(hall, "enterprise", case, "minutes.pdf", 404)
    assert "会商纪要" in text_of_pdf(paper(hall, "coordinator", case, "minutes.pdf"))
    paper(hall, "neighbour", case, "reply.pdf", 404)


@pytest.mark.parametrize("name", ["clerk", "enterprise"])
def test_the_copy_of_a_report_is_a_paper(hall: Cast, name: str):
    row = matters.reported(hall)
    response = hall.get(name, f"/refusals/{row.pk}.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert "否定报备告知单" in text_of_pdf(response.content)
    assert "否定报备告知单" in text_of_word(hall.get(name, f"/refusals/{row.pk}.docx").content)


def test_the_copy_of_somebody_elses_report_is_not_found(hall: Cast):
    row = matters.reported(hall)
    assert hall.get("neighbour", f"/refusals/{row.pk}.pdf").status_code == 404
    assert hall.get("clerk", f"/refusals/{row.pk}.exe").status_code == 404
    assert hall.get("nobody", f"/refusals/{row.pk}.pdf").status_code == 302


def test_papers_are_made_with_few_statements(hall: Cast, django_assert_max_num_queries):
    case, matter = answered(hall), matters.answered(hall)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        paper(hall, "clerk", case, "reply.pdf")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        paper(hall, "coordinator", matter, "minutes.pdf")


# where they are offered


def test_desk_and_window_offer_the_papers(hall: Cast):
    case = handed(hall)
    for address in (f"/cases/{case.number}", f"/desk/appeals/taken/{case.number}"):
        shown = page(hall, "clerk", address)
        assert f"/cases/{case.number}/papers/registration.pdf" in shown
        assert f"/cases/{case.number}/papers/transfer.docx" in shown
    matter = matters.concluded(hall)
    assert f"/cases/{matter.number}/papers/minutes.pdf" in page(hall, "coordinator", f"/cases/{matter.number}")


def test_my_pages_offer_what_is_for_me(hall: Cast):
    case = answered(hall)
    shown = page(hall, "citizen", f"/cases/{case.number}")
    assert f"/cases/{case.number}/papers/reply.pdf" in shown
    assert "papers/transfer" not in shown
    matter = matters.answered(hall)
    shown = page(hall, "enterprise", f"/cases/{matter.number}")
    assert f"/cases/{matter.number}/papers/reply.docx" in shown
    assert "papers/minutes" not in shown


def test_a_report_offers_its_copy(hall: Cast):
    row = matters.reported(hall)
    assert f"/refusals/{row.pk}.docx" in page(hall, "enterprise", f"/refusals/{row.pk}")


def test_the_pages_still_take_few_statements(hall: Cast, django_assert_max_num_queries):
    case, matter = reopened(hall), matters.answered(hall)
    for who, number in (("citizen", case.number), ("enterprise", matter.number), ("coordinator", case.number)):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            hall.get(who, f"/cases/{number}")


# the file of a case on paper


def test_the_file_of_an_appeal_has_hands_answers_and_journal(hall: Cast):
    case = handed(hall, type=AppealType.COMPLAINT)
    handler = hall.actors["handler"]
    _, proof = appeals.attach(number=case.number, name="现场照片.pdf", content=PDF, actor=handler, at=hall.at)
    appeals.answer(
        number=case.number,
        outcome=Outcome.RESOLVED,
        text="经核实,当日系统故障导致叫号中断,现已恢复并增开两个窗口,已向您致歉。",
        evidence=[proof.pk],
        actor=handler,
        at=hall.at,
    )
    shown = text_of(page(hall, "clerk", f"/cases/{case.number}/print"))
    for words in ("案卷", "卷内目录", "受理告知单", "诉求内容", "139****0001", "经手与时限", "合肥市不动产登记中心", "现场照片.pdf",
                  "首问负责人", "办理日志", "交办", "答复", "时间在谁手里"):  # fmt: skip
        assert words in shown, words
    assert "13900000001" not in shown


def test_a_reporter_who_is_hidden_stays_so_on_paper(hall: Cast):
    case = handed(hall, is_anonymous=True)
    shown = page(hall, "handler", f"/cases/{case.number}/print")
    assert "高明" not in shown
    assert "139****0001" not in shown
    assert "反映人要求匿名" in shown
    assert "139****0001" in page(hall, "clerk", f"/cases/{case.number}/print")


def test_the_file_of_a_matter_has_its_review_its_answer_and_its_journal(hall: Cast):
    case = matters.answered(hall)
    shown = text_of(page(hall, "coordinator", f"/cases/{case.number}/print"))
    for words in (
        "反映内容",
        "会商纪要",
        "联合会审",
        "同步办理",
        "完成测绘",
        "可以预审",
        "答复意见书",
        "责任单位办理",
        "办理日志",
        "首问负责人",
    ):
        assert words in shown, words


@pytest.mark.parametrize("name", ["outsider", "neighbour", "citizen", "enterprise"])
def test_the_file_of_a_case_is_for_staff_who_may_see_it(hall: Cast, name: str):
    for case in (handed(hall), matters.accepted(hall)):
        assert hall.get(name, f"/cases/{case.number}/print").status_code == 404


def test_hostile_words_are_printed_as_words(hall: Cast):
    case = told(hall, text=f"{HOSTILE}路灯不亮,请派人来修。", place=HOSTILE)
    shown = page(hall, "clerk", f"/cases/{case.number}/print")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_files_are_printed_with_few_statements(hall: Cast, django_assert_max_num_queries):
    case, matter = reopened(hall), matters.answered(hall)
    for who, number in (("clerk", case.number), ("coordinator", matter.number)):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            hall.get(who, f"/cases/{number}/print")
