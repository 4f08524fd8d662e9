"""Shapes of cases."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.queries import Allowed
from tongban.casework.cases.rules import Kind, Outcome, PauseGround, Status, StepState
from tongban.common.time import localdate
from tongban.faces.api.reading import STEP, CaseView, Line
from tongban.faces.api.schemas.base import Data, Given, Named
from tongban.hall.applications.rules.materials import MaterialState
from tongban.workdays import Term


class CaseLine(Schema):
    """A case as lists show it; ``time_state`` is that of the clock that runs, None while none has begun."""

    number: str
    kind: str
    kind_label: str
    title: str
    item: Named | None
    agency: Named
    region: Named
    status: str
    status_label: str
    outcome: str
    outcome_label: str
    time_state: str | None
    time_state_label: str | None
    due_on: date | None
    provisional: bool
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    sample: bool = Field(description="示例数据")


class CasePage(Schema):
    """One page of cases; ``next`` is the cursor of the following page, null on the last one."""

    items: list[CaseLine]
    next: str | None


class Applicant(Schema):
    """The party the case is about."""

    id: int
    kind: str
    name: str


class StepOut(Schema):
    """A step with its own clock."""

    key: str
    name: str
    agency: Named
    power: str
    state: str
    state_label: str
    term: str
    assignee: str
    started_at: datetime | None
    ended_at: datetime | None
    result: str
    clock: "ClockOut | None"


class ClockOut(Schema):
    """A clock: term, what it consumed, what is left, when it is due. Amounts are in the unit of its counting."""

    name: str
    label: str
    term: str
    total: str = Field(description="时限加上延期")
    counting: str
    basis: str
    started_at: datetime
    ended_at: datetime | None
    due_on: date | None
    due_at: datetime | None
    provisional: bool
    provisional_reason: str
    state: str
    state_label: str
    consumed: int
    remaining: int
    excluded_days: int


class LedgerOut(Schema):
    """A pause or the extension; a pause counts by local date, its first day not counted, its last one counted."""

    kind: Literal["pause", "extension"]
    step: str
    ground: str
    ground_label: str
    reason: str
    evidence: str
    term: str
    started_at: datetime
    by: str
    limit_on: date | None
    ended_at: datetime | None


class MaterialOut(Schema):
    """A material of the guide with what became of it; ``state`` is empty while it is missing."""

    key: str
    name: str
    required: bool
    deferrable: bool
    source: str
    state: str
    state_label: str
    attachment: int | None


class NoticeOut(Schema):
    """A paper told to the applicant."""

    kind: str
    kind_label: str
    told_at: datetime
    reason: str
    remedy: str
    items: list[Data]


class MoveOut(Schema):
    """A move with the answer whether the reader can make it now, and why not in the words of the check."""

    name: str
    label: str
    step: str
    allowed: bool
    reason: str
    code: str
    law: str


class CaseOut(CaseLine):
    """A case with all that hangs on it."""

    applicant: Applicant | None
    channel: str
    answerable: str
    specialist: str
    acceptance: str
    corrections: int
    form: Data
    promised_term: str
    statutory_term: str
    statutory_due_on: date | None
    opened_at: datetime
    steps: list[StepOut]
    clocks: list[ClockOut]
    ledger: list[LedgerOut]
    materials: list[MaterialOut]
    notices: list[NoticeOut]
    moves: list[MoveOut]


class PrecheckFinding(Schema):
    """One thing a precheck found; ``blocks`` submission, or only acceptance as it stands."""

    field: str
    sentence: str
    blocks: bool


class CasePrechecked(CaseOut):
    """The case after a precheck with everything it found at once."""

    findings: list[PrecheckFinding]


class AttachmentOut(Schema):
    """A file of a case."""

    id: int
    material: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    uploaded_at: datetime


class CaseAttached(CaseOut):
    """The case after an upload, with the file."""

    attachment: AttachmentOut


class JournalOut(Schema):
    """One line of the journal; ``digest`` chains it to the line before."""

    seq: int
    at: datetime
    move: str
    move_label: str
    role: str
    role_label: str
    by: str
    agency: str
    status: str
    step: str
    data: Data
    digest: str


class DayOut(Schema):
    """One day of a clock; ``ordinal`` is its place among the counted ones."""

    on: date
    weekday: str
    counted: bool
    ordinal: int | None
    reason: str


class WhyOut(Schema):
    """Why this day: the clock and every day from its start to its due day."""

    clock: ClockOut
    days: list[DayOut]


class Attach(Given):
    """The form part of an upload."""

    material: str = Field("", description="材料代码;留空为一般附件")


class Open(Given):
    """A new application; ``submit`` files it at once, else it stays a draft."""

    item: str = Field(min_length=1, max_length=80)
    region: str = Field(min_length=6, max_length=12)
    applicant: int | None = Field(None, ge=1, le=10**15, description="当事人编号;申请人本人办理时可省略")
    form: Data = Field(default_factory=dict)
    title: str = ""
    paper: list[str] = Field(default_factory=list, max_length=100, description="窗口已核验的纸质材料代码")
    submit: bool = False


def line_out(line: Line) -> CaseLine:
    """A case of a list as JSON."""
    return CaseLine(**_line(line))


def _line(line: Line) -> dict[str, Any]:
    case = line.case
    return {
        "number": case.number,
        "kind": case.kind,
        "kind_label": Kind(case.kind).label,
        "title": case.title,
        "item": Named(code=case.item_id, name=case.item.name) if case.item_id and case.item else None,
        "agency": Named(code=case.agency_id, name=case.agency.name),
        "region": Named(code=case.region_id, name=case.region.full_name),
        "status": case.status,
        "status_label": Status(case.status).label,
        "outcome": case.outcome,
        "outcome_label": Outcome(case.outcome).label,
        "time_state": line.state.value if line.state else None,
        "time_state_label": line.state.label if line.state else None,
        "due_on": line.due_on,
        "provisional": case.provisional,
        "received_at": case.received_at,
        "accepted_at": case.accepted_at,
        "decided_at": case.decided_at,
        "ended_at": case.ended_at,
        "sample": case.sample,
    }


def case_data(view: CaseView) -> dict[str, Any]:
    """A case with all that hangs on it, ready for CaseOut or one of its extensions."""
    case, applicant = view.case, view.case.applicant
    statutory = view.whole.clocks.get(ClockName.STATUTORY.value)
    return {
        **_line(view.line),
        "applicant": Applicant(id=applicant.pk, kind=applicant.kind, name=applicant.name) if applicant else None,
        "channel": case.channel,
        "answerable": case.answerable_name,
        "specialist": case.specialist_name,
        "acceptance": case.acceptance,
        "corrections": case.corrections,
        "form": case.form,
        "promised_term": case.promised_term,
        "statutory_term": case.statutory_term,
        "statutory_due_on": statutory.due_on() if statutory else None,
        "opened_at": case.opened_at,
        "steps": steps_out(view),
        "clocks": clocks_out(view),
        "ledger": ledger_out(view),
        "materials": materials_out(view),
        "notices": notices_out(view),
        "moves": [move_out(one) for one in view.allowed],
    }


def steps_out(view: CaseView) -> list[StepOut]:
    """The steps in the order of the procedure."""
    return [
        StepOut(
            key=step.key,
            name=step.name,
            agency=Named(code=step.agency_id, name=step.agency.name),
            power=step.power,
            state=step.state,
            state_label=StepState(step.state).label,
            term=step.term,
            assignee=step.assignee_name,
            started_at=step.started_at,
            ended_at=step.ended_at,
            result=step.result,
            clock=clock_out(view, STEP + step.key) if STEP + step.key in view.whole.clocks else None,
        )
        for step in view.whole.steps
    ]


def clocks_out(view: CaseView) -> list[ClockOut]:
    """Every clock that has begun."""
    return [clock_out(view, name) for name in view.whole.clocks]


def clock_out(view: CaseView, name: str) -> ClockOut:
    """One clock at the view's instant."""
    clock, at = view.clock(name), view.at
    state = clock.state(at)
    return ClockOut(
        name=name,
        label=view.clock_label(name),
        term=str(clock.term),
        total=str(clock.total),
        counting=clock.term.counting.word,
        basis=view.basis_of(name),
        started_at=clock.started_at,
        ended_at=clock.ended_at,
        due_on=clock.due_on(),
        due_at=clock.due_at(),
        provisional=clock.provisional(),
        provisional_reason=clock.provisional_reason(),
        state=state.value,
        state_label=state.label,
        consumed=clock.consumed(at),
        remaining=clock.remaining(at),
        excluded_days=clock.excluded_days(until=localdate(at)),
    )


