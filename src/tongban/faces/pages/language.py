"""The words of the house in the reader's language: look-up of words, sentences with their parameters, days."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from tongban.common.errors import DomainError
from tongban.common.said import Joined, Said
from tongban.common.time import local

CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# between sentences and in lists a language has marks of its own
MARKS = {"; ": "; ", ";": "; ", "、": ", ", "。": ". ", ",": ", ", "": " ", " ": " "}


class Counted(int):
    """A number a translation may choose a word by: ``{count} {count:day|days}``, or name as a month: ``{month:month}``."""

    def __format__(self, spec: str) -> str:
        """The first word for one, the second for any other number; other formats as for any number."""
        if spec == "month":
            return MONTHS[self - 1]
        if "|" not in spec:
            return super().__format__(spec)
        one, many = spec.split("|")
        return one if self == 1 else many


def is_english() -> bool:
    """Whether the page speaks English now."""
    return (translation.get_language() or "").startswith("en")


def told(value: object) -> str:
    """A word, a sentence or a refusal in the reader's language, as plain text."""
    if not is_english():
        return value.message if isinstance(value, DomainError) else str(value)
    return _translated(value, lambda text: text)


def marked(value: object) -> SafeString:
    """The same as HTML; what stays Chinese because it is data is marked as Chinese."""
    if not is_english():
        return conditional_escape(value.message if isinstance(value, DomainError) else str(value))
    return mark_safe(_translated(value, data, escape=conditional_escape))  # noqa: S308 - every piece is escaped


def _translated(value: object, as_data: Any, escape: Any = str) -> str:
    if isinstance(value, DomainError):
        return _filled(value.template, value.params, as_data, escape)
    if isinstance(value, Joined):
        separator = MARKS.get(value.separator, value.separator)
        return str(escape(separator)).join(_translated(part, as_data, escape) for part in value.parts)
    if isinstance(value, Said):
        return _filled(value.template, value.params, as_data, escape)
    text = str(value)
    spoken = gettext(text) if text else ""
    return str(as_data(text) if spoken == text else escape(spoken))  # a name among the words: a step beside the clocks


def _filled(template: str, params: Mapping[str, object], as_data: Any, escape: Any) -> str:
    # a parameter is a sentence of its own, a word the house knows, or data that stays as it is
    spoken = {name: _param(value, as_data, escape) for name, value in params.items()}
    return str(escape(gettext(template))).format(**spoken) if template else ""


def _param(value: object, as_data: Any, escape: Any) -> object:
    if isinstance(value, Said | DomainError):
        return _translated(value, as_data, escape)
    if isinstance(value, str):
        found = gettext(value) if value else ""
        return as_data(value) if found == value else escape(found)
    if isinstance(value, int) and not isinstance(value, bool):
        return Counted(value)
    if isinstance(value, int | float | Decimal | date):
        return value
    return as_data(str(value))


def data(value: object) -> SafeString:
    """A text that is data: never translated, and on an English page marked as Chinese where it is Chinese."""
    text = "" if value is None else str(value)
    if is_english() and CHINESE.search(text):
        return format_html('<span lang="zh-CN">{}</span>', text)
    return conditional_escape(text)


def day(on: date | None) -> str:
    """2022年7月5日, or 5 July 2022; an instant is the day in Hefei."""
    if on is None:
        return ""
    on = local(on).date() if isinstance(on, datetime) else on
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}" if is_english() else f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime | None) -> str:
    """An instant as a wall clock in Hefei shows it, the same in both languages."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""
