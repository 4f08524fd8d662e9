"""The page of a rectification of an item: where it comes from, what is to change, and its end."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Status
from tongban.common.errors import BadInput, DomainError, NotFound
from tongban.common.said import said
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.desk.blocked.casepage import told
from tongban.faces.pages import forms, language, words
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.inputs import Input, Typed, Widget
from tongban.faces.pages.showing import shown_to
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.rules import mending as moves
from tongban.hall.blocked.rules.words import RootCause
from tongban.registry.catalog import queries as catalog

ASKED: Mapping[str, tuple[tuple[str, str, Widget, bool], ...]] = {
    moves.MEND.name: (
        ("changed", "整改结果", Widget.TEXT, True),
        ("version", "新版本号", Widget.NUMBER, False),
    ),
    moves.NOTE.name: (("text", "内部备注", Widget.TEXT, True),),
}


@page("GET")
def case(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """A rectification of an item as staff work on it."""
    return drawn(request, reader, CaseView(number, reader.actor, now(request)))


def drawn(
    request: HttpRequest, reader: Reader, view: CaseView, refused: str = "", refusal: DomainError | None = None
) -> HttpResponse:
    """The page, with the form of a move that was refused."""
    row = queries.rectification_of(view.case)
    answers = queries.allowed_mending(view.whole, view.actor, at=view.at)
    typed = Typed(request.POST if refusal else None)
    context = {
        "case": view.case,
        "row": row,
        "status": Status(view.case.status).label_for(view.case.kind),
        "due": words.running(view),
        "root": RootCause(row.root_class).label,
        "newest": catalog.latest_published(view.case.item_id or ""),
        "can": [
            (one.move, inputs(one.move.name, typed if one.move.name == refused else Typed()), one.move.name == refused)
            for one in answers
            if one.refusal is None
        ],
        "barred": [one for one in answers if one.refusal is not None],
        "lines": [told(line, {}) for line in reversed(cases.journal(view.case, view.actor))],
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/blocked/mending.html", context, refusal.status if refusal else 200)


def inputs(move: str, typed: Typed) -> list[Input]:
    """The inputs of a move; ids differ from form to form."""
    return [
        Input(f"{move}.{name}", label, widget, is_needed=needed, values=typed.values(f"{move}.{name}"))
        for name, label, widget, needed in ASKED[move]
    ]


@page("POST")
def move(request: HttpRequest, reader: Reader, *, number: str, move: str) -> HttpResponse:
    """Make a move of a rectification of an item, once for one form."""
    view = CaseView(number, reader.actor, now(request))
    queries.rectification_of(view.case)
    if move not in ASKED:
        raise NotFound("move.unknown", "没有“{name}”这个动作:请从办件页进入。", name=move)
    try:
        forms.check_names(request, frozenset(f"{move}.{name}" for name, *_ in ASKED[move]))
        forms.once(request, view.actor, view.at, lambda: made(request, view, move))
    except DomainError as refusal:
        return drawn(request, reader, CaseView(number, reader.actor, now(request)), move, refusal)
    messages.success(request, language.told(said("“{move}”已办好。", move=moves.BY_NAME[move].label)))
    return HttpResponseRedirect(f"/cases/{number}")


def made(request: HttpRequest, view: CaseView, move: str) -> dict[str, Any]:
    """The move with what was typed."""
    given: dict[str, Any] = {"number": view.case.number, "actor": view.actor, "at": view.at}
    if move == moves.NOTE.name:
        blocked.note_mending(text=request.POST.get("note.text", ""), **given)
        return {}
    version = request.POST.get("mend.version", "").strip()
    if version and not (version.isascii() and version.isdecimal() and len(version) < 6):
        raise BadInput("mending.version", "版本号应为数字:请核对事项的版本。")
    blocked.mend(changed=request.POST.get("mend.changed", ""), version=int(version) if version else None, **given)
    return {}
