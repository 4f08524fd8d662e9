"""What a form of administration asks: its fields, and reading what was typed into them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.http import QueryDict

from tongban.common.errors import BadInput
from tongban.workdays import check_in_range

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


class Kind(StrEnum):
    """How a field looks; the template knows no others."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    TIME = "time"
    NUMBER = "number"
    CHOICE = "choice"
    CHECKS = "checks"
    FILE = "file"


@dataclass(frozen=True)
class Choice:
    """One of a closed list, or of a list of proposals; ``is_data`` where its label is a name and not a word."""

    value: str
    label: str
    is_data: bool = False


@dataclass(frozen=True)
class Field:
    """One field; ``proposals`` of a line help typing and do not bind."""

    name: str
    label: str
    kind: Kind = Kind.LINE
    hint: str = ""
    is_needed: bool = True
    initial: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    proposals: str = ""
    most: int = 200
    rows: int = 4
    accept: str = ""
    data_hint: str = ""
    is_aside: bool = False


@dataclass(frozen=True)
class Drawn:
    """A field with what stands in it."""

    field: Field
    values: Sequence[str]

    @property
    def value(self) -> str:
        """What stands in it, where there can be only one."""
        return self.values[0] if self.values else ""


def read_day(text: str, label: str) -> date | None:
    """A day as a browser sends it, or None where nothing was typed."""
    if not text:
        return None
    try:
        if not DAY.match(text):
            raise ValueError(text)
        found = date.fromisoformat(text)
    except ValueError:
        raise BadInput("form.day", "“{label}”应为日期,如 2026-07-01,请更正。", label=label) from None
    check_in_range(found)
    return found


@dataclass(frozen=True)
class Typed:
    """What was typed: nothing yet while the form is only looked at."""

    data: QueryDict | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    def drawn(self, fields: Sequence[Field]) -> list[Drawn]:
        """The fields with what stands in them."""
        return [Drawn(one, list(one.initial) if self.data is None else self.data.getlist(one.name)) for one in fields]

    def text(self, name: str) -> str:
        """The one text under a name, without the space around it."""
        return "" if self.data is None else str(self.data.get(name, "")).strip()

    def several(self, name: str) -> list[str]:
        """All texts under a name."""
        return [] if self.data is None else [str(value) for value in self.data.getlist(name)]

    def day(self, name: str, label: str) -> date:
        """A day that must be given."""
        found = self.day_or_none(name, label)
        if found is None:
            raise BadInput("form.day_missing", "请填写“{label}”。", label=label)
        return found

    def day_or_none(self, name: str, label: str) -> date | None:
        """A day, or None where nothing was typed."""
        return read_day(self.text(name), label)

    def number(self, name: str, label: str, low: int, high: int) -> int:
        """A whole number within limits."""
        text = self.text(name)
        if not (text.isascii() and text.isdecimal() and len(text) <= 9 and low <= int(text) <= high):
            template = "“{label}”应为{low}至{high}的整数,请更正。"
            raise BadInput("form.number", template, label=label, low=low, high=high)
        return int(text)

    def one_of(self, name: str, label: str, known: Sequence[str]) -> str:
        """One of a closed list."""
        text = self.text(name)
        if text not in known:
            raise BadInput("form.choice", "请从列表中选择“{label}”。", label=label)
        return text
