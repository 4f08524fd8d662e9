"""Acts at the desk: accept in one of four ways, ask once for corrections, refuse with reason and remedy."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.casework.cases import clock
from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.casework.cases.services import Act
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Refused
from tongban.common.text import clean_line, clean_text
from tongban.common.time import localdate
from tongban.hall.applications import queries
from tongban.hall.applications.checks import check_answerable, check_askable
from tongban.hall.applications.models import MaterialRow
from tongban.hall.applications.rules import materials, moves
from tongban.hall.applications.rules.materials import MaterialState
from tongban.hall.applications.rules.notices import NoticeKind, remedy_on
from tongban.hall.applications.services.papers import tell


@transaction.atomic
def accept(*, number: str, actor: Actor, at: datetime) -> Case:
    """Accept an application whose materials are complete; the handling clock starts, the first steps open."""
    act = engine.begin(moves.ACCEPT, number, actor=actor, at=at)
    given = _ready(act)
    materials.check_complete(act.spec, given)
    # what the applicant has committed itself to stays known by it: statistics tell proof from promise
    is_promised = MaterialState.COMMITTED.value in given.values()
    return _accepted(act, "commitment" if is_promised else "complete", at)


@transaction.atomic
def accept_deferred(*, number: str, actor: Actor, at: datetime) -> Case:
    """Accept with materials to follow (容缺受理), all of them deferrable and due by the promised day at the latest."""
    act = engine.begin(moves.ACCEPT_DEFERRED, number, actor=actor, at=at)
    gaps = materials.check_deferrable(act.spec, _ready(act))
    names = [gap.name for gap in gaps]
    case = _accepted(act, "deferred", at, {"deferred": names})
    handling = clock.handling_clock(case, act.spec, act.steps, [])
    due_on = (handling and handling.due_on()) or localdate(at)
    MaterialRow.objects.bulk_create(
        MaterialRow(case=case, key=gap.key, state=MaterialState.DEFERRED.value, due_on=due_on) for gap in gaps
    )
    return case


@transaction.atomic
def accept_committed(*, number: str, commitment: str, actor: Actor, at: datetime) -> Case:
    """Accept on a written commitment instead of proof (告知承诺)."""
    act = engine.begin(moves.ACCEPT_COMMITTED, number, actor=actor, at=at)
    given = _ready(act)
    commitment = clean_text(commitment, field="申请人的书面承诺", limit=4000)
    gaps = materials.check_committed(act.spec, given)
    MaterialRow.objects.bulk_create(
        MaterialRow(case=act.case, key=gap.key, state=MaterialState.COMMITTED.value, given_at=at, given_by=actor.key)
        for gap in gaps
    )
    return _accepted(act, "commitment", at, {"commitment": commitment, "committed": [gap.name for gap in gaps]})


@transaction.atomic
def deem_accepted(*, number: str, actor: Actor, at: datetime) -> Case:
    """Hold for accepted what nobody answered within the term, from the day it was received (行政许可法 art. 32)."""
    act = engine.begin(moves.DEEM_ACCEPTED, number, actor=actor, at=at)
    silence = clock.acceptance_clock(act.case, act.spec)
    due_at = silence.due_at() if silence else None
    if silence is None or due_at is None or at < due_at or act.case.received_at is None:
        raise Refused(
            "deem.early", "受理期限{due_on}尚未届满,不视为受理。", due_on=silence.due_on() if silence else "未知"
        )
    return _accepted(act, "deemed", act.case.received_at, {"received_on": localdate(act.case.received_at)})


def _ready(act: Act) -> Mapping[str, str]:
    """The materials given; refused once silence has answered, or while one of them stands refused."""
    check_answerable(act.case, act.spec, at=act.at)
    rows = queries.rows(act.case, act.spec)
    materials.check_reviews(act.spec, queries.reviews_in(rows))
    return queries.given_in(rows)


def _accepted(act: Act, how: str, from_at: datetime, data: Mapping[str, Any] | None = None) -> Case:
    """Start the handling clock and the steps from the day of acceptance, with the terms pinned on the case."""
    case, spec = act.case, act.spec
    case.acceptance = how
    case.accepted_at = from_at
    case.promised_term = str(spec.promised_term or spec.statutory_term)
    case.statutory_term = str(spec.statutory_term or spec.promised_term)
    engine.start_steps(act, from_at=from_at)
    return engine.finish(
        act,
        {
            "how": how,
            "accepted_on": localdate(from_at),
            "promised": case.promised_term,
            "statutory": case.statutory_term,
            **(data or {}),
        },
        event={"how": how},
    )


@transaction.atomic
def ask_correction(*, number: str, items: Sequence[Mapping[str, str]], reason: str, actor: Actor, at: datetime) -> Case:
    """Tell everything to be corrected, once, within the term; a second time is refused (行政许可法 art. 32).

    ``items``: each ``key`` (a material of the item, or empty) and ``what`` (a sentence).
    """
    act = engine.begin(moves.ASK_CORRECTION, number, actor=actor, at=at)
    check_askable(act.case, act.spec, at=at)
    asked = [
        {"key": one.get("key", ""), "what": clean_line(one.get("what", ""), field="补正内容", limit=400)}
        for one in items
    ]
    if not asked:
        raise BadInput("correction.empty", "请逐项写明需要补正的全部内容,一次告知。")
    materials.check_keys(act.spec, [one["key"] for one in asked if one["key"]])
    act.case.corrections, act.case.asked_at = 1, at
    reason = clean_text(reason, field="补正理由", limit=2000, blank=True) or "材料不齐全或不符合法定形式。"
    case = engine.finish(act, {"items": asked, "reason": reason})
    tell(act, NoticeKind.CORRECTION, reason=reason, items=asked)
    return case


@transaction.atomic
def refuse(*, number: str, reason: str, actor: Actor, at: datetime, remedy: str = "") -> Case:
    """Refuse to accept, with the reason and the remedy in writing (行政许可法 arts. 32, 38)."""
    act = engine.begin(moves.REFUSE, number, actor=actor, at=at)
    check_answerable(act.case, act.spec, at=at)
    reason = clean_text(reason, field="理由", limit=4000, blank=True)
    remedy = clean_text(remedy or remedy_on(localdate(at)), field="救济途径", limit=2000)
    if not reason:
        raise BadInput(
            "refuse.reason", "不予受理须写明理由,并告知申请行政复议或者提起行政诉讼的权利(《行政许可法》第三十八条)。"
        )
    case = engine.finish(act, {"reason": reason, "remedy": remedy})
    tell(act, NoticeKind.REFUSAL, reason=reason, remedy=remedy)
    return case


@transaction.atomic
def hand_over(*, number: str, reason: str, actor: Actor, at: datetime, agency: str = "") -> Case:
    """Give the case to an agency that holds the power today, with its open steps; clocks run on.

    ``agency`` is one of those that may decide; without it the nearest one is taken. For the day a power was delegated, recalled or moved while the case was open: without it nobody could end the case.
    """
    act = engine.begin(moves.HAND_OVER, number, actor=actor, at=at)
    case = act.case
    reason = clean_text(reason, field="移交理由", limit=2000)
    former, lead = case.agency_id, queries.lead_for(act.spec, case.region_id, at, wanted=agency)
    if lead == former:
        raise Refused("handover.same", "当日有权办理本件的仍是现主办单位,无须移交。")
    case.agency_id = lead
    engine.move_steps(act, former=former, to=lead)
    return engine.finish(act, {"from": former, "to": lead, "reason": reason})


@transaction.atomic
def name_specialist(*, number: str, name: str, actor: Actor, at: datetime) -> Case:
    """Name the specialist who accompanies the enterprise (企业专员)."""
    act = engine.begin(moves.NAME_SPECIALIST, number, actor=actor, at=at)
    act.case.specialist_name = clean_line(name, field="企业专员姓名", limit=80)
    return engine.finish(act, {"specialist": act.case.specialist_name})
