"""What a form is made of: one input as a template draws it, and what somebody typed into all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.http import QueryDict


class Widget(StrEnum):
    """How an input looks; templates know no others."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    EMAIL = "email"
    DAY = "day"
    CHOICE = "choice"
    CHECKS = "checks"
    FILE = "file"
    FIXED = "fixed"


@dataclass(frozen=True)
class Option:
    """One of a closed list; ``value`` is what is sent."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Input:
    """One input of a form; ``name`` is its HTML name, ``values`` what stands in it."""

    name: str
    label: str
    widget: Widget
    hint: str = ""
    is_needed: bool = False
    values: Sequence[str] = ()
    options: Sequence[Option] = ()

    @property
    def value(self) -> str:
        """What stands in it, where there can be only one."""
        return self.values[0] if self.values else ""


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


def options(rows: Sequence[tuple[str, str]], chosen: Sequence[str]) -> list[Option]:
    """A closed list with what is chosen of it."""
    return [Option(value, label, value in chosen) for value, label in rows]
