"""One case, what is allowed now, files, what the calendar moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q

from tongban.casework.cases import clock
from tongban.casework.cases.models import Attachment, Case, CaseQuerySet, LedgerEntry, Step
from tongban.casework.cases.queries.reach import visible_to
from tongban.casework.cases.rules import RECOUNT, Move, Status, StepState, answering, refusal_of
from tongban.common.actors import Actor
from tongban.common.errors import DomainError, NotFound
from tongban.common.time import localdate, midnight
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.powers import queries as powers
from tongban.registry.powers.rules import Holder
from tongban.workdays import Calendar, Clock, current, supposing


def case(number: str, actor: Actor) -> Case:
    """One case with its agency, region and applicant; NotFound when there is none or the actor may not know of it."""
    found = (
        Case.objects.filter(visible_to(actor), number=number)
        .select_related("item", "agency", "region", "applicant")
        .first()
    )
    if found is None:
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=number)
    return found


def handed_in(number: str, reader: Actor) -> Case:
    """One case as ``case`` gives it; a system also reads what it handed in itself, wherever it went since."""
    if reader.kind == "system":
        first = Case.objects.filter(number=number, journal__seq=1, journal__actor=reader.key)
        if (found := first.select_related("item", "agency", "region", "applicant").first()) is not None:
            return found
    return case(number, reader)


def followed(number: str) -> Case:
    """One case for who proved to know a phone of it: the caller has asked for the proof, nothing else is checked."""
    found = Case.objects.filter(number=number).select_related("item", "agency", "region", "applicant").first()
    if found is None:
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=number)
    return found


def kind_of(number: str) -> str:
    """The kind of a case, to choose its page by; nothing else is told, whoever asks. Empty when there is none."""
    return Case.objects.filter(number=number).values_list("kind", flat=True).first() or ""


@dataclass(frozen=True)
class Whole:
    """A case with all that hangs on it; ``clocks`` by name as clock.clocks gives them."""

    case: Case
    terms: clock.Terms
    steps: Sequence[Step]
    ledger: Sequence[LedgerEntry]
    clocks: dict[str, Clock]

    @property
    def spec(self) -> ItemSpec:
        """The item of an application; a case that runs under a policy has none."""
        if not isinstance(self.terms, ItemSpec):
            raise NotFound("case.no_item", "本件没有关联事项。")
        return self.terms


def whole(found: Case) -> Whole:
    """The steps, ledger and clocks of a case already read."""
    terms = clock.terms_of(found)
    if terms is None:
        raise NotFound("case.no_item", "本件没有关联事项。")
    steps = list(Step.objects.filter(case_id=found.pk).select_related("agency").order_by("position"))
    ledger = list(LedgerEntry.objects.filter(case_id=found.pk).order_by("position")) if found.ledger_size else []
    return Whole(found, terms, steps, ledger, clock.clocks(found, terms, steps, ledger))


def attachments(found: Case) -> list[Attachment]:
    """The files of a case, oldest first."""
    return list(Attachment.objects.filter(case_id=found.pk).order_by("pk"))


def attachment(found: Case, pk: int) -> tuple[Attachment, Path]:
    """One file of a case the reader may see, with the place of its bytes."""
    row = Attachment.objects.filter(case_id=found.pk, pk=pk).first()
    if row is None:
        raise NotFound("upload.unknown", "本件没有这个附件。")
    return row, path_of(row.sha256)


def path_of(sha256: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.UPLOADS) / sha256[:2] / sha256[2:]


@dataclass(frozen=True)
class Allowed:
    """One move with the answer whether it can be made now; ``refusal`` is the sentence for the greyed button."""

    move: Move
    step: str
    refusal: DomainError | None


def allowed_moves(found: Whole, moves: Sequence[Move], actor: Actor, *, at: datetime) -> list[Allowed]:
    """Every move of the table with its refusal, step moves once an open step.

    Whose it is comes first where the system makes it by itself; then state, role, reach, power as of the day.
    """
    asked = Powers(found, localdate(at))
    agencies = {step.agency_id for step in found.steps}
    answers: list[Allowed] = []
    for move in moves:
        open_steps = [step for step in found.steps if step.state == StepState.OPEN.value] if move.step else []
        targets: Sequence[Step | None] = open_steps or [None]
        for step in targets:
            agency = step.agency_id if step else answering(move, found.case, actor, agencies)
            refusal = refusal_of(move, found.case, actor, agency=agency)
            if refusal is None and move.power:
                refusal = asked.refusal(step, deciding=move.decides)
            answers.append(Allowed(move, step.key if step else "", refusal))
    return answers


class Powers:
    """The powers of one case on one day; those who may act in each are read once, however many moves ask."""

    def __init__(self, found: Whole, on: date) -> None:
        self.found, self.on = found, on
        self._holders: dict[str, tuple[Holder, ...]] = {}
        self._refusals: dict[tuple[str, str, bool], DomainError | None] = {}

    def refusal(self, step: Step | None, *, deciding: bool) -> DomainError | None:
        """Why the lead agency, or that of a step, lacks the power of its act; None when it holds it or needs none."""
        case = self.found.case
        agency = step.agency_id if step else case.agency_id
        power = (step.power if step else "") or (self.found.terms.power if agency == case.agency_id else "")
        if not power or self._may(power, agency, deciding):
            return None
        key = (power, agency, deciding)
        if key not in self._refusals:
            self._refusals[key] = self._sentence(power, agency, deciding)
        return self._refusals[key]

    def _may(self, power: str, agency: str, deciding: bool) -> bool:
        if power not in self._holders:
            self._holders[power] = powers.who_may(power, self.found.case.region_id, self.on)
        return any(h.agency == agency and (h.may_decide or not deciding) for h in self._holders[power])

    def _sentence(self, power: str, agency: str, deciding: bool) -> DomainError | None:
        try:
            powers.check_may(power, agency, self.found.case.region_id, self.on, deciding=deciding)
        except DomainError as refusal:
            return refusal
        return None


def to_wake(at: datetime, batch: int = 200) -> Iterator[tuple[str, str, str]]:
    """(number, kind, status) of every case the worker has to act on by itself, longest waiting first.

    Read in batches behind a cursor, so that cases which cannot be served do not hide those behind them.
    """
    after: tuple[datetime, int] | None = None
    while True:
        found = Case.objects.to_wake(at)
        if after is not None:
            found = found.filter(Q(wake_at__gt=after[0]) | Q(wake_at=after[0], pk__gt=after[1]))
        rows = list(found.values_list("wake_at", "pk", "number", "kind", "status")[:batch])
        for wake_at, pk, number, kind, status in rows:
            after = (wake_at or at, pk)
            yield number, kind, status
        if len(rows) < batch:
            return


@dataclass(frozen=True)
class Moved:
    """An open case whose stored due instants no longer are what the calendar says; days as ``clock.projected`` gives."""

    number: str
    before: dict[str, str | bool | None]
    after: dict[str, str | bool | None]
    steps: tuple[str, ...]

    def shift(self, name: str) -> tuple[str, str, int] | None:
        """(before, after, days later) of ``due_on`` or ``statutory_due_on``; None where that day does not move."""
        before, after = self.before[name] or "", self.after[name] or ""
        if before == after or not (isinstance(before, str) and isinstance(after, str)):
            return None
        days = (date.fromisoformat(after) - date.fromisoformat(before)).days if before and after else 0
        return before, after, days


def moved_by_calendar(
    batch: int = 500, *, calendar: Calendar | None = None, since: date | None = None
) -> Iterator[Moved]:
    """What recounting would move, case by case; nothing is written. Memory does not grow with the number of cases.

    ``calendar`` is one that does not hold yet, ``since`` the first day on which it differs from what does.
    """
    after: int | None = 0
    while after is not None:
        found = sifted(after=after, most=batch, calendar=calendar, since=since)
        yield from found.moved
        after = found.after


@dataclass(frozen=True)
class Sifted:
    """A batch of open cases looked at: how many, which of them move, and behind which case to go on (None: done)."""

    examined: int
    moved: Sequence[Moved]
    after: int | None


def sifted(*, after: int, most: int, calendar: Calendar | None = None, since: date | None = None) -> Sifted:
    """The next ``most`` cases a changed calendar can have moved; three statements, nothing is written."""
    rows = _movable(since).filter(pk__gt=after).prefetch_related("steps", "ledger").order_by("pk")[:most]
    found = list(rows)
    with supposing(calendar or current()):
        moved = [one for case in found if (one := _moved(case)) is not None]
    return Sifted(len(found), moved, found[-1].pk if len(found) == most else None)


def sample_counts() -> dict[Status, int]:
    """How many cases of the sample there are, by status."""
    rows = Case.objects.filter(sample=True).order_by().values("status").annotate(total=Count("pk"))
    return {Status(row["status"]): row["total"] for row in rows}


def movable(since: date | None) -> int:
    """How many open cases a calendar can have moved that differs from ``since`` on."""
    return _movable(since).count()


def _movable(since: date | None) -> CaseQuerySet:
    """Open cases with a term that reaches the day; what ended before it is counted by days that did not change."""
    found = Case.objects.filter(status__in=[status.value for status in RECOUNT.sources])
    if since is None:
        return found
    later = midnight(since)
    steps = Step.objects.filter(case_id=OuterRef("pk"), due_at__gt=later)
    return found.filter(Q(due_at=None) | Q(due_at__gt=later) | Q(statutory_due_at__gt=later) | Exists(steps))


def _moved(one: Case) -> Moved | None:
    terms = clock.terms_of(one)
    if terms is None:
        return None
    before = clock.projected(one)
    steps = sorted(one.steps.all(), key=lambda step: step.position)
    changed = clock.project(one, terms, steps, list(one.ledger.all()))
    after = clock.projected(one)
    if not changed and after == before:
        return None
    return Moved(one.number, before, after, tuple(step.key for step in changed))
