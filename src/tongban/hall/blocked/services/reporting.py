"""The report of refusal (否定报备): a window does not say no without writing down why, and what can be done about it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tongban.casework.cases import queries as cases
from tongban.casework.notices import services as notices
from tongban.casework.notices.rules import party
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, NotAllowed
from tongban.common.text import clean_line, clean_text
from tongban.common.time import localdate
from tongban.hall.applications.rules.notices import remedy_on
from tongban.hall.blocked.models import RefusalReport
from tongban.hall.blocked.rules.words import Cause, Remedy
from tongban.registry.catalog import queries as catalog
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.registry.parties.rules import SearchKind, recognised
from tongban.registry.prepared import Writer
from tongban.registry.regions import queries as regions

REPORTS = Writer(RefusalReport)
SAYS_NO = frozenset({Role.CLERK, Role.TOWN_CLERK, Role.HANDLER, Role.HEAD, Role.COORDINATOR})


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A no, in one form.

    With ``application`` item, agency, region and applicant are its; without, ``item`` and ``region`` are needed and
    ``applicant_id`` or ``applicant_name`` may say to whom it was said.
    """

    asked: str
    ground: str
    basis: str
    cause: Cause
    remedy: Remedy
    remedy_text: str = ""
    application: str = ""
    item: str = ""
    region: str = ""
    applicant_id: int | None = None
    applicant_name: str = ""
    sample: bool = False


def check_says_no(actor: Actor) -> None:
    """Refuse whoever cannot say no in an office."""
    if actor.kind != "staff" or not actor.has(*SAYS_NO):
        raise NotAllowed("refusal.role", "否定报备由窗口人员、经办人或专员填写:申请人请直接反映“办不成事”。")


def known_applicant(*, identifier: str, name: str, actor: Actor, at: datetime) -> int | None:
    """The party with this identifier and name, None where the register has none; a search, and logged as one.

    Asked before the act and outside its transaction, so that the search stays in the log whatever becomes of the act.
    """
    check_says_no(actor)
    if not identifier.strip():
        return None
    kind, _ = recognised(identifier)
    if kind is not SearchKind.IDENTIFIER:
        raise BadInput("refusal.identifier", "请填写18位公民身份号码或统一社会信用代码:手机号码不能确认是本人。")
    given = clean_line(name, field="申请人", limit=120)
    found = register.search_parties(number=identifier, actor=actor, at=at)
    if found and found[0].name != given:
        raise BadInput("refusal.name", "该证件号码登记的不是“{name}”:请核对申请人和证件号码。", name=given)
    return found[0].pk if found else None


@transaction.atomic
def report_refusal(*, refusal: Refusal, actor: Actor, at: datetime) -> RefusalReport:
    """File a report of refusal and give the applicant a copy with the remedy."""
    check_says_no(actor)
    row = _row(refusal, actor, at)
    row.asked = clean_text(refusal.asked, field="申请内容", limit=2000)
    row.ground = clean_text(refusal.ground, field="不予办理的理由", limit=4000)
    row.basis = clean_line(refusal.basis, field="依据(法律法规条款)", limit=300)
    row.remedy_text = remedy_text(refusal, at)
    REPORTS.insert(row)
    _copy(row, at)
    return row


def _row(refusal: Refusal, actor: Actor, at: datetime) -> RefusalReport:
    row = RefusalReport(
        cause=refusal.cause.value,
        remedy=refusal.remedy.value,
        sample=refusal.sample,
        filed_at=at,
        filed_by=actor.key,
        filed_by_name=actor.name,
        filed_agency=actor.agency,
    )
    if refusal.application:
        case = cases.case(refusal.application, actor)
        if case.item is None:
            raise BadInput("refusal.no_item", "{number}没有关联事项:请填写事项。", number=case.number)
        row.application, row.item, row.agency_id, row.region_id = case, case.item, case.agency_id, case.region_id
        row.applicant_id = case.applicant_id
        row.applicant_name = case.applicant.name if case.applicant else ""
        return row
    if not refusal.item:
        raise BadInput("refusal.item", "请填写办件编号,或者选择事项:否定报备须写明是哪件事。")
    item = catalog.item(refusal.item)
    regions.check_known(refusal.region)
    row.item, row.agency_id, row.region_id = item, item.agency_id, refusal.region
    row.applicant_name = clean_line(refusal.applicant_name, field="申请人", limit=120, blank=True)
    if refusal.applicant_id is not None:
        row.applicant = parties.party(refusal.applicant_id)
        row.applicant_name = row.applicant.name
    return row


def remedy_text(refusal: Refusal, at: datetime) -> str:
    """What the applicant can do; for reconsideration and litigation the law says it where the window does not."""
    given = clean_text(refusal.remedy_text, field="救济途径说明", limit=2000, blank=True)
    if given:
        return given
    if refusal.remedy is Remedy.MAKE_UP:
        raise BadInput("refusal.path", "请写明怎样补办:缺什么、到哪里办、办好后怎样重新申请。")
    return remedy_on(localdate(at))


def _copy(row: RefusalReport, at: datetime) -> None:
    """Tell the applicant what was refused and what can be done; whoever has no account gets it on paper."""
    if row.applicant_id is None:
        return
    notices.tell(
        to=party(row.applicant_id),
        title=f"不予办理告知:{row.item.name}"[:60],
        text=f"理由:{row.ground}\n依据:{row.basis}\n您可以:{row.remedy_text}"[:1800],
        at=at,
        case_number=row.application.number if row.application else "",
        link=f"/refusals/{row.pk}",
        dedupe=f"refusal:{row.pk}",
    )
