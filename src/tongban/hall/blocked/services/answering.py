"""From the answer to the end: answered, confirmed or contested, closed by itself, and why it could happen at all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.clock import delivery_clock
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.casework.cases.rules.substance import check_says_something, copied
from tongban.casework.cases.services import Act
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Refused
from tongban.common.text import clean_text
from tongban.hall.appeals.services.answers import ANSWERED, keep_answer
from tongban.hall.blocked.checks import (
    check_answerable,
    check_contestable,
    check_not_rooted,
    check_rooted,
    check_same_day,
    open_of,
)
from tongban.hall.blocked.models import BlockedMatter
from tongban.hall.blocked.queries import answering, matter_of
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import AGAIN, LONGEST_TEXT, RUNG, RUNG_LABELS, RootCause, rest_of, rung_of
from tongban.hall.blocked.services.mending import open_mending
from tongban.registry.policies.queries import content
from tongban.registry.prepared import Writer
from tongban.workdays import Clock, Term

MATTERS = Writer(BlockedMatter)
ROOTED = ("root_class", "root_words", "root_at", "root_by")


@dataclass(frozen=True, kw_only=True)
class Root:
    """Why it could happen; ``change`` is what is to change where the item itself is wrong."""

    cause: RootCause
    words: str
    change: str = ""


@transaction.atomic
def answer(*, number: str, outcome: Outcome, text: str, actor: Actor, at: datetime) -> Case:
    """Answer the matter with substance: resolved, explained, or not to be met and why."""
    act = engine.begin(moves.ANSWER, number, actor=actor, at=at)
    check_answerable(act.steps)
    if outcome not in ANSWERED:
        raise BadInput("answer.outcome", "请选择办理结果:已解决、已解释说明或未能解决。")
    text = clean_text(text, field="答复", limit=LONGEST_TEXT)
    matter, other = answering(act.case, text, at)
    _check_answer(matter, text, other)
    for step in open_of(act.steps, RUNG):
        engine.close_hand(act, step.key, text)
    engine.drop_steps(act)
    act.case.decided_at, act.case.outcome = at, outcome.value
    case = engine.finish(act, {"text": text, "result": outcome.value})
    keep_answer(case, text, outcome, actor=actor, at=at)
    return case


def _check_answer(matter: BlockedMatter, text: str, other: str) -> None:
    check_says_something(text, asked=matter.text, least=content(matter.policy).appeals.shortest_answer)
    if other:
        raise copied(other, text)


@transaction.atomic
def solve_on_spot(*, number: str, text: str, root: Root, actor: Actor, at: datetime) -> Case:
    """Solve a matter at the window on the day it was brought: it is closed at once, with why it could happen."""
    act = engine.begin(moves.SOLVE, number, actor=actor, at=at)
    case = act.case
    check_same_day(case, at)
    text = clean_text(text, field="解决情况", limit=LONGEST_TEXT)
    matter, other = answering(case, text, at)
    _check_answer(matter, text, other)
    case.accepted_at = case.decided_at = at
    case.promised_term = case.statutory_term = str(content(matter.policy).blocked.on_spot)
    case.outcome = Outcome.RESOLVED.value
    found = _root(matter, root, actor, at)
    case = engine.finish(act, {"text": text, "result": case.outcome, **found})
    keep_answer(case, text, Outcome.RESOLVED, actor=actor, at=at)
    return _rooted(case, matter, root, at)


def _root(matter: BlockedMatter, root: Root, actor: Actor, at: datetime) -> dict[str, Any]:
    matter.root_class = root.cause.value
    matter.root_words = clean_text(root.words, field="根因说明", limit=2000)
    matter.root_at, matter.root_by = at, actor.key
    return {"root": root.cause.value, "root_words": matter.root_words}


def _rooted(case: Case, matter: BlockedMatter, root: Root, at: datetime) -> Case:
    """Keep the root cause; where the item is wrong, its rectification is an act of its own."""
    MATTERS.update([matter], ROOTED)
    if root.cause.mends_item:
        open_mending(case, matter, change=root.change, at=at)
    return case


@transaction.atomic
def find_cause(*, number: str, root: Root, actor: Actor, at: datetime) -> Case:
    """Say why it could happen; a fault of the guide or the catalogue sets a rectification of the item going."""
    act = engine.begin(moves.FIND_CAUSE, number, actor=actor, at=at)
    matter = matter_of(act.case)
    check_not_rooted(matter)
    case = engine.finish(act, _root(matter, root, actor, at))
    return _rooted(case, matter, root, at)


@transaction.atomic
def confirm(*, number: str, actor: Actor, at: datetime, words: str = "") -> Case:
    """Agree to the answer: the matter is closed."""
    act = engine.begin(moves.CONFIRM, number, actor=actor, at=at)
    return engine.finish(act, {"words": clean_text(words, field="确认说明", limit=500, blank=True)})


@transaction.atomic
def close(*, number: str, actor: Actor, at: datetime) -> Case:
    """Close what nobody confirmed or contested within the term."""
    act = engine.begin(moves.CLOSE, number, actor=actor, at=at)
    silence = delivery_clock(act.case, act.terms) if act.terms else None
    due_at = silence.due_at() if silence else None
    if silence is None or due_at is None or at < due_at:
        raise Refused(
            "blocked.early", "确认期限{due_on}尚未届满,不自动办结。", due_on=silence.due_on() if silence else "未知"
        )
    return engine.finish(act, {"silent": True})


@transaction.atomic
def contest(*, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Not agree to the answer, once: the same rung takes it up again, and its clock has run on."""
    act = engine.begin(moves.CONTEST, number, actor=actor, at=at)
    check_contestable(act.steps)
    reason = clean_text(reason, field="不认可的理由", limit=2000)
    case = act.case
    case.decided_at, case.outcome = None, ""
    _again(act)
    return engine.finish(act, {"reason": reason})


def _again(act: Act) -> None:
    rung = rung_of(step.key for step in act.steps)
    rest = rest_of(Clock(Term.parse(act.case.promised_term), act.case.accepted_at or act.at), act.at)
    key = f"{RUNG}-{rung}-{AGAIN}"
    engine.add_step(act, key=key, name=f"{RUNG_LABELS[rung]}(重新办理)", agency=act.case.agency_id, term=rest)


@transaction.atomic
def archive(*, number: str, actor: Actor, at: datetime) -> Case:
    """Put an ended matter away, once it is known why it could happen."""
    act = engine.begin(moves.ARCHIVE, number, actor=actor, at=at)
    check_rooted(matter_of(act.case), act.case)
    return engine.finish(act)
