"""Pauses and extensions: the two kinds of entry in the ledger of a clock, and the union of overlapping pauses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self, TypeVar

from tongban.common.errors import BadInput
from tongban.common.said import Said, said
from tongban.common.time import local, localdate, midnight
from tongban.workdays.terms import Term


@dataclass(frozen=True, slots=True)
class Pause:
    """An interval that is not counted; aware instants, open while it has no end. Raises BadInput.

    Terms in days read it by local date: the day it begins is not counted, the day it ends is; so a pause begun and
    ended on one day moves nothing. Terms in hours read the instants. A pause excludes nothing past ``latest_end_at``.
    """

    started_at: datetime
    ended_at: datetime | None = None
    ground: str = ""
    latest_end_at: datetime | None = None

    def __post_init__(self) -> None:
        for end in (self.ended_at, self.latest_end_at):
            if end is not None and end < self.started_at:
                raise BadInput(
                    "pause.backwards",
                    "中止的止日{end}早于起日{start}:请核对中止的起止日期。",
                    start=localdate(self.started_at),
                    end=localdate(end),
                )

    @classmethod
    def from_dates(
        cls, started_on: date, ended_on: date | None = None, ground: str = "", latest_end_on: date | None = None
    ) -> Self:
        """A pause known by its days: ``ended_on`` is the first day counted again."""
        return cls(
            midnight(started_on),
            None if ended_on is None else midnight(ended_on),
            ground,
            None if latest_end_on is None else midnight(latest_end_on),
        )

    @property
    def end_at(self) -> datetime | None:
        """When it stops excluding time: its end or its maximum, whichever is first; None while open without maximum."""
        return min((end for end in (self.ended_at, self.latest_end_at) if end is not None), default=None)

    @property
    def started_on(self) -> date:
        """The first local day not counted."""
        return localdate(self.started_at)

    @property
    def end_on(self) -> date | None:
        """The first local day counted again, None while open without maximum."""
        end_at = self.end_at
        return None if end_at is None else localdate(end_at)

    def covers(self, on: date) -> bool:
        """Whether the local day is one the pause takes out."""
        end_on = self.end_on
        return self.started_on <= on and (end_on is None or on < end_on)

    @property
    def words(self) -> Said:
        """Ground and days in Chinese, for explanations."""
        if self.end_on is None:
            return self._named(said("{start}起,尚未恢复", start=self.started_on))
        return self._named(said("{start}至{end},起日不计、止日计入", start=self.started_on, end=self.end_on))

    @property
    def words_by_minute(self) -> Said:
        """Ground and local instants in Chinese, for terms in hours."""
        start = f"{local(self.started_at):%Y-%m-%d %H:%M}"
        if self.end_at is None:
            return self._named(said("{start}起,尚未恢复", start=start))
        return self._named(said("{start}至{end}", start=start, end=f"{local(self.end_at):%Y-%m-%d %H:%M}"))

    def _named(self, period: Said) -> Said:
        if self.ground:
            return said("中止:{ground}({period})", ground=self.ground, period=period)
        return said("中止({period})", period=period)


@dataclass(frozen=True, slots=True)
class Extension:
    """A term added to a clock, counted in the same way, with the reason told to the applicant."""

    term: Term
    reason: str = ""

    def __post_init__(self) -> None:
        if self.term.amount == 0:
            raise BadInput("extension.empty", "延期的时限不能为零:请写明延长多少日。")


T = TypeVar("T", date, datetime)


def united(spans: Iterable[tuple[T, T | None]]) -> list[tuple[T, T | None]]:
    """Half-open spans as their disjoint union in order; None is an open end, empty spans vanish."""
    union: list[tuple[T, T | None]] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if end is not None and end <= start:
            continue
        if union:
            first, last = union[-1]
            if last is None:
                break
            if start <= last:
                union[-1] = (first, None if end is None else max(last, end))
                continue
        union.append((start, end))
    return union
