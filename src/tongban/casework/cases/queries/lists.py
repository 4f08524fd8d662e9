"""Lists of cases, newest first, and what they are narrowed by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nlargest
from typing import Any

from django.db import connection
from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from tongban.casework.cases.models import Case, CaseQuerySet, LedgerEntry
from tongban.casework.cases.queries.reach import shares, visible_to, within
from tongban.casework.cases.queries.words import titled
from tongban.casework.cases.rules import RECOUNT, Kind, Status
from tongban.common.actors import Actor
from tongban.common.errors import BadInput
from tongban.common.time import last_moment, midnight
from tongban.workdays import TimeState

OPEN_STATES = (TimeState.OVERDUE, TimeState.UNDUE, TimeState.PAUSED)
IN_NUMBERS = frozenset("0123456789-")
RUNNING = tuple(sorted(status.value for status in RECOUNT.sources))


def cases(actor: Actor) -> CaseQuerySet:
    """The cases an actor may know of, with what a list shows, newest first."""
    return Case.objects.filter(visible_to(actor)).select_related("item", "agency", "region").order_by("-pk")


@dataclass(frozen=True)
class Filter:
    """What a list of cases is narrowed by; empty parts do not narrow."""

    status: str = ""
    kind: str = ""
    item: str = ""
    agency: str = ""
    region: str = ""
    time_state: str = ""
    accepted_from_on: date | None = None
    accepted_until_on: date | None = None
    text: str = ""


def page(actor: Actor, wanted: Filter, *, at: datetime, after: int | None = None, limit: int = 50) -> list[Case]:
    """At most ``limit`` cases after the cursor (the pk of the last seen), newest first; unknown words are refused.

    First which, along an index for each share of what the actor sees, then those few rows with what a list shows.
    """
    narrowed = _narrowed(wanted, at)
    if after is not None:
        narrowed &= Q(pk__lt=after)
    chosen: set[int] = set()
    for share in shares(actor):
        chosen.update(Case.objects.filter(share & narrowed).order_by("-pk").values_list("pk", flat=True)[:limit])
    if not chosen:
        return []
    return list(
        Case.objects.filter(pk__in=nlargest(limit, chosen)).select_related("item", "agency", "region").order_by("-pk")
    )


def paused_among(found: Iterable[Case]) -> set[int]:
    """Which of these cases are paused as a whole; none where no ledger has a line."""
    asked = [case.pk for case in found if case.ledger_size]
    return set(paused_whole().filter(case_id__in=asked).values_list("case_id", flat=True)) if asked else set()


def paused_whole() -> "QuerySet[LedgerEntry]":
    """The pauses of whole cases that have not ended: an index holds just these."""
    return LedgerEntry.objects.filter(kind="pause", step_key="", ended_at=None)


def _narrowed(wanted: Filter, at: datetime) -> Q:
    exact = {
        "status": wanted.status and _known(wanted.status, Status, "状态"),
        "kind": wanted.kind and _known(wanted.kind, Kind, "种类"),
        "item_id": wanted.item,
        "agency_id": wanted.agency,
        "accepted_at__gte": wanted.accepted_from_on and midnight(wanted.accepted_from_on),
        "accepted_at__lte": wanted.accepted_until_on and last_moment(wanted.accepted_until_on),
    }
    narrowed = Q(**{field: value for field, value in exact.items() if value})
    if wanted.region:
        narrowed &= within(wanted.region)
    if wanted.text:
        in_title = titled(wanted.text)
        narrowed &= numbered(wanted.text) | in_title if IN_NUMBERS.issuperset(wanted.text) else in_title
    if wanted.time_state:
        narrowed &= time_state(wanted.time_state, at)
    return narrowed


def numbered(text: str) -> Q:
    """The cases whose number begins with the text; SQLite finds a beginning only as a range."""
    if connection.vendor == "sqlite":
        return Q(number__gte=text, number__lt=text + "\U0010ffff")
    return Q(number__startswith=text)


def waiting(actor: Actor, *, limit: int = 50, kind: str = "") -> list[tuple[Case, bool]]:
    """The open cases of an actor, of one kind or of all, each with whether a pause holds it: its own turn first, then by due day.

    A draft and a case in correction wait for the applicant; what has no due day comes last. One statement.
    """
    paused = LedgerEntry.objects.filter(case_id=OuterRef("pk"), kind="pause", step_key="", ended_at=None)
    its_turn = Q(status__in=[Status.DRAFT.value, Status.CORRECTING.value])
    found = (
        cases(actor)
        .open()
        .annotate(
            is_paused=Exists(paused),
            place=Choice(When(its_turn, then=Value(0)), default=Value(1), output_field=IntegerField()),
        )
        .order_by("place", F("due_at").asc(nulls_last=True), "pk")
    )
    if kind:
        found = found.filter(kind=kind)
    return [(one, bool(vars(one)["is_paused"])) for one in found[:limit]]


@dataclass(frozen=True)
class Counts:
    """How many cases an actor may know of, by status and by the words of the filter ``time_state``."""

    statuses: Mapping[Status, int]
    states: Mapping[TimeState, int]


def counts(actor: Actor, at: datetime) -> Counts:
    """The cases of an actor counted in one grouped statement; what has no case is not there."""
    words = {state: time_state(state.value, at) for state in OPEN_STATES}
    totals = {state.value: Count("pk", filter=narrowed) for state, narrowed in words.items()}
    rows = Case.objects.filter(visible_to(actor)).order_by().values("status").annotate(total=Count("pk"), **totals)
    found: dict[Status, Mapping[str, Any]] = {Status(row["status"]): row for row in rows}
    states = {state: sum(row[state.value] for row in found.values()) for state in words}
    return Counts(
        {status: found[status]["total"] for status in Status if status in found},
        {state: total for state, total in states.items() if total},
    )


def _known(given: str, words: type[Status] | type[Kind], what: str) -> str:
    if given not in {word.value for word in words}:
        raise BadInput(
            "filter.unknown",
            "没有“{given}”这种{what}:可用的有{words}。",
            given=given,
            what=what,
            words="、".join(word.value for word in words),
        )
    return given


def time_state(word: str, at: datetime) -> Q:
    """The open cases in this state of time, from the stored due instant."""
    paused = Q(pk__in=paused_whole().values("case_id"))
    running = Q(status__in=RUNNING, ended_at=None)
    states = {
        TimeState.OVERDUE.value: running & Q(due_at__lte=at),
        TimeState.PAUSED.value: running & paused & ~Q(due_at__lte=at),
        TimeState.UNDUE.value: running & ~paused & Q(due_at__gt=at),
    }
    if word not in states:
        raise BadInput(
            "filter.time",
            "没有“{given}”这种时限状态:可用的有{words}。",
            given=word,
            words="、".join(states),
        )
    return states[word]
