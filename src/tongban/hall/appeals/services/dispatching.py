"""From the desk to whom it concerns: dispatch, refusal with the right door, joining, return, arbitration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Kind, PolicyTerms, Status, StepState
from tongban.casework.cases.services import Act
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, NotFound, Refused
from tongban.common.text import clean_line, clean_text
from tongban.common.time import localdate
from tongban.hall.appeals.checks import ARBITRATION, ASSIST, LEAD, check_returnable, open_hand, policy_of
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.queries import appeal_of
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import Door, ReturnGround
from tongban.registry.agencies import queries as agencies
from tongban.registry.policies import queries as policies
from tongban.registry.policies.rules import AppealType
from tongban.registry.powers import queries as powers
from tongban.registry.prepared import Writer
from tongban.workdays import Term

APPEALS = Writer(Appeal)
HANDED = ("type", "is_complex", "domain", "duty", "suggested")


@dataclass(frozen=True, kw_only=True)
class Orders:
    """To whom an appeal goes: lead, assisting agencies, and what the desk made of it.

    ``duty`` is the entry of the duty list it rests on; ``suggested`` is what was proposed, kept beside what was chosen.
    """

    lead: str
    assisting: Sequence[str] = ()
    type: AppealType | None = None
    is_complex: bool = False
    domain: str = ""
    duty: str = ""
    suggested: Sequence[dict[str, object]] = ()
    note: str = ""


@transaction.atomic
def dispatch(*, number: str, orders: Orders, actor: Actor, at: datetime) -> Case:
    """Give the appeal to a lead and those who assist; each has its own clock, the whole follows the lead.

    The answer is due from the first dispatch: being handed on does not give the city more time.
    """
    act = engine.begin(moves.DISPATCH, number, actor=actor, at=at)
    appeal = appeal_of(act.case)
    check_agencies([orders.lead, *orders.assisting], at)
    if act.case.status == Status.SUBMITTED.value:
        act.steps = []  # nobody has had it yet
    if orders.duty:
        powers.check_may(orders.duty, orders.lead, act.case.region_id, localdate(at))
    appeal.type = (orders.type or AppealType(appeal.type)).value
    appeal.is_complex = orders.is_complex
    appeal.domain = clean_line(orders.domain, field="领域", limit=60, blank=True) or appeal.domain
    appeal.duty, appeal.suggested = orders.duty, list(orders.suggested)
    term = _set_terms(act, appeal)
    hand_over(act, orders.lead, orders.assisting, term)
    case = engine.finish(
        act,
        {
            "lead": orders.lead,
            "assisting": list(orders.assisting),
            "type": appeal.type,
            "domain": appeal.domain,
            "duty": orders.duty,
            "suggested": list(orders.suggested),
            "note": clean_text(orders.note, field="交办意见", limit=2000, blank=True),
        },
    )
    APPEALS.update([appeal], HANDED)
    return case


def check_agencies(codes: Sequence[str], at: datetime) -> None:
    """Refuse agencies named twice and those that do not exist on the day."""
    if len(set(codes)) != len(codes):
        raise BadInput("dispatch.twice", "同一单位不能重复交办:请核对主办和协办单位。")
    known = set(agencies.agencies(localdate(at)).filter(code__in=codes).values_list("code", flat=True))
    if unknown := [code for code in codes if code not in known]:
        raise NotFound("agency.unknown", "没有代码为“{given}”的部门:请核对代码。", given=unknown[0])


def _set_terms(act: Act, appeal: Appeal) -> Term:
    """The term to the answer, by the policy the appeal was registered under; it runs from the first dispatch."""
    said, case = policy_of(appeal), act.case
    kind = AppealType(appeal.type)
    term = said.term_for(kind, is_emergency=appeal.is_emergency, is_complex=appeal.is_complex)
    case.accepted_at = case.accepted_at or act.at
    case.promised_term = case.statutory_term = str(term)
    case.terms = {**case.terms, "extension": str(said.types[kind].extension)}
    act.__dict__.pop("terms", None)  # what was derived from the former terms
    if not case.answerable and act.actor.kind == "staff":
        case.answerable, case.answerable_name = act.actor.key, act.actor.name
    return term


def hand_over(act: Act, lead: str, assisting: Sequence[str], term: Term, *, name: str = "主办") -> None:
    """Open the hands of a lead and of those who assist it, and make it the agency of the case."""
    turn = 1 + sum(step.key.startswith(f"{LEAD}-") for step in act.steps)
    act.case.agency_id = lead
    engine.add_step(act, key=f"{LEAD}-{turn}", name=name, agency=lead, term=term)
    for place, code in enumerate(assisting, 1):
        engine.add_step(act, key=f"{ASSIST}-{turn}-{place}", name="协办", agency=code, term=term, assists=True)


@transaction.atomic
def refuse(*, number: str, door: Door, reason: str, actor: Actor, at: datetime) -> Case:
    """Turn away what is no appeal, naming the right door: whoever asked is told where to go."""
    act = engine.begin(moves.REFUSE, number, actor=actor, at=at)
    return engine.finish(act, {"door": door.value, "reason": clean_text(reason, field="理由", limit=2000)})


@transaction.atomic
def join(*, number: str, lead: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Join an appeal to one told before: it follows that case, and its reporter is told all that happens there."""
    act = engine.begin(moves.JOIN, number, actor=actor, at=at)
    appeal = appeal_of(act.case)
    other = Case.objects.filter(number=lead, kind=Kind.APPEAL.value).select_related("appeal").first()
    if other is None or other.pk == act.case.pk:
        raise NotFound("join.unknown", "没有可以并入的诉求“{number}”:请核对编号。", number=lead)
    if other.ended_at is not None:
        raise Refused("join.ended", "诉求{number}已办结,不能并入:请另行交办。", number=lead)
    if act.case.followers.exists():
        raise Refused("join.followed", "已有诉求并入本件,本件不能再并入其他件。")
    appeal.lead = other
    case = engine.finish(act, {"lead": lead, "reason": clean_text(reason, field="并案理由", limit=500)})
    APPEALS.update([appeal], ["lead_id"])
    return case


