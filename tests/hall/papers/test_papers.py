"""Which papers a case has along its way, and what they say of it."""

from datetime import date, datetime

import pytest
from tests.cast import AT, CLERK, HANDLER, HEAD, PLACE, City, accepted, decided, filed, filing, handled
from tests.hall.papers.reading import said

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome, PauseGround
from tongban.common.actors import worker
from tongban.common.errors import NotFound
from tongban.common.time import noon
from tongban.hall.applications import queries as applications
from tongban.hall.applications import services as hall
from tongban.hall.papers import queries as papers

LATER = noon(date(2022, 7, 4), 10)


def slugs(case: Case) -> list[str]:
    """The papers of a case by name."""
    found = cases.whole(cases.case(case.number, CLERK))
    return [one.slug for one in papers.papers_of(found, applications.notices(found))]


def text(case: Case, slug: str) -> str:
    """Everything a paper says."""
    return said(papers.paper(cases.case(case.number, CLERK), slug, address="http://h/track"))


def test_a_draft_has_no_paper(city: City):
    draft = hall.open_draft(filing=filing(city.citizen), actor=city.citizen, at=AT)
    found = cases.whole(cases.case(draft.number, city.citizen))
    assert papers.papers_of(found, applications.notices(found)) == []


def test_a_case_just_filed_has_a_receipt_with_what_came_and_what_is_missing(city: City):
    case = filed(city, paper=("application",))
    assert slugs(case) == ["receipt"]
    receipt = text(case, "receipt")
    assert "登记申请书\n窗口已收，2022年7月1日" in receipt
    assert "营业执照\n部门共享" in receipt
    assert "完税凭证" in receipt.split("尚未收到的材料", 1)[1]
    assert "2022年7月8日" in receipt  # five working days after Friday 1 July
    assert "首问负责人 窗口小王" in receipt
    assert "9134**********2X3U" in receipt


def test_an_acceptance_names_both_terms_with_their_last_days(city: City):
    case = accepted(city)
    assert slugs(case) == ["receipt", "acceptance"]
    notice = text(case, "acceptance")
    assert "10个工作日\n2022年7月15日" in notice
    assert "20个工作日\n2022年7月29日" in notice
    assert "依据《行政许可法》第三十二条" in notice
    assert "受理日为2022年7月1日" in notice


def test_an_acceptance_tells_the_day_of_its_own_day_whatever_is_extended_later(city: City):
    case = accepted(city)
    before = text(case, "acceptance")
    hall.extend(number=case.number, reason="资料复杂", actor=HEAD, at=LATER)
    assert text(case, "acceptance") == before
    extension = text(case, "extension")
    assert "延长10个工作日" in extension
    assert "2022年7月29日" in extension
    assert "第四十二条" in extension


def test_a_one_time_notice_lists_everything_asked(city: City):
    case = filed(city, paper=("application",))
    items = [{"key": "tax", "what": "请补交“完税凭证”"}, {"key": "", "what": "地点请写到门牌号"}]
    hall.ask_correction(number=case.number, items=items, reason="", actor=CLERK, at=AT)
    notice = text(case, "correction")
    assert "请补交“完税凭证”\n地点请写到门牌号" in notice
    assert "一次性告知如下" in notice
    hall.answer_correction(number=case.number, paper=("tax",), actor=CLERK, at=LATER)
    assert "2022年7月4日" in text(case, "receipt")  # received anew


def test_a_refusal_names_reason_and_remedy(city: City):
    case = filed(city)
    hall.refuse(number=case.number, reason="不属于本机关职权范围", actor=CLERK, at=AT)
    refusal = text(case, "refusal")
    assert slugs(case) == ["receipt", "refusal"]
    assert "不属于本机关职权范围" in refusal
    assert "行政复议" in refusal
    assert "行政诉讼" in refusal


def test_deferred_materials_are_named_with_their_day_also_once_they_came(city: City):
    case = filed(city, paper=("application", "pledge"))
    hall.accept_deferred(number=case.number, actor=CLERK, at=AT)
    assert "完税凭证" in text(case, "deferral")
    assert "2022年7月15日" in text(case, "deferral")
    hall.provide_deferred(number=case.number, paper=("tax",), actor=CLERK, at=LATER)
    assert "完税凭证" in text(case, "deferral")


def test_each_pause_has_a_paper_of_its_own(city: City):
    case = accepted(city)
    for at, reason in ((AT, "第一次检测"), (LATER, "第二次检测")):
        hall.pause(
            number=case.number,
            ground=PauseGround.TESTING,
            reason=reason,
            evidence="委托书",
            limit_on=date(2022, 7, 20),
            actor=HANDLER,
            at=at,
        )
        hall.resume(number=case.number, actor=HANDLER, at=at)
    assert slugs(case)[-2:] == ["pause", "pause-2"]
    assert "第一次检测" in text(case, "pause")
    assert "第二次检测" in text(case, "pause-2")
    assert "第四十五条" in text(case, "pause-2")


def test_a_decision_and_its_proof_of_delivery(city: City):
    case = decided(city)
    assert slugs(case) == ["receipt", "acceptance", "decision", "delivery"]
    decision = text(case, "decision")
    assert "准予许可决定书" in decision
    assert "符合法定条件" in decision
    assert "□当面领取" in text(case, "delivery")
    hall.deliver(number=case.number, how="当面领取", actor=CLERK, at=LATER)
    delivered = text(case, "delivery")
    assert "当面领取" in delivered
    assert "2022年07月04日 10:00" in delivered


def test_a_denial_is_called_so_and_names_the_remedy(city: City):
    case = decided(city, outcome=Outcome.DENIED)
    decision = text(case, "decision")
    assert "不予许可决定书" in decision
    assert "行政复议" in decision


def test_a_correction_of_the_decision_is_a_paper(city: City):
    case = decided(city)
    hall.correct(number=case.number, reason="笔误", text="面积应为90平方米", actor=HEAD, at=LATER)
    assert "面积应为90平方米" in text(case, "amendment")


def test_a_sample_case_has_sample_papers(city: City):
    case = filed(city, sample=True)
    assert papers.paper(cases.case(case.number, CLERK), "receipt").is_sample


@pytest.mark.parametrize("slug", ["acceptance", "pause-2", "nonsense", "", "receipt-1"])
def test_a_paper_the_case_does_not_have_is_not_found(city: City, slug: str):
    with pytest.raises(NotFound):
        papers.paper(cases.case(filed(city).number, CLERK), slug)


def test_a_paper_is_read_with_few_statements(city: City, django_assert_max_num_queries):
    case = handled(city)
    found = cases.case(case.number, CLERK)
    with django_assert_max_num_queries(6):
        papers.paper(found, "receipt")


def test_silence_is_told_as_what_it_is(city: City):
    at: datetime = noon(date(2022, 7, 11), 9)
    case = filed(city, form=PLACE)
    hall.deem_accepted(number=case.number, actor=worker(), at=at)
    assert "自收到之日起即为受理" in text(case, "acceptance")
