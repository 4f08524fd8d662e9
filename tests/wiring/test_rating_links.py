"""When a case ends, whoever it was for is told with a link that rates it: once an act, and only where it can be rated."""

from datetime import timedelta

import pytest
from tests.cast import AT, CLERK, HANDLER, OPENED_ON, decided, filed
from tests.hall.appeals.cases import ANSWER, answered, intake

from tongban import wiring
from tongban.casework.cases.rules import Outcome
from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.models import OutboxEvent
from tongban.casework.notices.models import Notice
from tongban.common.time import noon
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules.words import CallResult, Door
from tongban.hall.applications import services as applications
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.rules import Level, Stage
from tongban.registry.policies import services as policies

LATER = AT + timedelta(hours=1)
GOOD = ratings.Opinion(Level.SATISFIED)


@pytest.fixture(autouse=True)
def with_policy(city) -> None:
    """A policy that says how long one may rate."""
    policies.load_default(at=noon(OPENED_ON))


def links(number: str, at=AT) -> list[str]:
    """The links to rate that were told of a case, in order."""
    exchange.fan_out(at=at, listeners=wiring.LISTENERS)
    found = Notice.objects.filter(case_number=number).order_by("pk")
    return [one.link for one in found if one.link.startswith("/rate/")]


def token_of(link: str) -> str:
    """What the link says."""
    return link.removeprefix("/rate/")


def test_the_end_of_an_application_asks_its_party(city):
    number = decided(city).number
    applications.deliver(number=number, how="当面领取", actor=HANDLER, at=AT)
    (link,) = links(number)
    notice = Notice.objects.get(link=link)
    assert (notice.party_id, notice.text) == (city.enterprise.party_id, "决定已送达。请打开链接评价,不用登录。")
    assert len(link) < 120
    read = queries.read_token(token_of(link))
    assert (read.number, read.stage, read.seq > 0) == (number, Stage.WHOLE, True)
    assert ratings.rate(token=token_of(link), opinion=GOOD, address="9.9.9.9", at=LATER).case.number == number


def test_a_refusal_is_an_end_and_a_withdrawal_is_none(city):
    one, other = filed(city).number, filed(city).number
    applications.refuse(number=one, reason="未做权籍调查", actor=CLERK, at=AT)
    applications.withdraw(number=other, reason="不办了", actor=city.enterprise, at=AT)
    assert (len(links(one)), links(other)) == (1, [])


def test_a_guest_rates_by_the_link_and_without_it_nothing_is_asked(city):
    case = appeals.register(intake=intake(), actor=CLERK, at=AT)
    appeals.refuse(number=case.number, door=Door.COURT, reason="已在诉讼中", actor=CLERK, at=AT)
    (link,) = links(case.number)
    notice = Notice.objects.get(link=link)
    assert (notice.party_id, notice.phone_masked) == (None, "139****0001")
    assert "请打开链接评价" in notice.text
    assert ratings.rate(token=token_of(link), opinion=GOOD, address="", at=LATER).rated_by == "link"


def test_each_end_has_its_own_link_and_the_answer_has_none(city):
    number = answered(city, outcome=Outcome.UNMET).number
    assert links(number) == []
    appeals.call_back(number=number, result=CallResult.SATISFIED, actor=CLERK, at=AT)
    (first,) = links(number)
    appeals.reopen(number=number, reason="又坏了", actor=city.citizen, at=LATER)
    appeals.answer(number=number, outcome=Outcome.UNMET, text=f"重新核实:{ANSWER}", actor=HANDLER, at=LATER)
    appeals.call_back(number=number, result=CallResult.SATISFIED, actor=CLERK, at=LATER)
    assert len(set(links(number, LATER))) == 2
    assert links(number, LATER)[0] == first


def test_what_was_rated_or_is_too_old_is_not_asked_for(city):
    for at, rated in ((AT, True), (AT + timedelta(hours=24 * 400), False)):
        number = decided(city).number
        applications.deliver(number=number, how="当面领取", actor=HANDLER, at=AT)
        if rated:
            ratings.rate(token=queries.token_for(number, Stage.WHOLE), opinion=GOOD, address="", at=AT)
        assert links(number, at) == []
        text = Notice.objects.get(case_number=number, text__startswith="决定已送达").text
        assert text == "决定已送达。"


def test_many_ends_cost_no_more_statements_than_one(city, django_assert_num_queries):
    for _ in range(3):
        applications.deliver(number=decided(city).number, how="当面领取", actor=HANDLER, at=AT)
    events = list(OutboxEvent.objects.all())
    with django_assert_num_queries(4):
        assert len(queries.links_of_ends(events, AT)) == 3
    with django_assert_num_queries(0):
        assert queries.links_of_ends([one for one in events if one.type.endswith("submitted")], AT) == {}
