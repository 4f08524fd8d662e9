"""Acts of a rectification (差评整改): begun by a bad rating, verified, the person asked, mended, accepted, rated again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Attachment, Case
from tongban.casework.cases.rules import Kind, Move, Outcome, PolicyTerms
from tongban.casework.cases.services import Act
from tongban.casework.notices import services as notices
from tongban.casework.notices.rules import Recipient, party
from tongban.common.actors import Actor, Role, worker
from tongban.common.errors import NotFound
from tongban.common.text import clean_line, clean_text
from tongban.common.time import due_day, local, localdate
from tongban.hall.appeals import queries as appeals
from tongban.hall.blocked import queries as blocked
from tongban.hall.ratings import checks
from tongban.hall.ratings.models import Rating, Rectification
from tongban.hall.ratings.queries.acts import act_of, expires_at
from tongban.hall.ratings.queries.links import token_again
from tongban.hall.ratings.rules import Level, Stage, events, moves
from tongban.registry.policies import queries as policies

EVENTS = events.RECTIFICATION_EVENTS  # declared before the first act emits one
SYSTEM = "好差评"
LONGEST_TITLE = 200
PHONES = {Kind.APPEAL.value: appeals.phones_of, Kind.BLOCKED_MATTER.value: blocked.phones_of}


def begin_rectification(rating: Rating, case: Case, at: datetime) -> Rectification:
    """Open the case of a bad rating, on the terms of the policy in force that day; inside the act of the rating."""
    policy = policies.in_force(localdate(at))
    said = policies.content(policy).ratings
    opened = engine.open_case(
        kind=Kind.RECTIFICATION,
        title=_title(case),
        region=case.region_id,
        agency=rating.agency_id,
        applicant_id=case.applicant_id,
        actor=worker(SYSTEM),
        role=Role.WORKER,
        at=at,
        terms=PolicyTerms(said.verify, said.confirm, law=policy.document),
        channel="rating",
        sample=case.sample,
        into=moves.BEGIN,
        data={"rating": rating.pk, "case": case.number, "stage": rating.stage, "level": rating.level},
    )
    return Rectification.objects.create(rating_id=rating.pk, case_id=opened.pk, rectify_term=str(said.rectify))


def _title(case: Case) -> str:
    return f"差评整改:{case.title}"[:LONGEST_TITLE]


@transaction.atomic
def verify(*, number: str, finding: str, actor: Actor, at: datetime) -> Case:
    """Find that what was said is so: the term of mending begins."""
    act, row = _begun(moves.VERIFY, number, actor, at)
    checks.check_not_rated(row.rating, actor)
    finding = clean_text(finding, field="核实情况", limit=2000)
    case = act.case
    case.accepted_at = at
    case.promised_term = case.statutory_term = row.rectify_term
    return engine.finish(act, {"finding": finding, "term": row.rectify_term})


@transaction.atomic
def dismiss(*, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Find that what was said is not so, with the reason told to the person; the rating still counts."""
    act, row = _begun(moves.DISMISS, number, actor, at)
    checks.check_not_rated(row.rating, actor)
    reason = clean_text(reason, field="不属实的理由", limit=1000)
    case = engine.finish(act, {"reason": reason})
    _tell(
        row,
        at,
        "您的评价已核实",
        f"核实结果:不属实。理由:{reason}\n您的评价仍然保留。不同意核实结果的,请拨打12345热线反映。",
    )
    return case


@transaction.atomic
def contact(*, number: str, how: str, words: str, actor: Actor, at: datetime) -> Case:
    """Write down how the person was reached and what the person said, or that nobody was reached."""
    act, row = _begun(moves.CONTACT, number, actor, at)
    checks.check_of_agency(act.case, actor)
    data = {
        "how": clean_line(how, field="联系方式", limit=100),
        "words": clean_text(words, field="联系情况", limit=2000),
    }
    row.contacted_at, row.contacted_by = at, actor.key
    row.save(update_fields=["contacted_at", "contacted_by"])
    return engine.finish(act, data)


@transaction.atomic
def prove(*, number: str, name: str, content: bytes, actor: Actor, at: datetime) -> Attachment:
    """Put a file on record that shows what was mended."""
    act, _row = _begun(moves.PROVE, number, actor, at)
    checks.check_of_agency(act.case, actor)
    kept = engine.attach(act, name=name, content=content, material="evidence")
    engine.finish(act, {"name": kept.name, "sha256": kept.sha256})
    return kept


