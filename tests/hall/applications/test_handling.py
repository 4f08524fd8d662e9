"""While it is handled: steps, choices, pauses of the whole and of a branch, the one extension."""

from datetime import date

import pytest
from tests import cast
from tests.cast import AT, HANDLER, HEAD, SURVEYOR, WARDEN

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import LedgerEntry
from tongban.casework.cases.rules import PauseGround
from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused
from tongban.common.time import midnight, noon
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.wiring import wake_cases
from tongban.workdays import Term, TimeState


def step(case, key, actor, at=AT, result="合格"):
    return hall.complete_step(number=case.number, step=key, result=result, actor=actor, at=at)


def states(case):
    return {line.key: line.state for line in cases.whole(case).steps}


def test_parallel_steps_run_side_by_side_and_the_last_opens_what_waits(city):
    case = cast.accepted(city)
    step(case, "survey", SURVEYOR)
    assert states(case) == {"survey": "done", "review": "open", "register": "waiting"}
    case = step(case, "review", HANDLER)
    assert states(case)["register"] == "open"
    assert case.steps_left == 1


def test_the_golden_case_takes_two_of_ten_working_days(city):
    case = cast.accepted(city)
    tuesday = noon(date(2022, 7, 5))
    step(case, "survey", SURVEYOR, tuesday)
    clock = cases.whole(case).clocks["step:survey"]
    assert (clock.used(), clock.ahead(), clock.state(tuesday)) == (2, 8, TimeState.AHEAD)


def test_only_the_agency_of_the_step_ends_it(city):
    case = cast.accepted(city)
    with pytest.raises(NotAllowed, match="不由您所在的部门办理"):
        step(case, "survey", HANDLER)
    with pytest.raises(NotAllowed):
        step(case, "review", SURVEYOR)


def test_a_step_that_is_not_open_or_not_there_is_refused_by_name(city):
    case = cast.accepted(city)
    with pytest.raises(Refused, match="环节“登簿缮证”未开始"):
        step(case, "register", HANDLER)
    with pytest.raises(NotFound, match="没有环节“fly”"):
        step(case, "fly", HANDLER)
    with pytest.raises(BadInput, match="办理意见"):
        step(case, "review", HANDLER, result=" ")


def test_whoever_takes_a_step_is_named_until_the_end(city):
    case = cast.accepted(city)
    hall.take_step(number=case.number, step="review", actor=HEAD, at=AT)
    step(case, "review", HANDLER)
    (line,) = [line for line in cases.whole(case).steps if line.key == "review"]
    assert (line.assignee_name, line.ended_by) == (HEAD.name, HANDLER.key)


@pytest.mark.parametrize(
    ("area", "taken", "passed"), [(120, "visit", "note"), (20, "note", "visit"), (None, "note", "visit")]
)
def test_a_choice_takes_one_branch_and_passes_over_the_other(city, area, taken, passed):
    form = {"place": "街口"} | ({"area": area} if area else {})
    case = cast.accepted(city, code="occupation", region="340122", form=form)
    case = step(case, "desk", WARDEN)
    assert (states(case)[taken], states(case)[passed]) == ("open", "passed")
    step(case, taken, WARDEN)
    assert step(case, "sign", WARDEN).steps_left == 0


def pause(case, *, at, limit_on, key="", ground=PauseGround.TESTING, actor=HANDLER):
    return hall.pause(
        number=case.number,
        ground=ground,
        reason="需送检",
        evidence="检测委托书",
        limit_on=limit_on,
        actor=actor,
        at=at,
        step=key,
    )


def resume(case, *, at, key="", actor=HANDLER, **more):
    return hall.resume(number=case.number, actor=actor, at=at, step=key, **more)


def test_a_pause_moves_both_due_days_and_is_told_to_the_applicant(city):
    case = cast.accepted(city)
    case = pause(case, at=noon(date(2022, 7, 6)), limit_on=date(2022, 7, 20))
    assert case.due_at == midnight(date(2022, 7, 30))  # until it ends, the whole allowance counts
    assert case.wake_at == midnight(date(2022, 7, 20))
    case = resume(case, at=noon(date(2022, 7, 8)))
    assert case.due_at == midnight(date(2022, 7, 20))  # the 6th and 7th are not counted, the 8th is
    assert case.statutory_due_at == midnight(date(2022, 8, 3))
    assert case.wake_at is None
    assert [notice.kind for notice in queries.notices(cases.whole(case))] == ["pause"]


def test_a_paused_case_is_paused_not_overdue(city):
    case = pause(cast.accepted(city), at=noon(date(2022, 7, 6)), limit_on=date(2022, 9, 1))
    clock = cases.whole(case).clocks["handling"]
    assert clock.state(noon(date(2022, 8, 1))) is TimeState.PAUSED
    assert [one.number for one in cases.page(HANDLER, cases.Filter(time_state="paused"), at=AT)] == [case.number]
    assert cases.page(HANDLER, cases.Filter(time_state="undue"), at=AT) == []