def ledger_out(view: CaseView) -> list[LedgerOut]:
    """Pauses and the extension, oldest first."""
    return [
        LedgerOut(
            kind="pause" if entry.kind == "pause" else "extension",
            step=entry.step_key,
            ground=entry.ground,
            ground_label=PauseGround(entry.ground).label if entry.ground else "",
            reason=entry.reason,
            evidence=entry.evidence,
            term=entry.term and Term.parse(entry.term).words,
            started_at=entry.started_at,
            by=entry.started_by_name,
            limit_on=entry.limit_on,
            ended_at=entry.ended_at,
        )
        for entry in view.whole.ledger
    ]


def materials_out(view: CaseView) -> list[MaterialOut]:
    """The materials in the order of the guide."""
    return [
        MaterialOut(
            key=one.key,
            name=one.name,
            required=one.required,
            deferrable=one.deferrable,
            source=one.source,
            state=one.state,
            state_label=MaterialState(one.state).label if one.state else "未提交",
            attachment=one.attachment_id,
        )
        for one in view.materials
    ]


def notices_out(view: CaseView) -> list[NoticeOut]:
    """The papers, oldest first."""
    return [
        NoticeOut(
            kind=one.kind.value,
            kind_label=one.kind.label,
            told_at=one.told_at,
            reason=one.reason,
            remedy=one.remedy,
            items=[dict(item) for item in one.items],
        )
        for one in view.notices
    ]


def move_out(one: Allowed) -> MoveOut:
    """A move with its refusal in the words of the check."""
    return MoveOut(
        name=one.move.name,
        label=one.move.label,
        step=one.step,
        allowed=one.refusal is None,
        reason=one.refusal.message if one.refusal else "",
        code=one.refusal.code if one.refusal else "",
        law=one.move.law,
    )
