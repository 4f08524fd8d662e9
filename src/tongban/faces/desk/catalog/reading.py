"""Looking at the catalogue: the list of items, the versions of one side by side, one version in full or as a file."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from tongban.casework.cases import queries as cases
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, NotAllowed
from tongban.common.time import localdate
from tongban.faces.api import paging
from tongban.faces.api.auth import now
from tongban.faces.desk.catalog import words
from tongban.faces.pages.forms import one_time
from tongban.faces.pages.graph import picture
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.documents import written
from tongban.registry.catalog.services.loading import LOADER

ROWS = 30
LONGEST_SEARCH = 60
LISTS = ("all", "mine", "drafts", "in_force")
FORMS = ("yaml", "json", "bpmn")
MOST_DIGITS = 6


def check_may_look(actor: Actor) -> None:
    """Item managers write the catalogue; administrators may look at all of it."""
    if not actor.has(Role.ITEM_MANAGER, Role.ADMIN):
        raise NotAllowed("catalog.look", "事项管理只对事项管理员和系统管理员开放:办事指南请在“办事指南”栏目查看。")


def is_editor(actor: Actor) -> bool:
    """Whether the pages offer changes: administrators look, item managers write."""
    return actor.has(Role.ITEM_MANAGER)


@page("GET", query=("text", "agency", "list", "cursor"))
def items(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The items, with the version in force, the draft, and who wrote it how long ago."""
    check_may_look(reader.actor)
    on = localdate(now(request))
    given = {name: request.GET.get(name, "").strip()[:LONGEST_SEARCH] for name in ("text", "agency", "list")}
    chosen = given["list"] or "all"
    if chosen not in LISTS:
        raise BadInput("catalog.list", "没有“{list}”这个清单:请从页面上选择。", list=chosen)
    asked = {"of": "catalog", **given}
    cursor = request.GET.get("cursor", "")
    found = catalog.items(
        text=given["text"],
        agency=given["agency"],
        has_draft=chosen == "drafts",
        by=reader.actor.key if chosen == "mine" else "",
        in_force_on=on if chosen == "in_force" else None,
    )
    rows = paging.beyond(found, ["code"], paging.opened(cursor, asked) if cursor else None, ROWS)
    shown, following = paging.cut(rows, ROWS, lambda row: [row.code], asked)
    kept = {name: value for name, value in given.items() if value}
    context = {
        "lines": _lines([(row.code, row) for row in shown], on),
        "given": {**given, "list": chosen},
        "owners": catalog.owners(),
        "is_narrowed": bool(kept) or bool(cursor),
        "next": following and urlencode({**kept, "cursor": following}),
        "is_editor": is_editor(reader.actor),
    }
    return shown_to(request, reader, "desk/catalog/items.html", context)


def _lines(rows: list[tuple[str, Any]], on: date) -> list[dict[str, Any]]:
    """Each item with its draft and the versions that hold now or will: two statements for all."""
    standing = catalog.standing([code for code, _ in rows], on)
    who = words.people(words.keys_of(standing))
    versions: dict[str, list[words.VersionLine]] = {}
    for one in standing:
        versions.setdefault(one.item_id, []).append(words.version_line(one, who, on))
    return [
        {
            "item": row,
            "draft": next((one for one in versions.get(code, ()) if one.version.is_draft), None),
            "in_force": next((one for one in versions.get(code, ()) if one.is_in_force), None),
            "to_come": next((one for one in versions.get(code, ()) if one.is_to_come), None),
        }
        for code, row in rows
    ]


@page("GET", query=("left", "right"))
def item(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    """An item: all its versions, and any two of them side by side."""
    check_may_look(reader.actor)
    on = localdate(now(request))
    found = catalog.item(code)
    versions = list(catalog.versions(code))
    by_number = {one.number: one for one in versions}
    right = by_number.get(_number(request, "right", versions[0].number if versions else 0))
    left = by_number.get(_number(request, "left", _before(right.number, by_number) if right else 0))
    who = words.people(words.keys_of(versions))
    running = cases.open_by_version(code)
    lines = [words.version_line(one, who, on, running) for one in versions]
    context = {
        "item": found,
        "lines": lines,
        "draft": next((line for line in lines if line.version.is_draft), None),
        "open_version": next((line for line in lines if line.version.is_open), None),
        "left": left,
        "right": right,
        "is_first": left is None,
        "is_editor": is_editor(reader.actor),
        "is_sample": any(one.published_by == LOADER.key for one in versions),
        "discarded": _discarded(code),
        "token": one_time(),
        "forms": FORMS,
        **(_comparison(left, right, on) if right else {}),
    }
    return shown_to(request, reader, "desk/catalog/item.html", context)


def _number(request: HttpRequest, name: str, default: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return default
    if not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS):
        raise BadInput("catalog.number", "版本号应为数字:请从页面上选择要比较的两版。")
    return int(given)


def _before(number: int, known: dict[int, Any]) -> int:
    """The version before this one; 0 where it is the first."""
    return max((one for one in known if one < number), default=0)


def _comparison(left: Any, right: Any, on: date) -> dict[str, Any]:
    """What differs, the four reductions and the pictures."""
    after = ItemSpec.parse(right.spec)
    before = ItemSpec.parse(left.spec) if left else None
    names = words.names_for([spec for spec in (before, after) if spec], on)
    is_other_flow = before is not None and before.procedure.steps != after.procedure.steps
    return {
        "sections": words.compared(before, after, names) if before else [],
        "reductions": words.reduced(before, after),
        "picture": picture(after, names, name="right"),
        "picture_before": picture(before, names, name="left") if before and is_other_flow else None,
    }


def _discarded(code: str) -> list[tuple[Any, words.Person | None]]:
    rows = list(catalog.discarded(code)[:20])
    who = words.people(row.discarded_by for row in rows) if rows else {}
    return [(row, who.get(row.discarded_by)) for row in rows]


@page("GET")
def version(request: HttpRequest, reader: Reader, *, code: str, number: int) -> HttpResponse:
    """One version in full, to read and to print."""
    check_may_look(reader.actor)
    on = localdate(now(request))
    found = catalog.version(code, number)
    spec = ItemSpec.parse(found.spec)
    names = words.names_for([spec], on)
    context = {
        "item": catalog.item(code),
        "spec": spec,
        "line": words.version_line(found, words.people(words.keys_of([found])), on),
        "sections": words.sheet(spec, names),
        "picture": picture(spec, names),
        "reductions": words.reduced(None, spec),
        "forms": FORMS,
        "is_sample": found.published_by == LOADER.key,
        "printed_on": on,
    }
    return shown_to(request, reader, "desk/catalog/version.html", context)


@page("GET")
def export(request: HttpRequest, reader: Reader, *, code: str, number: int, form: str) -> HttpResponse:
    """One version as a file."""
    check_may_look(reader.actor)
    content, media_type = written(ItemSpec.parse(catalog.version(code, number).spec).as_data(), form)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{code}-v{number}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
