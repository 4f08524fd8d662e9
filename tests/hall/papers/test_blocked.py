"""Papers of blocked matters and of reports of refusal: what they say, and who may have them."""

import pytest
from tests.cast import AT, CLERK, COORDINATOR, OPENED_ON, SURVEYOR, City
from tests.hall.blocked.cases import (
    ANSWER,
    LATER,
    MONDAY,
    SAID,
    TUESDAY,
    accepted,
    answered,
    brought,
    concluded,
    reported,
    reviewing,
    root,
)
from tests.hall.papers.reading import said, text_of_pdf, text_of_word

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor
from tongban.common.errors import NotFound
from tongban.common.time import noon
from tongban.hall.appeals.rules.words import Door
from tongban.hall.blocked import queries as matters
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.models import RefusalReport
from tongban.hall.papers import queries as papers
from tongban.hall.papers.rules.pdf import pdf
from tongban.hall.papers.rules.word import word
from tongban.registry.policies import services as policies

HOSTILE = '<b>&amp;</b>&#0;"]]>=cmd|𬭎'


@pytest.fixture
def hall(city: City) -> City:
    """The city, ready to take blocked matters in."""
    policies.load_default(at=noon(OPENED_ON))
    return city


def slugs(case: Case, reader: Actor = CLERK) -> list[str]:
    """The papers of a matter by name."""
    found = cases.case(case.number, reader)
    review = matters.review_of(found)
    told = [one.answered_at for one in matters.answers(found)]
    ready = papers.papers_of_matter(cases.whole(found), told, review.concluded_at if review else None, reader)
    return [one.slug for one in ready]


def text(case: Case, slug: str, reader: Actor = CLERK) -> str:
    """Everything a paper says."""
    return said(papers.paper(cases.case(case.number, reader), slug, reader=reader, address="http://h/track"))


def copy(row: RefusalReport, reader: Actor = CLERK) -> str:
    """Everything the copy of a report says."""
    return said(papers.refusal_copy(matters.report(row.pk, reader)))


def test_a_matter_just_brought_has_a_receipt_with_what_failed(hall: City):
    case = brought(hall)
    assert slugs(case) == ["registration"]
    receipt = text(case, "registration")
    failed = case.blocked.application
    assert failed
    for words in (
        "“办不成事”登记回执",
        SAID.replace(",", "\uff0c"),
        failed.number,
        "原因类别\n材料缺失",
        "2022年7月4日前",
    ):
        assert words in receipt, words


def test_the_minutes_name_opinions_decision_and_who_does_what_by_when(hall: City):
    case = concluded(hall)
    assert slugs(case) == ["registration", "minutes"]
    minutes = text(case, "minutes")
    for words in (
        "会商纪要",
        "可以先行预审",
        "未反馈意见",
        "先行预审",
        "三日内完成测绘",
        "2022年7月8日",
        "涉及登记和测绘两个单位",
    ):
        assert words in minutes, words
    assert "http://h/track" not in minutes


def test_minutes_are_kept_from_the_person(hall: City):
    case = concluded(hall)
    assert slugs(case, hall.enterprise) == ["registration"]
    with pytest.raises(NotFound):
        text(case, "minutes", hall.enterprise)


def test_a_review_under_way_has_no_minutes(hall: City):
    assert slugs(reviewing(hall)) == ["registration"]


def test_an_answer_asks_for_confirmation_and_names_the_remedies(hall: City):
    case = answered(hall)
    reply = text(case, "reply", hall.enterprise)
    assert slugs(case, hall.enterprise) == ["registration", "reply"]
    for words in (
        ANSWER.replace(",", "\uff0c"),
        "确认是否办成",
        "要求重新办理一次",
        "行政复议",
        Outcome.RESOLVED.label,
    ):
        assert words in reply, words


def test_the_answer_after_contesting_is_the_last(hall: City):
    case = answered(hall)
    blocked.contest(number=case.number, reason="没有对接", actor=hall.enterprise, at=MONDAY)
    blocked.answer(
        number=case.number, outcome=Outcome.RESOLVED, text=f"{ANSWER}已当面对接。", actor=COORDINATOR, at=TUESDAY
    )
    assert slugs(case)[-2:] == ["reply", "reply-2"]
    assert "不再重新办理" in text(case, "reply-2")


def test_what_was_solved_on_the_spot_needs_no_confirmation(hall: City):
    case = brought(hall)
    blocked.solve_on_spot(number=case.number, text=ANSWER, root=root(), actor=CLERK, at=AT)
    assert slugs(case) == ["registration", "reply"]
    assert "确认是否办成" not in text(case, "reply")


def test_what_is_no_blocked_matter_is_told_its_door_in_writing(hall: City):
    case = brought(hall)
    blocked.refuse(number=case.number, door=Door.PETITION, reason="属于信访事项", actor=CLERK, at=AT)
    assert slugs(case) == ["registration", "declined"]
    assert "信访部门" in text(case, "declined")


def test_the_copy_of_a_report_names_reason_law_and_remedy(hall: City):
    copied = copy(reported(hall))
    for words in (
        "否定报备告知单",
        "未提交权籍调查成果",
        "《不动产登记暂行条例》第十六条",
        "行政复议",
        "窗口小王",
        "你单位",
    ):
        assert words in copied, words


def test_somebody_else_does_not_get_the_copy(hall: City):
    row = reported(hall)
    assert copy(row, hall.enterprise)
    with pytest.raises(NotFound):
        copy(row, hall.neighbour)


def test_hostile_words_break_no_paper(hall: City):
    row = reported(hall, asked=HOSTILE * 40, ground=f"{HOSTILE}13712345678", applicant_name=HOSTILE)
    case = concluded(hall)
    for paper in (
        papers.refusal_copy(row),
        papers.paper(cases.case(case.number, CLERK), "minutes", reader=CLERK),
        papers.paper(cases.case(case.number, CLERK), "registration", reader=CLERK),
    ):
        assert "编号" in text_of_pdf(pdf(paper))
        assert "编号" in text_of_word(word(paper))
        assert "13712345678" not in said(paper)


@pytest.mark.parametrize("slug", ["minutes", "reply", "transfer", "acceptance", "nonsense"])
def test_a_paper_the_matter_does_not_have_is_not_found(hall: City, slug: str):
    with pytest.raises(NotFound):
        text(accepted(hall), slug)


def test_a_rectification_has_no_papers(hall: City):
    case = brought(hall)
    blocked.solve_on_spot(number=case.number, text=ANSWER, root=root(), actor=CLERK, at=AT)
    mended = matters.rectification_from(matters.matter_of(case))
    assert mended
    with pytest.raises(NotFound):
        papers.paper(mended.case, "registration", reader=COORDINATOR)


def test_a_paper_is_read_with_few_statements(hall: City, django_assert_max_num_queries):
    case = concluded(hall)
    blocked.complete_task(number=case.number, step="task-1", result="测绘完成", actor=SURVEYOR, at=LATER)
    found = cases.case(case.number, CLERK)
    with django_assert_max_num_queries(9):
        papers.paper(found, "minutes", reader=CLERK)
