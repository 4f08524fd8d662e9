"""What everybody may read of appeals: those that came in by the public door, without who reported them or what was said.

An appeal of any other way is somebody's own affair and is not here. Of an anonymous one the place is left out too: it
may name who reported it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from tongban.casework.cases.rules import Kind
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.rules.words import Channel


@dataclass(frozen=True, slots=True)
class Published:
    """An appeal as the public reads it; ``due_at`` is the end of the handling term, None before the first dispatch."""

    number: str
    type: str
    domain: str
    status: str
    outcome: str
    agency: str
    opened_at: datetime
    touched_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    place: str
    latitude: Decimal | None
    longitude: Decimal | None


@dataclass(frozen=True)
class Matters:
    """(type, domain) pairs a list is narrowed to; an empty domain stands for all that are not among ``known``."""

    pairs: Sequence[tuple[str, str]]
    known: Sequence[str]

    def narrowed(self) -> Q:
        """The appeals of these matters."""
        found = Q(pk__in=())
        for type_, domain in self.pairs:
            found |= Q(type=type_, domain=domain) if domain else Q(type=type_) & ~Q(domain__in=self.known)
        return found


def published(
    *,
    since: datetime,
    until: datetime,
    matters: Matters | None = None,
    is_open: bool | None = None,
    offset: int = 0,
    limit: int = 1000,
) -> list[Published]:
    """The public appeals opened from ``since`` to ``until``, the newest first; one statement."""
    found = _public().filter(case__opened_at__gte=since, case__opened_at__lte=until)
    if matters is not None:
        found = found.filter(matters.narrowed())
    if is_open is not None:
        found = found.filter(case__ended_at__isnull=is_open)
    return _read(found.order_by("-case__opened_at", "-pk")[offset : offset + limit])


def published_among(numbers: Iterable[str]) -> list[Published]:
    """Those of these numbers that are public, the newest first; one statement."""
    return _read(_public().filter(case__number__in=list(numbers)).order_by("-case__opened_at", "-pk"))


def _public() -> QuerySet[Appeal]:
    return Appeal.objects.filter(case__kind=Kind.APPEAL.value, case__channel=Channel.OPEN311.value)


def _read(found: QuerySet[Appeal]) -> list[Published]:
    return [_published(row) for row in found.select_related("case__agency")]


def _published(row: Appeal) -> Published:
    case, shown = row.case, not row.is_anonymous
    return Published(
        number=case.number,
        type=row.type,
        domain=row.domain,
        status=case.status,
        outcome=case.outcome,
        agency=case.agency.name,
        opened_at=case.opened_at,
        touched_at=case.touched_at,
        ended_at=case.ended_at,
        due_at=case.due_at if case.accepted_at else None,
        place=row.place if shown else "",
        latitude=row.latitude if shown else None,
        longitude=row.longitude if shown else None,
    )
