"""A sentence that remembers how it was made, so that a face may say it in another language."""

from collections.abc import Iterable, Mapping
from typing import Self


class Said(str):
    """A Chinese sentence with the template and the parameters it was made from; equal to the plain text it shows."""

    __slots__ = ("params", "template")
    template: str
    params: Mapping[str, object]

    def __new__(cls, template: str, /, **params: object) -> Self:
        """``template`` in ``str.format`` names filled from ``params``."""
        made = super().__new__(cls, template.format(**params) if params else template)
        made.template = template
        made.params = params
        return made


class Joined(Said):
    """Sentences one after the other, each of which may be said in another language."""

    __slots__ = ("parts", "separator")
    parts: tuple[str, ...]
    separator: str

    def __new__(cls, separator: str, parts: Iterable[str]) -> Self:
        """``parts`` with ``separator`` between them."""
        kept = tuple(parts)
        made = str.__new__(cls, separator.join(kept))
        made.template, made.params = "", {}
        made.parts, made.separator = kept, separator
        return made


def said(template: str, /, **params: object) -> Said:
    """A sentence from its template and parameters."""
    return Said(template, **params)
