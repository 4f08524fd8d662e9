"""The ladder: the agency, joint review with opinions and tasks, the leading group; the whole stays one clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case, Step
from tongban.casework.cases.rules import PolicyTerms, StepState
from tongban.casework.cases.services import Act
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Refused
from tongban.common.text import clean_text
from tongban.common.time import due_day, localdate
from tongban.hall.appeals.services.dispatching import check_agencies
from tongban.hall.blocked.checks import check_below, check_reviewing, open_of
from tongban.hall.blocked.models import JointReview
from tongban.hall.blocked.queries import matter_of
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import (
    AGENCY_RUNG,
    JOINT_RUNG,
    LEADING_RUNG,
    LONGEST_TEXT,
    REVIEW,
    RUNG,
    RUNG_LABELS,
    TASK,
    rest_of,
)
from tongban.registry.prepared import Writer
from tongban.workdays import Clock, Counting, Term

REVIEWS = Writer(JointReview)
MOST_TASKS = 30


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who does what by when, as a joint review decided it."""

    agency: str
    what: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What a joint review came to."""

    minutes: str
    decision: str
    duties: Sequence[Duty]


@transaction.atomic
def accept(*, number: str, actor: Actor, at: datetime, agency: str = "", note: str = "") -> Case:
    """Accept a matter and give it to the agency it failed at, or another: the first rung of the ladder."""
    act = engine.begin(moves.ACCEPT, number, actor=actor, at=at)
    agency = agency or matter_of(act.case).agency_id or ""
    if not agency:
        raise BadInput("blocked.agency", "反映人没有写明所涉单位:请选择责任单位后再受理。")
    check_agencies([agency], at)
    case = act.case
    ladder = ladder_of(act)
    case.accepted_at = at
    case.statutory_term = str(ladder[-1])
    case.promised_term = str(ladder[AGENCY_RUNG - 1])
    case.answerable, case.answerable_name = case.answerable or actor.key, case.answerable_name or actor.name
    case.agency_id = agency
    act.steps = []  # nobody has had it yet
    _hand(act, AGENCY_RUNG, agency, ladder[AGENCY_RUNG - 1])
    return engine.finish(act, {"agency": agency, "note": clean_text(note, field="交办意见", limit=2000, blank=True)})


def ladder_of(act: Act) -> tuple[Term, ...]:
    """The terms of the rungs, as the case keeps them of the policy it was brought under."""
    if not isinstance(act.terms, PolicyTerms) or not act.terms.ladder:
        raise Refused("blocked.no_ladder", "本件没有保存各级时限:请联系系统管理员。")
    return act.terms.ladder


def _hand(act: Act, rung: int, agency: str, term: Term) -> Step:
    return engine.add_step(act, key=f"{RUNG}-{rung}", name=RUNG_LABELS[rung], agency=agency, term=term)


def take(*, number: str, step: str, actor: Actor, at: datetime) -> Case:
    """Take a step of one's agency: from now the actor is named as who handles it."""
    return engine.take_hand(moves.TAKE, number=number, step=step, actor=actor, at=at)


@transaction.atomic
def joint_review(*, number: str, participants: Sequence[str], reason: str, actor: Actor, at: datetime) -> Case:
    """Raise a matter to a joint review: each agency gives its opinion, the coordinator leads."""
    act = engine.begin(moves.JOINT_REVIEW, number, actor=actor, at=at)
    if len(set(participants)) < 2:
        raise BadInput("review.few", "联合会审至少须有两个单位参加:请选择参加会审的单位。")
    check_below(act.steps, JOINT_RUNG)
    check_agencies(participants, at)
    reason = clean_text(reason, field="提请理由", limit=2000)
    rest = _raise(act, JOINT_RUNG, actor.agency, reason)
    for place, code in enumerate(participants, 1):
        engine.add_step(
            act, key=f"{REVIEW}-{place}", name="会审意见", agency=code, term=rest, assists=code != act.case.agency_id
        )
    return engine.finish(act, _raised(act, reason) | {"participants": list(participants)})


