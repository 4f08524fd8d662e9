"""Four reductions (四减): what one version of a guide asks of people, beside the version before and the law.

Counted is what a guide makes everybody do: its promised term, the steps one case goes through (of alternatives one),
the materials an applicant must bring (not those the city holds, not those a commitment may stand for, not those that
are asked only of some), the trips.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tongban.registry.catalog.rules.items import ItemSpec
from tongban.registry.catalog.rules.parts import Source
from tongban.workdays import Term


class Burden(StrEnum):
    """What is to be reduced."""

    TIME = "time"
    STEPS = "steps"
    MATERIALS = "materials"
    TRIPS = "trips"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"time": "时限", "steps": "环节", "materials": "材料", "trips": "跑动"}[self]

    @property
    def unit(self) -> str:
        """What is counted; a term has its own."""
        return {"time": "", "steps": "个", "materials": "份", "trips": "次"}[self]


class Trend(StrEnum):
    """How a version compares with the one before; ``unknown`` where either says nothing or counts otherwise."""

    LESS = "less"
    SAME = "same"
    MORE = "more"
    FIRST = "first"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"less": "减少", "same": "不变", "more": "增加", "first": "首版", "unknown": "不可比"}[self]


@dataclass(frozen=True, slots=True)
class Reduction:
    """One burden before and after; ``before`` is None for a first version. Terms for time, numbers for the others.

    ``limit`` is the statutory term beside the promise, ``saved_percent`` how much shorter the promise is than it.
    """

    burden: Burden
    before: Term | int | None
    after: Term | int | None
    trend: Trend
    limit: Term | None = None
    saved_percent: int | None = None

    @property
    def by(self) -> int | None:
        """By how much less or more, in units of what is counted; None where that cannot be said."""
        if self.trend not in {Trend.LESS, Trend.MORE, Trend.SAME}:
            return None
        return abs(_amount(self.before) - _amount(self.after))


def reductions(before: ItemSpec | None, after: ItemSpec) -> tuple[Reduction, ...]:
    """The four, in the order people name them."""
    return tuple(_reduction(burden, count, before, after) for burden, count in COUNTS.items())


def steps_of_a_case(spec: ItemSpec) -> int:
    """How many steps one case goes through at most: of the alternatives of a choice only one is taken."""
    return len({step.choice or f"={step.key}" for step in spec.procedure})


def materials_to_bring(spec: ItemSpec) -> int:
    """How many materials everybody must bring."""
    return sum(one.required and one.source is Source.UPLOAD for one in spec.materials)


COUNTS: Mapping[Burden, Callable[[ItemSpec], Term | int | None]] = {
    Burden.TIME: lambda spec: spec.promised_term,
    Burden.STEPS: steps_of_a_case,
    Burden.MATERIALS: materials_to_bring,
    Burden.TRIPS: lambda spec: spec.trips,
}


def _reduction(
    burden: Burden, count: Callable[[ItemSpec], Term | int | None], before: ItemSpec | None, after: ItemSpec
) -> Reduction:
    old, new = (count(before) if before else None), count(after)
    is_time = burden is Burden.TIME
    return Reduction(
        burden=burden,
        before=old,
        after=new,
        trend=_trend(old, new) if before else Trend.FIRST,
        limit=after.statutory_term if is_time else None,
        saved_percent=_saved(after) if is_time else None,
    )


def _trend(old: Term | int | None, new: Term | int | None) -> Trend:
    if old is None or new is None:
        return Trend.UNKNOWN
    if isinstance(old, Term) and isinstance(new, Term) and old.counting is not new.counting:
        return Trend.UNKNOWN  # 10 working days and 14 days: which is longer depends on the day
    was, now = _amount(old), _amount(new)
    return Trend.LESS if now < was else Trend.MORE if now > was else Trend.SAME


def _amount(value: Term | int | None) -> int:
    return value.amount if isinstance(value, Term) else value or 0


def _saved(spec: ItemSpec) -> int | None:
    """By how many percent the promise undercuts the law, rounded down; None where they are counted differently."""
    limit, promise = spec.statutory_term, spec.promised_term
    if limit is None or promise is None or limit.counting is not promise.counting or not limit.amount:
        return None
    return 100 * (limit.amount - promise.amount) // limit.amount
