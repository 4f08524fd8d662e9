"""The journal of a case as a reader may read it: parties never see the lines that are the office's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tongban.casework.cases.models import Case, JournalEntry
from tongban.casework.cases.rules import INSIDE
from tongban.common.actors import Actor

MOST_BESIDE = 100


def journal(
    found: Case, reader: Actor, *, moves: Iterable[str] = (), before: int | None = None, latest: int | None = None
) -> list[JournalEntry]:
    """The journal of a case, oldest line first; ``latest`` keeps so many of the newest.

    ``moves`` narrows it to their lines, ``before`` to those in front of that line.
    """
    lines = _readable(found, reader)
    if moves:
        lines = lines.filter(move__in=moves)
    if before is not None:
        lines = lines.filter(seq__lt=before)
    return list(lines.order_by("-seq")[:latest])[::-1]


@dataclass(frozen=True)
class Recent:
    """The newest lines of a journal, and beside them the newest of some moves; both oldest first."""

    lines: Sequence[JournalEntry]
    beside: Sequence[JournalEntry]


def recent(found: Case, reader: Actor, *, latest: int, beside: Iterable[str]) -> Recent:
    """The newest lines and the newest lines of the moves ``beside``, by one statement."""
    start, named = found.journal_seq - latest, frozenset(beside)
    rows = _readable(found, reader).filter(Q(seq__gt=start) | Q(move__in=named)).order_by("-seq")
    kept = list(rows[: latest + MOST_BESIDE])[::-1]
    return Recent([row for row in kept if row.seq > start], [row for row in kept if row.move in named])


def _readable(found: Case, reader: Actor) -> QuerySet[JournalEntry]:
    lines = JournalEntry.objects.filter(case_id=found.pk)
    return lines.exclude(move__in=INSIDE) if reader.kind == "party" else lines