@transaction.atomic
def leading_group(*, number: str, agency: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Raise a hard matter to the leading group; ``agency`` is where it has its office."""
    act = engine.begin(moves.LEADING_GROUP, number, actor=actor, at=at)
    check_below(act.steps, LEADING_RUNG)
    check_agencies([agency], at)
    reason = clean_text(reason, field="提请理由", limit=2000)
    _raise(act, LEADING_RUNG, agency, reason)
    return engine.finish(act, _raised(act, reason))


def _raise(act: Act, rung: int, agency: str, reason: str) -> Term:
    """End the hand below, give the whole the term of the rung from its acceptance, open the hand above."""
    case, term = act.case, ladder_of(act)[rung - 1]
    for step in open_of(act.steps, RUNG):
        engine.close_hand(act, step.key, reason)
    for kind in (REVIEW, TASK):
        _pass_over(act, kind)
    case.promised_term, case.agency_id = str(term), agency
    rest = rest_of(Clock(term, case.accepted_at or act.at), act.at)
    _hand(act, rung, agency, rest)
    return rest


def _pass_over(act: Act, kind: str) -> list[str]:
    """Pass over what is open of a kind; the agencies that did not come to it."""
    found = open_of(act.steps, kind)
    for step in found:
        step.state = StepState.PASSED.value
        act.touch(step)
        act.case.steps_left -= 1
    return [step.agency_id for step in found]


def _raised(act: Act, reason: str) -> dict[str, object]:
    return {"from": act.before["promised_term"], "to": act.case.promised_term, "reason": reason}


@transaction.atomic
def opine(*, number: str, step: str, opinion: str, actor: Actor, at: datetime) -> Case:
    """Give the opinion of an agency in a joint review."""
    act = engine.begin(moves.OPINE, number, actor=actor, at=at, step=step)
    if not step.startswith(f"{REVIEW}-"):
        raise BadInput("review.step", "该环节不是会审意见:请在本单位的会审环节中填写。")
    return engine.end_hand(act, opinion, field="会审意见", key="opinion", limit=LONGEST_TEXT)


@transaction.atomic
def conclude(*, number: str, conclusion: Conclusion, actor: Actor, at: datetime) -> Case:
    """Write down minutes and decision of a joint review, and who does what by when: each a step of its agency."""
    act = engine.begin(moves.CONCLUDE, number, actor=actor, at=at)
    check_reviewing(act.steps)
    minutes = clean_text(conclusion.minutes, field="会审纪要", limit=LONGEST_TEXT)
    decision = clean_text(conclusion.decision, field="会审决定", limit=LONGEST_TEXT)
    absent = _pass_over(act, REVIEW)
    tasks = _tasks(act, conclusion.duties)
    case = engine.finish(act, {"minutes": minutes, "decision": decision, "tasks": tasks, "absent": absent})
    REVIEWS.insert(
        JointReview(
            case_id=case.pk,
            minutes=minutes,
            decision=decision,
            tasks=tasks,
            concluded_at=at,
            concluded_by=actor.key,
            concluded_by_name=actor.name,
        )
    )
    return case


def _tasks(act: Act, duties: Sequence[Duty]) -> list[dict[str, str]]:
    if not 0 < len(duties) <= MOST_TASKS:
        raise BadInput("task.number", "请写明由谁、做什么、何时完成,至少一项,最多{most}项。", most=MOST_TASKS)
    taking_part = {step.agency_id for step in act.steps if step.key.startswith(f"{REVIEW}-")}
    found: list[dict[str, str]] = []
    for place, duty in enumerate(duties, 1):
        _check_duty(act, duty, taking_part)
        key, today = f"{TASK}-{place}", localdate(act.at)
        term = Term((duty.due_on - today).days, Counting.CALENDAR)  # the day of the minutes, whatever day it is
        lead = act.case.agency_id
        engine.add_step(act, key=key, name="会审任务", agency=duty.agency, term=term, assists=duty.agency != lead)
        what = clean_text(duty.what, field="任务内容", limit=1000)
        found.append({"step": key, "agency": duty.agency, "what": what, "due_on": str(duty.due_on)})
    return found


def _check_duty(act: Act, duty: Duty, taking_part: set[str]) -> None:
    if duty.agency not in taking_part:
        raise BadInput("task.agency", "任务只能交给参加会审的单位:请核对责任单位。")
    last_on = due_day(act.case.due_at) if act.case.due_at else None
    if duty.due_on < localdate(act.at) or (last_on is not None and duty.due_on > last_on):
        raise BadInput(
            "task.due",
            "任务完成日{due_on}须在今天至本件期限{last_on}之间:请重新填写,或先提请领导小组。",
            due_on=duty.due_on,
            last_on=last_on or "",
        )


@transaction.atomic
def complete_task(*, number: str, step: str, result: str, actor: Actor, at: datetime) -> Case:
    """Say what came of a task of the joint review."""
    act = engine.begin(moves.COMPLETE_TASK, number, actor=actor, at=at, step=step)
    if not step.startswith(f"{TASK}-"):
        raise BadInput("task.step", "该环节不是会审任务:请在本单位的任务中填写。")
    return engine.end_hand(act, result, field="完成情况", key="result", limit=LONGEST_TEXT)
