"""Acts on the ledger of the clock: pause and resume (行政许可法 art. 45), one extension (art. 42)."""

from datetime import date, datetime

from tongban.casework.cases.checks import check_extendable, check_resumable, open_pauses
from tongban.casework.cases.models import LedgerEntry
from tongban.casework.cases.rules import PauseGround, StepState
from tongban.casework.cases.services.acts import Act
from tongban.common.errors import BadInput, Refused
from tongban.common.time import localdate, midnight
from tongban.workdays import Term


def pause(act: Act, *, ground: PauseGround, reason: str, evidence: str, limit_on: date) -> LedgerEntry:
    """Stop the clock of the whole, or of the act's step, from now until it is resumed or ``limit_on`` comes.

    The applicant is told in writing how long it takes (art. 45), hence reason and last day are required.
    """
    if not reason.strip() or not evidence.strip():
        raise BadInput("pause.evidence", "中止须写明理由和依据材料,并书面告知申请人(《行政许可法》第四十五条)。")
    if limit_on <= localdate(act.at):
        raise BadInput("pause.limit", "最迟恢复日{limit_on}须晚于中止当日:请重新填写。", limit_on=limit_on)
    key = act.step.key if act.step else ""
    if act.step and act.step.state != StepState.OPEN.value:
        raise Refused("pause.step", "环节“{step}”不在办理中,不能中止。", step=act.step.name)
    if any(entry.ground == ground.value and entry.step_key == key for entry in open_pauses(act.ledger)):
        raise Refused("pause.again", "已因“{ground}”中止且尚未恢复:请先恢复。", ground=ground.label)
    return _add(
        act, kind="pause", step_key=key, ground=ground.value, reason=reason, evidence=evidence, limit_on=limit_on
    )


def resume(act: Act, *, ground: PauseGround | None = None) -> list[LedgerEntry]:
    """End the open pauses of the whole, or of the act's step; with ``ground`` only that one."""
    key = act.step.key if act.step else ""
    ending = check_resumable(act.ledger, key, ground.value if ground else "")
    for entry in ending:
        _end(act, entry, act.at)
    return ending


def close_pauses(act: Act, step_key: str | None = None) -> None:
    """End what is still paused because what it stopped has ended: one step's, or everything of the case."""
    for entry in open_pauses(act.ledger, step_key):
        _end(act, entry, act.at)


def resume_lapsed(act: Act) -> list[LedgerEntry]:
    """End the pauses whose last day has come, as of the beginning of that day."""
    ending = [e for e in open_pauses(act.ledger) if e.limit_on and midnight(e.limit_on) <= act.at]
    if not ending:
        raise Refused("pause.none", "没有到期的中止。")
    for entry in ending:
        _end(act, entry, max(entry.started_at, midnight(entry.limit_on or localdate(act.at))))
    return ending


def extend(act: Act, *, reason: str, term: Term | None = None) -> LedgerEntry:
    """Grant the one extension, at most the item's; before the term runs out and with a reason told to the applicant."""
    if act.terms is None:
        raise Refused("extend.none", "本件没有办理时限,不能延期。")
    most = check_extendable(act.case, act.terms, act.steps, act.ledger, at=act.at)
    if not reason.strip():
        raise BadInput("extend.reason", "延期须写明理由并告知申请人(《行政许可法》第四十二条)。")
    term = term or most
    if term.counting is not most.counting or term.amount > most.amount:
        raise BadInput("extend.term", "延期{term}超过本事项可延的{most}:请缩短。", term=term, most=most)
    return _add(act, kind="extension", reason=reason, term=str(term))


def _add(act: Act, **what: object) -> LedgerEntry:
    ledger = act.ledger
    entry = LedgerEntry(
        case_id=act.case.pk,
        position=act.case.ledger_size + 1,
        started_at=act.at,
        started_by=act.actor.key,
        started_by_name=act.actor.name,
        **what,
    )
    entry.save(force_insert=True)
    ledger.append(entry)
    act.case.ledger_size += 1
    act.ledger_touched = True
    return entry


def _end(act: Act, entry: LedgerEntry, at: datetime) -> None:
    entry.ended_at, entry.ended_by = at, act.actor.key
    entry.save(update_fields=["ended_at", "ended_by"])
    act.ledger_touched = True
