"""A year of the calendar as a page draws it: twelve months, every day with what it is, and which notice says so."""

from calendar import Calendar as Weeks
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongban.workdays import Calendar, Day, Kind

LOOKS = {
    Kind.WORKDAY: ("", ""),
    Kind.WEEKEND: ("weekend", ""),
    Kind.HOLIDAY: ("off", "休"),
    Kind.MAKEUP: ("makeup", "班"),
}


@dataclass(frozen=True)
class Cell:
    """A day: ``look`` names its colour, ``mark`` is one character; ``is_changed`` where a candidate changes it."""

    day: int
    look: str
    mark: str
    is_changed: bool = False


@dataclass(frozen=True)
class Span:
    """Days of one name that follow each other: days off, or days worked for them."""

    name: str
    first_on: date
    last_on: date
    is_worked: bool
    notice: str


@dataclass(frozen=True)
class Month:
    """A month: weeks from Monday, None outside it; how many working days it has."""

    number: int
    weeks: Sequence[Sequence[Cell | None]]
    workdays: int


def months(calendar: Calendar, year: int, before: Calendar | None = None) -> list[Month]:
    """The months of a year; with ``before``, days that were something else under it are marked."""
    return [_month(calendar, year, number, before) for number in range(1, 13)]


def _month(calendar: Calendar, year: int, number: int, before: Calendar | None) -> Month:
    weeks = [
        [_cell(calendar, date(year, number, day), before) if day else None for day in week]
        for week in Weeks().monthdayscalendar(year, number)
    ]
    days = [date(year, number, cell.day) for week in weeks for cell in week if cell is not None]
    return Month(number, weeks, sum(calendar.is_workday(on) for on in days))


def _cell(calendar: Calendar, on: date, before: Calendar | None) -> Cell:
    look, mark = LOOKS[calendar.day(on).kind]
    return Cell(on.day, look, mark, before is not None and before.is_workday(on) != calendar.is_workday(on))


def spans(calendar: Calendar, year: int) -> list[Span]:
    """What notices name in a year, days that follow each other as one."""
    found: list[Span] = []
    for day in calendar.named_days(year):
        last = found[-1] if found else None
        if last and _goes_on(last, day):
            found[-1] = Span(last.name, last.first_on, day.on, last.is_worked, last.notice)
        else:
            found.append(Span(day.name, day.on, day.on, day.kind is Kind.MAKEUP, day.notice))
    return found


def _goes_on(last: Span, day: Day) -> bool:
    same = (last.name, last.notice, last.is_worked) == (day.name, day.notice, day.kind is Kind.MAKEUP)
    return same and day.on.toordinal() == last.last_on.toordinal() + 1
