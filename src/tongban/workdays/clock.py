"""The clock of one matter: term + start + pauses + extensions, and everything derived from them. Nothing here is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tongban.common.errors import BadInput
from tongban.common.time import localdate
from tongban.workdays.calendar import Calendar
from tongban.workdays.explain import DayRow, explain
from tongban.workdays.pauses import Extension, Pause
from tongban.workdays.reckoning import Given, Reckoning, reckon
from tongban.workdays.source import current
from tongban.workdays.terms import Term


class TimeState(StrEnum):
    """States of time for statistics: three of an open clock, three of an ended one."""

    UNDUE = "undue"
    OVERDUE = "overdue"
    PAUSED = "paused"
    AHEAD = "ahead"
    ON_TIME = "on_time"
    LATE = "late"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether a clock in this state still runs or waits."""
        return self in {TimeState.UNDUE, TimeState.OVERDUE, TimeState.PAUSED}


_LABELS = {
    TimeState.UNDUE: "未到期",
    TimeState.OVERDUE: "已超期",
    TimeState.PAUSED: "已中止",
    TimeState.AHEAD: "提前办结",
    TimeState.ON_TIME: "按时办结",
    TimeState.LATE: "超期办结",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """Immutable; instants aware. Every question takes a calendar, by default the current one, and may raise BadInput.

    Day terms: the start day is not counted, the term ends at the close of its last counted day. A pause counts from the
    start day on. A pause that begins after the due day changes nothing: lateness cannot be paused away. A pause
    still open when the clock ended ends with it. While an open pause without a maximum holds the term there is no due day:
    ``due_on`` and ``due_at`` are None and the state is PAUSED.
    """

    term: Term
    started_at: datetime
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    ended_at: datetime | None = None
    total: Term = field(init=False, compare=False)
    _memo: tuple[Calendar, Reckoning] | None = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "pauses", tuple(self.pauses))
        put(self, "extensions", tuple(self.extensions))
        put(self, "total", _total(self.term, self.extensions))
        if self.ended_at is not None and self.ended_at < self.started_at:
            raise BadInput(
                "clock.backwards",
                "办结日期{end}早于起算日期{start}:请核对起止日期。",
                start=localdate(self.started_at),
                end=localdate(self.ended_at),
            )

    def _reckoning(self, calendar: Calendar | None) -> Reckoning:
        calendar = calendar or current()
        memo = self._memo
        if memo is None or memo[0] is not calendar:
            memo = (calendar, reckon(Given(self.total, self.started_at, self.pauses, self.ended_at), calendar))
            object.__setattr__(self, "_memo", memo)
        return memo[1]

    def due_on(self, calendar: Calendar | None = None) -> date | None:
        """The last day of the term; for hours the local day of the due instant; None while an open pause holds it."""
        return self._reckoning(calendar).due_on

    def due_at(self, calendar: Calendar | None = None) -> datetime | None:
        """The first instant (UTC) that is late: local midnight after ``due_on``, for hours the exact instant."""
        return self._reckoning(calendar).due_at

    def provisional_reason(self, calendar: Calendar | None = None) -> str:
        """Why the due day may still move: one sentence, "" when every year it depends on is announced."""
        return self._reckoning(calendar).provisional_reason

    def provisional(self, calendar: Calendar | None = None) -> bool:
        """Whether the due day depends on a year whose holidays are not announced."""
        return bool(self._reckoning(calendar).provisional_reason)

    def consumed(self, at: datetime, calendar: Calendar | None = None) -> int:
        """Units of the term used by ``at``, the day or hour in progress included; more than the term once late."""
        if self.ended_at is not None:
            at = min(at, self.ended_at)
        return self._reckoning(calendar).consumed(at)

    def remaining(self, at: datetime, calendar: Calendar | None = None) -> int:
        """Units left after the one in progress: 0 on the last day, negative by the units past it."""
        return self.total.amount - self.consumed(at, calendar)

    def used(self, calendar: Calendar | None = None) -> int | None:
        """Units used when it ended; None while open."""
        return None if self.ended_at is None else self.consumed(self.ended_at, calendar)

    def ahead(self, calendar: Calendar | None = None) -> int | None:
        """Units left when it ended, negative when late; None while open."""
        return None if self.ended_at is None else self.remaining(self.ended_at, calendar)

    def excluded_days(self, calendar: Calendar | None = None, until: date | None = None) -> int:
        """Countable days the pauses took out up to the due day, or up to ``until``; for hours, days begun of paused time.

        While no due day is known, an open pause adds nothing unless ``until`` says how far to look.
        """
        return self._reckoning(calendar).excluded_days(until)

    def state(self, at: datetime, calendar: Calendar | None = None) -> TimeState:
        """The state at an instant, with the ledger as it stands now; before ``ended_at`` the clock was open.

        Ended: AHEAD before the due day, ON_TIME on it, LATE after; for hours the last hour is the due day.
        """
        reckoning = self._reckoning(calendar)
        if self.ended_at is not None and at >= self.ended_at:
            return _ended_state(reckoning, self.ended_at)
        if reckoning.due_at is not None and at >= reckoning.due_at:
            return TimeState.OVERDUE
        return TimeState.PAUSED if reckoning.is_paused(at) else TimeState.UNDUE

    def explain(self, calendar: Calendar | None = None, until: date | None = None) -> list[DayRow]:
        """Every day from the start to the due day with why it was counted or not: the answer to “why this day?”.

        Without a due day the rows end with the open pause's first day, or with ``until`` if that is later.
        """
        calendar = calendar or current()
        given = Given(self.total, self.started_at, self.pauses, self.ended_at)
        return explain(given, self._reckoning(calendar), calendar, until)


def _total(term: Term, extensions: Iterable[Extension]) -> Term:
    amount = term.amount
    for extension in extensions:
        if extension.term.counting is not term.counting:
            raise BadInput(
                "extension.counting",
                "延期“{extension}”与时限“{term}”的计算方式不同:请用同一方式写明延期。",
                extension=extension.term,
                term=term,
            )
        amount += extension.term.amount
    return term if amount == term.amount else Term(amount, term.counting)


def _ended_state(reckoning: Reckoning, ended_at: datetime) -> TimeState:
    if reckoning.due_at is not None and ended_at >= reckoning.due_at:
        return TimeState.LATE
    return TimeState.ON_TIME if reckoning.is_last_unit(ended_at) else TimeState.AHEAD
