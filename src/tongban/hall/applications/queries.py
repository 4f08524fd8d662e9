"""Reads of applications: materials, papers, what is still owed."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models import Case as Choice

from tongban.casework.cases import queries as cases
from tongban.casework.cases.checks import bar
from tongban.casework.cases.models import Case, JournalEntry, LedgerEntry
from tongban.casework.cases.queries import Allowed, Whole
from tongban.casework.cases.rules import PauseGround, Status
from tongban.common.actors import Actor, Role
from tongban.common.errors import Refused
from tongban.common.said import said
from tongban.common.time import localdate
from tongban.hall.applications.checks import BARS, Scene
from tongban.hall.applications.models import MaterialRow, Notice
from tongban.hall.applications.rules import moves
from tongban.hall.applications.rules.materials import MaterialState
from tongban.hall.applications.rules.notices import NoticeKind
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec, Source, phone_fields
from tongban.registry.parties import queries as parties
from tongban.registry.powers import queries as powers
from tongban.registry.prepared import Lookup
from tongban.registry.regions.rules import prefix_of
from tongban.workdays import Term

MATERIALS_OF = Lookup(lambda pk: MaterialRow.objects.filter(case_id=pk).order_by("pk"), int)


def rows(case: Case, spec: ItemSpec) -> list[MaterialRow]:
    """The materials that have a row; an item that asks for none costs no query."""
    return MATERIALS_OF(case.pk) if spec.materials else []


def given(case: Case, spec: ItemSpec) -> Mapping[str, str]:
    """State of each material that has a row, by key."""
    return given_in(rows(case, spec))


def given_in(found: Iterable[MaterialRow]) -> Mapping[str, str]:
    """State of each of these materials, by key."""
    return {row.key: row.state for row in found}


def reviews_in(found: Iterable[MaterialRow]) -> Mapping[str, str]:
    """What the office holds of each of these materials it has reviewed, by key."""
    return {row.key: row.review for row in found if row.review}


def leads(spec: ItemSpec, region: str, at: datetime) -> list[str]:
    """The agencies that may decide over the region that day, the one that leads first.

    A town the power was assigned to comes before the county, the owner of the guide before other holders.
    """
    holders = [holder for holder in powers.who_may(spec.power, region, localdate(at)) if holder.may_decide]
    order = {"assigned": 0, "own": 1, "entrusted": 2}
    holders.sort(key=lambda h: (h.agency != spec.agency, order.get(str(h.mode), 3), h.agency))
    return list(dict.fromkeys(holder.agency for holder in holders))


def lead_for(spec: ItemSpec, region: str, at: datetime, *, wanted: str = "") -> str:
    """The agency that leads, or the one wanted if it may; refused when nobody holds the power, or not that one."""
    found = leads(spec, region, at)
    if not found:
        raise Refused(
            "power.nobody",
            "{on}在该区域没有单位有权办理“{item}”:请核对区域,或联系编办确认权力事项归属。",
            on=localdate(at),
            item=spec.name,
        )
    if wanted and wanted not in found:
        raise Refused("handover.power", "所选单位当日无权在该区域办理“{item}”:请从列出的单位中选择。", item=spec.name)
    return wanted or found[0]


def asked(case: Case) -> list[dict[str, str]]:
    """What the one-time notice asked: ``key`` (a material or empty) and ``what``."""
    notice = Notice.objects.filter(case_id=case.pk, kind=NoticeKind.CORRECTION.value).first()
    return list(notice.items) if notice else []


@dataclass(frozen=True)
class Paper:
    """A paper told to the applicant; ``items`` are what it lists, each ``key`` and ``what``."""

    kind: NoticeKind
    told_at: datetime
    told_by: str
    reason: str
    remedy: str = ""
    items: Sequence[Mapping[str, str]] = ()


def notices(found: Whole, lines: Sequence["MaterialLine"] | None = None) -> list[Paper]:
    """The papers told to the applicant, oldest first: written ones, and what ledger and deferred materials say.

    ``lines`` are the materials where they were read before.
    """
    case = found.case
    rows = Notice.objects.filter(case_id=case.pk).order_by("pk")
    papers = [Paper(NoticeKind(row.kind), row.told_at, row.told_by, row.reason, row.remedy, row.items) for row in rows]
    papers += [_ledger_paper(entry) for entry in found.ledger]
    if case.acceptance == "deferred" and case.accepted_at:
        lines = materials(case, found.spec) if lines is None else lines
        papers.append(_deferral_paper(lines, case.accepted_at))
    return sorted(papers, key=lambda paper: paper.told_at)


def _ledger_paper(entry: LedgerEntry) -> Paper:
    if entry.kind == "extension":
        words = said("经本机关负责人批准,延长{term}:{reason}", term=Term.parse(entry.term).words, reason=entry.reason)
        return Paper(NoticeKind.EXTENSION, entry.started_at, entry.started_by, words)
    ground = PauseGround(entry.ground).label
    words = said(
        "{ground}所需时间不计入办理期限,最迟于{limit_on}恢复:{reason}",
        ground=ground,
        limit_on=entry.limit_on,
        reason=entry.reason,
    )
    return Paper(NoticeKind.PAUSE, entry.started_at, entry.started_by, words)


def _deferral_paper(lines: Sequence["MaterialLine"], accepted_at: datetime) -> Paper:
    deferred = [line for line in lines if line.due_on]
    due_on = max((line.due_on for line in deferred if line.due_on), default=None)
    items = [{"key": line.key, "what": line.name} for line in deferred]
    return Paper(NoticeKind.DEFERRAL, accepted_at, "", said("请于{due_on}前补交。", due_on=due_on), "", items)


@dataclass(frozen=True)
class MaterialLine:
    """One material of the item with what became of it; ``state`` is empty while it is missing.

    ``review`` is what the office holds of it, with its remark, when and by whom; empty until it was looked at.
    """

    key: str
    name: str
    required: bool
    deferrable: bool
    source: str
    state: str
    attachment_id: int | None
    given_at: datetime | None = None
    review: str = ""
    remark: str = ""
    reviewed_at: datetime | None = None
    reviewer: str = ""
    due_on: date | None = None  # by when it was to follow, where it was deferred

    def told(self) -> "MaterialLine":
        """The line as a party reads it: what the office holds of the material is its own affair until it is told."""
        return replace(self, review="", remark="", reviewed_at=None, reviewer="")


def materials(case: Case, spec: ItemSpec) -> list[MaterialLine]:
    """Every material of the pinned item with its state; what the city holds itself counts as given."""
    rows = {row.key: row for row in MaterialRow.objects.filter(case_id=case.pk)}
    lines = []
    for material in spec.materials:
        line = MaterialLine(
            key=material.key,
            name=material.name,
            required=material.required,
            deferrable=material.deferrable,
            source=material.source.value,
            state=MaterialState.HELD.value if material.source is Source.HELD else "",
            attachment_id=None,
        )
        lines.append(_filled(line, rows[material.key]) if material.key in rows else line)
    return lines


def _filled(line: MaterialLine, row: MaterialRow) -> MaterialLine:
    return replace(
        line,
        state=row.state,
        attachment_id=row.attachment_id,
        given_at=row.given_at,
        review=row.review,
        remark=row.remark,
        reviewed_at=row.reviewed_at,
        reviewer=row.reviewed_by_name,
        due_on=row.due_on,
    )


@dataclass(frozen=True)
class Message:
    """A message between the applicant and the office; ``is_applicant`` says from which side."""

    at: datetime
    name: str
    role: Role
    agency: str
    text: str

    @property
    def is_applicant(self) -> bool:
        """Whether the applicant, or who acts for it, wrote it."""
        return self.role is Role.APPLICANT


def messages(case: Case, reader: Actor, *, latest: int | None = None) -> list[Message]:
    """The messages of a case, oldest first; they are lines of its journal."""
    return said_in(cases.journal(case, reader, moves=[moves.MESSAGE.name], latest=latest))


def notes(case: Case, reader: Actor, *, latest: int | None = None) -> list[Message]:
    """The office's notes on a case, oldest first; none for a party."""
    return said_in(cases.journal(case, reader, moves=[moves.NOTE.name], latest=latest))


