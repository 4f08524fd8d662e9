"""The editor of a draft: sections as plain forms, rows added and moved by buttons, everything refused told at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound
from tongban.common.said import said
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.catalog import cells, words
from tongban.faces.desk.catalog.reading import check_may_look, is_editor
from tongban.faces.desk.catalog.typed import LISTS, WHOLE, Names, Sent, moved, put
from tongban.faces.desk.catalog.work import Work, opened, step_rows
from tongban.faces.pages import questions
from tongban.faces.pages.forms import SENT_ALONG
from tongban.faces.pages.graph import picture
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Typed
from tongban.faces.pages.showing import shown_to
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog import checks, services
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.bpmn import read_bpmn
from tongban.registry.catalog.rules.diff import diff
from tongban.registry.catalog.rules.documents import MOST_BYTES, read_guide
from tongban.registry.catalog.rules.faults import Fault
from tongban.registry.catalog.rules.labels import PLACES, Section
from tongban.registry.powers import queries as powers

if TYPE_CHECKING:
    from tongban.registry.catalog.models import Item, ItemVersion

DO, PARCEL, SECTION, FILE, NOTE = "do", "parcel", "section", "file", "change_note"
OWN = frozenset({DO, PARCEL, SECTION, FILE, NOTE})
ROW_NAME = re.compile(r"(materials|procedure|form|basis|faq)\.\d{1,3}\.([a-z_]+)\Z", re.ASCII)
MOST_BPMN_BYTES = 5_000_000
MOST_POWERS = 300
WITH_PICTURE = frozenset({Section.TERMS, Section.STEPS})  # the picture of a long procedure is large


def check_may_edit(actor: Actor) -> None:
    """Pages of change are for item managers; administrators look."""
    check_may_look(actor)
    if not is_editor(actor):
        raise NotAllowed("catalog.edit", "修改办事指南由事项管理员办理:系统管理员只能查看。")


@dataclass(frozen=True)
class Desk:
    """The draft on the table: its item, its row, the version in force, the names people may type."""

    item: "Item"
    draft: "ItemVersion"
    in_force: "ItemVersion | None"
    names: Names
    on: date

    @classmethod
    def of(cls, code: str, at: datetime, typed: QueryDict | None = None) -> "Desk":
        """Everything read: five statements. Raises NotFound where the item has no draft."""
        on = localdate(at)
        found = catalog.item(code)
        versions = list(catalog.versions(code)[:10])
        draft = next((one for one in versions if one.is_draft), None)
        if draft is None:
            raise NotFound("draft.none", "事项“{item}”没有草稿:请先从施行的版本起草。", item=code)
        in_force = next((one for one in versions if one.is_open), None) or catalog.latest_published(code)
        return cls(found, draft, in_force, names_for(found, draft, on, typed), on)

    @property
    def before(self) -> ItemSpec | None:
        """The guide in force."""
        return ItemSpec.parse(self.in_force.spec) if self.in_force else None


def names_for(item: "Item", draft: "ItemVersion", on: date, typed: QueryDict | None) -> Names:
    """Agencies of the item's region, those the draft names and those typed; the powers."""
    steps = draft.spec.get("procedure", [])
    sent = typed or QueryDict()
    given = [sent.get(name, "").strip()[:100] for name in sent if name.endswith("agency")]
    coded = {item.agency_id, draft.spec.get("agency", ""), *(step["agency"] for step in steps), *given}
    wanted = Q(region_id=item.region_id) | Q(code__in=coded) | Q(name__in=given)
    known = dict(agencies.agencies(on).filter(wanted).values_list("code", "name"))
    held = dict(powers.powers().values_list("code", "name")[:MOST_POWERS])
    return Names(known, held)


