"""Constraints many tables repeat: a word of a closed list, a pair of an instant and a person."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import CheckConstraint, Q


def known(name: str, field: str, values: Iterable[StrEnum], *, blank: bool = False) -> CheckConstraint:
    """Only these words, sorted: a set has another order in every process, and migrations would never be complete."""
    words = sorted(one.value for one in values)
    return CheckConstraint(name=name, condition=Q(**{f"{field}__in": ["", *words] if blank else words}))


def pair(name: str, at: str, by: str) -> CheckConstraint:
    """Both or neither: an instant without a person, or a person without an instant, is nonsense."""
    both = Q(**{f"{at}__isnull": False}) & ~Q(**{by: ""})
    neither = Q(**{f"{at}__isnull": True}) & Q(**{by: ""})
    return CheckConstraint(name=name, condition=both | neither)