def test_a_pause_that_nobody_ends_ends_on_its_last_day(city):
    case = pause(cast.accepted(city), at=noon(date(2022, 7, 6)), limit_on=date(2022, 7, 8))
    assert wake_cases(noon(date(2022, 7, 7))) == 0
    assert wake_cases(noon(date(2022, 7, 8))) == 1
    case.refresh_from_db()
    assert case.due_at == midnight(date(2022, 7, 20))
    assert cases.journal(case, HANDLER)[-1].move == "resume_lapsed"


def test_pauses_need_ground_evidence_and_a_last_day_ahead(city):
    case = cast.accepted(city)
    with pytest.raises(BadInput, match="最迟恢复日2022-07-06须晚于"):
        pause(case, at=noon(date(2022, 7, 6)), limit_on=date(2022, 7, 6))
    with pytest.raises(BadInput, match="依据材料"):
        hall.pause(
            number=case.number,
            ground=PauseGround.HEARING,
            reason="听证",
            evidence="",
            limit_on=date(2022, 7, 9),
            actor=HANDLER,
            at=AT,
        )


def test_the_same_ground_pauses_once_and_nothing_paused_cannot_resume(city):
    case = cast.accepted(city)
    at = noon(date(2022, 7, 6))
    with pytest.raises(Refused, match="没有可恢复的中止"):
        resume(case, at=at)
    pause(case, at=at, limit_on=date(2022, 7, 20))
    with pytest.raises(Refused, match="已因“检测”中止"):
        pause(case, at=at, limit_on=date(2022, 7, 21))
    pause(case, at=at, limit_on=date(2022, 7, 22), ground=PauseGround.HEARING)
    case = resume(case, at=noon(date(2022, 7, 7)), ground=PauseGround.TESTING)
    assert LedgerEntry.objects.filter(case=case, ended_at=None).count() == 1


def test_a_branch_pauses_alone_and_the_whole_waits_only_for_its_longest_way(city):
    case = cast.accepted(city)
    # the review has five days of slack beside the survey: three days lost there move nothing
    pause(case, at=noon(date(2022, 7, 5)), limit_on=date(2022, 7, 29), key="review")
    case = resume(case, at=noon(date(2022, 7, 8)), key="review")
    assert case.due_at == midnight(date(2022, 7, 16))
    steps = {line.key: line.due_at for line in cases.whole(case).steps}
    assert steps["review"] == midnight(date(2022, 7, 14))
    # the survey is on the longest way: three days lost there move the whole by three
    pause(case, at=noon(date(2022, 7, 11)), limit_on=date(2022, 7, 29), key="survey", actor=SURVEYOR)
    case = resume(case, at=noon(date(2022, 7, 14)), key="survey", actor=SURVEYOR)
    assert case.due_at == midnight(date(2022, 7, 21))
    assert case.statutory_due_at == midnight(date(2022, 8, 4))


def test_pauses_of_the_whole_and_of_a_branch_on_the_same_days_count_once(city):
    case = cast.accepted(city)
    pause(case, at=noon(date(2022, 7, 6)), limit_on=date(2022, 7, 29))
    pause(case, at=noon(date(2022, 7, 6)), limit_on=date(2022, 7, 29), key="survey", actor=SURVEYOR)
    resume(case, at=noon(date(2022, 7, 8)), key="survey", actor=SURVEYOR)
    case = resume(case, at=noon(date(2022, 7, 8)))
    assert case.due_at == midnight(date(2022, 7, 20))


def extend(case, *, at=AT, term=None, actor=HEAD, reason="情况复杂"):
    return hall.extend(number=case.number, reason=reason, term=term, actor=actor, at=at)


def test_the_head_extends_once_with_a_reason(city):
    case = cast.accepted(city)
    with pytest.raises(NotAllowed, match="部门负责人"):
        extend(case, actor=HANDLER)
    with pytest.raises(BadInput, match="延期理由"):
        extend(case, reason="")
    with pytest.raises(BadInput, match="超过本事项可延"):
        extend(case, term=Term.parse("11wd"))
    case = extend(case, term=Term.parse("5wd"))
    assert (case.due_at, case.statutory_due_at) == (midnight(date(2022, 7, 23)), midnight(date(2022, 8, 6)))
    with pytest.raises(Refused, match="已延期一次"):
        extend(case)
    assert [notice.kind for notice in queries.notices(cases.whole(case))] == ["extension"]


def test_what_is_late_cannot_be_extended(city):
    case = cast.accepted(city)
    with pytest.raises(Refused, match="2022-07-15届满"):
        extend(case, at=noon(date(2022, 7, 18)))


def test_overdue_is_derived_and_listed(city):
    case = cast.accepted(city)
    overdue = cases.Filter(time_state="overdue")
    assert cases.page(HANDLER, overdue, at=midnight(date(2022, 7, 15))) == []
    assert [one.number for one in cases.page(HANDLER, overdue, at=midnight(date(2022, 7, 16)))] == [case.number]


def test_an_unknown_word_in_a_filter_is_refused(city):
    for wanted in (cases.Filter(status="lost"), cases.Filter(kind="x"), cases.Filter(time_state="soon")):
        with pytest.raises(BadInput, match="没有“"):
            cases.page(HANDLER, wanted, at=AT)
