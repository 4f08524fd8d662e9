"""The clock as a table: due days with the weekday in words, states, what is used and what is left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.workdays.oracle import known

from tongban.common.errors import BadInput
from tongban.common.time import midnight, noon
from tongban.workdays import Calendar, Clock, Extension, Pause, Term, TimeState, load_calendar

CALENDAR = load_calendar()
FRIDAY = date(2022, 7, 1)


def span(start: str, end: str | None = None, latest: str | None = None) -> Pause:
    """A pause of July 2022, by the days of the month."""
    days = [None if day is None else date.fromisoformat(f"2022-07-{day}") for day in (start, end, latest)]
    return Pause.from_dates(days[0] or FRIDAY, days[1], "听证", days[2])


def clock(term: str, on: date = FRIDAY, *, pauses=(), extended=(), ended_at: datetime | None = None) -> Clock:
    return Clock(
        Term.parse(term), noon(on), tuple(pauses), tuple(Extension(Term.parse(more)) for more in extended), ended_at
    )


@pytest.mark.parametrize(
    ("term", "on", "due_on"),
    [
        pytest.param("1wd", date(2022, 7, 1), date(2022, 7, 4), id="1wd from Friday ends Monday"),
        pytest.param("10wd", date(2022, 7, 1), date(2022, 7, 15), id="10wd from Friday ends Friday two weeks on"),
        pytest.param("30wd", date(2022, 7, 1), date(2022, 8, 12), id="30wd from Friday ends Friday six weeks on"),
        pytest.param("1wd", date(2022, 7, 2), date(2022, 7, 4), id="1wd from Saturday ends Monday"),
        pytest.param("1wd", date(2022, 7, 3), date(2022, 7, 4), id="1wd from Sunday ends Monday"),
        pytest.param("5wd", date(2022, 9, 30), date(2022, 10, 12), id="5wd from Friday over National Day, weekend worked, ends Wednesday"),
        pytest.param("1wd", date(2022, 1, 28), date(2022, 1, 29), id="1wd from Friday ends on the make-up Saturday"),
        pytest.param("0wd", date(2022, 7, 1), date(2022, 7, 1), id="0wd ends the same Friday"),
        pytest.param("0wd", date(2022, 7, 2), date(2022, 7, 2), id="0wd on a Saturday ends the same Saturday"),
        pytest.param("1wd", date(2022, 12, 30), date(2023, 1, 3), id="1wd from Friday 2022-12-30 ends Tuesday of the next year"),
        pytest.param("2wd", date(2018, 12, 28), date(2019, 1, 2), id="2wd from Friday 2018-12-28 ends Wednesday 2019-01-02"),
        pytest.param("90d", date(2022, 7, 1), date(2022, 9, 29), id="90d from Friday ends Thursday"),
        pytest.param("2d", date(2022, 7, 1), date(2022, 7, 3), id="2d from Friday ends Sunday"),
        pytest.param("2dr", date(2022, 7, 1), date(2022, 7, 4), id="2dr from Friday rolls from Sunday to Monday"),
        pytest.param("3dr", date(2022, 7, 1), date(2022, 7, 4), id="3dr from Friday ends Monday without rolling"),
        pytest.param("92dr", date(2022, 7, 1), date(2022, 10, 8), id="92dr from Friday rolls from National Day to the make-up Saturday"),
        pytest.param("1d", date(2024, 2, 28), date(2024, 2, 29), id="1d from Wednesday ends on leap day Thursday"),
    ],
)  # fmt: skip
def test_due_day_without_pauses(term, on, due_on):
    assert clock(term, on).due_on(CALENDAR) == due_on
    assert clock(term, on).due_at(CALENDAR) == midnight(due_on + timedelta(days=1))


@pytest.mark.parametrize(
    ("term", "pauses", "due_on"),
    [
        pytest.param("10wd", [span("06", "08")], "2022-07-19", id="Wednesday to Friday takes out two days: Tuesday"),
        pytest.param("10wd", [span("06", "06")], "2022-07-15", id="begun and ended on one day takes out nothing: Friday"),
        pytest.param("10wd", [span("08", "11")], "2022-07-18", id="Friday over the weekend takes out one working day: Monday"),
        pytest.param("10wd", [span("09", "11")], "2022-07-15", id="a weekend takes out nothing: Friday"),
        pytest.param("10wd", [span("15", "18")], "2022-07-18", id="begun on the due day moves it to the Monday it ends"),
        pytest.param("10wd", [span("16", "25")], "2022-07-15", id="begun after the due day changes nothing: Friday"),
        pytest.param("10wd", [span("06", "08"), span("07", "12")], "2022-07-21", id="overlapping pauses are one: Thursday"),
        pytest.param("10wd", [span("06", "08"), span("08", "12")], "2022-07-21", id="touching pauses are one: Thursday"),
        pytest.param("10wd", [span("05", "06"), span("12", "13")], "2022-07-19", id="two pauses of a day each: Tuesday"),
        pytest.param("10wd", [span("01", "05")], "2022-07-18", id="begun on the start day takes out Monday alone: Monday"),
        pytest.param("10wd", [span("06", None, "08")], "2022-07-19", id="open with a maximum ends at it: Tuesday"),
        pytest.param("10wd", [span("06", "20", "08")], "2022-07-19", id="past its maximum it takes out no more: Tuesday"),
        pytest.param("10wd", [span("06", None)], None, id="open without maximum: no due day"),
        pytest.param("10wd", [span("16", None)], "2022-07-15", id="open but begun after the due day: Friday stays"),
        pytest.param("10wd", [span("06", None), span("07", "08")], None, id="an open pause swallows a closed one"),
        pytest.param("10d", [span("06", "08")], "2022-07-13", id="calendar days shift by two: Wednesday"),
        pytest.param("10d", [span("09", "11")], "2022-07-13", id="calendar days count a paused weekend out: Wednesday"),
        pytest.param("9dr", [span("06", "08")], "2022-07-12", id="no roll needed after the shift: Tuesday"),
        pytest.param("7dr", [span("06", "08")], "2022-07-11", id="shifted to Sunday, rolled to Monday"),
        pytest.param("8dr", [span("11", "13")], "2022-07-13", id="Saturday rolls past a paused Monday to Wednesday"),
        pytest.param("8dr", [span("11", None)], None, id="Saturday rolls into an open pause: no due day"),
        pytest.param("0wd", [span("01", "05")], "2022-07-05", id="the same day, paused to Tuesday: Tuesday"),
        pytest.param("0wd", [span("01", "02")], "2022-07-04", id="the same day, paused to Saturday: Monday"),
        pytest.param("0wd", [span("01", None)], None, id="the same day, open pause: no due day"),
        pytest.param("0wd", [span("04", None)], "2022-07-01", id="the same day, paused later: the same day"),
    ],
)  # fmt: skip
def test_due_day_with_pauses(term, pauses, due_on):
    due = clock(term, pauses=pauses).due_on(CALENDAR)
    assert (due and due.isoformat()) == due_on


def test_a_pause_begun_before_the_clock_counts_from_the_start_day_on():
    early = Pause.from_dates(date(2022, 6, 1), date(2022, 7, 6), "检测")
    assert clock("10wd", pauses=[early]).due_on(CALENDAR) == date(2022, 7, 19)
    assert clock("10wd", pauses=[early]).excluded_days(CALENDAR) == 2


def test_extensions_add_terms_of_the_same_counting():
    extended = clock("10wd", pauses=[span("06", "08")], extended=["10wd"])
    assert extended.total == Term.parse("20wd")
    assert extended.due_on(CALENDAR) == date(2022, 8, 2)
    assert clock("20wd", extended=["10wd"]).due_on(CALENDAR) == clock("30wd").due_on(CALENDAR)


def test_an_extension_counted_otherwise_is_refused():
    with pytest.raises(BadInput, match="延期“10d”与时限“10wd”的计算方式不同"):
        clock("10wd", extended=["10d"])


def test_the_golden_case_used_two_of_ten_working_days():
    golden = clock("10wd", ended_at=noon(date(2022, 7, 5)))
    assert (golden.used(CALENDAR), golden.ahead(CALENDAR)) == (2, 8)
    assert golden.state(noon(date(2022, 7, 5)), CALENDAR) is TimeState.AHEAD


def test_seventeen_hours_utc_is_already_the_next_legal_day():
    at = datetime(2022, 7, 1, 17, tzinfo=UTC)
    assert Clock(Term.parse("1d"), at).due_on(CALENDAR) == date(2022, 7, 3)
    assert Clock(Term.parse("0wd"), at).due_on(CALENDAR) == date(2022, 7, 2)
    last_moment = datetime(2022, 7, 15, 15, 59, 59, tzinfo=UTC)
    assert clock("10wd").state(last_moment, CALENDAR) is TimeState.UNDUE
    assert clock("10wd").state(datetime(2022, 7, 15, 16, tzinfo=UTC), CALENDAR) is TimeState.OVERDUE
    late_evening = Pause(datetime(2022, 7, 5, 17, tzinfo=UTC), datetime(2022, 7, 7, 17, tzinfo=UTC))
    assert clock("10wd", pauses=[late_evening]).due_on(CALENDAR) == clock("10wd", pauses=[span("06", "08")]).due_on(
        CALENDAR
    )


@pytest.mark.parametrize(
    ("ended_on", "state", "used", "ahead"),
    [
        pytest.param(date(2022, 7, 1), TimeState.AHEAD, 0, 10, id="Friday of the start: ahead"),
        pytest.param(date(2022, 7, 14), TimeState.AHEAD, 9, 1, id="Thursday before the due day: ahead"),
        pytest.param(date(2022, 7, 15), TimeState.ON_TIME, 10, 0, id="Friday, the due day: on time"),
        pytest.param(date(2022, 7, 16), TimeState.LATE, 10, 0, id="Saturday after: late, by no working day yet"),
        pytest.param(date(2022, 7, 18), TimeState.LATE, 11, -1, id="Monday after: late by one"),
    ],
)
def test_an_ended_clock_is_ahead_on_time_or_late(ended_on, state, used, ahead):
    ended = clock("10wd", ended_at=noon(ended_on))
    assert ended.state(noon(ended_on), CALENDAR) is state
    assert (ended.used(CALENDAR), ended.ahead(CALENDAR)) == (used, ahead)
    assert not state.is_open


@pytest.mark.parametrize(
    ("on", "state", "consumed", "remaining"),
    [
        pytest.param(date(2022, 6, 30), TimeState.UNDUE, 0, 10, id="before the start"),
        pytest.param(date(2022, 7, 1), TimeState.UNDUE, 0, 10, id="Friday of the start"),
        pytest.param(date(2022, 7, 5), TimeState.UNDUE, 2, 8, id="Tuesday, day 2"),
        pytest.param(date(2022, 7, 6), TimeState.PAUSED, 2, 8, id="Wednesday, the pause begins"),
        pytest.param(date(2022, 7, 7), TimeState.PAUSED, 2, 8, id="Thursday, paused"),
        pytest.param(date(2022, 7, 8), TimeState.UNDUE, 3, 7, id="Friday, the day it ends counts"),
        pytest.param(date(2022, 7, 19), TimeState.UNDUE, 10, 0, id="Tuesday, the due day"),
        pytest.param(date(2022, 7, 20), TimeState.OVERDUE, 11, -1, id="Wednesday, one day over"),
        pytest.param(date(2022, 7, 25), TimeState.OVERDUE, 14, -4, id="Monday, a pause begun late does not help"),
    ],
)
def test_an_open_clock_is_undue_paused_or_overdue(on, state, consumed, remaining):
    open_clock = clock("10wd", pauses=[span("06", "08"), span("21", "29")])
    at = noon(on)
    assert open_clock.state(at, CALENDAR) is state
    assert (open_clock.consumed(at, CALENDAR), open_clock.remaining(at, CALENDAR)) == (consumed, remaining)
    assert (open_clock.used(CALENDAR), open_clock.ahead(CALENDAR)) == (None, None)
    assert state.is_open


def test_an_ended_clock_was_open_before_its_end():
    ended = clock("10wd", ended_at=noon(date(2022, 7, 20)))
    assert ended.state(noon(date(2022, 7, 5)), CALENDAR) is TimeState.UNDUE
    assert ended.state(noon(date(2022, 7, 19)), CALENDAR) is TimeState.OVERDUE
    assert ended.consumed(noon(date(2022, 8, 30)), CALENDAR) == ended.used(CALENDAR) == 13


def test_an_open_pause_holds_the_clock_and_ends_with_it():
    held = clock("10wd", pauses=[span("06")])
    assert (held.due_on(CALENDAR), held.due_at(CALENDAR), held.provisional(CALENDAR)) == (None, None, False)
    assert held.state(noon(date(2030, 1, 1)), CALENDAR) is TimeState.PAUSED
    assert held.remaining(noon(date(2023, 1, 3)), CALENDAR) == 8
    assert held.excluded_days(CALENDAR) == 0
    assert held.excluded_days(CALENDAR, until=date(2022, 7, 11)) == 4
    ended = clock("10wd", pauses=[span("06")], ended_at=noon(date(2022, 7, 12)))
    assert ended.due_on(CALENDAR) == date(2022, 7, 21)
    assert ended.used(CALENDAR) == 3
    before_its_maximum = clock("10wd", pauses=[span("06", None, "20")], ended_at=noon(date(2022, 7, 12)))
    assert before_its_maximum.due_on(CALENDAR) == date(2022, 7, 21)


def test_a_pause_recorded_after_the_end_moves_nothing():
    ended = clock("10wd", pauses=[span("12", "14")], ended_at=noon(date(2022, 7, 11)))
    assert ended.due_on(CALENDAR) == date(2022, 7, 15)


def test_excluded_days_are_counted_days_inside_the_union():
    both = [span("06", "08"), span("07", "12"), span("21", "22")]
    assert clock("10wd", pauses=both).excluded_days(CALENDAR) == 5
    assert clock("10d", pauses=[span("06", "12")]).excluded_days(CALENDAR) == 6
    assert clock("10wd", pauses=both).excluded_days(CALENDAR, until=date(2022, 7, 6)) == 1


def test_a_rolled_term_is_used_up_on_its_last_day_and_still_in_time():
    rolled = clock("2dr")
    assert rolled.remaining(noon(date(2022, 7, 4)), CALENDAR) == 0
    assert rolled.state(noon(date(2022, 7, 4)), CALENDAR) is TimeState.UNDUE
    assert rolled.state(noon(date(2022, 7, 5)), CALENDAR) is TimeState.OVERDUE


def test_hours_run_from_instant_to_instant_through_nights_and_weekends():
    start = noon(FRIDAY, 9)
    day = Clock(Term.parse("24h"), start)
    assert day.due_at(CALENDAR) == noon(date(2022, 7, 2), 9)
    assert day.due_on(CALENDAR) == date(2022, 7, 2)
    assert known(day.due_at(CALENDAR)).utcoffset() == timedelta(0)
    paused = Clock(
        Term.parse("24h"),
        start,
        (Pause(noon(FRIDAY, 10), noon(FRIDAY, 12)), Pause(noon(FRIDAY, 11), noon(FRIDAY, 13))),
        (Extension(Term.parse("2h")),),
    )
    assert paused.due_at(CALENDAR) == noon(date(2022, 7, 2), 14)
    assert paused.consumed(noon(FRIDAY, 12, 30), CALENDAR) == 1
    assert paused.state(noon(FRIDAY, 12, 30), CALENDAR) is TimeState.PAUSED
    assert paused.state(noon(FRIDAY, 13), CALENDAR) is TimeState.UNDUE
    assert paused.excluded_days(CALENDAR) == 1
    assert Clock(Term.parse("24h"), start, (Pause(noon(FRIDAY, 10)),)).due_at(CALENDAR) is None


@pytest.mark.parametrize(
    ("minutes", "state", "used"),
    [
        pytest.param(0, TimeState.AHEAD, 0, id="at once"),
        pytest.param(60, TimeState.AHEAD, 1, id="after exactly an hour"),
        pytest.param(61, TimeState.AHEAD, 2, id="in the second hour"),
        pytest.param(119, TimeState.AHEAD, 2, id="two minutes before the last hour"),
        pytest.param(121, TimeState.ON_TIME, 3, id="in the last hour"),
        pytest.param(180, TimeState.LATE, 4, id="at the due instant"),
        pytest.param(239, TimeState.LATE, 4, id="in the hour after"),
    ],
)
def test_hours_end_ahead_on_time_or_late(minutes, state, used):
    start = noon(FRIDAY, 23)
    ended_at = start + timedelta(minutes=minutes)
    ended = Clock(Term.parse("3h"), start, ended_at=ended_at)
    assert (ended.state(ended_at, CALENDAR), ended.used(CALENDAR)) == (state, used)


@pytest.mark.parametrize(
    ("term", "on", "provisional"),
    [
        pytest.param("10wd", date(2026, 12, 25), True, id="working days into 2027"),
        pytest.param("4wd", date(2026, 12, 25), False, id="working days to Thursday 2026-12-31"),
        pytest.param("5wd", date(2026, 12, 25), True, id="working days to 2027-01-01"),
        pytest.param("90d", date(2026, 12, 25), False, id="plain calendar days depend on no notice"),
        pytest.param("90dr", date(2026, 12, 25), True, id="a rolling last day in 2027 depends on the notice"),
        pytest.param("6dr", date(2026, 12, 25), False, id="a rolling last day on Thursday 2026-12-31"),
        pytest.param("90dr", date(2018, 10, 20), False, id="a rolling last day in 2019, however early the start"),
        pytest.param("240h", date(2026, 12, 25), False, id="hours depend on no notice"),
        pytest.param("5wd", date(2018, 12, 3), True, id="before the first notice"),
    ],
)
def test_a_term_that_depends_on_an_unannounced_year_is_provisional(term, on, provisional):
    asked = clock(term, on)
    assert asked.provisional(CALENDAR) is provisional
    assert ("年节假日安排尚未公布或未载入" in asked.provisional_reason(CALENDAR)) is provisional


def test_the_same_clock_follows_the_calendar_it_is_asked_with():
    over_the_holiday = clock("5wd", date(2022, 9, 30))
    assert over_the_holiday.due_on(CALENDAR) == date(2022, 10, 12)
    assert over_the_holiday.due_on(Calendar()) == date(2022, 10, 7)
    assert over_the_holiday.due_on() == date(2022, 10, 12)


def test_times_running_backwards_are_refused():
    with pytest.raises(BadInput, match="中止的止日2022-07-05早于起日2022-07-06"):
        span("06", "05")
    with pytest.raises(BadInput, match="早于起日"):
        span("06", None, "05")
    with pytest.raises(BadInput, match="办结日期2022-06-30早于起算日期2022-07-01"):
        clock("10wd", ended_at=noon(date(2022, 6, 30)))


def test_a_clock_outside_the_calendar_is_refused():
    with pytest.raises(BadInput, match="超出日历范围"):
        clock("10d", date(2151, 1, 1)).due_on(CALENDAR)
    with pytest.raises(BadInput, match="超出日历范围"):
        clock("10d", pauses=[Pause.from_dates(FRIDAY, date(2200, 1, 1))]).due_on(CALENDAR)


def test_an_instant_without_a_zone_is_not_accepted():
    with pytest.raises(ValueError, match="zone"):
        Clock(Term.parse("1wd"), datetime(2022, 7, 1, 9)).due_on(CALENDAR)  # noqa: DTZ001 - the point of the test


def test_every_state_has_its_own_word():
    assert len({state.label for state in TimeState}) == 6
