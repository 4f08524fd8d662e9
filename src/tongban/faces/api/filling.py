"""Cases as JSON: what the reader sees, put into the shapes of the API."""

from typing import Any

from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.queries import Allowed
from tongban.casework.cases.rules import Kind, Outcome, PauseGround, Status, StepState
from tongban.common.time import localdate
from tongban.faces.api.reading import STEP, CaseView, Line
from tongban.faces.api.schemas.base import Named
from tongban.faces.api.schemas.cases import (
    Applicant,
    CaseLine,
    ClockOut,
    LedgerOut,
    MaterialOut,
    MoveOut,
    NoticeOut,
    StepOut,
)
from tongban.hall.applications.rules.materials import MaterialState, Review
from tongban.workdays import Term


def line_out(line: Line) -> CaseLine:
    """A case of a list as JSON."""
    return CaseLine(**line_data(line))


def line_data(line: Line) -> dict[str, Any]:
    """What a list shows of a case."""
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
        "status_label": Status(case.status).label_for(case.kind),
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
    case = view.case
    statutory = view.whole.clocks.get(ClockName.STATUTORY.value)
    return {
        **line_data(view.line),
        "applicant": applicant_out(view),
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


def applicant_out(view: CaseView) -> Applicant | None:
    """The party of the case, where the reader may know it."""
    found = view.applicant
    return Applicant(id=found.pk, kind=found.kind, name=found.name) if found else None


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
            review=one.review,
            review_label=Review(one.review).label if one.review else "",
            remark=one.remark,
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
