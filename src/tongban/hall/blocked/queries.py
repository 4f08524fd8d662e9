"""Reads of blocked matters: one with all of it, what is allowed, lists of the coordinator, reports of refusal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from tongban.casework.cases import queries as cases
from tongban.casework.cases.checks import bar
from tongban.casework.cases.models import Case, JournalEntry
from tongban.casework.cases.queries import Allowed, Whole
from tongban.casework.cases.queries.reach import within
from tongban.casework.cases.rules import ENDED, Kind, Status
from tongban.casework.cases.rules.desk import REGION_WIDE
from tongban.casework.cases.rules.substance import fingerprint
from tongban.casework.notices.rules import Recipient, party
from tongban.common.actors import STAFF_ROLES, Actor, Role
from tongban.common.errors import NotFound
from tongban.hall.appeals.checks import COPIED_WITHIN
from tongban.hall.appeals.models import Answer
from tongban.hall.appeals.queries import Hand, answers, ends_like, hands, reached, recipient
from tongban.hall.blocked.checks import BARS, FAILED, STEPS_OF, Scene, check_failed
from tongban.hall.blocked.models import BlockedMatter, ItemRectification, JointReview, RefusalReport
from tongban.hall.blocked.rules import mending, moves
from tongban.hall.blocked.rules.words import rung_of
from tongban.registry.policies.queries import content
from tongban.workdays import Clock

__all__ = ["Hand", "answers", "hands"]
ENDED_WORDS = sorted(status.value for status in ENDED)
MOST_FAILED = 10


def matter_of(case: Case) -> BlockedMatter:
    """What stands beside the case, with its policy; NotFound for a case of another kind."""
    found = (
        BlockedMatter.objects.select_related("policy", "application", "report", "agency")
        .filter(case_id=case.pk)
        .first()
    )
    if found is None:
        raise NotFound("blocked.unknown", "没有编号为“{number}”的“办不成事”件:请核对编号。", number=case.number)
    return found


def readable(number: str, reader: Actor) -> Case:
    """One blocked matter the reader may know of; a system also reads what it handed in itself."""
    found = cases.handed_in(number, reader)
    if found.kind != Kind.BLOCKED_MATTER.value:
        raise NotFound("blocked.unknown", "没有编号为“{number}”的“办不成事”件:请核对编号。", number=number)
    return found


def answering(case: Case, text: str, at: datetime) -> tuple[BlockedMatter, str]:
    """The matter to be answered, and the number of another case these words answered within a year; one statement."""
    others = Answer.objects.filter(fingerprint=fingerprint(text), answered_at__gte=at - COPIED_WITHIN)
    number = others.exclude(case_id=OuterRef("pk")).order_by("pk").values("case__number")[:1]
    rows = BlockedMatter.objects.select_related("policy").annotate(copied=Subquery(number))
    found = rows.filter(case_id=case.pk).first()
    if found is None:
        raise NotFound("blocked.unknown", "没有编号为“{number}”的“办不成事”件:请核对编号。", number=case.number)
    return found, str(vars(found)["copied"] or "")


def rung(found: Whole) -> int:
    """The rung the matter stands on; 0 before it is accepted."""
    return rung_of(step.key for step in found.steps)


def review_of(case: Case) -> JointReview | None:
    """What the joint review came to, once it decided."""
    return JointReview.objects.filter(case_id=case.pk).first()


def rectification_of(case: Case) -> ItemRectification:
    """The rectification of an item a case is; NotFound when it is none (a bad rating opens others)."""
    found = ItemRectification.objects.select_related("matter__case", "case__item").filter(case_id=case.pk).first()
    if found is None:
        raise NotFound("mending.unknown", "编号“{number}”的件不是事项整改:请核对编号。", number=case.number)
    return found


def is_of_item(number: str) -> bool:
    """Whether a rectification is one of an item and not of a bad rating."""
    return ItemRectification.objects.filter(case__number=number).exists()


def rectification_from(matter: BlockedMatter) -> ItemRectification | None:
    """The rectification a matter set going, with its case."""
    return ItemRectification.objects.select_related("case").filter(matter_id=matter.pk).first()


def allowed(found: Whole, matter: BlockedMatter, actor: Actor, *, at: datetime) -> list[Allowed]:
    """Every move with the answer whether it can be made now: state, role, reach, and what else would bar it."""
    scene = Scene(found.case, matter, found.steps, actor, at)
    answers_ = cases.allowed_moves(found, moves.MOVES, actor, at=at)
    return [
        one if one.refusal else replace(one, refusal=bar(BARS, one.move.name, scene)) for one in answers_ if _fits(one)
    ]


def _fits(one: Allowed) -> bool:
    """A task is completed and an opinion given, each on steps of its kind."""
    kinds = STEPS_OF.get(one.move.name)
    return kinds is None or not one.step or one.step.split("-")[0] in kinds


def allowed_mending(found: Whole, actor: Actor, *, at: datetime) -> list[Allowed]:
    """Every move of a rectification of an item, with its refusal."""
    return cases.allowed_moves(found, mending.MOVES, actor, at=at)


# what failed


def failed_application(number: str, actor: Actor) -> Case:
    """An application that came to nothing, if the actor may know of it; refused while it is under way."""
    found = cases.case(number, actor)
    check_failed(found)
    return found


def failed_of(actor: Actor) -> list[Case]:
    """The applications of a party that came to nothing and on which no matter is under way, newest first."""
    under_way = BlockedMatter.objects.filter(application_id=OuterRef("pk")).exclude(case__status__in=ENDED_WORDS)
    found = Case.objects.filter(
        ~Exists(under_way), applicant_id=actor.party_id, kind=Kind.APPLICATION.value, status__in=sorted(FAILED)
    )
    return list(found.select_related("item", "agency").order_by("-touched_at")[:MOST_FAILED])


def open_on(application: Case) -> Case | None:
    """The blocked matter under way on an application."""
    rows = Case.objects.filter(blocked__application_id=application.pk).exclude(status__in=ENDED_WORDS)
    return rows.order_by("pk").first()


# lists


def matters(actor: Actor, *, cause: str = "", is_open: bool | None = None, text: str = "") -> QuerySet[BlockedMatter]:
    """The matters an actor may know of: open ones by due day, then the ended ones, newest first."""
    # asked of each matter, of which there are few: as a list of cases it would be most of the city's
    found = BlockedMatter.objects.filter(Exists(Case.objects.filter(cases.visible_to(actor), pk=OuterRef("case_id"))))
    if cause:
        found = found.filter(cause=cause)
    if is_open is not None:
        closed = Q(case__status__in=ENDED_WORDS)
        found = found.filter(~closed if is_open else closed)
    if text:
        found = found.filter(Q(case__title__icontains=text) | Q(case__number__startswith=text))
    return found.select_related("case__agency", "case__region", "case__item", "case__applicant").order_by(
        "case__ended_at", F("case__due_at").asc(nulls_last=True), "-pk"
    )


def without_root(actor: Actor) -> QuerySet[BlockedMatter]:
    """Matters that were closed and of which nobody has said yet why they could happen."""
    return matters(actor).filter(case__status=Status.DELIVERED.value, root_class="")


def reports(actor: Actor) -> QuerySet[RefusalReport]:
    """The reports an actor may know of: its own, of its agency, of its region; newest first."""
    seen = Q(pk__in=())
    if actor.has(Role.ADMIN, Role.WORKER):
        seen = Q()
    if actor.kind == "party":
        seen |= Q(applicant_id=actor.party_id) & Q(applicant_id__isnull=False)
    if actor.has(*REGION_WIDE) and actor.region:
        seen |= within(actor.region)
    if actor.has(*STAFF_ROLES, Role.SYSTEM) and actor.agency:
        seen |= Q(agency_id=actor.agency) | Q(filed_agency=actor.agency)
    return (
        RefusalReport.objects.filter(seen)
        .select_related("item", "agency", "application", "applicant", "matter__case")
        .order_by("-pk")
    )


def told_no(actor: Actor) -> list[RefusalReport]:
    """The newest reports of refusal of a party, one statement; those of nobody for nobody."""
    return list(reports(actor)[:MOST_FAILED]) if actor.party_id is not None else []


def report(pk: int, actor: Actor) -> RefusalReport:
    """One report; NotFound when there is none or the actor may not know of it."""
    found = reports(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("refusal.unknown", "没有第{number}号否定报备:请核对编号。", number=pk)
    return found


def refused_without_report(actor: Actor) -> QuerySet[Case]:
    """Applications a window refused without a report of refusal, newest first."""
    refused = JournalEntry.objects.filter(case_id=OuterRef("pk"), move="refuse")
    reported = RefusalReport.objects.filter(application_id=OuterRef("pk"))
    return cases.cases(actor).filter(
        Exists(refused),
        ~Exists(reported),
        kind=Kind.APPLICATION.value,
        status__in=[Status.REFUSED.value, Status.ARCHIVED.value],
    )


# whom a rectified item concerns


@dataclass(frozen=True)
class Met:
    """Somebody who met an obstacle: who, on which case or report, when."""

    to: Recipient
    title: str
    number: str
    link: str
    met_at: datetime


def met(mended: ItemRectification, at: datetime) -> Iterator[Met]:
    """Everybody who met the same obstacle (item and cause) within the policy's time before ``at``; two statements."""
    matter = mended.matter
    within_ = content(matter.policy).blocked.told_within
    found = [
        *_met_matters(mended.case.item_id or "", matter.cause),
        *_met_reports(mended.case.item_id or "", matter.cause),
    ]
    for one in found:
        due_at = Clock(within_, one.met_at).due_at()
        if one.met_at <= at and (due_at is None or at < due_at):
            yield one


