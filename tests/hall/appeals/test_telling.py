"""The reporter is told of what happens, once; so are those whose appeals were joined to the same case."""

from tests.cast import AT, CLERK, HANDLER
from tests.hall.appeals.cases import ANSWER, registered

from tongban import wiring
from tongban.casework.cases.rules import Outcome
from tongban.casework.exchange import services as exchange
from tongban.casework.notices.models import Notice
from tongban.hall.appeals import services as appeals
from tongban.registry.policies.rules import AppealType


def heard():
    exchange.fan_out(at=AT, listeners=wiring.LISTENERS)
    return [(one.party_id, one.case_number, one.text[:8]) for one in Notice.objects.order_by("pk")]


def test_everybody_concerned_is_told_once(town_hall):
    first = registered(town_hall)
    second = appeals.register(
        intake=appeals.Intake(
            type=AppealType.REQUEST, text="同一个窗口也坏了", region="340100", reporter_id=town_hall.neighbour.party_id
        ),
        actor=CLERK,
        at=AT,
    )
    appeals.join(number=second.number, lead=first.number, reason="同一事", actor=CLERK, at=AT)
    appeals.dispatch(number=first.number, orders=appeals.Orders(lead="hf-bdc"), actor=CLERK, at=AT)
    appeals.answer(number=first.number, outcome=Outcome.UNMET, text=ANSWER, actor=HANDLER, at=AT)
    told = heard()
    assert heard() == told
    mine = [(number, text[:3]) for party, number, text in told if party == town_hall.neighbour.party_id]
    assert {number for number, _ in mine} == {second.number}  # nothing of the other reporter's
    assert len(mine) == 4  # registered, joined, dispatched, answered
    assert len(told) == 7


def test_a_listener_that_fails_holds_nobody_up(town_hall):
    registered(town_hall)

    def deaf(events, at):
        raise RuntimeError("no ear")

    assert exchange.fan_out(at=AT, listeners={"cn.tongban.appeal.": deaf}) == 1
    assert not Notice.objects.exists()
