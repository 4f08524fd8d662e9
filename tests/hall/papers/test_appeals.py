"""Papers of an appeal: what they say at each stage, to whom, and whom they hide."""

from datetime import date
from typing import Any

import pytest
from tests.cast import AT, CLERK, COORDINATOR, HANDLER, HEAD, OPENED_ON, City
from tests.faces.cast import PDF
from tests.hall.appeals.cases import ANSWER, SAID, answered, arbitrated, dispatched, registered, returned
from tests.hall.papers.reading import said, text_of_pdf, text_of_word

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.common.errors import NotFound
from tongban.common.time import noon
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules.words import CallResult, Door
from tongban.hall.papers import queries as papers
from tongban.hall.papers.rules.pdf import pdf
from tongban.hall.papers.rules.word import word
from tongban.registry.policies import services as policies
from tongban.registry.policies.rules import AppealType

MONDAY = noon(date(2022, 7, 4), 10)
HOSTILE = '<b>&amp;</b>&#0;"]]>=cmd|𬭎'


@pytest.fixture
def hall(city: City) -> City:
    """The city, ready to take appeals in."""
    policies.load_default(at=noon(OPENED_ON))
    return city


def slugs(case: Case, reader: Any = CLERK) -> list[str]:
    """The papers of an appeal by name."""
    found = cases.whole(cases.case(case.number, reader))
    told = [one.answered_at for one in case.answers.order_by("pk")]
    return [one.slug for one in papers.papers_of_appeal(found, told, reader)]


def text(case: Case, slug: str, reader: Any = CLERK) -> str:
    """Everything a paper says."""
    return said(papers.paper(cases.case(case.number, reader), slug, reader=reader, address="http://h/track"))


def test_an_appeal_just_told_has_a_receipt_with_the_day_of_its_dispatch(hall: City):
    case = registered(hall)
    assert slugs(case) == ["registration"]
    receipt = text(case, "registration")
    assert "诉求登记回执" in receipt
    assert SAID.replace(",", "\uff0c") in receipt
    assert f"诉求编号：{case.number}" in receipt
    assert "反映人：高明" in receipt
    assert "不代表已经受理" in receipt


def test_an_acceptance_names_who_has_it_and_the_day_of_the_answer(hall: City):
    case = dispatched(hall, assisting=["hf-cehui"])
    assert slugs(case) == ["registration", "admission", "transfer"]
    notice = text(case, "admission")
    for words in ("受理告知单", "合肥市不动产登记中心", "最迟2022年7月8日", "首问负责人：窗口小王", "答复期限不变"):
        assert words in notice, words


def test_an_acceptance_stays_as_it_was_whatever_is_extended_later(hall: City):
    case = dispatched(hall)
    before = text(case, "admission"), text(case, "transfer")
    appeals.extend(number=case.number, reason="需现场核查", actor=HEAD, at=AT)
    assert (text(case, "admission"), text(case, "transfer")) == before


def test_each_agency_it_is_given_to_gets_a_note_of_its_own(hall: City):
    case = returned(dispatched(hall))
    orders = appeals.Orders(lead="hf-scjg", note="请先联系反映人13900000001")
    appeals.dispatch(number=case.number, orders=orders, actor=CLERK, at=MONDAY)
    assert slugs(case)[-2:] == ["transfer", "transfer-2"]
    first, second = text(case, "transfer"), text(case, "transfer-2")
    assert "交办单" in first
    assert "依据权责清单退单" in first
    assert "转办单" in second
    assert "合肥市市场监督管理局" in second
    assert "139****0001" in second
    assert "13900000001" not in second
    assert "http://h/track" not in second  # whoever is rated gets no link to rate


def test_who_was_named_for_good_is_told_that_it_cannot_be_given_back(hall: City):
    assert "本件不得退单" in text(arbitrated(hall), "transfer-3")


def test_an_answer_names_its_result_and_every_way_to_remedies(hall: City):
    case = answered(hall, outcome=Outcome.UNMET)
    assert slugs(case)[-1] == "reply"
    reply = text(case, "reply")
    assert ANSWER.replace(",", "\uff0c") in reply
    for words in (
        "答复意见书",
        Outcome.UNMET.label,
        "要求重新办理一次",
        "行政复议",
        "行政诉讼",
        "合肥市不动产登记中心",
    ):
        assert words in reply, words


def test_an_answer_lists_its_evidence(hall: City):
    case = dispatched(hall, type=AppealType.COMPLAINT)
    _, proof = appeals.attach(number=case.number, name="现场照片.pdf", content=PDF, actor=HANDLER, at=AT)
    appeals.answer(number=case.number, outcome=Outcome.RESOLVED, text=ANSWER, evidence=[proof.pk], actor=HANDLER, at=AT)
    assert "现场照片.pdf" in text(case, "reply")


