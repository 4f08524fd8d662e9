"""A matter that could not be done is brought: from a failed application, from a report of refusal, or from nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Attachment, Case
from tongban.casework.cases.rules import Kind, PolicyTerms
from tongban.casework.cases.rules.moves import Filed, check_actor
from tongban.common.actors import Actor, Role
from tongban.common.errors import NotAllowed, Refused
from tongban.common.text import clean_text
from tongban.common.time import localdate
from tongban.hall.appeals.rules.words import Door, first_words
from tongban.hall.appeals.services.intake import reachable
from tongban.hall.blocked import queries
from tongban.hall.blocked.models import BlockedMatter
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import LONGEST_TEXT, Cause, Entrance
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog import queries as catalog
from tongban.registry.parties import queries as parties
from tongban.registry.policies import queries as policies
from tongban.registry.policies.models import Policy
from tongban.registry.prepared import Writer
from tongban.registry.regions import queries as regions

MATTERS = Writer(BlockedMatter)
LONGEST_CASE_TITLE = 200


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What could not be done.

    ``application`` is the number of the case that failed, ``report`` the report of refusal: item, agency, region and
    applicant are theirs. Without either, ``region`` is needed; an item names its agency.
    """

    text: str
    cause: Cause
    region: str = ""
    application: str = ""
    report: int | None = None
    item: str = ""
    agency: str = ""
    channel: Entrance = Entrance.PORTAL
    reporter_id: int | None = None
    contact_name: str = ""
    phone: str = ""
    sample: bool = False


@dataclass(frozen=True)
class Origin:
    """What a matter hangs on, once looked up."""

    region: str
    reporter_id: int | None
    title: str = ""
    item: str | None = None
    agency: str | None = None
    application: int | None = None
    report: int | None = None


@transaction.atomic
def bring(*, brought: Brought, actor: Actor, at: datetime) -> Case:
    """Take a blocked matter in: from now it has a number, a clock and somebody answerable."""
    origin = _origin(brought, actor)
    return _brought(brought, origin, policies.in_force(localdate(at)), actor=actor, at=at)


def _origin(brought: Brought, actor: Actor) -> Origin:
    if brought.report is not None:
        return _from_report(brought.report, actor)
    if brought.application:
        return _from_application(brought.application, actor)
    regions.check_known(brought.region)
    reporter = actor.party_id if brought.reporter_id is None else brought.reporter_id
    if reporter is not None and reporter != actor.party_id:
        parties.party(reporter)
    if brought.item:
        item = catalog.item(brought.item)
        return Origin(brought.region, reporter, item.name, item.code, item.agency_id)
    agency = agencies.agency(brought.agency).code if brought.agency else None
    return Origin(brought.region, reporter, agency=agency)


def _from_application(number: str, actor: Actor) -> Origin:
    failed = queries.failed_application(number, actor)
    if (other := queries.open_on(failed)) is not None:
        raise Refused(
            "blocked.twice",
            "{number}已有“办不成事”件{other}在办理:请在该件中补充说明。",
            number=number,
            other=other.number,
        )
    return Origin(failed.region_id, failed.applicant_id, failed.title, failed.item_id, failed.agency_id, failed.pk)


def _from_report(pk: int, actor: Actor) -> Origin:
    report = queries.report(pk, actor)
    if actor.kind == "staff" and not actor.has(Role.COORDINATOR):
        raise NotAllowed("refusal.turn", "否定报备由申请人或“办不成事”专员转为“办不成事”件:请告知申请人或专员。")
    if (matter := getattr(report, "matter", None)) is not None:
        raise Refused(
            "refusal.turned",
            "第{pk}号否定报备已转为“办不成事”件{number}:请在该件中查看。",
            pk=pk,
            number=matter.case.number,
        )
    return Origin(
        report.region_id,
        report.applicant_id,
        report.item.name,
        report.item_id,
        report.agency_id,
        report.application_id,
        report.pk,
    )


def _brought(brought: Brought, origin: Origin, policy: Policy, *, actor: Actor, at: datetime) -> Case:
    said = policies.content(policy)
    desk = actor.agency if actor.kind == "staff" and actor.agency else said.appeals.desk
    filed = Filed(origin.reporter_id, desk, origin.region, kind=Kind.BLOCKED_MATTER.value)
    role = check_actor(moves.BRING, filed, actor, agency=actor.agency)
    text = clean_text(brought.text, field="反映内容", limit=LONGEST_TEXT)
    contact: dict[str, Any] = {}
    if origin.reporter_id is None or brought.phone.strip():
        contact = dict(reachable(brought, actor))
    case = engine.open_case(
        kind=Kind.BLOCKED_MATTER,
        title=_title(origin, text),
        region=origin.region,
        agency=desk,
        applicant_id=origin.reporter_id,
        item_id=origin.item,
        terms=PolicyTerms(said.blocked.on_spot, said.blocked.confirm, law=policy.document, ladder=said.blocked.ladder),
        channel=brought.channel.value,
        sample=brought.sample,
        actor=actor,
        at=at,
        into=moves.BRING,
        role=role,
        data={"text": text, "cause": brought.cause.value, "application": brought.application, "report": origin.report},
    )
    MATTERS.insert(
        BlockedMatter(
            case_id=case.pk,
            text=text,
            cause=brought.cause.value,
            application_id=origin.application,
            report_id=origin.report,
            agency_id=origin.agency,
            policy_id=policy.pk,
            **contact,
        )
    )
    return case


def _title(origin: Origin, text: str) -> str:
    return f"办不成事:{origin.title or first_words(text)}"[:LONGEST_CASE_TITLE]


def attach(*, number: str, name: str, content: bytes, actor: Actor, at: datetime) -> tuple[Case, Attachment]:
    """Add a file: what the person was given or told, evidence of what the office did."""
    return engine.add_file(moves.ATTACH, number=number, name=name, content=content, actor=actor, at=at)


@transaction.atomic
def classify(*, number: str, cause: Cause, actor: Actor, at: datetime, item: str = "") -> Case:
    """Say what it got stuck on, and name the item where the person could not."""
    act = engine.begin(moves.CLASSIFY, number, actor=actor, at=at)
    matter = queries.matter_of(act.case)
    before, matter.cause = matter.cause, cause.value
    if item:
        found = catalog.item(item)
        act.case.item_id = found.code
        matter.agency_id = matter.agency_id or found.agency_id
    case = engine.finish(act, {"before": before, "cause": cause.value, "item": item})
    MATTERS.update([matter], ["cause", "agency_id"])
    return case


@transaction.atomic
def refuse(*, number: str, door: Door, reason: str, actor: Actor, at: datetime) -> Case:
    """Turn away court cases, petitions and disputes between private parties, naming the right door."""
    act = engine.begin(moves.REFUSE, number, actor=actor, at=at)
    return engine.finish(act, {"door": door.value, "reason": clean_text(reason, field="理由", limit=2000)})


def withdraw(*, number: str, reason: str, actor: Actor, at: datetime) -> Case:
    """Take a matter back before it is answered."""
    return engine.take_back(moves.WITHDRAW, number=number, reason=reason, actor=actor, at=at)


def message(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Write to the other side: the person to the office, or the office to the person."""
    return engine.say(moves.MESSAGE, number=number, text=text, actor=actor, at=at)


def note(*, number: str, text: str, actor: Actor, at: datetime) -> Case:
    """Keep a note for those who handle the matter; no party ever reads it."""
    return engine.say(moves.NOTE, number=number, text=text, actor=actor, at=at)
