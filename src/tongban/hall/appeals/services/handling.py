"""At the agency: taking, assisting, the one extension, the answer with its evidence."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Attachment, Case
from tongban.casework.cases.rules import Outcome, StepState
from tongban.common.actors import Actor, worker
from tongban.common.errors import BadInput
from tongban.common.text import clean_text
from tongban.hall.appeals.checks import (
    ASSIST,
    LEAD,
    check_not_copied,
    check_prolongable,
    open_hand,
    policy_of,
)
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.queries import appeal_of
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import LONGEST_TEXT, check_substance
from tongban.hall.appeals.services.answers import ANSWERED, keep_answer
from tongban.hall.appeals.services.dispatching import check_agencies
from tongban.registry.policies.rules import AppealType
from tongban.registry.prepared import Writer
from tongban.workdays import Term

APPEALS = Writer(Appeal)


def take(*, number: str, step: str, actor: Actor, at: datetime) -> Case:
    """Take a hand of one's agency: from now the actor is named as who handles it."""
    return engine.take_hand(moves.TAKE, number=number, step=step, actor=actor, at=at)


@transaction.atomic
def ask_assist(*, number: str, agency: str, what: str, actor: Actor, at: datetime, term: Term | None = None) -> Case:
    """Ask one more agency to assist; its clock is its own, at most as long as the lead's."""
    act = engine.begin(moves.ASK_ASSIST, number, actor=actor, at=at)
    check_agencies([agency], at)
    what = clean_text(what, field="协办事由", limit=1000)
    lead = open_hand(act.steps, LEAD)
    if any(step.agency_id == agency and step.state == StepState.OPEN.value for step in act.steps):
        raise BadInput("assist.twice", "该单位已在主办或协办本件:请选择其他单位。")
    hands = sum(step.key.startswith(f"{ASSIST}-") for step in act.steps)
    engine.add_step(
        act,
        key=f"{ASSIST}-{lead.key.removeprefix(f'{LEAD}-')}-{hands + 1}",
        name="协办",
        agency=agency,
        term=term or Term.parse(lead.term),
        assists=True,
    )
    return engine.finish(act, {"agency": agency, "what": what})


@transaction.atomic
def assist(*, number: str, step: str, result: str, actor: Actor, at: datetime) -> Case:
    """Tell the lead what the assisting agency found and did; its clock ends."""
    act = engine.begin(moves.ASSIST, number, actor=actor, at=at, step=step)
    if not step.startswith(f"{ASSIST}-"):
        raise BadInput("assist.lead", "主办环节以答复办结,不能作为协办意见反馈。")
    return engine.end_hand(act, result, field="协办意见", key="result", limit=LONGEST_TEXT)


@transaction.atomic
def extend(*, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Grant the one extension of the policy, to the whole and to the lead, with the reason told to the reporter."""
    act = engine.begin(moves.EXTEND, number, actor=actor, at=at)
    if act.terms is not None:
        check_prolongable(act.case, act.terms, act.steps, act.ledger, at=at)
    reason = clean_text(reason, field="延期理由", limit=2000)
    entry = engine.extend(act, reason=reason)
    lead, longer = open_hand(act.steps, LEAD), Term.parse(entry.term)
    own = Term.parse(lead.term)
    if own.counting is longer.counting:
        lead.term = str(Term(own.amount + longer.amount, own.counting))
        act.touch(lead)
    return engine.finish(act, {"term": entry.term, "reason": reason})


@transaction.atomic
def answer(
    *, number: str, outcome: Outcome, text: str, actor: Actor, at: datetime, evidence: Sequence[int] = ()
) -> Case:
    """Answer with evidence; complaints, what stays unmet and a sample are called back, the rest ends by itself.

    ``evidence`` are keys of files of the case the office added; refused is an answer without substance.
    """
    act = engine.begin(moves.ANSWER, number, actor=actor, at=at)
    appeal = appeal_of(act.case)
    if outcome not in ANSWERED:
        raise BadInput("answer.outcome", "请选择办理结果:已解决、已解释说明或未能解决。")
    text = clean_text(text, field="答复", limit=LONGEST_TEXT)
    files = _evidence(act.case, evidence)
    policy = policy_of(appeal)
    check_substance(text, asked=appeal.text, policy=policy, type_=AppealType(appeal.type), evidence=len(files))
    check_not_copied(text, act.case, at=at)
    engine.close_hand(act, open_hand(act.steps, LEAD).key, text)
    engine.drop_steps(act)
    case = act.case
    case.decided_at, case.outcome = at, outcome.value
    appeal.must_call_back = must_call_back(appeal, outcome, case.number, policy.callback_percent)
    case = engine.finish(
        act,
        {
            "text": text,
            "result": outcome.value,
            "evidence": [file.sha256 for file in files],
            "call_back": appeal.must_call_back,
        },
    )
    keep_answer(case, text, outcome, actor=actor, at=at, evidence=[file.pk for file in files])
    APPEALS.update([appeal], ["must_call_back"])
    if not appeal.must_call_back:
        case = engine.finish(engine.begin(moves.CLOSE, number, actor=worker(), at=at), {"sampled": False})
    return case


def _evidence(case: Case, keys: Sequence[int]) -> list[Attachment]:
    if not keys:
        return []
    found = list(Attachment.objects.filter(case_id=case.pk, pk__in=keys, material="evidence"))
    if len(found) != len(set(keys)):
        raise BadInput("answer.files", "所选佐证不是本件由办理单位上传的附件:请先上传,再勾选。")
    return found


def must_call_back(appeal: Appeal, outcome: Outcome, number: str, percent: int) -> bool:
    """Complaints, reports and what stays unmet always; of the others a share, chosen by the number and so by nobody."""
    if appeal.type in {AppealType.COMPLAINT.value, AppealType.REPORT.value} or outcome is Outcome.UNMET:
        return True
    return appeal.reopenings > 0 or sampled(number) < percent


def sampled(number: str) -> int:
    """0 to 99, spread evenly over numbers, the same whenever asked."""
    return int.from_bytes(sha256(number.encode()).digest()[:4], "big") % 100


def message(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Write to the other side: the reporter to the office, or the office to the reporter."""
    return engine.say(moves.MESSAGE, number=number, text=text, actor=actor, at=at)


def note(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Keep a note for those who handle the appeal; no party ever reads it."""
    return engine.say(moves.NOTE, number=number, text=text, actor=actor, at=at)
