"""Words beside the procedure: messages between the applicant and the office, and the office's own notes."""

from datetime import datetime

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.common.actors import Actor
from tongban.hall.applications.rules import moves


def message(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Write to the other side: the applicant to the office, or the lead, the desk or an agency with a step to the applicant."""
    return engine.say(moves.MESSAGE, number=number, text=text, actor=actor, at=at)


def note(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Keep a note for those who handle the case; no party ever reads it."""
    return engine.say(moves.NOTE, number=number, text=text, actor=actor, at=at)
