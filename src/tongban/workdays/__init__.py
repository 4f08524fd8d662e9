"""The clock of Tongban: State Council calendar, terms, clocks and their explanation. Pure Python, no Django, no wall clock.

The only package that adds days. Everything derived here (due day, state, consumed) is never stored as truth elsewhere.
"""

from tongban.workdays.calendar import (
    FIRST_DAY,
    LAST_DAY,
    WEEKDAYS,
    Calendar,
    Day,
    Kind,
    check_in_range,
    load_calendar,
)
from tongban.workdays.clock import Clock, TimeState
from tongban.workdays.explain import DayRow
from tongban.workdays.left import soon_on, words_left
from tongban.workdays.notices import Holiday, Notice, in_order
from tongban.workdays.pauses import Extension, Pause
from tongban.workdays.reading import Problem, Read, read_text
from tongban.workdays.source import attach, configure, current, filed_notices, refresh, supposing
from tongban.workdays.spoken import parse_clock, parse_moment, parse_pause
from tongban.workdays.terms import Counting, Term
from tongban.workdays.wording import Head, Worded, is_yaml, read_wording

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "WEEKDAYS",
    "Calendar",
    "Clock",
    "Counting",
    "Day",
    "DayRow",
    "Extension",
    "Head",
    "Holiday",
    "Kind",
    "Notice",
    "Pause",
    "Problem",
    "Read",
    "Term",
    "TimeState",
    "Worded",
    "attach",
    "check_in_range",
    "configure",
    "current",
    "filed_notices",
    "in_order",
    "is_yaml",
    "load_calendar",
    "parse_clock",
    "parse_moment",
    "parse_pause",
    "read_text",
    "read_wording",
    "refresh",
    "soon_on",
    "supposing",
    "words_left",
]
