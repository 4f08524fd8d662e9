"""The frame of every act: lock the case, check the move, let the caller change rows, then clock, journal, outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import connection, transaction

from tongban.casework.cases import clock
from tongban.casework.cases.models import Case, JournalEntry, LedgerEntry, NumberSeries, Step
from tongban.casework.cases.rules import (
    ENDED,
    GENESIS,
    Kind,
    Line,
    Move,
    PolicyTerms,
    Status,
    StepState,
    answering,
    check_actor,
    check_sources,
    digest,
    payload,
)
from tongban.casework.exchange import services as exchange
from tongban.common.actors import Actor, Role
from tongban.common.errors import NotFound, Refused
from tongban.common.identifiers import case_number, digits
from tongban.common.time import due_day, local, localdate
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.powers import queries as powers
from tongban.registry.prepared import Lookup, Writer, together
from tongban.workdays import Term

CASES, STEPS, LINES = Writer(Case), Writer(Step), Writer(JournalEntry)
LOCKED = Lookup(lambda number: Case.objects.select_for_update(of=("self",)).filter(number=number), str)
STEPS_OF = Lookup(lambda pk: Step.objects.filter(case_id=pk).order_by("position"), int)
LEDGER_OF = Lookup(lambda pk: LedgerEntry.objects.filter(case_id=pk).order_by("position"), int)
STEP_FIELDS = (
    "agency_id",
    "assists",
    "term",
    "state",
    "assignee",
    "assignee_name",
    "started_at",
    "ended_at",
    "ended_by",
    "due_at",
    "result",
)

OPENED = Move("open", "建立", frozenset(), Status.DRAFT, frozenset(Role))


@dataclass
class Act:
    """One move on one locked case, between ``begin`` and ``finish``; valid inside one transaction."""

    case: Case
    move: Move
    actor: Actor
    at: datetime
    role: Role
    step: Step | None = None
    added: list[Step] = field(default_factory=list)
    before: Mapping[str, Any] = field(default_factory=dict)
    touched: dict[str, Step] = field(default_factory=dict)
    events: list[exchange.NewEvent] = field(default_factory=list)
    ledger_touched: bool = False

    @cached_property
    def spec(self) -> ItemSpec:
        """The item as it stood when the case was opened."""
        if self.case.item_version_id is None:
            raise Refused("case.no_item", "本件没有关联事项:请先确定事项。")
        return catalog.pinned(self.case.item_version_id)

    @cached_property
    def terms(self) -> clock.Terms | None:
        """The terms the case runs under, of its item or of the policy it keeps."""
        return clock.terms_of(self.case)

    @cached_property
    def steps(self) -> list[Step]:
        """The steps of the case in the order of its procedure."""
        return STEPS_OF(self.case.pk)

    @cached_property
    def ledger(self) -> list[LedgerEntry]:
        """The ledger of the case, oldest first; an empty one costs no query."""
        if not self.case.ledger_size:
            return []
        return LEDGER_OF(self.case.pk)

    def touch(self, step: Step) -> None:
        """Have the step written at the end of the act."""
        self.touched[step.key] = step


def next_number(region: str, on: date) -> str:
    """The next case number of a region's county or city on a day; the series row is locked until commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {NumberSeries._meta.db_table} AS series (region, day_on, serial) VALUES (%s, %s, 1) "  # noqa: S608
            "ON CONFLICT (region, day_on) DO UPDATE SET serial = series.serial + 1 RETURNING serial",
            [region[:6], on],
        )
        (serial,) = cursor.fetchone()
    return case_number(region[:6], on, serial)


@transaction.atomic(savepoint=False)
def open_case(
    *,
    kind: Kind,
    title: str,
    region: str,
    agency: str,
    actor: Actor,
    at: datetime,
    applicant_id: int | None = None,
    item_id: str | None = None,
    item_version_id: int | None = None,
    form: Mapping[str, Any] | None = None,
    terms: PolicyTerms | None = None,
    term: Term | None = None,
    channel: str = "window",
    sample: bool = False,
    into: Move = OPENED,
    role: Role | None = None,
    data: Mapping[str, Any] | None = None,
) -> Case:
    """Open a case with its number and the first line of its journal.

    ``into`` says in which state it begins: a draft, or at once submitted where it is filed in one go. Whoever opens
    it as staff is the answerable person (首问负责) until somebody else is named. ``term`` is that of a case which is
    accepted at once.
    """
    target = into.target or Status.DRAFT
    staff = actor.kind == "staff"
    number = next_number(region, localdate(at))
    case = Case(
        number=number,
        tail=digits(number)[::-1],
        kind=kind.value,
        status=target.value,
        title=title,
        region_id=region,
        agency_id=agency,
        applicant_id=applicant_id,
        item_id=item_id,
        item_version_id=item_version_id,
        form=dict(form or {}),
        terms=terms.kept() if terms else {},
        channel=channel,
        sample=sample,
        opened_at=at,
        **_begun(target, term, at),
        touched_at=at,
        answerable=actor.key if staff else "",
        answerable_name=actor.name if staff else "",
        journal_digest=GENESIS,
    )
    act = Act(case, into, actor, at, role or min(actor.roles))
    if act.terms is not None:
        clock.project(case, act.terms, [], [])
    line = _next_line(act, {"title": title, "form": case.form, **(data or {})})
    CASES.insert(case)
    with together():
        _write(act, line)
        _emit(act, {})
    return case