@transaction.atomic
def give_back(
    *, number: str, ground: ReturnGround, duty: str, reason: str, actor: Actor, at: datetime, proposed: str = ""
) -> Case:
    """Give an appeal back once, with the ground out of the duty list; a second time it goes to arbitration."""
    act = engine.begin(moves.GIVE_BACK, number, actor=actor, at=at)
    appeal = appeal_of(act.case)
    hand = check_returnable(appeal, act.steps, at=at)
    duty = clean_line(duty, field="权责清单依据", limit=200)
    reason = clean_text(reason, field="退单理由", limit=2000)
    engine.close_hand(act, hand.key, f"{ground.label}:{reason}")
    for step in act.steps:
        if step.state == StepState.OPEN.value:  # who assisted this lead waits for the next one
            step.state = StepState.PASSED.value
            act.touch(step)
            act.case.steps_left -= 1
    appeal.returns += 1
    if appeal.returns > 1:
        said = policy_of(appeal)
        act.move = moves.CONTEST
        engine.add_step(
            act,
            key=f"{ARBITRATION}-1",
            name="裁定主办单位",
            agency=said.desk,
            term=said.arbitration,
        )
    case = engine.finish(act, {"ground": ground.value, "duty": duty, "reason": reason, "proposed": proposed})
    APPEALS.update([appeal], ["returns"])
    return case


@transaction.atomic
def arbitrate(
    *, number: str, lead: str, reason: str, actor: Actor, at: datetime, assisting: Sequence[str] = ()
) -> Case:
    """Name the lead for good: whoever is named here answers, and cannot give it back."""
    act = engine.begin(moves.ARBITRATE, number, actor=actor, at=at)
    check_agencies([lead, *assisting], at)
    reason = clean_text(reason, field="裁定理由", limit=2000)
    engine.close_hand(act, open_hand(act.steps, ARBITRATION).key, reason)
    hand_over(act, lead, assisting, Term.parse(act.case.promised_term))
    return engine.finish(act, {"lead": lead, "assisting": list(assisting), "reason": reason})


@transaction.atomic
def rebase(*, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Put a running appeal under the policy in force today, on purpose and with the reason; nothing else ever does."""
    act = engine.begin(moves.REBASE, number, actor=actor, at=at)
    appeal = appeal_of(act.case)
    policy = policies.in_force(localdate(at))
    if policy.pk == appeal.policy_id:
        raise Refused("rebase.same", "本件已按现行政策计时,无需改按。")
    before, appeal.policy = appeal.policy.document, policy
    said = policies.content(policy).appeals
    act.case.terms = PolicyTerms(
        said.emergency_dispatch if appeal.is_emergency else said.dispatch,
        said.callback,
        said.types[AppealType(appeal.type)].extension,
        policy.document,
    ).kept()
    act.__dict__.pop("terms", None)
    act.ledger_touched = True  # every clock anew
    if act.case.accepted_at:
        _set_terms(act, appeal)
    case = engine.finish(
        act, {"before": before, "after": policy.document, "reason": clean_text(reason, field="理由", limit=500)}
    )
    APPEALS.update([appeal], ["policy_id"])
    return case