def _met_matters(item: str, cause: str) -> Iterator[Met]:
    rows = BlockedMatter.objects.filter(case__item_id=item, cause=cause)
    for row in rows.select_related("case").order_by("pk"):
        case = row.case
        if case.applicant_id is not None:
            yield Met(party(case.applicant_id), case.title, case.number, f"/cases/{case.number}", case.opened_at)
        elif (to := recipient(row, case.region_id)) is not None:
            yield Met(to, case.title, case.number, f"/track?number={case.number}", case.opened_at)


def is_phone_of(number: str, ending: str) -> bool:
    """Whether the phone given with a matter ends like this, or the registered one of who brought it."""
    found = BlockedMatter.objects.filter(case__number=number).select_related("case__applicant").first()
    return found is not None and ends_like(found, found.case.applicant, ending)


def phones_of(found: Iterable[Case]) -> dict[int, Recipient]:
    """Whom these blocked matters reach by a phone alone, by the key of the case; one statement."""
    return reached(found, BlockedMatter.objects.all())


def _met_reports(item: str, cause: str) -> Iterator[Met]:
    rows = RefusalReport.objects.filter(item_id=item, cause=cause, applicant_id__isnull=False)
    for row in rows.select_related("item", "application").order_by("pk"):
        number = row.application.number if row.application else ""
        yield Met(party(row.applicant_id or 0), row.item.name, number, f"/refusals/{row.pk}", row.filed_at)
