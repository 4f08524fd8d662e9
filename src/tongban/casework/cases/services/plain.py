"""Acts that are the same for every kind of case: words, files, hands taken and ended, taking back.

Messages and notes are lines of the journal and nothing else: they move no clock, and a note never leaves the office.
"""

from datetime import datetime

from django.db import transaction

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Attachment, Case
from tongban.casework.cases.rules import Move, StepState
from tongban.casework.cases.services.acts import Act, begin, finish
from tongban.casework.cases.services.attachments import attach
from tongban.casework.cases.services.steps import complete_step, drop_steps, take_step
from tongban.common.actors import Actor
from tongban.common.errors import Refused
from tongban.common.text import clean_text
from tongban.common.time import localdate, midnight

MESSAGE = "message"
MOST_WORDS = 2000
MOST_A_DAY = 30  # of one party on one case: a journal is for ever, and nobody reads more
EVIDENCE = "evidence"  # what the office adds to a case without a guide


@transaction.atomic
def say(move: Move, *, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Make a move that is words alone: its line carries them under the move's name."""
    act = begin(move, number, actor=actor, at=at)
    if move.name == MESSAGE:
        check_few(act)
    return finish(act, {move.name: clean_text(text, field=move.label, limit=MOST_WORDS)})


def check_few(act: Act) -> None:
    """Refuse a party that floods the case with messages; the office is bound by its duties, not by numbers."""
    if act.actor.kind != "party":
        return
    today = cases.journal(act.case, act.actor, moves=[MESSAGE], latest=MOST_A_DAY)
    start = midnight(localdate(act.at))
    if sum(line.at >= start and line.actor == act.actor.key for line in today) >= MOST_A_DAY:
        raise Refused("message.many", "今天在本件已留言{most}条:请明天再写,或直接联系主办单位。", most=MOST_A_DAY)


@transaction.atomic
def add_file(
    move: Move, *, number: str, name: str, content: bytes, actor: Actor, at: datetime
) -> tuple[Case, Attachment]:
    """Add a file to a case without a guide: what a person brings, or evidence of what the office did."""
    act = begin(move, number, actor=actor, at=at)
    kept = attach(act, name=name, content=content, material=EVIDENCE if actor.kind == "staff" else "")
    return finish(act, {"file": kept.name, "sha256": kept.sha256}), kept


@transaction.atomic
def take_hand(move: Move, *, number: str, step: str, actor: Actor, at: datetime) -> Case:
    """Take a step of one's agency: from now the actor is named as who handles it."""
    act = begin(move, number, actor=actor, at=at, step=step)
    take_step(act, assignee=actor.key, name=actor.name)
    return finish(act, {"assignee": actor.name})


def close_hand(act: Act, step_key: str, result: str) -> None:
    """End a step with what came of it, whoever had it; the act is not the step's own."""
    step = next(one for one in act.steps if one.key == step_key)
    step.state = StepState.DONE.value
    step.ended_at, step.ended_by, step.result = act.at, act.actor.key, result
    act.touch(step)
    act.case.steps_left -= 1


def end_hand(act: Act, words: str, *, field: str, key: str, limit: int) -> Case:
    """Finish an act that ends its own step with words, which the line keeps under ``key``."""
    said = clean_text(words, field=field, limit=limit)
    complete_step(act, result=said)
    return finish(act, {key: said})


@transaction.atomic
def take_back(move: Move, *, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Take a case back before it is answered; what is still open passes."""
    act = begin(move, number, actor=actor, at=at)
    reason = clean_text(reason, field="撤回原因", limit=2000)
    if act.case.steps_left:
        drop_steps(act)
    return finish(act, {"reason": reason})
