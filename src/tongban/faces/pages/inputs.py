"""What a form is made of: one input as a template draws it, and what somebody typed into all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.http import QueryDict


class Widget(StrEnum):
    """How an input looks; templates know no others."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    DAY = "day"
    CHOICE = "choice"
    CHECKS = "checks"
    FILE = "file"
    FIXED = "fixed"
    GROUP = "group"
    ROWS = "rows"


@dataclass(frozen=True)
class Option:
    """One of a closed list; ``value`` is what is sent, ``label`` data of a guide where ``is_data``."""

    value: str
    label: str
    is_chosen: bool = False
    is_data: bool = False


@dataclass(frozen=True)
class Input:
    """One input of a form; ``name`` is its HTML name, ``values`` what stands in it.

    ``error`` is what is wrong with it, ``note`` a word beside it; ``parts`` are the inputs of a group, or the rows of a
    list as groups. ``label`` and ``hint`` are data of a guide where ``is_data``.
    """

    name: str
    label: str
    widget: Widget
    hint: str = ""
    is_needed: bool = False
    values: Sequence[str] = ()
    options: Sequence[Option] = ()
    error: str = ""
    note: str = ""
    parts: Sequence["Input"] = ()
    is_data: bool = False

    @property
    def value(self) -> str:
        """What stands in it, where there can be only one."""
        return self.values[0] if self.values else ""

    @property
    def anchor(self) -> str:
        """Its id in the page, by which an error points to it."""
        return anchor(self.name)

    @property
    def described_by(self) -> str:
        """The ids of what is said about it."""
        told = (("h", self.hint), ("n", self.note), ("e", self.error))
        return " ".join(f"{letter}-{self.anchor}" for letter, text in told if text)


@dataclass(frozen=True)
class Typed:
    """What was typed: nothing yet while the form is only looked at."""

    data: QueryDict | None = None

    def values(self, name: str, initial: Sequence[str] = ()) -> list[str]:
        """What stands under a name; ``initial`` as long as nothing was sent."""
        return list(initial) if self.data is None else [str(value) for value in self.data.getlist(name)]

    def value(self, name: str, initial: str = "") -> str:
        """The one text under a name."""
        return next(iter(self.values(name, [initial])), "")

    def rows(self, name: str) -> list[int]:
        """The numbers of the rows that were sent of a list, in order."""
        start = f"{name}."
        found = {one[len(start) :].partition(".")[0] for one in self.data or () if one.startswith(start)}
        return sorted(int(number) for number in found if number.isascii() and number.isdecimal() and len(number) <= 3)


def anchor(name: str) -> str:
    """The id of an input by its name."""
    return f"i-{name.replace('.', '-')}"


def options(rows: Sequence[tuple[str, str]], chosen: Sequence[str], *, is_data: bool = False) -> list[Option]:
    """A closed list with what is chosen of it."""
    return [Option(value, label, value in chosen, is_data) for value, label in rows]


def with_errors(inputs: Sequence[Input], errors: dict[str, str]) -> list[Input]:
    """The inputs with what is wrong with each, by its name, those inside of others too."""
    return [replace(one, error=errors.get(one.name, one.error), parts=with_errors(one.parts, errors)) for one in inputs]
