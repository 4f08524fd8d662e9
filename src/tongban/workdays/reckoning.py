"""The arithmetic of a clock: term, start and pauses against one calendar. Days in one class, hours in the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from tongban.common.time import localdate, midnight
from tongban.workdays.calendar import Calendar, check_in_range
from tongban.workdays.pauses import Pause, united
from tongban.workdays.terms import Counting, Term

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Given:
    """What a clock holds: the whole term with its extensions, start, pauses, end."""

    total: Term
    started_at: datetime
    pauses: Sequence[Pause]
    ended_at: datetime | None


class Reckoning(Protocol):
    """What a clock asks; ``due_on`` and ``due_at`` are None while an open pause without a maximum holds the term.

    ``last_on`` is the day the counting runs out, before a rolling term rolls to ``due_on``.
    """

    last_on: date | None
    due_on: date | None
    due_at: datetime | None
    provisional_reason: str

    def consumed(self, at: datetime) -> int:
        """Units used at that instant, the one in progress included; past the due instant pauses no longer help."""

    def is_paused(self, at: datetime) -> bool:
        """Whether a pause holds the clock at that instant."""

    def is_last_unit(self, at: datetime) -> bool:
        """Whether the instant lies in the last day or hour of the term."""

    def excluded_days(self, until: date | None) -> int:
        """Countable days that pauses took out up to and including ``until``, the due day unless given."""


def reckon(given: Given, calendar: Calendar) -> Reckoning:
    """The reckoning in the term's own counting. Raises BadInput outside the calendar."""
    if given.total.counting is Counting.HOURS:
        return HourReckoning(given)
    return DayReckoning(given, calendar)


class Counter(Protocol):
    """A way of counting days: the calendar itself, or every day."""

    def add(self, on: date, days: int, /) -> date:
        """The counted day ``days`` after ``on``."""

    def count(self, after: date, until: date, /) -> int:
        """Counted days in (after, until]."""


class EveryDay:
    """Calendar days, counted with the calendar's own words."""

    def add(self, on: date, days: int, /) -> date:
        """The day ``days`` after ``on``."""
        return on + timedelta(days=days)

    def count(self, after: date, until: date, /) -> int:
        """Days in (after, until]."""
        return (until - after).days


EVERY_DAY = EveryDay()


class DayReckoning:
    """Terms in working or calendar days: the start day is not counted, the term ends at the close of its last day."""

    __slots__ = ("_amount", "_counter", "_spans", "due_at", "due_on", "last_on", "provisional_reason", "start_on")

    def __init__(self, given: Given, calendar: Calendar) -> None:
        counting = given.total.counting
        self._counter: Counter = calendar if counting is Counting.WORKING else EVERY_DAY
        self._amount = given.total.amount
        self.start_on = localdate(given.started_at)
        check_in_range(self.start_on)
        self._spans = united(_day_spans(given, self.start_on)) if given.pauses else []
        self.last_on = self._first() if self._amount == 0 else self._nth(self.start_on, self._amount)
        self.due_on = self._rolled(calendar) if counting is Counting.CALENDAR_ROLL else self.last_on
        self.due_at = None if self.due_on is None else midnight(self.due_on + DAY)
        self.provisional_reason = self._provisional(counting, calendar)

    def _nth(self, after: date, amount: int) -> date | None:
        """The ``amount``-th counted day after ``after`` (amount ≥ 1), None if an open pause comes first."""
        left = amount
        for start, end in self._spans:
            start = max(start, after + DAY)
            if end is not None and end <= start:
                continue
            candidate = self._counter.add(after, left)
            if candidate < start:
                return candidate
            if end is None:
                return None
            left -= self._counter.count(after, start - DAY)
            after = end - DAY
        return self._counter.add(after, left)

    def _first(self) -> date | None:
        """A term of no days: the start day itself or, where a pause covers it, the first counted day after."""
        start, end = self._covering(self.start_on) or (None, None)
        if start is None:
            return self.start_on
        return None if end is None else self._nth(end - DAY, 1)

    def _rolled(self, calendar: Calendar) -> date | None:
        """The last day, or the next working day that is not paused."""
        on = self.last_on
        while on is not None:
            on = calendar.roll(on)
            span = self._covering(on)
            if span is None:
                return on
            on = span[1]
        return None

    def _provisional(self, counting: Counting, calendar: Calendar) -> str:
        """Plain calendar days ask no calendar; a rolling term asks it only from its last day on."""
        if self.due_on is None or self.last_on is None or counting is Counting.CALENDAR:
            return ""
        return calendar.provisional_between(
            self.last_on - DAY if counting is Counting.CALENDAR_ROLL else self.start_on, self.due_on
        )

    def _covering(self, on: date) -> tuple[date, date | None] | None:
        for start, end in self._spans:
            if start <= on and (end is None or on < end):
                return start, end
        return None

    def is_paused(self, at: datetime) -> bool:
        """By local date: the day a pause begins is paused, the day it ends is not."""
        return self._covering(localdate(at)) is not None

    def is_last_unit(self, at: datetime) -> bool:
        """On the due day."""
        return localdate(at) == self.due_on

    def consumed(self, at: datetime) -> int:
        """Counted days after the start day up to and including the local day of ``at``."""
        on = localdate(at)
        if on <= self.start_on:
            return 0
        if self.due_on is not None and on > self.due_on:
            return self._amount + self._counter.count(self.due_on, on)
        return min(self._amount, self._counter.count(self.start_on, on) - self.excluded_days(on))

    def excluded_days(self, until: date | None) -> int:
        """Counted days inside pauses, after the start day and up to ``until``; an open pause without due day adds none."""
        until = until or self.due_on
        excluded = 0
        for start, end in self._spans:
            start = max(start, self.start_on + DAY)
            last = until if end is None else end - DAY if until is None else min(end - DAY, until)
            if last is not None and last >= start:
                excluded += self._counter.count(start - DAY, last)
        return excluded


