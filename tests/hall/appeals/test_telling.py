"""The reporter is told of what happens, once; so are those whose appeals were joined to the same case."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, CLERK, HANDLER
from tests.hall.appeals.cases import ANSWER, answered, intake, registered

from tongban import wiring
from tongban.casework.cases.rules import Outcome
from tongban.casework.cases.services.telling import FOLLOW
from tongban.casework.exchange import services as exchange
from tongban.casework.notices.models import Notice
from tongban.common.actors import Actor, Role
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.rules.words import Channel
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


GUESTS, OTHERS = "13900000001", "13900000002"


def guest(*, phone: str = GUESTS, **more):
    """An appeal of somebody without a sign-in."""
    return appeals.register(intake=intake(phone=phone, **more), actor=CLERK, at=AT)


def told_of(case) -> list[Notice]:
    """What was told of a case, in order."""
    exchange.fan_out(at=AT, listeners=wiring.LISTENERS)
    return list(Notice.objects.filter(case_number=case.number).order_by("pk"))


def test_a_guest_is_told_on_the_phone_in_the_same_words(town_hall):
    case, own = guest(), registered(town_hall)
    for number in (case.number, own.number):
        appeals.dispatch(number=number, orders=appeals.Orders(lead="hf-bdc"), actor=CLERK, at=AT)
    phones, inboxes = told_of(case), told_of(own)
    assert {one.text for one in phones} == {one.text + FOLLOW for one in inboxes}
    assert len(phones) == 2
    assert {(one.party_id, one.phone_masked, one.region_id, one.link) for one in phones} == {
        (None, "139****0001", "340100", f"/track?number={case.number}")
    }
    assert {one.phone_masked for one in inboxes} == {""}  # who has a sign-in is told there, also where a phone was left
    assert told_of(case) == phones


def test_who_asked_not_to_be_known_is_told_and_not_named(town_hall):
    (one,) = told_of(guest(is_anonymous=True))
    assert one.phone_masked == "匿名****"


def test_who_left_no_phone_is_told_nothing(town_hall):
    system = Actor("system", "网格系统", frozenset({Role.SYSTEM}), 90, None, "hf-zwfw", "340100")
    case = appeals.register(intake=intake(phone="", channel=Channel.API), actor=system, at=AT)
    assert told_of(case) == []


def test_a_phone_that_does_not_open_keeps_nobody_else_from_being_told(town_hall):
    case, other = guest(), registered(town_hall)
    Appeal.objects.filter(case_id=case.pk).update(phone_sealed="v1.broken")
    assert told_of(case) == []
    assert len(told_of(other)) == 1


def test_joined_guests_follow_the_lead_each_at_the_own_phone(town_hall):
    first, second = guest(), guest(phone=OTHERS, text="三号窗口又坏了,排了两个小时。")
    appeals.join(number=second.number, lead=first.number, reason="同一事", actor=CLERK, at=AT)
    appeals.dispatch(number=first.number, orders=appeals.Orders(lead="hf-bdc"), actor=CLERK, at=AT)
    appeals.answer(number=first.number, outcome=Outcome.UNMET, text=ANSWER, actor=HANDLER, at=AT)
    told = told_of(second)
    assert {(one.phone_masked, one.title) for one in told} == {("139****0002", second.title)}
    assert {one.text[:5] for one in told} == {"已登记。工", "与此前的诉", "已交合肥市", "并入的那一"}
    assert sum("已经答复" in one.text for one in told) == 1
    assert not any(GUESTS in one.text or first.title in one.text for one in told)


def test_who_is_joined_to_what_was_answered_is_told_so(town_hall):
    first = answered(town_hall, outcome=Outcome.UNMET)
    second = guest()
    appeals.join(number=second.number, lead=first.number, reason="同一事", actor=CLERK, at=AT + timedelta(hours=1))
    assert sum("那一件已经答复" in one.text for one in told_of(second)) == 1


def test_telling_takes_as_many_statements_for_many_as_for_one(town_hall):
    def statements(count: int) -> int:
        for one in range(count):
            case = guest(phone=f"139{one:08d}", text=f"第{one}个窗口没有开,请解决。")
            appeals.dispatch(number=case.number, orders=appeals.Orders(lead="hf-bdc"), actor=CLERK, at=AT)
        with CaptureQueriesContext(connection) as found:
            exchange.fan_out(at=AT, listeners={"cn.tongban.appeal.": appeals.tell_of})
        return len(found)

    assert statements(1) == statements(8)