def said_in(lines: Iterable[JournalEntry]) -> list[Message]:
    """What lines of messages or notes say."""
    return [
        Message(line.at, line.actor_name, Role(line.role), line.agency, str(json.loads(line.data)[line.move]))
        for line in lines
    ]


def allowed(found: Whole, lines: Sequence[MaterialLine], actor: Actor, *, at: datetime) -> list[Allowed]:
    """Every move with the answer whether it can be made now: state, role, reach, power, and what else would bar it."""
    reviews = {line.key: line.review for line in lines if line.review}
    given_now = {line.key: line.state for line in lines if line.state and line.state != MaterialState.HELD.value}
    answers = cases.allowed_moves(found, moves.MOVES, actor, at=at)
    return [
        one
        if one.refusal
        else replace(one, refusal=bar(BARS, one.move.name, Scene(found, given_now, one.step, at, reviews)))
        for one in answers
    ]


def is_phone_of(number: str, ending: str) -> bool:
    """Whether a phone of the applicant ends like this: the registered one, or one the form gives; never of a draft."""
    case = Case.objects.filter(number=number).exclude(status=Status.DRAFT.value).select_related("applicant").first()
    if case is None or case.applicant is None:
        return False
    spec = catalog.pinned(case.item_version_id) if case.item_version_id else None
    given = [str(case.form.get(name, "")) for name in phone_fields(spec)] if spec else []
    told = ["".join(sign for sign in text if sign.isdecimal()) for text in given]
    return parties.is_phone_ending(case.applicant, ending) or any(text[-4:] == ending for text in told)


