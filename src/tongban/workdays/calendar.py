"""The working-day calendar: weekdays − holidays + make-up workdays, with prefix sums so that no question loops over days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate, compress
from pathlib import Path

from tongban.common.errors import BadInput
from tongban.common.said import Joined, Said, said
from tongban.workdays.notices import PACKAGED, Notice, read_folders

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2150, 12, 31)
_BASE = FIRST_DAY.toordinal()
_SIZE = LAST_DAY.toordinal() - _BASE + 1

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


class Kind(StrEnum):
    """Why a day is or is not a working day."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar; ``name`` and ``notice`` (its number) are empty where no notice names the day."""

    on: date
    is_workday: bool
    kind: Kind
    name: str
    notice: str
    provisional: bool


def check_in_range(on: date) -> None:
    """Raise BadInput for a day outside the calendar; TypeError for an instant, whose legal day depends on the zone."""
    if isinstance(on, datetime):
        raise TypeError("a calendar takes legal days, not instants: use localdate(at)")
    if not FIRST_DAY <= on <= LAST_DAY:
        raise BadInput(
            "calendar.range",
            "日期{on}超出日历范围({first}至{last}):请核对日期和期限。",
            on=on,
            first=FIRST_DAY,
            last=LAST_DAY,
        )


class Calendar:
    """Immutable; built from notices in order, later ones win. Days FIRST_DAY … LAST_DAY, else BadInput.

    A year without a notice of its own follows the weekday rule and is provisional, except the days a notice names.
    The last days of December count as announced with their own year, though the notice of the next may still move them.
    """

    __slots__ = ("_counts", "_named", "_unannounced", "_workdays", "years")

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        self._named: dict[date, tuple[Kind, str, str]] = {}
        years: set[int] = set()
        for notice in notices:
            check_in_range(date(notice.year, 1, 1))
            years.add(notice.year)
            for holiday in notice.holidays:
                for kind, days in ((Kind.HOLIDAY, holiday.days_off), (Kind.MAKEUP, holiday.makeup_days)):
                    self._named.update(dict.fromkeys(days, (kind, holiday.name, notice.number)))
        self.years = frozenset(years)
        flags = self._flags()
        # _counts[i] = working days among the first i days of the range; so (after, until] is one subtraction.
        self._counts = [0, *accumulate(flags)]
        self._workdays = [date.fromordinal(ordinal) for ordinal in compress(range(_BASE, _BASE + _SIZE), flags)]
        self._unannounced = [0, *accumulate(self._unannounced_flags())]

    def _flags(self) -> bytearray:
        weeks = bytes([1, 1, 1, 1, 1, 0, 0]) * (_SIZE // 7 + 2)
        flags = bytearray(weeks[FIRST_DAY.weekday() :][:_SIZE])
        for on, (kind, _, _) in self._named.items():
            check_in_range(on)
            flags[on.toordinal() - _BASE] = kind is Kind.MAKEUP
        return flags

    def _unannounced_flags(self) -> bytearray:
        flags = bytearray(b"\x01") * _SIZE
        for year in self.years:
            start = date(year, 1, 1).toordinal() - _BASE
            end = date(year + 1, 1, 1).toordinal() - _BASE
            flags[start:end] = bytes(end - start)
        for on in self._named:
            flags[on.toordinal() - _BASE] = 0
        return flags

    def add(self, on: date, days: int) -> date:
        """The working day ``days`` after ``on``, which itself is not counted; before it when negative; ``on`` for 0."""
        index = on.toordinal() - _BASE
        if 0 <= index < _SIZE and not isinstance(on, datetime):
            if days > 0:
                place = self._counts[index + 1] + days - 1
                if place < len(self._workdays):
                    return self._workdays[place]
            elif days == 0:
                return on
            else:
                place = self._counts[index] + days
                if place >= 0:
                    return self._workdays[place]
        check_in_range(on)
        raise BadInput("calendar.beyond", "自{on}起{days}个工作日超出日历范围:请缩短期限。", on=on, days=days)

    def count(self, after: date, until: date) -> int:
        """Working days in (after, until]; negative when ``until`` is before ``after``."""
        low = after.toordinal() - _BASE
        high = until.toordinal() - _BASE
        if not (0 <= low < _SIZE and 0 <= high < _SIZE) or isinstance(after, datetime) or isinstance(until, datetime):
            check_in_range(after)
            check_in_range(until)
        counts = self._counts
        return counts[high + 1] - counts[low + 1]

    def is_workday(self, on: date) -> bool:
        """Whether ``on`` is a working day."""
        check_in_range(on)
        index = on.toordinal() - _BASE
        return self._counts[index + 1] > self._counts[index]

    def roll(self, on: date) -> date:
        """``on`` itself if it is a working day, else the next one."""
        return on if self.is_workday(on) else self.add(on, 1)

    def day(self, on: date) -> Day:
        """What kind of day it is, and the notice that says so."""
        is_workday = self.is_workday(on)
        plain = (Kind.WORKDAY if is_workday else Kind.WEEKEND, "", "")
        kind, name, notice = self._named.get(on, plain)
        return Day(on, is_workday, kind, name, notice, self.is_provisional(on))

    def is_provisional(self, on: date) -> bool:
        """Whether no loaded notice covers the day, so that only the weekday rule speaks for it."""
        check_in_range(on)
        index = on.toordinal() - _BASE
        return self._unannounced[index + 1] > self._unannounced[index]

    def provisional_between(self, after: date, until: date) -> str:
        """Why the working days in (after, until] are provisional: one sentence, or "" when they are not."""
        check_in_range(after)
        check_in_range(until)
        low, high = after.toordinal() - _BASE + 1, until.toordinal() - _BASE + 1
        if high <= low or self._unannounced[high] == self._unannounced[low]:
            return ""
        years = [year for year in range((after + timedelta(days=1)).year, until.year + 1) if year not in self.years]
        return said(
            "{years}节假日安排尚未公布或未载入,暂按周一至周五为工作日推算,通知载入后重新计算。",
            years=_year_words(years),
        )

    def changed_days(self, other: "Calendar") -> list[date]:
        """The days that are working days in one of the two calendars only, in order."""
        return sorted({*self._workdays} ^ {*other._workdays})

    def first_difference(self, other: "Calendar") -> date | None:
        """The first day on which the two differ, in whether it is worked or in whether it is announced."""
        pairs = ((self._counts, other._counts), (self._unannounced, other._unannounced))
        places = [
            next((at for at, both in enumerate(zip(*pair, strict=True)) if both[0] != both[1]), 0) for pair in pairs
        ]
        found = [place for place in places if place]
        return date.fromordinal(_BASE + min(found) - 1) if found else None

    def named_days(self, year: int) -> list[Day]:
        """The days of a year that a notice names, in order."""
        return [self.day(on) for on in sorted(self._named) if on.year == year]

    def longest_span(self, days: int) -> int:
        """The most calendar days that ``days`` working days have taken in any announced year (any year, if none is)."""
        return max((self.add(on, days) - on).days for on in self._starts())

    def longest_roll(self) -> int:
        """The most days a last day has rolled forward to a working day in any announced year."""
        return max((self.roll(on) - on).days for on in self._starts())

    def _starts(self) -> Sequence[date]:
        years = sorted(self.years) or [2024]
        return [date(year, 1, 1) + timedelta(days=step) for year in years for step in range(_year_length(year))]


def _year_length(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _year_words(years: Sequence[int]) -> Said:
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return said("{first}年至{last}年", first=years[0], last=years[-1])
    return Joined("、", [said("{year}年", year=year) for year in years])


def load_calendar(*folders: Path) -> Calendar:
    """The calendar of the packaged notices, amended and continued by those of the given folders. Raises BadInput."""
    return Calendar(read_folders((PACKAGED, *folders)))
