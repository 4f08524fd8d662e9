"""The queue of a desk: by time left or newest first, its counts, and what is found by a number, a name or words.

Read in two steps: first which cases, along one index for each part of the scope, then the few rows of a page. The
indexes over open cases hold everything a queue narrows and counts by (models.Case.Meta), so neither reads the table.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, Count, Q, QuerySet, Value, When

from tongban.casework.cases.models import Case, LedgerEntry, Step
from tongban.casework.cases.queries.lists import paused_whole
from tongban.casework.cases.queries.reach import shares, within
from tongban.casework.cases.queries.words import SHORTEST, titled
from tongban.casework.cases.rules import Kind, PauseGround, Status, StepState
from tongban.casework.cases.rules.desk import ENDED_STATUSES, OPEN_STATUSES, SOON_DAYS, Left, Scope, left_of, scopes_of
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, NotAllowed
from tongban.common.said import Said, said
from tongban.common.time import due_day, last_moment, localdate
from tongban.registry.regions.rules import bounds_of
from tongban.workdays import soon_on, words_left

OPEN = Q(ended_at=None)
ENDED = Q(status__in=[status.value for status in ENDED_STATUSES])
OPEN_STEPS = Step.objects.filter(state=StepState.OPEN.value)
SHORTEST_TAIL = 4
# what a row says, and no more: the fields of thirty cases cost as much to read as the whole page to draw
SHOWN = (
    *("number", "kind", "title", "status", "sample", "promised_term", "due_at", "provisional", "filed_at", "ended_at"),
    *("ledger_size", "item__name", "agency__name", "region__name", "region__full_name", "applicant__name"),
)
SHOWN_OF_STEPS = ("case_id", "key", "name", "position", "assignee", "assignee_name", "agency__name")
Place = tuple[datetime | None, int]


@dataclass(frozen=True)
class Wanted:
    """What a queue shows; empty parts do not narrow. ``newest`` first, else by time left; ended cases are newest first."""

    scope: Scope
    status: str = ""
    left: str = ""
    item: str = ""
    newest: bool = False
    kind: str = ""

    @property
    def by_due(self) -> bool:
        """Whether it is sorted by time left."""
        return not self.newest and self.scope is not Scope.ENDED


@dataclass(frozen=True)
class Edges:
    """The instants that part the words of time left."""

    at: datetime
    today_at: datetime
    soon_at: datetime

    @classmethod
    def of(cls, at: datetime) -> "Edges":
        """Those of this instant; a term in days that ends today is late from the first moment of tomorrow."""
        instant = datetime.resolution
        return cls(at, last_moment(localdate(at)) + instant, last_moment(soon_on(at, SOON_DAYS)) + instant)

    def narrowed(self, left: Left) -> Q:
        """The open cases with this word."""
        paused = Q(pk__in=paused_whole().values("case_id"))
        spans = {
            Left.OVERDUE: Q(due_at__lte=self.at),
            Left.PAUSED: (Q(due_at=None) | Q(due_at__gt=self.at)) & paused,
            Left.TODAY: Q(due_at__gt=self.at, due_at__lte=self.today_at) & ~paused,
            Left.SOON: Q(due_at__gt=max(self.at, self.today_at), due_at__lte=self.soon_at) & ~paused,
            Left.LATER: Q(due_at__gt=self.soon_at) & ~paused,
            Left.NONE: Q(due_at=None) & ~paused,
        }
        return spans[left]

    def word(self) -> Choice:
        """The word of each open case, told by the database."""
        whens = [
            (Q(due_at__lte=self.at), Left.OVERDUE),
            (Q(pk__in=paused_whole().values("case_id")), Left.PAUSED),
            (Q(due_at=None), Left.NONE),
            (Q(due_at__lte=self.today_at), Left.TODAY),
            (Q(due_at__lte=self.soon_at), Left.SOON),
        ]
        cases = [When(condition, then=Value(left.value)) for condition, left in whens]
        return Choice(*cases, default=Value(Left.LATER.value), output_field=CharField())


@dataclass(frozen=True)
class Pausing:
    """The pause that holds a case."""

    ground: str
    limit_on: Any


@dataclass(frozen=True)
class Row:
    """One case of a queue: how long it has in a word and in working days, and who holds it now."""

    case: Case
    left: Left | None
    words: str
    steps: Sequence[Step]
    pausing: Pausing | None

    @property
    def due_on(self) -> Any:
        """The last day of the clock that runs."""
        return due_day(self.case.due_at) if self.case.due_at else None


@dataclass(frozen=True)
class Tally:
    """The open cases of a scope, counted by status and by time left; what has none is not there."""

    statuses: Mapping[Status, int]
    lefts: Mapping[Left, int]

    @cached_property
    def total(self) -> int:
        """All of them."""
        return sum(self.statuses.values())


def check_scope(actor: Actor, scope: Scope) -> None:
    """Refuse a scope the actor has no role for."""
    if scope not in scopes_of(actor):
        raise NotAllowed("desk.scope", "您的岗位没有“{scope}”这一清单:请从已有的清单中选择。", scope=scope.label)


def parts(actor: Actor, scope: Scope) -> Sequence[Q]:
    """The cases of a scope in parts that do not overlap, each along an index."""
    check_scope(actor, scope)
    if scope is Scope.ENDED:
        return [share & ENDED for share in shares(actor)]
    if scope is Scope.REGION:
        return [OPEN & (Q() if actor.has(Role.ADMIN) else within(actor.region))]
    # a step is open only while its case is: saying so again would tempt SQLite to walk all open cases for a few
    if scope is Scope.UNASSIGNED:
        return [Q(pk__in=OPEN_STEPS.filter(agency_id=actor.agency, assignee="").values("case_id"))]
    if scope is Scope.AGENCY:
        lead = Q(agency_id=actor.agency)
        held = OPEN_STEPS.filter(agency_id=actor.agency, assists=True)
        return [OPEN & lead, Q(pk__in=held.values("case_id")) & ~lead]
    mine = Q(pk__in=OPEN_STEPS.filter(assignee=actor.key).values("case_id"))
    return [mine, OPEN & Q(answerable=actor.key) & ~Q(answerable="") & ~mine]


def _filed(wanted: Wanted) -> Q:
    """A draft waits for its applicant: a desk sees only those begun at a window, and where it asks for them."""
    if wanted.status == Status.DRAFT.value:
        return ~Q(answerable="")
    return Q() if wanted.scope is Scope.MINE else ~Q(status=Status.DRAFT.value)


def narrowed(wanted: Wanted, at: datetime) -> Q:
    """What the filters say; unknown words are refused."""
    found = _filed(wanted)
    if wanted.status:
        known = ENDED_STATUSES if wanted.scope is Scope.ENDED else OPEN_STATUSES
        found &= Q(status=_known(wanted.status, [status.value for status in known]))
    if wanted.left and wanted.scope is not Scope.ENDED:
        found &= Edges.of(at).narrowed(Left(_known(wanted.left, list(Left))))
    if wanted.item:
        found &= Q(item_id=wanted.item)
    if wanted.kind:
        found &= Q(kind=_known(wanted.kind, list(Kind)))
    return found


def _known(given: str, words: Sequence[str]) -> str:
    if given not in words:
        raise BadInput(
            "desk.word", "清单没有“{given}”这个条件:可用的有{words}。", given=given, words="、".join(map(str, words))
        )
    return given


def queue(actor: Actor, wanted: Wanted, *, at: datetime, after: Place | None = None, limit: int = 30) -> list[Row]:
    """At most ``limit`` cases of a queue after a place in it (due instant and pk of the last seen)."""
    condition = narrowed(wanted, at)
    within_parts = [part & condition for part in parts(actor, wanted.scope)]
    chosen = _by_due(within_parts, after, limit) if wanted.by_due else _newest(within_parts, after and after[1], limit)
    return rows(chosen, at)


def _by_due(within_parts: Sequence[Q], after: Place | None, limit: int) -> list[int]:
    """Due first, then what has no due day, each in the order of an index; ties by pk."""
    found: list[tuple[Any, int]] = []
    if after is None or after[0] is not None:
        beyond = Q(due_at__isnull=False)
        if after is not None:
            beyond = Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1])
            beyond &= Q(due_at__gte=after[0])  # what an index can begin at
        for part in within_parts:
            found += Case.objects.filter(part & beyond).order_by("due_at", "pk").values_list("due_at", "pk")[:limit]
    chosen = [pk for _, pk in sorted(found)[:limit]]
    if len(chosen) < limit:
        last = after[1] if after is not None and after[0] is None else 0
        rest = [
            Case.objects.filter(part, due_at=None, pk__gt=last).values_list("pk", flat=True) for part in within_parts
        ]
        undated = rest[0].union(*rest[1:], all=True) if len(rest) > 1 else rest[0]
        chosen += undated.order_by("pk")[: limit - len(chosen)]
    return chosen


def _newest(within_parts: Sequence[Q], after: int | None, limit: int) -> list[int]:
    beyond = Q() if after is None else Q(pk__lt=after)
    found: list[int] = []
    for part in within_parts:
        found += Case.objects.filter(part & beyond).order_by("-pk").values_list("pk", flat=True)[:limit]
    return sorted(found, reverse=True)[:limit]


def tally(actor: Actor, scope: Scope, *, at: datetime, kind: str = "") -> Tally:
    """The open cases of a scope, or of one kind in it, counted by one statement, by the same words the filters know."""
    word, filed = Edges.of(at).word(), _filed(Wanted(scope))
    if kind:
        filed &= Q(kind=_known(kind, list(Kind)))
    counted: list[QuerySet[Case, Any]] = [
        Case.objects.filter(part & filed).order_by().values_list("status", word).annotate(total=Count("pk"))
        for part in parts(actor, scope)
    ]
    lines = counted[0].union(*counted[1:], all=True) if len(counted) > 1 else counted[0]
    statuses: Counter[Status] = Counter()
    lefts: Counter[Left] = Counter()
    for status, left, total in lines:
        statuses[Status(status)] += total
        lefts[Left(left)] += total
    return Tally(
        {status: statuses[status] for status in OPEN_STATUSES if statuses[status]},
        {left: lefts[left] for left in Left if lefts[left]},
    )


def rows(pks: Sequence[int], at: datetime) -> list[Row]:
    """What a queue says of these cases, in this order: three statements, however many there are."""
    if not pks:
        return []
    found = Case.objects.filter(pk__in=pks).select_related("item", "agency", "region", "applicant").only(*SHOWN)
    by_pk = {case.pk: case for case in found}
    held = holders(pks)
    pauses = _pauses([pk for pk, case in by_pk.items() if case.ledger_size])
    edges = Edges.of(at)
    return [_row(by_pk[pk], held.get(pk, ()), pauses.get(pk), edges) for pk in pks if pk in by_pk]


def holders(pks: Iterable[int]) -> dict[int, list[Step]]:
    """The open steps of these cases with their agencies: who holds each now."""
    held: dict[int, list[Step]] = {}
    steps = OPEN_STEPS.filter(case_id__in=list(pks)).select_related("agency").only(*SHOWN_OF_STEPS)
    for step in steps.order_by("case_id", "position"):
        held.setdefault(step.case_id, []).append(step)
    return held


def _pauses(pks: Sequence[int]) -> dict[int, Pausing]:
    lines: QuerySet[LedgerEntry] = paused_whole().filter(case_id__in=pks).order_by("case_id", "-position")
    return {line.case_id: Pausing(PauseGround(line.ground).label, line.limit_on) for line in lines} if pks else {}


def _row(case: Case, steps: Sequence[Step], pausing: Pausing | None, edges: Edges) -> Row:
    if case.ended_at is not None:
        return Row(case, None, "", steps, None)
    left = left_of(
        case.due_at, is_paused=pausing is not None, at=edges.at, today_at=edges.today_at, soon_at=edges.soon_at
    )
    return Row(case, left, _words(case, left, pausing, edges.at), steps, pausing)


def _words(case: Case, left: Left, pausing: Pausing | None, at: datetime) -> str:
    if left is Left.PAUSED and pausing is not None:
        return said("中止:{ground}", ground=pausing.ground)
    if case.due_at is None:
        return Said(Left.NONE.label)
    by_hours = case.status == Status.ACCEPTED.value and case.promised_term.endswith("h")
    return words_left(case.due_at, at, by_hours=by_hours)


def ending(text: str) -> Q:
    """The cases whose number ends with these digits, or is them; fewer than four would find too much."""
    if len(text) < SHORTEST_TAIL:
        raise BadInput("desk.tail", "按编号末尾查找至少要{count}位数字:请多写几位。", count=SHORTEST_TAIL)
    first, beyond = bounds_of(text[::-1])
    return Q(tail__gte=first, tail__lt=beyond) if beyond else Q(tail__gte=first)


def numbered(numbers: Sequence[str]) -> Q:
    """The cases with these numbers."""
    return Q(number__in=numbers)


def open_steps(number: str, agency: str) -> list[Step]:
    """The open steps of a case that an agency handles."""
    return list(OPEN_STEPS.filter(case__number=number, agency_id=agency).order_by("position"))


def of_applicants(party_ids: Sequence[int]) -> Q:
    """The cases of these applicants."""
    return Q(applicant_id__in=party_ids)


def found(actor: Actor, few: Q, *, at: datetime, after: int | None = None, limit: int = 30) -> list[Row]:
    """The cases an actor may know of among the few that fit, open and ended, newest first."""
    return rows(_newest([share & few for share in shares(actor)], after, limit), at)


def about(
    actor: Actor, text: str, party_ids: Sequence[int], *, at: datetime, after: int | None = None, limit: int = 30
) -> list[Row]:
    """The cases an actor may know of with these words in their title or of these applicants, newest first.

    A single sign is no word: it may be the surname of an applicant.
    """
    if len(text) < SHORTEST:
        return found(actor, of_applicants(party_ids), at=at, after=after, limit=limit)
    fitting = titled(text) | of_applicants(party_ids) if party_ids else titled(text)
    return rows(_newest([share & fitting for share in shares(actor)], after, limit), at)
