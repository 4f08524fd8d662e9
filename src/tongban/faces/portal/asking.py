"""The question put to the public calculator: what was typed, what is wrong with it, the clock it means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from tongban.common.errors import BadInput
from tongban.common.time import localdate
from tongban.workdays import Clock, Counting, Extension, Term, parse_clock, parse_moment, parse_pause

PAUSES = range(1, 6)
NAMES = (
    "start",
    "time",
    "amount",
    "counting",
    "term",
    "extend",
    *(f"{end}{number}" for number in PAUSES for end in ("from", "to")),
)
COUNTINGS = {
    Counting.WORKING: "个工作日",
    Counting.CALENDAR: "日(自然日)",
    Counting.CALENDAR_ROLL: "日(自然日,最后一日遇休息日顺延)",
    Counting.HOURS: "小时",
}
LONGEST_DAYS = 3700  # ten years and a bit: the longest calendar term, so that nobody makes the house draw centuries
T = TypeVar("T")


@dataclass
class Question:
    """What was typed, by field; ``errors`` by field too, under "" what is wrong with the whole."""

    given: Mapping[str, str]
    errors: dict[str, BadInput] = field(default_factory=dict)

    def clock(self) -> Clock | None:
        """The clock asked for; None with ``errors`` filled where something is wrong."""
        start = self._read("start", self._start)
        term = self._read("term" if self.given["term"] else "amount", self._term)
        pauses = [text for number in PAUSES if (text := self._read(f"pause{number}", partial(self._pause, number)))]
        extension = self._read("extend", lambda: self._extension(term)) if term else None
        if self.errors or start is None or term is None:
            return None
        return self._read("", lambda: bounded(parse_clock(start, term, pauses, [extension] if extension else [])))

    def _read(self, name: str, reading: Callable[[], T]) -> T | None:
        try:
            return reading()
        except BadInput as refusal:
            self.errors[name] = refusal
            return None

    def _start(self) -> str:
        if not self.given["start"]:
            raise BadInput("clock.start", "没有填起算日期:请填写收件、受理或者送达的那一天。")
        text = self.given["start"] + (f"T{self.given['time']}" if self.given["time"] else "")
        parse_moment(text)
        return text

    def _term(self) -> str:
        written, amount = self.given["term"], self.given["amount"]
        if written and amount:
            raise BadInput("clock.twice", "时限写了两次:数量和时限代码请只填一处。")
        if not written and not amount:
            raise BadInput("clock.term", "没有填时限:请填写数量,例如 10。")
        if not written:
            check_number(amount)
        text = written or f"{amount}{self.given['counting']}"
        Term.parse(text)
        return text

    def _pause(self, number: int) -> str:
        begun, ended = self.given[f"from{number}"], self.given[f"to{number}"]
        if not begun and not ended:
            return ""
        if not begun:
            raise BadInput("clock.pause", "第{number}次中止没有填开始日期:请补填,或清空恢复日期。", number=number)
        text = f"{begun}..{ended}"
        parse_pause(text)
        return text

    def _extension(self, term: str) -> str:
        """The extension, counted as the term is, since the law knows no other."""
        if not self.given["extend"]:
            return ""
        check_number(self.given["extend"])
        text = f"{self.given['extend']}{Term.parse(term).counting.value}"
        Extension(Term.parse(text))
        return text


def check_number(text: str) -> None:
    """Refuse what is no plain number."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and str(int(text)) == text):
        raise BadInput("clock.number", "“{text}”不是可用的数量:请填写整数,例如 10。", text=text)


def bounded(clock: Clock) -> Clock:
    """Refuse a clock that would take more than ten years to explain."""
    begun = localdate(clock.started_at)
    last: date = clock.due_on() or max(pause.started_on for pause in clock.pauses)
    if (last - begun).days > LONGEST_DAYS:
        raise BadInput("clock.long", "从起算到届满超过十年,无法逐日画出:请核对起算日期、时限和中止。")
    return clock
