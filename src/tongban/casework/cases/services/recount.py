"""Recounting: when a notice changes the calendar, the stored due instants of open cases follow, each on the record."""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import clock
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import RECOUNT
from tongban.casework.cases.services.acts import begin, finish
from tongban.common.actors import Actor
from tongban.common.errors import Refused


@transaction.atomic
def recount(*, number: str, actor: Actor, at: datetime) -> Case:
    """Compute the clocks of an open case anew under the calendar as it is now; refused where nothing moves."""
    act = begin(RECOUNT, number, actor=actor, at=at)
    before = clock.projected(act.case)
    if act.terms is None:
        raise Refused("recount.same", "本件的到期日不因日历变化而变动。")
    changed = clock.project(act.case, act.terms, act.steps, act.ledger)
    after = clock.projected(act.case)
    if not changed and after == before:
        raise Refused("recount.same", "本件的到期日不因日历变化而变动。")
    for step in changed:
        act.touch(step)
    return finish(act, {"before": before, "after": after, "steps": [step.key for step in changed]})
