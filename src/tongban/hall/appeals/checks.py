"""What bars a move of an appeal beyond state and role: one wording for the act, the page and the API."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.casework.cases.checks import check_extendable
from tongban.casework.cases.clock import Terms, step_clock
from tongban.casework.cases.models import Case, LedgerEntry, Step
from tongban.casework.cases.rules import StepState
from tongban.casework.cases.rules.substance import copied, fingerprint
from tongban.common.actors import Actor, Role
from tongban.common.errors import NotAllowed, Refused
from tongban.hall.appeals.models import Answer, Appeal
from tongban.hall.appeals.rules import moves
from tongban.registry.policies.queries import content
from tongban.registry.policies.rules import AppealPolicy
from tongban.workdays import Clock

DESK = (Role.CLERK, Role.TOWN_CLERK, Role.COORDINATOR, Role.ADMIN)
LEAD, ASSIST, ARBITRATION = "lead", "assist", "arbitrate"
COPIED_WITHIN = timedelta(hours=24 * 365)
MOST_MISSES = 3


def policy_of(appeal: Appeal) -> AppealPolicy:
    """The policy the appeal was registered under."""
    return content(appeal.policy).appeals


def open_hand(steps: Sequence[Step], kind: str) -> Step:
    """The open hand of that kind; an appeal under way has one lead."""
    found = [step for step in steps if step.key.startswith(f"{kind}-") and step.state == StepState.OPEN.value]
    if not found:
        raise Refused("appeal.hand", "本件现在没有待办的{kind}环节:请刷新页面后再试。", kind=HAND_WORDS[kind])
    return found[-1]


HAND_WORDS = {LEAD: "主办", ASSIST: "协办", ARBITRATION: "裁定"}


def check_returnable(appeal: Appeal, steps: Sequence[Step], *, at: datetime) -> Step:
    """The hand of the lead, if it may still give the appeal back; refused after arbitration, and after its term."""
    if any(step.key.startswith(f"{ARBITRATION}-") for step in steps):
        raise Refused("return.final", "本件主办单位已经裁定,不得再次退单:请依法办理(兜底)。")
    if appeal.reopenings:
        raise Refused("return.reopened", "本件是重新办理的诉求,不得退单:请由原主办单位办理。")
    hand = open_hand(steps, LEAD)
    started_at = hand.started_at or at
    within = policy_of(appeal).return_within
    due_at = Clock(within, started_at).due_at()
    if due_at is not None and at >= due_at:
        raise Refused("return.late", "退单须在交办后{term}内提出,期限已过:请依法办理。", term=within.words)
    return hand


def check_prolongable(
    case: Case, terms: Terms, steps: Sequence[Step], ledger: Sequence[LedgerEntry], *, at: datetime
) -> None:
    """Refuse an extension the policy does not allow, a second one, and one after the term."""
    check_extendable(case, terms, steps, ledger, at=at)
    clock = step_clock(open_hand(steps, LEAD), ledger)
    due_at = clock.due_at() if clock else None
    if clock and due_at is not None and at >= due_at:
        raise Refused("extend.late", "办理时限已于{due_on}届满,不得再延期。", due_on=clock.due_on())


def check_reopenable(case: Case, appeal: Appeal, *, at: datetime) -> None:
    """Refuse a second reopening, and one after the policy's time."""
    if appeal.reopenings:
        raise Refused("reopen.again", "本件已重新办理过一次,不能再次重办:可依法申请行政复议、诉讼或向上一级反映。")
    since = case.decided_at or case.ended_at
    if since is None:
        return
    within = policy_of(appeal).reopen_within
    due_at = Clock(within, since).due_at()
    if due_at is not None and at >= due_at:
        raise Refused("reopen.late", "重新办理须在答复后{term}内提出,期限已过:请重新提交诉求。", term=within.words)


def check_caller(case: Case, steps: Sequence[Step], actor: Actor) -> None:
    """Refuse a call-back by who handled the appeal, or by anybody of its agency."""
    handled = [step for step in steps if not step.key.startswith(f"{ARBITRATION}-")]
    own = {step.ended_by for step in handled} | {step.assignee for step in handled}
    if actor.key in own or (actor.agency and actor.agency == case.agency_id):
        raise NotAllowed("callback.own", "回访不能由经办本件的人或主办单位进行:请由其他单位的工作人员回访。")


def check_knows(appeal: Appeal, actor: Actor) -> None:
    """Refuse who turned to the city to whoever is not of the desk, where anonymity was asked."""
    if appeal.is_anonymous and not actor.has(*DESK):
        raise NotAllowed("appeal.anonymous", "反映人要求匿名:联系方式只有受理台可以查看,请由其转告。")


def check_has_phone(appeal: Appeal) -> None:
    """Refuse opening a telephone that was not given."""
    if not appeal.phone_sealed:
        raise Refused("appeal.no_phone", "本件没有登记联系电话。")


def check_not_copied(text: str, case: Case, *, at: datetime) -> None:
    """Refuse an answer whose words answered another appeal within a year."""
    others = Answer.objects.filter(fingerprint=fingerprint(text), answered_at__gte=at - COPIED_WITHIN).exclude(
        case_id=case.pk
    )
    if found := others.select_related("case").first():
        raise copied(found.case.number, text)


@dataclass(frozen=True)
class Scene:
    """An appeal as a reader finds it."""

    case: Case
    appeal: Appeal
    terms: Terms
    steps: Sequence[Step]
    ledger: Sequence[LedgerEntry]
    actor: Actor
    at: datetime


def _misses(scene: Scene) -> None:
    check_caller(scene.case, scene.steps, scene.actor)
    if scene.appeal.misses >= MOST_MISSES:
        raise Refused("callback.misses", "已{most}次未接通:请直接办结并注明。", most=MOST_MISSES)


def _openable(scene: Scene) -> None:
    check_knows(scene.appeal, scene.actor)
    check_has_phone(scene.appeal)


def _first_return(scene: Scene) -> None:
    if scene.appeal.returns:
        raise Refused("return.second", "本件已退单一次:再次退单须提请协调员裁定。")
    check_returnable(scene.appeal, scene.steps, at=scene.at)


def _second_return(scene: Scene) -> None:
    if not scene.appeal.returns:
        raise Refused("return.first", "本件尚未退过单:请先按规定退单一次。")
    check_returnable(scene.appeal, scene.steps, at=scene.at)


BARS: Mapping[str, Callable[[Scene], object]] = {
    moves.GIVE_BACK.name: _first_return,
    moves.CONTEST.name: _second_return,
    moves.EXTEND.name: lambda s: check_prolongable(s.case, s.terms, s.steps, s.ledger, at=s.at),
    moves.CALL_BACK.name: lambda s: check_caller(s.case, s.steps, s.actor),
    moves.MISS.name: _misses,
    moves.OPEN_PHONE.name: _openable,
    moves.REOPEN.name: lambda s: check_reopenable(s.case, s.appeal, at=s.at),
}