def _begun(target: Status, term: Term | None, at: datetime) -> dict[str, Any]:
    """The instants and terms of a case that begins beyond a draft, accepted at once where it has its term."""
    if target is Status.DRAFT:
        return {}
    accepted = {"accepted_at": at, "promised_term": str(term), "statutory_term": str(term)} if term else {}
    return {"filed_at": at, "received_at": at, **accepted}


def locked(number: str) -> Case:
    """The case, its row locked until the transaction ends; NotFound when there is none."""
    found = LOCKED(number)
    if not found:
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=number)
    return found[0]


def begin(move: Move, number: str, *, actor: Actor, at: datetime, step: str = "") -> Act:
    """Lock the case and check the move: state, role, reach, and the power in force on the day of the act.

    Raises Refused (state, time running backwards), NotAllowed (role, reach, power), NotFound (no such case, or an
    applicant asking for somebody else's: both look the same).
    """
    case = locked(number)
    if actor.kind == "party" and (actor.party_id != case.applicant_id or actor.guest_of not in {"", number}):
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=number)
    check_sources(move, case.status, case.kind)
    act = Act(case, move, actor, at, Role.WORKER, before=dict(case.__dict__))
    agency, power = case.agency_id, ""
    if move.step or step:
        act.step = _step(act, step)
        agency, power = act.step.agency_id, act.step.power
    elif move.shared and actor.agency not in {"", agency}:
        agency = answering(move, case, actor, {one.agency_id for one in act.steps})
    act.role = check_actor(move, case, actor, agency=agency)
    if at < case.touched_at:
        raise Refused(
            "case.time",
            "办理时间{at:%Y-%m-%d %H:%M}早于本件上一次办理的{last:%Y-%m-%d %H:%M}:请核对时间。",
            at=local(at),
            last=local(case.touched_at),
        )
    # an assisting agency answers for its step with the power the step names, the lead always with the item's
    if move.power and (power := power or (act.terms.power if act.terms and agency == case.agency_id else "")):
        powers.check_may(power, agency, case.region_id, localdate(at), deciding=move.decides)
    return act


def _step(act: Act, key: str) -> Step:
    found = next((step for step in act.steps if step.key == key), None)
    if found is None:
        raise NotFound("step.unknown", "本件没有环节“{key}”:请核对环节代码。", key=key)
    if act.move.step and found.state != StepState.OPEN.value:
        raise Refused(
            "step.state",
            "环节“{step}”{state},不能{move}:只有办理中的环节可以。",
            step=found.name,
            state=StepState(found.state).label,
            move=act.move.label,
        )
    return found


def finish(act: Act, data: Mapping[str, Any] | None = None, *, event: Mapping[str, Any] | None = None) -> Case:
    """Close the act: state, clocks, rows, one journal line, one outbox row. Returns the case as it now stands."""
    case, target = act.case, act.move.target
    moved = target is not None and target.value != case.status
    if target is not None:
        case.status = target.value
    if target in ENDED and case.ended_at is None:
        case.ended_at = act.at
    elif target is not None and target not in ENDED:
        case.ended_at = None  # taken up again
    _project(act, moved)
    line = _next_line(act, data or {})
    case.touched_at = act.at
    changed = [name for name, value in case.__dict__.items() if name[0] != "_" and act.before.get(name) != value]
    with together():
        if act.added:
            STEPS.insert(*act.added)
        if changed_steps := [step for step in act.touched.values() if step not in act.added]:
            STEPS.update(changed_steps, STEP_FIELDS)
        CASES.update([case], changed)
        _write(act, line)
        _emit(act, event or {})
    return case


def _project(act: Act, moved: bool) -> None:
    """Compute what this act can have moved: everything after a change of state or ledger, else only its steps."""
    if act.terms is None:
        return
    if moved or act.ledger_touched or act.added:
        steps = act.steps if act.case.ledger_size or act.added else list(act.touched.values())
        for step in clock.project(act.case, act.terms, steps, act.ledger):
            act.touch(step)
    else:
        clock.project_steps(act.touched.values(), act.ledger)


def _next_line(act: Act, data: Mapping[str, Any]) -> Line:
    case = act.case
    line = Line(
        number=case.number,
        seq=case.journal_seq + 1,
        at=act.at,
        move=act.move.name,
        role=act.role.value,
        actor=act.actor.key,
        actor_name=act.actor.name,
        agency=act.actor.agency,
        status=case.status,
        step=act.step.key if act.step else "",
        data=payload(data),
    )
    case.journal_seq = line.seq
    case.journal_digest = digest(case.journal_digest, line)
    return line


def _write(act: Act, line: Line) -> None:
    LINES.append(
        {
            "case_id": act.case.pk,
            "seq": line.seq,
            "at": line.at,
            "move": line.move,
            "role": line.role,
            "actor": line.actor,
            "actor_name": line.actor_name,
            "agency": line.agency,
            "status": line.status,
            "step": line.step,
            "data": line.data,
            "digest": act.case.journal_digest,
        }
    )


def _emit(act: Act, more: Mapping[str, Any]) -> None:
    """Write the events of the act, its own last, by one statement."""
    case = act.case
    if act.move.event:
        act.events.append(
            exchange.NewEvent(
                type=f"cn.tongban.{case.kind}.{act.move.event}",
                subject=case.number,
                order_key=f"party:{case.applicant_id}" if case.applicant_id else "",
                data={
                    "case_number": case.number,
                    "item": case.item_id or "",
                    "status": case.status,
                    "outcome": case.outcome,
                    "agency": case.agency_id,
                    "region": case.region_id,
                    "due_on": str(due_day(case.due_at)) if case.due_at else None,
                    **more,
                },
                at=act.at,
            )
        )
    if act.events:
        exchange.emit_many(act.events)