def test_taken_up_again_it_has_a_second_note_and_a_second_answer_that_is_the_last(hall: City):
    case = answered(hall, outcome=Outcome.UNMET)
    appeals.reopen(number=case.number, reason="问题仍在", actor=COORDINATOR, at=MONDAY)
    assert "重新办理通知单" in text(case, "transfer-2")
    before = text(case, "admission")
    appeals.answer(number=case.number, outcome=Outcome.RESOLVED, text=f"{ANSWER}现已整改。", actor=HANDLER, at=MONDAY)
    assert slugs(case)[-1] == "reply-2"
    assert "不再重新办理" in text(case, "reply-2")
    assert text(case, "admission") == before
    assert "要求重新办理一次" in text(case, "reply")


def test_a_call_back_that_takes_it_up_again_gives_a_note_too(hall: City):
    case = answered(hall, outcome=Outcome.UNMET)
    appeals.call_back(
        number=case.number, result=CallResult.UNSATISFIED, remark="没有解决", actor=COORDINATOR, at=MONDAY
    )
    assert "重新办理通知单" in text(case, "transfer-2")


@pytest.mark.parametrize("is_put_away", [False, True], ids=["just refused", "put away"])
def test_what_is_no_appeal_is_told_its_door_in_writing(hall: City, is_put_away: bool):
    case = registered(hall)
    appeals.refuse(number=case.number, door=Door.COURT, reason="已在法院立案", actor=CLERK, at=AT)
    if is_put_away:
        appeals.archive(number=case.number, actor=CLERK, at=AT)
    case.refresh_from_db()
    assert slugs(case) == ["registration", "declined"]
    assert "已在法院立案" in text(case, "declined")
    assert "人民法院" in text(case, "declined")


def test_withdrawn_and_put_away_it_was_not_turned_away(hall: City):
    case = registered(hall)
    appeals.withdraw(number=case.number, reason="已解决", actor=hall.citizen, at=AT)
    appeals.archive(number=case.number, actor=CLERK, at=AT)
    assert slugs(case) == ["registration"]


def test_notes_between_offices_are_kept_from_the_reporter(hall: City):
    case = dispatched(hall)
    assert slugs(case, hall.citizen) == ["registration", "admission"]
    with pytest.raises(NotFound):
        text(case, "transfer", hall.citizen)


def test_an_anonymous_reporter_is_named_to_the_desk_alone(hall: City):
    case = dispatched(hall, is_anonymous=True)
    assert "高明" in text(case, "admission", CLERK)
    assert "高明" in text(case, "admission", hall.citizen)
    for slug in ("registration", "admission", "transfer"):
        paper = text(case, slug, HANDLER)
        assert "高明" not in paper
        assert "139****0001" not in paper
    assert "高明" not in text(case, "transfer", CLERK)  # it goes to the agency, whoever prints it
    assert "反映人要求匿名" in text(case, "transfer", CLERK)


@pytest.mark.parametrize("slug", ["reply", "transfer-2", "acceptance", "minutes", "nonsense", ""])
def test_a_paper_the_appeal_does_not_have_is_not_found(hall: City, slug: str):
    with pytest.raises(NotFound):
        text(dispatched(hall), slug)


def test_hostile_words_break_no_paper(hall: City):
    case = answered(hall, outcome=Outcome.UNMET, text=f"{HOSTILE}{ANSWER}", place=HOSTILE, contact_name="𬭎" * 20)
    long = dispatched(hall, text=f"{HOSTILE}路灯不亮,请派人来修好这盏灯。" * 120)
    for one, slug in (
        (case, "registration"),
        (case, "admission"),
        (case, "transfer"),
        (case, "reply"),
        (long, "transfer"),
    ):
        paper = papers.paper(cases.case(one.number, CLERK), slug, reader=CLERK, address="http://h/track")
        assert "诉求编号" in text_of_pdf(pdf(paper))
        assert "诉求编号" in text_of_word(word(paper))


def test_numbers_in_what_was_told_are_masked(hall: City):
    case = dispatched(hall, text="店主电话13712345678,身份证34010419900101123X,请处理这件事情。")
    for slug in ("registration", "admission", "transfer"):
        assert "13712345678" not in text(case, slug)
        assert "34010419900101123X" not in text(case, slug)


def test_a_paper_is_read_with_few_statements(hall: City, django_assert_max_num_queries):
    case = answered(hall, outcome=Outcome.UNMET)
    found = cases.case(case.number, CLERK)
    with django_assert_max_num_queries(8):
        papers.paper(found, "reply", reader=CLERK)
