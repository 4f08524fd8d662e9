"""A second opinion without prefix sums or spans: one day after another."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from tongban.common.time import midnight
from tongban.workdays import Counting, Pause, Term

DAY = timedelta(days=1)
T = TypeVar("T")


def naive_due_on(
    is_workday: Callable[[date], bool], term: Term, start_on: date, pauses: Iterable[tuple[date, date]]
) -> date:
    """The due day by walking: half-open pauses of days, start not counted, rolling past holidays and pauses."""

    def is_paused(on: date) -> bool:
        return any(start <= on < end for start, end in pauses)

    on, left = start_on, term.amount
    while left:
        on += DAY
        if not is_paused(on) and (term.counting is not Counting.WORKING or is_workday(on)):
            left -= 1
    while term.counting is Counting.CALENDAR_ROLL and (is_paused(on) or not is_workday(on)):
        on += DAY
    return on


days = st.dates(date(2019, 1, 1), date(2026, 10, 31))
day_terms = st.builds(
    Term,
    st.integers(1, 60),
    st.sampled_from([Counting.WORKING, Counting.CALENDAR, Counting.CALENDAR_ROLL]),
)
day_spans = st.tuples(days, st.integers(0, 40)).map(lambda pair: (pair[0], pair[0] + pair[1] * DAY))


@st.composite
def starts_and_spans(draw: st.DrawFn) -> tuple[date, list[tuple[date, date]]]:
    """A start day and up to four pauses of days near it, overlapping, empty, too early and too late ones among them."""
    start = draw(days)
    near = st.tuples(st.integers(-20, 60), st.integers(0, 30)).map(
        lambda pair: (start + pair[0] * DAY, start + (pair[0] + pair[1]) * DAY)
    )
    return start, draw(st.lists(near, max_size=4))


def pauses_of(spans: Iterable[tuple[date, date]]) -> tuple[Pause, ...]:
    return tuple(Pause(midnight(start), midnight(end), "检验") for start, end in spans)


def known(answer: T | None) -> T:
    """An answer that must be there: the due day of a clock that no open pause holds."""
    assert answer is not None
    return answer
