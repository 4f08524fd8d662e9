"""Acts while the case is handled: steps, pauses, the one extension, deferred materials."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import PauseGround
from tongban.common.actors import Actor
from tongban.common.errors import Refused
from tongban.common.text import clean_text
from tongban.common.time import localdate
from tongban.hall.applications import queries
from tongban.hall.applications.checks import check_owed, owed_in
from tongban.hall.applications.rules import moves
from tongban.hall.applications.rules.materials import check_keys, check_paper
from tongban.hall.applications.services.filing import give
from tongban.registry.accounts import queries as accounts
from tongban.workdays import Term


@transaction.atomic
def take_step(*, number: str, step: str, actor: Actor, at: datetime) -> Case:
    """Take an open step: from now the actor is named as the one who handles it."""
    act = engine.begin(moves.TAKE_STEP, number, actor=actor, at=at, step=step)
    engine.take_step(act, assignee=actor.key, name=actor.name)
    return engine.finish(act, {"assignee": actor.name})


@transaction.atomic
def assign_step(*, number: str, step: str, assignee: str, actor: Actor, at: datetime) -> Case:
    """Have a handler or head of the agency of an open step handle it, by 工号; whoever had it before has it no more."""
    act = engine.begin(moves.ASSIGN_STEP, number, actor=actor, at=at, step=step)
    chosen = accounts.handler_of(act.step.agency_id if act.step else "", assignee, localdate(at))
    if act.step is not None and act.step.assignee == chosen.key:
        raise Refused("assign.same", "环节“{step}”已经由{name}经办。", step=act.step.name, name=chosen.name)
    engine.take_step(act, assignee=chosen.key, name=chosen.name)
    return engine.finish(act, {"assignee": chosen.name})


@transaction.atomic
def complete_step(*, number: str, step: str, result: str, actor: Actor, at: datetime) -> Case:
    """End an open step with its result; the steps that waited for it open."""
    act = engine.begin(moves.COMPLETE_STEP, number, actor=actor, at=at, step=step)
    result = clean_text(result, field="办理意见", limit=4000)
    engine.complete_step(act, result=result)
    return engine.finish(act, {"result": result})


@transaction.atomic
def pause(
    *,
    number: str,
    ground: PauseGround,
    reason: str,
    evidence: str,
    limit_on: date,
    actor: Actor,
    at: datetime,
    step: str = "",
) -> Case:
    """Stop the clock of the whole, or of one step, for a ground of the closed list, and tell the applicant how long."""
    move = moves.PAUSE_STEP if step else moves.PAUSE
    act = engine.begin(move, number, actor=actor, at=at, step=step)
    reason = clean_text(reason, field="中止理由", limit=2000)
    evidence = clean_text(evidence, field="依据材料", limit=2000)
    engine.pause(act, ground=ground, reason=reason, evidence=evidence, limit_on=limit_on)
    return engine.finish(act, {"ground": ground.value, "reason": reason, "evidence": evidence, "limit_on": limit_on})


@transaction.atomic
def resume(*, number: str, actor: Actor, at: datetime, step: str = "", ground: PauseGround | None = None) -> Case:
    """Start the clock again; the day of resuming is counted."""
    act = engine.begin(moves.RESUME_STEP if step else moves.RESUME, number, actor=actor, at=at, step=step)
    ended = engine.resume(act, ground=ground)
    return engine.finish(act, {"grounds": [entry.ground for entry in ended]})


@transaction.atomic
def resume_lapsed(*, number: str, actor: Actor, at: datetime) -> Case:
    """End the pauses whose last day has come; done by the worker."""
    act = engine.begin(moves.RESUME_LAPSED, number, actor=actor, at=at)
    ended = engine.resume_lapsed(act)
    return engine.finish(act, {"grounds": [entry.ground for entry in ended]})


@transaction.atomic
def extend(*, number: str, reason: str, actor: Actor, at: datetime, term: Term | None = None) -> Case:
    """Grant the one extension, by the head of the agency, with the reason told to the applicant (行政许可法 art. 42)."""
    act = engine.begin(moves.EXTEND, number, actor=actor, at=at)
    reason = clean_text(reason, field="延期理由", limit=2000)
    entry = engine.extend(act, reason=reason, term=term)
    return engine.finish(act, {"term": entry.term, "reason": reason})


@transaction.atomic
def provide_deferred(*, number: str, paper: Sequence[str], actor: Actor, at: datetime) -> Case:
    """Hand in deferred materials on paper; uploaded ones come by ``attach_material``."""
    act = engine.begin(moves.PROVIDE_DEFERRED, number, actor=actor, at=at)
    check_keys(act.spec, paper)
    check_paper(actor, paper)
    given = queries.given(act.case, act.spec)
    check_owed(act.case, act.spec, given)
    deferred = set(owed_in(act.case, act.spec, given))
    if not paper or (strangers := [key for key in paper if key not in deferred]):
        raise Refused(
            "deferred.unknown",
            "这些材料不在容缺之列:{strangers}。请只交容缺受理告知书所列材料。",
            strangers="、".join(strangers if paper else ["(未选择)"]),
        )
    give(act.case, paper, given, actor=actor, at=at)
    return engine.finish(act, {"provided": list(paper)})
