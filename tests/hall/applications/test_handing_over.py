"""A power that moves while a case is open: the case follows it, or nobody could end it."""

from datetime import date

import pytest
from tests import cast
from tests.cast import COORDINATOR, HEAD, TOWN_CLERK, WARDEN

from tongban.casework.cases import queries as cases
from tongban.common.errors import NotAllowed, Refused
from tongban.common.time import noon
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.registry.powers import services as powers
from tongban.registry.powers.models import Holding
from tongban.registry.powers.rules import Mode

TOWN, MONDAY = "340122107", noon(date(2022, 7, 4))


def delegate(mode=Mode.ASSIGNED, **more):
    powers.delegate(
        power="street",
        town=TOWN,
        agency="340122107-zfd",
        giver="340122-csgl",
        mode=mode,
        from_on=date(2022, 7, 4),
        document="肥东政〔2022〕10号",
        actor=cast.ADMIN,
        at=cast.AT,
        **more,
    )


def test_a_case_follows_the_power_to_the_town_with_its_open_steps_and_its_clock(city):
    case = cast.accepted(city, code="occupation", region=TOWN)
    due_at = case.due_at
    hall.complete_step(number=case.number, step="desk", result="合格", actor=WARDEN, at=cast.AT)
    delegate()
    with pytest.raises(NotAllowed, match="2022-07-04没有"):
        hall.complete_step(number=case.number, step="note", result="登记", actor=WARDEN, at=MONDAY)
    case = hall.hand_over(number=case.number, reason="权力事项已赋予石塘镇", actor=COORDINATOR, at=MONDAY)
    assert (case.agency_id, case.due_at) == ("340122107-zfd", due_at)
    assert {step.key: step.agency_id for step in cases.whole(case).steps} == {
        "desk": "340122-csgl",
        "visit": "340122107-zfd",
        "note": "340122107-zfd",
        "sign": "340122107-zfd",
    }
    hall.complete_step(number=case.number, step="note", result="登记", actor=TOWN_CLERK, at=MONDAY)
    assert list(cases.verify(case.number)) == []


def test_a_case_that_is_where_the_power_is_stays_there(city):
    case = cast.accepted(city)
    with pytest.raises(Refused, match="无须移交"):
        hall.hand_over(number=case.number, reason="换一家", actor=HEAD, at=MONDAY)


def test_where_nobody_holds_the_power_there_is_nobody_to_hand_over_to(city):
    case = cast.accepted(city, code="occupation", region=TOWN)
    holding = Holding.objects.get(power_id="street")
    powers.end_holding(holding_id=holding.pk, last_on=cast.FRIDAY)
    with pytest.raises(Refused, match="没有单位有权"):
        hall.hand_over(number=case.number, reason="收回", actor=COORDINATOR, at=MONDAY)


def test_among_those_who_hold_the_power_one_is_chosen_and_nobody_else(city):
    case = cast.accepted(city, code="occupation", region=TOWN)
    delegate(Mode.ENTRUSTED)
    assert queries.leads(cases.whole(case).spec, TOWN, MONDAY) == ["340122-csgl", "340122107-zfd"]
    with pytest.raises(Refused, match="所选单位当日无权"):
        hall.hand_over(number=case.number, reason="换一家", agency="hf-bdc", actor=COORDINATOR, at=MONDAY)
    case = hall.hand_over(number=case.number, reason="委托镇办理", agency="340122107-zfd", actor=COORDINATOR, at=MONDAY)
    assert case.agency_id == "340122107-zfd"