def _day_spans(given: Given, start_on: date) -> Iterator[tuple[date, date | None]]:
    """Pauses as half-open spans of local days from the start day on; what has ended is no longer paused."""
    ended_on = None if given.ended_at is None else localdate(given.ended_at)
    for pause in _before_end(given):
        start, end = max(pause.started_on, start_on), pause.end_on
        check_in_range(start)
        if end is not None:
            check_in_range(end)
        if ended_on is not None:  # no pause outlasts the clock it stopped, whatever day it was closed on
            end = ended_on if end is None else min(end, ended_on)
        yield start, end


def _before_end(given: Given) -> Iterator[Pause]:
    """The pauses that began while the clock ran; one recorded after its end moves nothing."""
    return (pause for pause in given.pauses if given.ended_at is None or pause.started_at <= given.ended_at)


class HourReckoning:
    """Terms in hours run from instant to instant, nights and holidays included (民法典 art. 201 para. 2)."""

    __slots__ = ("_amount", "_spans", "_started_at", "due_at", "due_on", "last_on", "provisional_reason")

    def __init__(self, given: Given) -> None:
        self._amount = given.total.amount
        self._started_at = given.started_at
        check_in_range(localdate(given.started_at))
        self._spans = united(_instant_spans(given)) if given.pauses else []
        self.due_at = self._due(self._amount * HOUR)
        self.due_on = None if self.due_at is None else localdate(self.due_at)
        self.last_on = self.due_on
        self.provisional_reason = ""

    def _due(self, left: timedelta) -> datetime | None:
        after = self._started_at
        for start, end in self._spans:
            if after + left <= start:
                break
            if end is None:
                return None
            left -= start - after
            after = end
        return (after + left).astimezone(UTC)

    def is_paused(self, at: datetime) -> bool:
        """By instant, half-open."""
        return any(start <= at and (end is None or at < end) for start, end in self._spans)

    def is_last_unit(self, at: datetime) -> bool:
        """In the last hour of the term."""
        return self.consumed(at) == self._amount

    def consumed(self, at: datetime) -> int:
        """Hours begun since the start; the hour in progress counts, as the day in progress does."""
        if at <= self._started_at:
            return 0
        if self.due_at is not None and at >= self.due_at:
            return self._amount + (at - self.due_at) // HOUR + 1
        return -((self._excluded(at) - (at - self._started_at)) // HOUR)

    def running(self, after: datetime, until: datetime) -> timedelta:
        """The time that ran between two instants, pauses out, within start and due instant."""
        after = max(after, self._started_at)
        until = until if self.due_at is None else min(until, self.due_at)
        if until <= after:
            return timedelta()
        return (until - after) - (self._excluded(until) - self._excluded(after))

    def excluded_days(self, until: date | None) -> int:
        """Paused time up to the close of ``until`` or to the due instant, in days begun."""
        end = self.due_at if until is None else midnight(until + DAY)
        return -(-self._excluded(end) // DAY)

    def _excluded(self, until: datetime | None) -> timedelta:
        excluded = timedelta()
        for start, end in self._spans:
            last = until if end is None else end if until is None else min(end, until)
            if last is not None and last > start:
                excluded += last - start
        return excluded


def _instant_spans(given: Given) -> Iterator[tuple[datetime, datetime | None]]:
    """Pauses as half-open spans of instants from the start on; what has ended is no longer paused."""
    for pause in _before_end(given):
        end = pause.end_at
        if given.ended_at is not None:
            end = given.ended_at if end is None else min(end, given.ended_at)
        yield max(pause.started_at, given.started_at), end
