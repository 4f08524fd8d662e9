"""Terms: an amount and the way it is counted, written 10wd, 90d, 90dr or 24h."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from tongban.common.errors import BadInput
from tongban.common.said import Said, said
from tongban.workdays.calendar import Calendar
from tongban.workdays.source import current


class Counting(StrEnum):
    """How a term is counted; the value is its mark in a token, ``word`` its name in interfaces."""

    WORKING = "wd"
    CALENDAR = "d"
    CALENDAR_ROLL = "dr"
    HOURS = "h"

    @property
    def word(self) -> str:
        """working, calendar, calendar_roll or hours."""
        return self.name.lower()

    @property
    def unit(self) -> str:
        """The Chinese unit after a number."""
        return _UNITS[self]


_UNITS = {Counting.WORKING: "个工作日", Counting.CALENDAR: "日", Counting.CALENDAR_ROLL: "日", Counting.HOURS: "小时"}
_WORDS = {
    Counting.WORKING: "{count}个工作日",
    Counting.CALENDAR: "{count}日",
    Counting.CALENDAR_ROLL: "{count}日(期满日遇节假日顺延)",
    Counting.HOURS: "{count}小时",
}

# Generous on purpose: the longest term of the law served here is three years (歇业, 市场主体登记管理条例 art. 30).
LIMITS = {Counting.WORKING: 1000, Counting.CALENDAR: 3660, Counting.CALENDAR_ROLL: 3660, Counting.HOURS: 8784}

_TOKEN = re.compile(r"(0|[1-9][0-9]{0,4})(wd|dr|d|h)")


@dataclass(frozen=True, slots=True)
class Term:
    """``amount`` of days or hours, counted as ``counting`` says; 0 days is the day itself (当日办结). Raises BadInput."""

    amount: int
    counting: Counting

    def __post_init__(self) -> None:
        least = 1 if self.counting is Counting.HOURS else 0
        most = LIMITS[self.counting]
        if not least <= self.amount <= most:
            raise BadInput(
                "term.amount",
                "时限“{term}”超出允许范围:应为{least}至{most}{unit}。",
                term=self,
                least=least,
                most=most,
                unit=self.counting.unit,
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a token such as ``10wd``: ASCII, lower case, no spaces, so that one term has one spelling in storage."""
        match = _TOKEN.fullmatch(text)
        if match is None:
            raise BadInput("term.bad", "时限“{text}”无法识别:请写作 10wd、90d、90dr 或 24h。", text=text)
        return cls(int(match[1]), Counting(match[2]))

    def __str__(self) -> str:
        return f"{self.amount}{self.counting.value}"

    @property
    def words(self) -> Said:
        """The term in official Chinese: 10个工作日, 90日, 90日(期满日遇节假日顺延), 24小时, 当日."""
        return said(_WORDS[self.counting], count=self.amount) if self.amount else said("当日")

    def longer_than(self, other: "Term", calendar: Calendar | None = None) -> bool:
        """Whether this term may, for some start, end later than ``other``: the check of a promise against the law.

        The same counting compares amounts. Across countings the answer is cautious: True unless this term at its
        longest (working days: their longest span in the announced years; rolling: the longest roll) fits into the
        other at its shortest (working days: each at least one day). A cautious True asks for the same counting.
        """
        if self.counting is other.counting:
            return self.amount > other.amount
        calendar = calendar or current()
        if Counting.HOURS not in (self.counting, other.counting):
            return self._most_days(calendar) > other.amount
        if self.counting is Counting.HOURS:
            return self.amount > 24 * other.amount
        # A day term ends at the close of its last day, up to a day after that many times 24 hours.
        return 24 * (self._most_days(calendar) + 1) > other.amount

    def _most_days(self, calendar: Calendar) -> int:
        if self.counting is Counting.WORKING:
            return calendar.longest_span(self.amount)
        roll = calendar.longest_roll() if self.counting is Counting.CALENDAR_ROLL else 0
        return self.amount + roll
