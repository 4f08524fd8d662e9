"""What changes the catalogue beside the text of a draft: beginning one, publishing it, putting it aside, retiring an item."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from tongban.casework.cases import queries as cases
from tongban.common.errors import BadInput, DomainError, NotFound
from tongban.common.text import clean_line
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.catalog import words
from tongban.faces.desk.catalog.editor import FILE, check_may_edit
from tongban.faces.desk.catalog.reading import check_may_look
from tongban.faces.pages import forms
from tongban.faces.pages.graph import picture
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.showing import shown_to
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog import checks, services
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec, ItemType
from tongban.registry.catalog.rules.documents import MOST_BYTES, read_guide, stamp_of
from tongban.workdays.reckoning import EVERY_DAY

if TYPE_CHECKING:
    from tongban.registry.catalog.models import ItemVersion

FROM, DOCUMENT, STAMP, REASON, UNTIL, DISCARDED = "from", "document", "stamp", "reason", "until", "discarded"
LONGEST_DOCUMENT = 200
MOST_DIGITS = 18
NEW = ("code", "name", "type", "agency")


def item_page(code: str) -> str:
    """The address of an item."""
    return f"/desk/catalog/items/{code}"


@page("GET", "POST")
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    """A new item: by four words, or by a file with its whole guide; either way as a draft."""
    check_may_edit(reader.actor)
    at = now(request)
    if request.method == "GET":
        typed = kept(request)
        return _new_form(request, reader, {name: (typed or QueryDict()).get(name, "") for name in NEW}, at)
    given = {name: request.POST.get(name, "").strip() for name in NEW}
    try:
        forms.check_names(request, frozenset({*NEW, FILE}))
        spec = _first_guide(request, given, at)

        def act() -> dict[str, Any]:
            _check_new(str(spec.get("code", ""))[:80])
            return {"item": services.draft_item(spec=spec, actor=reader.actor, at=at).item_id}

        made = forms.once(request, reader.actor, at, act)
    except DomainError as refusal:
        return _new_form(request, reader, given, at, refusal)
    messages.success(request, _("事项已建立,草稿可以修改了。"))
    return HttpResponseRedirect(f"{item_page(made['item'])}/draft")


def _check_new(code: str) -> None:
    if catalog.versions(code).exists():
        raise BadInput("item.known", "已有编码为“{item}”的事项:请从它的页面起草新版。", item=code)


def _first_guide(request: HttpRequest, given: Mapping[str, str], at: datetime) -> Mapping[str, Any]:
    file = request.FILES.get(FILE)
    if file is not None:
        return read_guide(file.read(MOST_BYTES + 1))
    known = agencies.agencies(localdate(at)).filter(name=given["agency"]).values_list("code", flat=True).first()
    return {**given, "agency": known or given["agency"]}


def _new_form(
    request: HttpRequest, reader: Reader, given: Mapping[str, str], at: datetime, refusal: DomainError | None = None
) -> HttpResponse:
    region = reader.actor.region
    context = {
        "given": given,
        "types": [(one.value, one.label) for one in ItemType],
        "agencies": agencies.agencies(localdate(at), region=region).values_list("name", flat=True),
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/catalog/new.html", context, refusal.status if refusal else 200)


@page("POST")
def start(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """A new draft from the newest version, or from one that was put aside."""
    check_may_edit(reader.actor)
    at = now(request)
    forms.check_names(request, frozenset({DISCARDED}))
    chosen = request.POST.get(DISCARDED, "")

    def act() -> dict[str, Any]:
        made = services.draft_item(spec=_source(code, chosen), actor=reader.actor, at=at)
        return {"number": made.number}

    made = forms.once(request, reader.actor, at, act)
    messages.success(request, _("已起草第{number}版,尚未施行。").format(number=made["number"]))
    return HttpResponseRedirect(f"{item_page(code)}/draft")


def _source(code: str, chosen: str) -> Mapping[str, Any]:
    if chosen:
        number = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) <= MOST_DIGITS else 0
        aside = catalog.discarded(code).filter(pk=number).first()
        if aside is None:
            raise NotFound("draft.aside", "没有这份废弃的草稿:请从事项页选择。")
        return dict(aside.spec)
    newest = catalog.versions(code).first()
    if newest is None:
        raise NotFound("item.version", "事项“{item}”没有第{number}版。", item=code, number=1)
    return dict(newest.spec)


@dataclass(frozen=True)
class Plan:
    """A draft about to be published: from which day, by which document, in place of which version."""

    draft: "ItemVersion"
    before: "ItemVersion | None"
    from_on: date
    document: str


@page("GET", "POST", query=(FROM, DOCUMENT))
def publish(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """Say exactly what publishing would change, then do it once."""
    check_may_look(reader.actor)
    at = now(request)
    if request.method == "GET":
        return _preview(request, reader, _plan(request.GET, code, at), at)
    forms.check_names(request, frozenset({FROM, DOCUMENT, STAMP}))

    def act() -> dict[str, Any]:
        plan = _plan(request.POST, code, at)
        services.publish(
            item=code,
            number=plan.draft.number,
            actor=reader.actor,
            valid_from_on=plan.from_on,
            at=at,
            document=plan.document,
            seen=request.POST.get(STAMP, ""),
        )
        return {"number": plan.draft.number, "day": plan.from_on.isoformat()}

    try:
        check_may_edit(reader.actor)
        made = forms.once(request, reader.actor, at, act)
    except DomainError as refusal:
        return _preview(request, reader, _plan(request.POST, code, at), at, refusal)
    messages.success(request, _("第{number}版已发布,自{day}起施行。").format(**made))
    return HttpResponseRedirect(item_page(code))


def _draft(code: str) -> "ItemVersion":
    newest = catalog.versions(code).first()
    if newest is None or not newest.is_draft:
        raise NotFound("draft.none", "事项“{item}”没有草稿:请先从施行的版本起草。", item=code)
    return newest


def _plan(given: Mapping[str, str], code: str, at: datetime) -> Plan:
    day = given.get(FROM, "").strip()
    return Plan(
        draft=_draft(code),
        before=catalog.latest_published(code),
        from_on=_day(day) if day else EVERY_DAY.add(localdate(at), 1),
        document=clean_line(given.get(DOCUMENT, ""), field=_("发布文件"), limit=LONGEST_DOCUMENT, blank=True),
    )


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text or not 2000 <= found.year <= 2099:
        raise BadInput("catalog.day", "“{day}”不是可用的日期:请写作 2022-07-01。", day=text[:40])
    return found


def _preview(
    request: HttpRequest, reader: Reader, plan: Plan, at: datetime, refusal: DomainError | None = None
) -> HttpResponse:
    draft, before = plan.draft, plan.before
    after = ItemSpec.parse(draft.spec)
    old = ItemSpec.parse(before.spec) if before else None
    names = words.names_for([spec for spec in (old, after) if spec], localdate(at))
    who = words.people(words.keys_of([draft]))
    context = {
        "item": catalog.item(draft.item_id),
        "draft": draft,
        "before": before,
        "ends_on": EVERY_DAY.add(plan.from_on, -1),
        "plan": plan,
        "authors": [who[key] for key in draft.authors if key in who],
        "sections": words.compared(old, after, names) if old else [],
        "sheets": [] if old else words.sheet(after, names),
        "reductions": words.reduced(old, after),
        "is_first": old is None,
        "picture": picture(after, names),
        "running": sum(cases.open_by_version(draft.item_id).values()),
        "bars": checks.bars_to_publish(draft, before, actor=reader.actor, valid_from_on=plan.from_on, at=at),
        "refusal": refusal,
        "stamp": stamp_of(draft.spec, draft.change_note),
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/catalog/publish.html", context, refusal.status if refusal else 200)


@page("GET", "POST")
def discard(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """Put the draft aside, with the reason."""
    check_may_edit(reader.actor)
    at = now(request)
    if request.method == "GET":
        return _discard_form(request, reader, code, (kept(request) or QueryDict()).get(REASON, ""))

    def act() -> dict[str, Any]:
        draft = _draft(code)
        services.discard_draft(
            item=code,
            number=draft.number,
            actor=reader.actor,
            at=at,
            reason=request.POST.get(REASON, ""),
            seen=request.POST.get(STAMP, ""),
        )
        return {}

    try:
        forms.check_names(request, frozenset({REASON, STAMP}))
        forms.once(request, reader.actor, at, act)
    except NotFound:
        raise
    except DomainError as refusal:
        return _discard_form(request, reader, code, request.POST.get(REASON, ""), refusal)
    messages.success(request, _("草稿已废弃,内容和理由留存备查。"))
    return HttpResponseRedirect(item_page(code))


def _discard_form(
    request: HttpRequest, reader: Reader, code: str, reason: str, refusal: DomainError | None = None
) -> HttpResponse:
    draft = _draft(code)
    who = words.people(words.keys_of([draft]))
    context = {
        "item": catalog.item(code),
        "draft": draft,
        "authors": [who[key] for key in draft.authors if key in who],
        "reason": reason,
        "refusal": refusal,
        "stamp": stamp_of(draft.spec, draft.change_note),
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/catalog/discard.html", context, refusal.status if refusal else 200)


@page("GET", "POST")
def retire(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """End an item: the last day of its guide, and what happens to the cases that run."""
    check_may_edit(reader.actor)
    at = now(request)
    if request.method == "GET":
        return _retire_form(request, reader, code, (kept(request) or QueryDict()).get(UNTIL, ""), at)
    until = request.POST.get(UNTIL, "").strip()

    def act() -> dict[str, Any]:
        services.retire(item=code, actor=reader.actor, until_on=_day(until), at=at)
        return {}

    try:
        forms.check_names(request, frozenset({UNTIL}))
        forms.once(request, reader.actor, at, act)
    except NotFound:
        raise
    except DomainError as refusal:
        return _retire_form(request, reader, code, until, at, refusal)
    messages.success(request, _("事项已停用,{day}是最后一天。").format(day=until))
    return HttpResponseRedirect(item_page(code))


def _retire_form(
    request: HttpRequest, reader: Reader, code: str, until: str, at: datetime, refusal: DomainError | None = None
) -> HttpResponse:
    newest = next((one for one in catalog.versions(code)[:2] if one.is_open), None)
    if newest is None:
        raise NotFound("item.not_published", "事项“{item}”没有正在施行的版本,无从停用。", item=code)
    context = {
        "item": catalog.item(code),
        "version": newest,
        "until": until,
        "today": localdate(at),
        "running": sum(cases.open_by_version(code).values()),
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/catalog/retire.html", context, refusal.status if refusal else 200)