@page("GET", "POST", query=("section",))
def draft(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """The editor."""
    check_may_edit(reader.actor)
    at = now(request)
    if request.method == "POST":
        return worked(request, reader, code, at)
    typed = kept(request)
    desk = Desk.of(code, at, typed)
    section = section_of(request.GET.get("section", ""))
    work = Work.on(desk.draft)
    if typed is not None:  # the session had ended in the middle of it
        section = section_of(typed.get(SECTION, ""))
        work = received(typed, desk, section)
    return drawn(request, reader, desk, work, section)


def section_of(given: str) -> Section:
    """The section named; the first one where none is."""
    try:
        return Section(given or Section.BASICS.value)
    except ValueError:
        raise BadInput("draft.section", "没有“{section}”这一节:请从页面上选择。", section=given) from None


def received(typed: QueryDict, desk: Desk, section: Section) -> Work:
    """The working copy with what was typed."""
    check_names(typed, section)
    work = Work.unsealed(typed.get(PARCEL, ""), desk.item.code, desk.draft.number)
    guide = put(work.guide, section, Sent(typed, desk.names))
    return replace(work, guide=guide, note=typed.get(NOTE, "").replace("\r\n", "\n").strip())


def check_names(typed: QueryDict, section: Section) -> None:
    """Refuse fields the section does not have, and texts no database keeps."""
    known = cells.names_of(section) | OWN | SENT_ALONG
    part = LISTS.get(section, "")
    for name in typed:
        row = ROW_NAME.match(name)
        if name not in known and not (row and row[1] == part and row[2] in cells.NAMES[part]):
            raise BadInput("form.unknown", "表单没有“{name}”这一项:请从办件页重新打开。", name=name[:80])
    if any("\0" in value for _name, values in typed.lists() for value in values):
        raise BadInput("form.nul", "表单含有不能使用的字符(U+0000)。")


def worked(request: HttpRequest, reader: Reader, code: str, at: datetime) -> HttpResponse:
    """What a button asks for: another section, another row, a look, a file, the storing."""
    desk = Desk.of(code, at, request.POST)
    section = section_of(request.POST.get(SECTION, ""))
    work = received(request.POST, desk, section)
    act, _sign, rest = request.POST.get(DO, "check").partition(".")
    if act == "save":
        return saved(request, reader, desk, work, section, at)
    if act == "import":
        return imported(request, reader, desk, work, section)
    if act == "go":
        return drawn(request, reader, desk, work, section_of(rest))
    part, _sign, place = rest.partition(".")
    if act in {"add", "remove", "up", "down"} and part == LISTS.get(section):
        guide, focus = moved(work.guide, part, act, int(place) if WHOLE.match(place) else -1)
        return drawn(request, reader, desk, replace(work, guide=guide), section, focus=(act, focus))
    return drawn(request, reader, desk, work, section)


def saved(request: HttpRequest, reader: Reader, desk: Desk, work: Work, section: Section, at: datetime) -> HttpResponse:
    """Store the draft, or show everything refused, or what somebody else stored meanwhile."""
    spec, found = work.judged()
    if spec is None:
        return drawn(request, reader, desk, work, section, status=422, faults=found)
    data = spec.as_stored()
    if (desk.draft.spec, desk.draft.change_note) != (data, work.note):
        try:
            services.edit_draft(
                item=desk.item.code,
                number=desk.draft.number,
                spec=data,
                actor=reader.actor,
                at=at,
                change_note=work.note,
                seen=work.stamp,
            )
        except Conflict as conflict:
            return overtaken(request, reader, desk, work, section, conflict)
    messages.success(request, _("草稿已保存。"))
    return HttpResponseRedirect(f"/desk/catalog/items/{desk.item.code}/draft?section={section.value}")


def overtaken(
    request: HttpRequest, reader: Reader, desk: Desk, work: Work, section: Section, conflict: Conflict
) -> HttpResponse:
    """Somebody else stored the draft first: what they changed, and our copy on top of theirs, not yet stored."""
    stored = catalog.version(desk.item.code, desk.draft.number)
    base, theirs = ItemSpec.parse(work.base), ItemSpec.parse(stored.spec)
    merged, changed, ours = work.merged_into(stored)
    who = words.people([stored.drafted_by]).get(stored.drafted_by)
    context = {
        "conflict": conflict,
        "editor": who,
        "stored": stored,
        "theirs": diff(base, theirs, desk.names.all),
        "overlap": [PLACES[part].label for part in ours],
        "is_note_theirs": "change_note" in changed or stored.change_note != work.base_note,
    }
    return drawn(request, reader, replace(desk, draft=stored), merged, section, status=409, more=context)


def imported(request: HttpRequest, reader: Reader, desk: Desk, work: Work, section: Section) -> HttpResponse:
    """Put a file into the working copy: BPMN brings the steps, YAML or JSON the whole guide. Nothing is stored yet."""
    file = request.FILES.get(FILE)
    try:
        if file is None or not file.name:
            raise BadInput("draft.no_file", "请先选择要导入的文件(BPMN、YAML 或 JSON)。")
        content = file.read(MOST_BPMN_BYTES + 1)
        if file.name.lower().endswith((".bpmn", ".xml")):
            if len(content) > MOST_BPMN_BYTES:
                raise BadInput("draft.bpmn_bytes", "文件超过{most}MB,不予读取。", most=MOST_BPMN_BYTES // 1_000_000)
            guide = {**work.guide, "procedure": step_rows(read_bpmn(content).procedure.as_data())}
        else:
            guide = whole_guide(content, desk.item.code)
    except DomainError as refusal:
        return drawn(request, reader, desk, work, section, status=refusal.status, more={"refusal": refusal})
    note = said("已把文件“{file}”的内容放进编辑器,还没有保存:请核对后保存。", file=file.name[:80])
    return drawn(request, reader, desk, replace(work, guide=guide), section, more={"notice": note})


def whole_guide(content: bytes, code: str) -> dict[str, Any]:
    """The guide in a file, which must be this item's."""
    if len(content) > MOST_BYTES:
        raise BadInput("guide.bytes", "文件超过{most}MB,不予读取。", most=MOST_BYTES // 1_000_000)
    data = read_guide(content)
    if data.get("code") != code:
        raise BadInput(
            "draft.other_item",
            "文件里是事项“{given}”的办事指南,不是“{item}”的:请选对文件。",
            given=str(data.get("code", ""))[:80],
            item=code,
        )
    return opened(data)


@page("POST")
def panel(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """The live panel beside the form, for what stands in the form now; nothing is stored."""
    check_may_edit(reader.actor)
    desk = Desk.of(code, now(request), request.POST)
    section = section_of(request.POST.get(SECTION, ""))
    work = received(request.POST, desk, section)
    return render(request, "desk/catalog/panel.html", beside(desk, work, section, work.judged()))


def beside(desk: Desk, work: Work, section: Section, judged: tuple[ItemSpec | None, list[Fault]]) -> dict[str, Any]:
    """What the panel says: everything refused, terms, the picture, the four reductions, the citizen's form."""
    spec, found = judged
    context: dict[str, Any] = {"wrong": by_section(found), "section": section, "spec": spec}
    if spec is None:
        return context
    before = desk.before
    promised, statutory = spec.promised_term, spec.statutory_term
    return {
        **context,
        "picture": picture(spec, desk.names.agencies) if section in WITH_PICTURE else None,
        "parallel": spec.procedure.parallel_term,
        "serial": spec.procedure.serial_term,
        "path": [spec.procedure.by_key[key].name for key in spec.procedure.critical_path],
        "promised": promised,
        "statutory": statutory,
        "reductions": words.reduced(before, spec),
        "is_first": before is None,
        "changes": len(diff(before, spec)) if before else 0,
        "bars": checks.bars_of_guide(spec, desk.on),
        "inputs": questions.inputs(spec, {}, Typed()) if section is Section.FORM and spec.form else [],
    }


def by_section(found: list[Fault]) -> list[tuple[Section | None, list[DomainError]]]:
    """Everything refused, under the section it stands in; what concerns the whole stands first."""
    placed: dict[Section | None, list[DomainError]] = {}
    for fault in found:
        part = fault.part
        placed.setdefault(PLACES[part].section if part in PLACES else None, []).append(fault.refusal)
    return [(one, placed[one]) for one in (None, *Section) if one in placed]


def drawn(
    request: HttpRequest,
    reader: Reader,
    desk: Desk,
    work: Work,
    section: Section,
    *,
    status: int = 200,
    focus: tuple[str, int] | None = None,
    faults: list[Fault] | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The editor with one section open; in a first look at a stored draft nothing is refused yet."""
    judged = (None, faults) if faults is not None else work.judged()
    drawing = cells.Drawing(work.guide, desk.names, cells.Placed.of(judged[1]))
    counts = {one: len(refusals) for one, refusals in by_section(judged[1])}
    part = LISTS.get(section)
    context = {
        "item": desk.item,
        "draft": desk.draft,
        "work": work,
        "tabs": [(one, counts.get(one, 0), one is section) for one in Section],
        "cells": cells.section_cells(section, drawing),
        "rows": cells.section_rows(section, drawing),
        "part": part,
        "part_errors": drawing.wrong.at(part) if part else [],
        "focus": focus[1] if focus else None,
        "focus_act": focus[0] if focus else "",
        "names": desk.names,
        "is_dirty": bool(request.method == "POST") and work.is_changed,
        "has_faults": bool(judged[1]) and status == 422,
        **beside(desk, work, section, judged),
        **(more or {}),
    }
    return shown_to(request, reader, "desk/catalog/draft.html", context, status)
