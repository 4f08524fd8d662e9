"""A clock drawn as calendar months: every day with what became of it, read off the reasons of its reckoning."""

import re
from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tongban.common.said import Joined, Said, said
from tongban.faces.pages import words
from tongban.workdays import Clock, Counting, DayRow

MOST_MONTHS = 12  # a page stays below 100 KB; of longer terms the middle is left out, and said to be
WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
HOLIDAY = re.compile(r"(?:^|:)(?P<name>[^:;()]+)(?P<what>放假|调休上班)\((?P<notice>[^)]+)\)")
NAMED = {"放假": "{name}放假:{notice}", "调休上班": "{name}调休上班:{notice}"}
HOURS = re.compile(r"(?P<length>计[^,;]+),")


@dataclass(frozen=True)
class Cell:
    """A day of a month; ``kind`` names its colour, ``mark`` is one character beside it, ``label`` says it in words."""

    day: int
    kind: str = "outside"
    mark: str = ""
    label: str = ""
    is_due: bool = False


@dataclass(frozen=True)
class Month:
    """A month: weeks from Monday with None outside it, the notices named in it, its days as rows of a table.

    ``skipped`` says what was left out before it.
    """

    title: str
    weeks: list[list[Cell | None]]
    notices: list[str]
    days: list[words.DayWords]
    skipped: str = ""

    @property
    def counted(self) -> int:
        """How many of its days count."""
        return sum(day.row.counted for day in self.days)


def months(clock: Clock, rows: Sequence[DayRow]) -> list[Month]:
    """The months of the rows a clock explains itself by; of a long term the first and the last ones."""
    grouped = [list(days) for _, days in groupby((words.day(row) for row in rows), key=lambda day: day.month)]
    if len(grouped) <= MOST_MONTHS:
        return [_month(clock, days) for days in grouped]
    half = MOST_MONTHS // 2
    left_out = grouped[half:-half]
    skipped = said(
        "{first}至{last}共{months}个月没有画出,其中计入{days}天。",
        first=left_out[0][0].month,
        last=left_out[-1][0].month,
        months=len(left_out),
        days=sum(day.row.counted for days in left_out for day in days),
    )
    shown = [*grouped[:half], *grouped[-half:]]
    return [_month(clock, days, skipped if place == half else "") for place, days in enumerate(shown)]


def _month(clock: Clock, days: list[words.DayWords], skipped: str = "") -> Month:
    on = days[0].row.on
    cells = {day.row.on.day: _cell(clock, day) for day in days}
    weeks = [
        [(cells.get(number) or Cell(number)) if number else None for number in week]
        for week in Calendar().monthdayscalendar(on.year, on.month)
    ]
    named = [
        said(NAMED[found["what"]], name=found["name"], notice=found["notice"]) for day in days if (found := _named(day))
    ]
    return Month(days[0].month, weeks, list(dict.fromkeys(named)), days, skipped)


def _named(day: words.DayWords) -> re.Match[str] | None:
    return HOLIDAY.search(day.row.reason)


def _cell(clock: Clock, day: words.DayWords) -> Cell:
    row = day.row
    kind, mark, label = _look(clock, day)
    return Cell(row.on.day, kind, mark, label, row.on == clock.due_on())


def _look(clock: Clock, day: words.DayWords) -> tuple[str, str, str]:
    """(kind, mark, label) of a day."""
    row = day.row
    ordinal = said("第{ordinal}日", ordinal=row.ordinal)
    if (hours := HOURS.match(row.reason)) and clock.term.counting is Counting.HOURS:
        length = _length(row.reason) or hours["length"]
        return ("paused", "停", length) if day.kind == "paused" else ("counted", "", length)
    if day.kind == "paused":
        return "paused", "停", "中止"
    if day.kind == "makeup":
        return "makeup", "班", ordinal if row.counted else "不计"
    if row.counted:
        return "counted", "", ordinal
    return _off(row, _named(day))


def _length(reason: str) -> str:
    """How long a clock in hours ran that day, as the reason says it."""
    first = reason.parts[0] if isinstance(reason, Joined) else reason
    return (
        said("计{length}", length=first.params["length"])
        if isinstance(first, Said) and "length" in first.params
        else ""
    )


def _off(row: DayRow, named: re.Match[str] | None) -> tuple[str, str, str]:
    if row.reason.startswith("起算日"):
        return "start", "起", "起算日"
    if named:
        return "off", "休", named["name"]
    if row.reason.startswith("周末"):
        return "off", "休", "周末"
    return "off", "", "顺延" if "顺延" in row.reason else "不计"


def changes(clock: Clock) -> str:
    """What would move the due day, in one sentence."""
    unit = clock.term.counting.unit
    parts: list[str] = [
        said("办理中依法中止的,中止期间不计,届满日相应后移"),
        said("依法延长时限的,每延长1{unit},届满也后移1{unit}", unit=unit),
    ]
    if clock.term.counting is Counting.WORKING:
        parts.append(said("国务院办公厅公布新的节假日安排的,按新安排重新计算"))
    if clock.term.counting is Counting.CALENDAR_ROLL:
        parts.append(said("最后一日遇国务院办公厅新公布的休息日的,顺延到下一个工作日"))
    return Joined(";", parts)
