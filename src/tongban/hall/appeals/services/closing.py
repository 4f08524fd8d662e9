"""After the answer: call-back, reopening once, withdrawal, archive."""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.casework.cases.services import Act
from tongban.common.actors import Actor
from tongban.common.errors import BadInput
from tongban.common.text import clean_text
from tongban.hall.appeals.checks import MOST_MISSES, check_caller, check_reopenable
from tongban.hall.appeals.models import Appeal, CallBack
from tongban.hall.appeals.queries import appeal_of
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import CallResult
from tongban.hall.appeals.services.dispatching import hand_over
from tongban.registry.prepared import Writer
from tongban.workdays import Term

APPEALS = Writer(Appeal)
CALLS = Writer(CallBack)


@transaction.atomic
def call_back(*, number: str, result: CallResult, actor: Actor, at: datetime, remark: str = "") -> Case:
    """Write down a call-back: satisfied closes, unsatisfied reopens once, and three times nobody closes as well."""
    remark = clean_text(remark, field="回访记录", limit=2000, blank=result is CallResult.SATISFIED)
    if result is CallResult.UNREACHED:
        return _missed(number, remark, actor, at)
    act = engine.begin(moves.CALL_BACK, number, actor=actor, at=at)
    appeal = appeal_of(act.case)
    check_caller(act.case, act.steps, actor)
    _note(act, result, remark)
    if result is CallResult.UNSATISFIED and not appeal.reopenings:
        act.move = moves.REOPEN
        return _reopen(act, appeal, remark)
    return engine.finish(act, {"result": result.value, "remark": remark})


def _missed(number: str, remark: str, actor: Actor, at: datetime) -> Case:
    act = engine.begin(moves.MISS, number, actor=actor, at=at)
    appeal = appeal_of(act.case)
    check_caller(act.case, act.steps, actor)
    appeal.misses += 1
    _note(act, CallResult.UNREACHED, remark)
    if appeal.misses >= MOST_MISSES:
        act.move = moves.CALL_BACK
    case = engine.finish(act, {"result": CallResult.UNREACHED.value, "remark": remark, "times": appeal.misses})
    APPEALS.update([appeal], ["misses"])
    return case


def _note(act: Act, result: CallResult, remark: str) -> None:
    CALLS.insert(
        CallBack(
            case_id=act.case.pk,
            result=result.value,
            remark=remark,
            called_at=act.at,
            called_by=act.actor.key,
            called_by_name=act.actor.name,
        )
    )


@transaction.atomic
def reopen(*, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Take an answered appeal up again, once: the same agency answers anew, on a new clock."""
    act = engine.begin(moves.REOPEN, number, actor=actor, at=at)
    appeal = appeal_of(act.case)
    reason = clean_text(reason, field="重新办理理由", limit=2000)
    check_reopenable(act.case, appeal, at=at)
    return _reopen(act, appeal, reason)


def _reopen(act: Act, appeal: Appeal, reason: str) -> Case:
    case = act.case
    appeal.reopenings += 1
    appeal.misses = 0
    case.decided_at, case.outcome, case.ended_at = None, "", None
    case.accepted_at = act.at
    hand_over(act, case.agency_id, (), Term.parse(case.promised_term), name="重新办理")
    case = engine.finish(act, {"reason": reason})
    APPEALS.update([appeal], ["reopenings", "misses"])
    return case


def withdraw(*, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Take an appeal back before it is answered."""
    return engine.take_back(moves.WITHDRAW, number=number, reason=reason, actor=actor, at=at)


@transaction.atomic
def archive(*, number: str, actor: Actor, at: datetime) -> Case:
    """Put an ended appeal away."""
    act = engine.begin(moves.ARCHIVE, number, actor=actor, at=at)
    if act.case.ended_at is None:
        raise BadInput("archive.open", "本件尚未办结,不能归档。")
    return engine.finish(act)
