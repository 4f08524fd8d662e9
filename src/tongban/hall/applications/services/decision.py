"""Acts at the end: decide, correct a decision, deliver, archive."""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor
from tongban.common.errors import BadInput
from tongban.common.text import clean_line, clean_text
from tongban.common.time import localdate
from tongban.hall.applications import queries
from tongban.hall.applications.checks import check_decidable, check_grantable
from tongban.hall.applications.rules import moves
from tongban.hall.applications.rules.notices import NoticeKind, remedy_on
from tongban.hall.applications.services import effects
from tongban.hall.applications.services.papers import tell


@transaction.atomic
def decide(
    *, number: str, outcome: Outcome, reason: str, actor: Actor, at: datetime, document: str = "", remedy: str = ""
) -> Case:
    """Decide: every step ended, every deferred material brought; a denial names reason and remedy (art. 38).

    What a favourable decision changes of an enterprise takes effect in the same transaction, and its event with it.
    """
    act = engine.begin(moves.DECIDE, number, actor=actor, at=at)
    case = act.case
    if outcome is Outcome.NONE:
        raise BadInput("decide.outcome", "请选择准予或不予。")
    check_decidable(case)
    if outcome is Outcome.GRANTED:
        rows = queries.rows(case, act.spec)
        check_grantable(case, act.spec, queries.given_in(rows), queries.reviews_in(rows))
    engine.close_pauses(act)
    reason = clean_text(reason, field="决定的理由或内容", limit=8000)
    document = clean_line(document, field="文书编号", limit=120, blank=True)
    case.outcome, case.decided_at = outcome.value, at
    if outcome is Outcome.GRANTED:
        effects.apply(act, document)
    else:
        tell(
            act,
            NoticeKind.DENIAL,
            reason=reason,
            remedy=clean_text(remedy or remedy_on(localdate(at)), field="救济途径", limit=2000),
        )
    return engine.finish(act, {"outcome": outcome.value, "reason": reason, "document": document})


@transaction.atomic
def correct(*, number: str, reason: str, text: str, actor: Actor, at: datetime) -> Case:
    """Correct a clerical error in a decision; the decision stands, the correction is told and recorded."""
    act = engine.begin(moves.CORRECT, number, actor=actor, at=at)
    reason = clean_text(reason, field="更正原因", limit=2000)
    text = clean_text(text, field="更正后的内容", limit=8000)
    tell(act, NoticeKind.AMENDMENT, reason=f"{text}(更正原因:{reason})")
    return engine.finish(act, {"reason": reason, "text": text})


@transaction.atomic
def deliver(*, number: str, how: str, actor: Actor, at: datetime) -> Case:
    """Deliver the decision (送达), within ten working days of it (行政许可法 art. 44)."""
    act = engine.begin(moves.DELIVER, number, actor=actor, at=at)
    how = clean_line(how, field="送达方式", limit=200)
    return engine.finish(act, {"how": how})


@transaction.atomic
def archive(*, number: str, actor: Actor, at: datetime) -> Case:
    """Put an ended application into the archive."""
    act = engine.begin(moves.ARCHIVE, number, actor=actor, at=at)
    return engine.finish(act)
