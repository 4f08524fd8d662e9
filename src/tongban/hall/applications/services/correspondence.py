"""Words beside the procedure: messages between the applicant and the office, and the office's own notes.

Both are lines of the journal and nothing else: they move no clock, and a note never leaves the office.
"""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Move
from tongban.common.actors import Actor
from tongban.common.text import clean_text
from tongban.hall.applications.rules import moves

MOST = 2000


@transaction.atomic
def message(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Write to the other side: the applicant to the office, or the lead, the desk or an agency with a step to the applicant."""
    return _said(moves.MESSAGE, "留言", number, text, actor, at)


@transaction.atomic
def note(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Keep a note for those who handle the case; no party ever reads it."""
    return _said(moves.NOTE, "内部备注", number, text, actor, at)


def _said(move: Move, field: str, number: str, text: str, actor: Actor, at: datetime) -> Case:
    act = engine.begin(move, number, actor=actor, at=at)
    return engine.finish(act, {move.name: clean_text(text, field=field, limit=MOST)})
