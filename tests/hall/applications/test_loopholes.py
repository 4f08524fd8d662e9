"""Ways to game the clock, the power or the record that were open once."""

from datetime import date
from typing import Any

import pytest
from tests import cast
from tests.cast import AT, CLERK, HANDLER, SURVEYOR, TOWN_CLERK

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome, PauseGround
from tongban.common.actors import worker
from tongban.common.errors import NotAllowed, NotFound, Refused
from tongban.common.time import midnight, noon
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.wiring import wake_cases
from tongban.workdays import TimeState

TOWN = "340122107"
MONDAY = noon(date(2022, 7, 4))


def pause(case, *, at, limit_on, step="", actor=HANDLER):
    told: dict[str, Any] = {"ground": PauseGround.TESTING, "reason": "检测", "evidence": "委托书"}
    return hall.pause(number=case.number, limit_on=limit_on, step=step, actor=actor, at=at, **told)


def done(case, key, actor, at=AT):
    return hall.complete_step(number=case.number, step=key, result="合格", actor=actor, at=at)


def test_a_town_clerk_receives_for_every_agency_and_decides_for_none_but_its_own(city):
    case = cast.filed(city, region=TOWN)
    hall.accept(number=case.number, actor=TOWN_CLERK, at=AT)
    with pytest.raises(NotAllowed, match="不由您所在的单位办理"):
        done(case, "survey", TOWN_CLERK)
    for key, actor in (("survey", SURVEYOR), ("review", HANDLER), ("register", HANDLER)):
        done(case, key, actor)
    with pytest.raises(NotAllowed):
        hall.decide(number=case.number, outcome=Outcome.GRANTED, reason="好", actor=TOWN_CLERK, at=AT)


def test_a_step_that_is_done_takes_its_pause_with_it(city):
    case = pause(cast.accepted(city), at=MONDAY, limit_on=date(2022, 8, 10), step="survey", actor=SURVEYOR)
    assert case.due_at > midnight(date(2022, 8, 10))
    case = done(case, "survey", SURVEYOR, MONDAY)
    assert case.due_at == midnight(date(2022, 7, 16))
    assert cases.whole(case).clocks["handling"].due_at() == case.due_at
    assert list(cases.moved_by_calendar()) == []
    assert wake_cases(noon(date(2022, 8, 10))) == 0


def test_what_was_to_be_replaced_must_be_brought_again(city):
    case = cast.filed(city)
    asked = [{"key": "application", "what": "未签名,请重交"}]
    hall.ask_correction(number=case.number, items=asked, reason="", actor=CLERK, at=AT)
    with pytest.raises(Refused, match="未签名"):
        hall.answer_correction(number=case.number, actor=city.enterprise, at=MONDAY)
    hall.answer_correction(number=case.number, paper=["application"], actor=CLERK, at=MONDAY)
    (row,) = [row for row in queries.rows(case, cases.whole(case).spec) if row.key == "application"]
    assert row.given_at == MONDAY


def test_nobody_at_the_desk_answers_after_silence_has(city):
    case = cast.filed(city)
    late = noon(date(2022, 7, 20))
    told: dict[str, Any] = {"number": case.number, "actor": CLERK, "at": late}
    acts: list[tuple[Any, dict[str, Any]]] = [
        (hall.accept, {}),
        (hall.accept_deferred, {}),
        (hall.accept_committed, {"commitment": "承诺"}),
        (hall.refuse, {"reason": "不属职权"}),
    ]
    for act, more in acts:
        with pytest.raises(Refused, match="视为受理"):
            act(**told, **more)
    assert hall.deem_accepted(number=case.number, actor=worker(), at=late).accepted_at == AT


def test_what_silence_accepted_is_not_granted_without_its_materials(city):
    case = cast.filed(city, paper=["tax", "pledge"])
    late = noon(date(2022, 7, 11))
    case = hall.deem_accepted(number=case.number, actor=worker(), at=late)
    for key, actor in (("survey", SURVEYOR), ("review", HANDLER), ("register", HANDLER)):
        done(case, key, actor, late)
    told: dict[str, Any] = {"number": case.number, "reason": "符合", "actor": HANDLER, "at": late}
    with pytest.raises(Refused, match="登记申请书尚未补交"):
        hall.decide(outcome=Outcome.GRANTED, **told)
    hall.provide_deferred(number=case.number, paper=["application"], actor=CLERK, at=late)
    assert hall.decide(outcome=Outcome.GRANTED, **told).status == "decided"


def test_the_applicants_own_time_is_not_the_agencys_lateness(city):
    case = cast.filed(city)
    hall.ask_correction(number=case.number, items=[{"key": "", "what": "写清地点"}], reason="", actor=CLERK, at=AT)
    late = noon(date(2022, 8, 30))
    case = hall.refuse(number=case.number, reason="逾期不补正", actor=CLERK, at=late)
    assert cases.whole(case).clocks["acceptance"].state(late) is TimeState.AHEAD


def test_a_withdrawn_case_has_no_clock_left_running(city):
    case = pause(cast.accepted(city), at=MONDAY, limit_on=date(2022, 9, 1))
    case = hall.withdraw(number=case.number, reason="不办了", actor=city.enterprise, at=MONDAY)
    whole = cases.whole(case)
    later = noon(date(2022, 12, 1))
    assert {step.state for step in whole.steps} == {"passed"}
    assert all(entry.ended_at == MONDAY for entry in whole.ledger)
    assert not any(clock.state(later).is_open for clock in whole.clocks.values())


def test_a_decision_ends_the_pause_it_was_made_in(city):
    case = cast.handled(city, at=AT)
    pause(case, at=MONDAY, limit_on=date(2022, 9, 1))
    case = hall.decide(number=case.number, outcome=Outcome.GRANTED, reason="符合", actor=HANDLER, at=MONDAY)
    assert all(entry.ended_at == MONDAY for entry in cases.whole(case).ledger)
    assert cases.page(HANDLER, cases.Filter(time_state="paused"), at=MONDAY) == []


def test_a_region_that_is_not_there_is_refused_by_its_code(city):
    with pytest.raises(NotFound, match="340122999"):
        cast.filed(city, region="340122999")


def test_a_draft_is_filed_under_the_guide_of_the_day_of_filing(city):
    case = hall.open_draft(filing=cast.filing(city.enterprise), actor=city.enterprise, at=AT)
    cast.put_in_force({**cast.ITEMS[0], "promised_term": "12wd"}, on=date(2022, 7, 4))
    hall.submit(number=case.number, actor=city.enterprise, at=MONDAY)
    case.refresh_from_db()
    assert str(cases.whole(case).spec.promised_term) == "12wd"


def test_a_case_without_a_single_line_is_a_break(city):
    case = cast.filed(city)
    type(case).objects.create(
        number="forged", title="无中生有", region=case.region, agency=case.agency, opened_at=AT, touched_at=AT
    )
    assert [(one.number, one.why) for one in cases.verify()] == [("forged", "没有日志")]