def owed(case_ids: Collection[int]) -> dict[int, date]:
    """By which day deferred materials are still owed, by key of the case; cases that owe nothing are left out."""
    rows = MaterialRow.objects.filter(case_id__in=case_ids, state=MaterialState.DEFERRED.value)
    due = rows.order_by().values_list("case_id").annotate(due_on=Min("due_on"))
    return {case: due_on for case, due_on in due if due_on}


LATEST = 2000  # cases looked at for what a window files most; enough for some weeks of a city
MOST_SHOWN = 8


def most_filed(actor: Actor) -> list[str]:
    """Codes of the items filed most, of late, at windows of the actor's region: the actor's own first, then the others'."""
    latest = Case.objects.order_by("-pk").values("pk")[:LATEST]
    found = Case.objects.filter(pk__in=latest, channel="window", item__isnull=False)
    counted = found.filter(region__code__startswith=prefix_of(actor.region)).values("item_id")
    own = Count("pk", filter=Q(answerable=actor.key))
    rows = counted.annotate(own=own, total=Count("pk")).order_by("-own", "-total", "item_id")
    return [row["item_id"] for row in rows[:MOST_SHOWN]]


def of_parties(party_ids: Collection[int], *, skip: int = 0, limit: int = 50) -> list[Case]:
    """The cases of these applicants: what waits for them first, then what is due first, what has ended last.

    Each says whether it ``waits`` for its applicant (a draft, a correction, materials owed) and ``is_paused``.
    """
    owed = MaterialRow.objects.filter(case_id=OuterRef("pk"), state=MaterialState.DEFERRED.value)
    paused = LedgerEntry.objects.filter(case_id=OuterRef("pk"), kind="pause", step_key="", ended_at=None)
    its_turn = Q(status__in=[Status.DRAFT.value, Status.CORRECTING.value]) | Q(status=Status.ACCEPTED.value) & Exists(
        owed
    )
    found = (
        Case.objects.filter(applicant_id__in=list(party_ids))
        .select_related("item", "agency", "region")
        .annotate(waits=ExpressionWrapper(its_turn, output_field=BooleanField()), is_paused=Exists(paused))
        .annotate(
            turn=Choice(
                When(status=Status.DRAFT.value, then=Value(1)),
                When(waits=True, then=Value(0)),
                When(ended_at__isnull=True, then=Value(2)),
                default=Value(3),
                output_field=IntegerField(),
            )
        )
        .order_by("turn", F("ended_at").desc(nulls_first=True), F("due_at").asc(nulls_last=True), "-pk")
    )
    return list(found[skip : skip + limit])
