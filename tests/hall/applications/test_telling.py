"""The applicant is told of what happens to the application, each thing once, and of nothing that is the office's own."""

from tests.cast import AT, CLERK, HANDLER, decided, filed

from tongban import wiring
from tongban.casework.exchange import services as exchange
from tongban.casework.notices.models import Notice
from tongban.hall.applications import services as hall


def heard():
    exchange.fan_out(at=AT, listeners=wiring.LISTENERS)
    return [(one.party_id, one.text[:5]) for one in Notice.objects.order_by("told_at", "pk")]


def test_acceptance_decision_and_delivery_reach_the_applicant_once(city):
    number = decided(city).number
    hall.note(number=number, text="内部意见", actor=HANDLER, at=AT)
    hall.deliver(number=number, how="当面领取", actor=HANDLER, at=AT)
    told = heard()
    assert heard() == told
    assert {party for party, _ in told} == {city.enterprise.party_id}
    assert {text for _, text in told} == {"申请已收到", "申请已受理", "已作出决定", "决定已送达"}


def test_a_correction_is_asked_for_by_notice_too(city):
    number = filed(city, paper=()).number
    hall.ask_correction(number=number, items=[{"key": "tax", "what": "完税凭证"}], reason="未提交", actor=CLERK, at=AT)
    assert "需要补正。" in {text for _, text in heard()}
