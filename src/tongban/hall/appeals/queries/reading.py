"""Reads of appeals: one with all of it, the chain of hands, what is allowed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from tongban.casework.cases import queries as cases
from tongban.casework.cases.checks import bar
from tongban.casework.cases.clock import step_clock
from tongban.casework.cases.models import Case, Step
from tongban.casework.cases.queries import Allowed, Whole
from tongban.casework.cases.rules import Kind, StepState
from tongban.common.actors import Actor
from tongban.common.errors import NotFound
from tongban.common.identifiers import mask_personal
from tongban.hall.appeals.checks import ARBITRATION, ASSIST, BARS, DESK, Scene, policy_of
from tongban.hall.appeals.models import Answer, Appeal, CallBack
from tongban.hall.appeals.queries.phones import ends_like
from tongban.hall.appeals.rules import moves
from tongban.registry.policies.rules import AppealPolicy


def appeal_of(case: Case) -> Appeal:
    """What stands beside the case, with its policy."""
    found = Appeal.objects.select_related("policy").filter(case_id=case.pk).first()
    if found is None:
        raise NotFound("appeal.unknown", "没有编号为“{number}”的诉求:请核对编号。", number=case.number)
    return found


def presented(case: Case) -> Appeal:
    """The same for its page: with the enterprise concerned and the case it was joined to, and whether more hangs on it."""
    found = (
        Appeal.objects.select_related("policy", "enterprise", "lead")
        .annotate(
            followed=Exists(Appeal.objects.filter(lead_id=OuterRef("pk"))),
            answered=Exists(Answer.objects.filter(case_id=OuterRef("pk"))),
            called=Exists(CallBack.objects.filter(case_id=OuterRef("pk"))),
        )
        .filter(case_id=case.pk)
        .first()
    )
    if found is None:
        raise NotFound("appeal.unknown", "没有编号为“{number}”的诉求:请核对编号。", number=case.number)
    return found


def terms_of(appeal: Appeal) -> AppealPolicy:
    """The terms and thresholds the appeal was registered under."""
    return policy_of(appeal)


def anonymous_among(found: Iterable[Case], reader: Actor) -> frozenset[int]:
    """The keys of those appeals whose reporter the reader may not know; no statement where there can be none."""
    asked = [case.pk for case in found if case.kind == Kind.APPEAL.value]
    if not asked or reader.has(*DESK):
        return frozenset()
    return frozenset(Appeal.objects.filter(pk__in=asked, is_anonymous=True).values_list("pk", flat=True))


def readable(number: str, reader: Actor) -> Case:
    """One appeal as ``cases.case`` gives it; a system also reads what it handed in itself, wherever it went since."""
    found = cases.handed_in(number, reader)
    if found.kind != Kind.APPEAL.value:
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=number)
    return found


@dataclass(frozen=True)
class Hand:
    """One hand the appeal came into: who has or had it, since when, until when, and what came of it."""

    key: str
    role: str
    agency: str
    agency_name: str
    person: str
    since: datetime | None
    due_on: date | None
    ended_at: datetime | None
    is_open: bool
    is_passed: bool
    result: str


def hands(found: Whole) -> list[Hand]:
    """The chain of hands, in the order in which they were opened."""
    return [_hand(step, found) for step in found.steps]


def _hand(step: Step, found: Whole) -> Hand:
    clock = step_clock(step, found.ledger, found.case.ended_at)
    return Hand(
        step.key,
        step.name,
        step.agency_id,
        step.agency.name,
        step.assignee_name,
        step.started_at,
        clock.due_on() if clock else None,
        step.ended_at,
        step.state == StepState.OPEN.value,
        step.state == StepState.PASSED.value,
        step.result,
    )


def holder(found: Whole) -> Hand | None:
    """Who has the appeal now: the lead, or who names it; None once it is answered."""
    running = [one for one in hands(found) if one.is_open and not one.key.startswith(f"{ASSIST}-")]
    return max(running, key=lambda one: one.key.startswith(f"{ARBITRATION}-"), default=None)


def answers(case: Case) -> list[Answer]:
    """The answers, oldest first."""
    return list(Answer.objects.filter(case_id=case.pk).order_by("pk"))


def callbacks(case: Case) -> list[CallBack]:
    """The call-backs, oldest first."""
    return list(CallBack.objects.filter(case_id=case.pk).order_by("pk"))


def followers(case: Case) -> list[Case]:
    """The cases joined to this one."""
    return list(Case.objects.filter(appeal__lead_id=case.pk).order_by("pk"))


def leading(appeal: Appeal) -> Case | None:
    """The case an appeal was joined to, with its agency; whoever reads it for another reporter takes no words from it."""
    return Case.objects.select_related("agency").filter(pk=appeal.lead_id).first() if appeal.lead_id else None


@dataclass(frozen=True)
class SharedAnswer:
    """What the lead case was answered, as those may read it whose appeals were joined to it."""

    at: datetime
    text: str


def shared_answer(lead: Case) -> SharedAnswer | None:
    """The answer that holds in a lead case, without what may tell who its reporter is; None before there is one.

    Nothing the reporter wrote or brought is in it: names and numbers are masked, evidence is left out. One statement.
    """
    if lead.decided_at is None:  # not answered, or taken up again
        return None
    found = (
        Answer.objects.select_related("case__applicant", "case__appeal").filter(case_id=lead.pk).order_by("pk").last()
    )
    if found is None:
        return None
    party = found.case.applicant
    names = [found.case.appeal.contact_name, party.name if party else ""]
    return SharedAnswer(found.answered_at, mask_personal(found.text, names))


def is_phone_of(number: str, ending: str) -> bool:
    """Whether the phone given with an appeal ends like this, or the registered one of who asked."""
    found = Appeal.objects.filter(case__number=number).select_related("case__applicant").first()
    return found is not None and ends_like(found, found.case.applicant, ending)


def knows_reporter(case: Case, appeal: Appeal, reader: Actor) -> bool:
    """Whether the reader may know who turned to the city: the reporter, the desk; others unless anonymity was asked."""
    if reader.kind == "party":
        return reader.party_id == case.applicant_id
    return reader.has(*DESK) or not appeal.is_anonymous


def allowed(found: Whole, appeal: Appeal, actor: Actor, *, at: datetime) -> list[Allowed]:
    """Every move with the answer whether it can be made now: state, role, reach, and what else would bar it."""
    scene = Scene(found.case, appeal, found.terms, found.steps, found.ledger, actor, at)
    answers_ = cases.allowed_moves(found, moves.MOVES, actor, at=at)
    return [one if one.refusal else replace(one, refusal=bar(BARS, one.move.name, scene)) for one in _fitting(answers_)]


def _fitting(found: Sequence[Allowed]) -> list[Allowed]:
    """A hand of the lead is answered, not assisted with."""
    return [one for one in found if one.move is not moves.ASSIST or not one.step or one.step.startswith(f"{ASSIST}-")]
