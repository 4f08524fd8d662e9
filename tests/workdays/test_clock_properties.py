"""Properties of clocks, and a day-by-day oracle beside the spans."""

from datetime import date, timedelta

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st
from tests.workdays.oracle import DAY, day_terms, known, naive_due_on, pauses_of, starts_and_spans

from tongban.common.time import midnight, noon
from tongban.workdays import Clock, Counting, Extension, Pause, Term, TimeState, load_calendar

CALENDAR = load_calendar()
begun = starts_and_spans()
hour_spans = st.lists(st.tuples(st.integers(-30, 90), st.integers(0, 30)), max_size=4)


def is_workday(on: date) -> bool:
    """The second source where it speaks, the weekday rule from 2027 on."""
    return chinese_calendar.is_workday(on) if on.year < 2027 else on.weekday() < 5


def clock(term: Term, start: date, spans, **more) -> Clock:
    return Clock(term, noon(start), pauses_of(spans), **more)


@given(day_terms, begun)
def test_due_agrees_with_walking_day_by_day(term, case):
    start, spans = case
    assert clock(term, start, spans).due_on(CALENDAR) == naive_due_on(is_workday, term, start, spans)


@given(day_terms, begun)
def test_due_with_a_pause_is_never_before_due_without(term, case):
    start, spans = case
    dues = [known(clock(term, start, spans[:many]).due_at(CALENDAR)) for many in range(len(spans) + 1)]
    assert dues == sorted(dues)


@given(day_terms, begun, st.randoms(use_true_random=False))
def test_order_and_overlap_of_pauses_do_not_matter(term, case, chance):
    start, spans = case
    mixed = list(spans)
    chance.shuffle(mixed)
    halves = [half for first, last in mixed for half in ((first, first + (last - first) // 2), (first + (last - first) // 2, last), (first, last))]  # fmt: skip
    assert clock(term, start, halves).due_on(CALENDAR) == clock(term, start, spans).due_on(CALENDAR)


@given(day_terms, begun, st.integers(1, 30))
def test_an_extension_never_brings_the_due_day_forward(term, case, more):
    start, spans = case
    longer = clock(term, start, spans, extensions=(Extension(Term(more, term.counting)),))
    assert known(longer.due_at(CALENDAR)) >= known(clock(term, start, spans).due_at(CALENDAR))
    assert longer.due_on(CALENDAR) == clock(Term(term.amount + more, term.counting), start, spans).due_on(CALENDAR)


@given(day_terms, begun)
def test_used_and_remaining_agree_with_the_state_on_every_day(term, case):
    start, spans = case
    asked = clock(term, start, spans)
    due_on = known(asked.due_on(CALENDAR))
    consumed = 0
    for step in range((due_on - start).days + 10):
        at = noon(start + step * DAY)
        state = asked.state(at, CALENDAR)
        assert (state is TimeState.OVERDUE) is (start + step * DAY > due_on)
        assert asked.remaining(at, CALENDAR) == term.amount - asked.consumed(at, CALENDAR)
        assert asked.consumed(at, CALENDAR) >= consumed
        consumed = asked.consumed(at, CALENDAR)
        if state is TimeState.PAUSED:
            assert any(first <= start + step * DAY < last for first, last in spans)
        if state is not TimeState.OVERDUE:
            assert asked.remaining(at, CALENDAR) >= 0
    assert asked.remaining(noon(due_on), CALENDAR) == 0


@given(day_terms, begun, st.integers(0, 120))
def test_an_ended_clock_is_late_exactly_when_the_open_one_is_overdue(term, case, after):
    start, spans = case
    ended_at = noon(start) + timedelta(days=after)
    ended = clock(term, start, spans, ended_at=ended_at)
    just_before = ended.state(ended_at - timedelta(seconds=1), CALENDAR) if after else TimeState.UNDUE
    assert (ended.state(ended_at, CALENDAR) is TimeState.LATE) is (just_before is TimeState.OVERDUE)
    assert known(ended.used(CALENDAR)) + known(ended.ahead(CALENDAR)) == term.amount
    if ended.state(ended_at, CALENDAR) is TimeState.ON_TIME:
        assert ended.ahead(CALENDAR) == 0


@given(day_terms, begun)
def test_excluded_days_explain_the_whole_shift(term, case):
    start, spans = case
    asked = clock(term, start, spans)
    if term.counting is not Counting.CALENDAR_ROLL:
        counted = {Counting.WORKING: CALENDAR.count, Counting.CALENDAR: lambda after, until: (until - after).days}
        passed = counted[term.counting](start, asked.due_on(CALENDAR))
        assert passed - asked.excluded_days(CALENDAR) == term.amount


@given(day_terms, begun)
def test_the_explanation_counts_the_whole_term_and_ends_on_the_due_day(term, case):
    start, spans = case
    asked = clock(term, start, spans)
    rows = asked.explain(CALENDAR)
    assert [row.on for row in rows] == [start + step * DAY for step in range(len(rows))]
    assert rows[-1].on == asked.due_on(CALENDAR)
    assert [row.ordinal for row in rows if row.counted] == list(range(1, term.amount + 1))
    assert all((row.ordinal is None) is not row.counted and row.reason for row in rows)
    assert not rows[0].counted


@given(st.integers(1, 72), hour_spans)
def test_hours_agree_with_walking_hour_by_hour(amount, spans):
    start = midnight(date(2022, 7, 1))
    hour = timedelta(hours=1)
    pauses = tuple(Pause(start + first * hour, start + (first + length) * hour) for first, length in spans)
    passed, left = 0, amount
    while left:
        left -= not any(first <= passed < first + length for first, length in spans)
        passed += 1
    asked = Clock(Term(amount, Counting.HOURS), start, pauses)
    assert asked.due_at(CALENDAR) == start + passed * hour
    assert asked.remaining(start + passed * hour - timedelta(minutes=1), CALENDAR) == 0
    assert asked.remaining(start + passed * hour, CALENDAR) == -1