@transaction.atomic
def rectify(*, number: str, measures: str, evidence: str, actor: Actor, at: datetime) -> Case:
    """Say what was done and what shows it; the person has been spoken to before."""
    act, row = _begun(moves.RECTIFY, number, actor, at)
    checks.check_of_agency(act.case, actor)
    checks.check_contacted(row)
    data = {
        "measures": clean_text(measures, field="整改措施", limit=2000),
        "evidence": clean_text(evidence, field="整改证据", limit=2000),
    }
    row.rectified_at, row.rectified_by = at, actor.key
    row.save(update_fields=["rectified_at", "rectified_by"])
    act.case.outcome, act.case.decided_at = Outcome.RESOLVED.value, at
    return engine.finish(act, data)


@transaction.atomic
def send_back(*, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Not mended well enough: back to the agency; its term runs on as if it had not said so."""
    act, row = _begun(moves.SEND_BACK, number, actor, at)
    checks.check_another(row, actor)
    row.rectified_at, row.rectified_by = None, ""
    row.save(update_fields=["rectified_at", "rectified_by"])
    act.case.outcome, act.case.decided_at = Outcome.NONE.value, None
    return engine.finish(act, {"reason": clean_text(reason, field="退回理由", limit=2000)})


@transaction.atomic
def confirm(*, number: str, opinion: str, actor: Actor, at: datetime) -> Case:
    """Accept what was mended, by another person than who mended it, and ask the person to rate once more."""
    act, row = _begun(moves.CONFIRM, number, actor, at)
    checks.check_another(row, actor)
    opinion = clean_text(opinion, field="验收意见", limit=2000)
    case = engine.finish(act, {"opinion": opinion})
    until = due_day(expires_at(act_of(row.rating, at)))
    said = f"您{local(row.rating.rated_at):%Y年%m月%d日}评价的问题已整改并验收。请打开链接再评一次,{until}前有效。"
    _tell(row, at, "请再评一次", said, link=f"/rate/{token_again(row.rating.uid)}")
    return case


@transaction.atomic
def drop(*, number: str, reason: str, at: datetime) -> Case:
    """End a rectification because its rating was excluded; one that has ended stays as it is."""
    act = engine.begin(moves.DROP, number, actor=worker(SYSTEM), at=at)
    act.case.outcome, act.case.decided_at = Outcome.NONE.value, None
    return engine.finish(act, {"reason": reason})


def note_again(row: Rectification, rating: Rating, at: datetime) -> Case:
    """Write into the record of a rectification how it was rated afterwards; inside the act of the rating."""
    act = engine.begin(moves.RERATE, row.case.number, actor=worker(SYSTEM), at=at)
    return engine.finish(act, {"rating": rating.pk, "level": rating.level, "words": Level(rating.level).label})


def _begun(move: Move, number: str, actor: Actor, at: datetime) -> tuple[Act, Rectification]:
    act = engine.begin(move, number, actor=actor, at=at)
    row = Rectification.objects.filter(case_id=act.case.pk).select_related("rating__case").first()
    if row is None:
        raise NotFound("rectification.unknown", "编号“{number}”的件不是差评整改:请核对编号。", number=number)
    return act, row


def _whose(case: Case) -> Recipient | None:
    if case.applicant_id is not None:
        return party(case.applicant_id)
    phones = PHONES.get(case.kind)
    return phones([case]).get(case.pk) if phones else None


def _tell(row: Rectification, at: datetime, title: str, text: str, *, link: str = "") -> None:
    """Tell whose case it was, or the phone that was left with it; nobody where there is neither."""
    rating = row.rating
    to = _whose(rating.case)
    if to is None:
        return
    about: Mapping[str, Any] = {"stage": Stage(rating.stage).label, "title": rating.case.title}
    notices.tell(
        to=to,
        title=title,
        text=f"关于“{about['title']}”的{about['stage']}:{text}",
        at=at,
        case_number=rating.case.number,
        link=link,
        dedupe=f"rating:{rating.pk}:{'again' if link else 'verified'}",
    )
