"""Strict reading of plain data (YAML, JSON): what is not known is refused by name, what has the wrong shape too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from tongban.common.errors import BadInput
from tongban.workdays import Term

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Plain:
    """One mapping of plain data and what it is called in refusals, e.g. “事项 enterprise-change”."""

    data: Mapping[str, Any]
    where: str

    @classmethod
    def of(cls, data: object, where: str, known: Iterable[str]) -> "Plain":
        """Wrap a mapping; refuses other shapes and keys that are not ``known``."""
        if not isinstance(data, Mapping):
            raise BadInput(
                "item.shape", "{where}应是“键: 值”的一组,不能是“{given}”。", where=where, given=excerpt(data)
            )
        if unknown := sorted(str(key) for key in data if key not in set(known)):
            raise BadInput(
                "item.keys",
                "{where}有无法识别的项:{unknown}。请改正名称或删去。",
                where=where,
                unknown="、".join(unknown),
            )
        return cls(data, where)

    def bad(self, key: str, wanted: str) -> BadInput:
        """The refusal of one value: what was wanted and what was given."""
        return BadInput(
            "item.value",
            "{where}的“{key}”应为{wanted},现为“{given}”。",
            where=self.where,
            key=key,
            wanted=wanted,
            given=excerpt(self.data.get(key)),
        )

    def text(self, key: str, *, required: bool = False, longest: int = 4000) -> str:
        """A text without blanks around it, "" when absent; absent or longer than allowed is refused."""
        given = self.data.get(key)
        if given is None:
            given = ""
        if not isinstance(given, str) or len(given) > longest:
            raise self.bad(key, f"不超过{longest}字的文字")
        if required and not given.strip():
            raise BadInput("item.missing", "{where}缺少“{key}”:请补上。", where=self.where, key=key)
        return given.strip()

    def flag(self, key: str, default: bool) -> bool:
        """true or false; YAML's other words for them are already read as such."""
        given = self.data.get(key, default)
        if not isinstance(given, bool):
            raise self.bad(key, "true 或 false")
        return given

    def number(self, key: str, default: int) -> int:
        """A whole number from 0 on."""
        given = self.data.get(key, default)
        if isinstance(given, bool) or not isinstance(given, int) or given < 0:
            raise self.bad(key, "不小于0的整数")
        return given

    def yuan(self, key: str) -> Decimal:
        """An exact amount of money, at most two decimals; 0 when absent."""
        given = self.data.get(key, 0)
        try:
            amount = Decimal(str(given)) if isinstance(given, int | str | float | Decimal) else Decimal(-1)
            exact = amount >= 0 and amount == amount.quantize(Decimal("0.01"))
        except InvalidOperation:
            exact = False
        if not exact or isinstance(given, bool):
            raise self.bad(key, "不小于0、最多两位小数的金额(元)")
        return amount

    def term(self, key: str, default: str = "") -> Term | None:
        """A term such as ``10wd``; None when empty."""
        given = self.data.get(key)
        text = default if given is None else given
        if not isinstance(text, str):
            raise self.bad(key, "10wd、90d、90dr 或 24h 这样的时限")
        return Term.parse(text) if text else None

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """A member of a closed list, by its code."""
        given = self.data.get(key, default)
        try:
            return kind(given)
        except ValueError:
            raise self.bad(key, " / ".join(kind)) from None

    def rows(self, key: str) -> Sequence[Any]:
        """A list, empty when absent."""
        given = self.data.get(key)
        if given is None:
            return []
        if not isinstance(given, list | tuple):
            raise self.bad(key, "一个列表")
        return given

    def mapping(self, key: str) -> Mapping[str, Any]:
        """A mapping with text keys, empty when absent."""
        given = self.data.get(key)
        if given is None:
            return {}
        if not isinstance(given, Mapping) or not all(isinstance(name, str) for name in given):
            raise self.bad(key, "“键: 值”的一组")
        return given


def excerpt(value: object, longest: int = 40) -> str:
    """The beginning of a value, for refusals and reports."""
    words = " ".join(str(value).split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def check_unique(keys: Iterable[str], *, where: str, what: str) -> None:
    """Refuse the first key that stands twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise BadInput(
                "item.duplicate", "{where}的{what}“{key}”出现了两次:请只保留一个。", where=where, what=what, key=key
            )
        seen.add(key)
