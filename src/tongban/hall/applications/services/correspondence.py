"""Words beside the procedure: messages between the applicant and the office, and the office's own notes.

Both are lines of the journal and nothing else: they move no clock, and a note never leaves the office.
"""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import queries as cases
from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Move
from tongban.casework.cases.services import Act
from tongban.common.actors import Actor
from tongban.common.errors import Refused
from tongban.common.text import clean_text
from tongban.common.time import localdate, midnight
from tongban.hall.applications.rules import moves

MOST = 2000
MOST_A_DAY = 30  # of one party on one case: a journal is for ever, and nobody reads more


@transaction.atomic
def message(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Write to the other side: the applicant to the office, or the lead, the desk or an agency with a step to the applicant."""
    return say(moves.MESSAGE, number=number, text=text, actor=actor, at=at)


@transaction.atomic
def note(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Keep a note for those who handle the case; no party ever reads it."""
    return say(moves.NOTE, number=number, text=text, actor=actor, at=at)


def say(move: Move, *, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Make a move that is words alone, of any kind of case: its line carries them under the move's name."""
    act = engine.begin(move, number, actor=actor, at=at)
    if move.name == moves.MESSAGE.name:
        check_few(act)
    return engine.finish(act, {move.name: clean_text(text, field=move.label, limit=MOST)})


def check_few(act: Act) -> None:
    """Refuse a party that floods the case with messages; the office is bound by its duties, not by numbers."""
    if act.actor.kind != "party":
        return
    today = cases.journal(act.case, act.actor, moves=[moves.MESSAGE.name], latest=MOST_A_DAY)
    start = midnight(localdate(act.at))
    if sum(line.at >= start and line.actor == act.actor.key for line in today) >= MOST_A_DAY:
        raise Refused("message.many", "今天在本件已留言{most}条:请明天再写,或直接联系主办单位。", most=MOST_A_DAY)
