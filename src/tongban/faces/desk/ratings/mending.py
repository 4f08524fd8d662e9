"""The page of a rectification: what was said, how it goes, what can be done now; for who rated, in short."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Status
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.errors import BadInput, DomainError, NotFound
from tongban.common.said import said
from tongban.faces.api.auth import now
from tongban.faces.desk.ratings.views import shown
from tongban.faces.pages import forms, language
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.inputs import Input, Typed, Widget
from tongban.faces.pages.showing import shown_to
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.queries import Mending
from tongban.hall.ratings.rules import Level, moves
from tongban.workdays import Clock

LINE, TEXT, FILE = Widget.LINE, Widget.TEXT, Widget.FILE
# what each move asks: name, label, how it looks
ASKED: Mapping[str, tuple[tuple[str, str, Widget], ...]] = {
    moves.VERIFY.name: (("finding", "核实情况", TEXT),),
    moves.DISMISS.name: (("reason", "不属实的理由", TEXT),),
    moves.CONTACT.name: (("how", "联系方式", LINE), ("words", "联系情况", TEXT)),
    moves.PROVE.name: (("file", "证据文件", FILE),),
    moves.RECTIFY.name: (("measures", "整改措施", TEXT), ("evidence", "整改证据", TEXT)),
    moves.SEND_BACK.name: (("reason", "退回理由", TEXT),),
    moves.CONFIRM.name: (("opinion", "验收意见", TEXT),),
}
VERBS: Mapping[str, Callable[..., object]] = {
    moves.VERIFY.name: ratings.verify,
    moves.DISMISS.name: ratings.dismiss,
    moves.CONTACT.name: ratings.contact,
    moves.PROVE.name: ratings.prove,
    moves.RECTIFY.name: ratings.rectify,
    moves.SEND_BACK.name: ratings.send_back,
    moves.CONFIRM.name: ratings.confirm,
}
LABELS = {name: label for rows in ASKED.values() for name, label, _ in rows}
RUNNING = {Status.SUBMITTED.value: ClockName.ACCEPTANCE, Status.DECIDED.value: ClockName.DELIVERY}
CLOCKS = {ClockName.ACCEPTANCE: "核实", ClockName.HANDLING: "整改", ClockName.DELIVERY: "验收"}


@page("GET")
def case(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """A rectification as staff work on it."""
    return drawn(request, reader, queries.mending(number, reader.actor))


@page("GET")
def mine(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """A rectification as who rated reads it: how it stands and what came of it."""
    found = queries.mending_of(number, reader.actor, reader.person, now(request))
    said_there = found.said
    context = {
        **frame(request, found),
        "reason": said_there.get(moves.DISMISS.name, {}).get("reason", ""),
        "measures": said_there.get(moves.RECTIFY.name, {}).get("measures", ""),
        "rate": queries.token_again(found.row.rating.uid) if found.case.status == Status.DELIVERED.value else "",
    }
    return shown_to(request, reader, "portal/rate/rectification.html", context)


def frame(request: HttpRequest, found: Mending) -> dict[str, Any]:
    """What both are shown: the state, the day by which, the rating."""
    case = found.case
    name = RUNNING.get(Status(case.status).value, ClockName.HANDLING)
    clock: Clock | None = found.whole.clocks.get(name.value)
    return {
        "case": case,
        "status": Status(case.status).label_for(case.kind),
        "clock": clock,
        "clock_label": CLOCKS[name],
        "state": clock.state(now(request)) if clock else None,
        "one": shown(found.row.rating),
    }


def drawn(
    request: HttpRequest, reader: Reader, found: Mending, refused: str = "", refusal: DomainError | None = None
) -> HttpResponse:
    """The page, with the form of a move that was refused."""
    typed = Typed(request.POST if refusal else None)
    answers = queries.allowed(found, reader.actor, at=now(request))
    context = {
        **frame(request, found),
        "can": [
            (one.move, inputs(one.move.name, typed if one.move.name == refused else Typed()), one.move.name == refused)
            for one in answers
            if one.refusal is None
        ],
        "barred": [one for one in answers if one.refusal is not None],
        "lines": [told(line) for line in reversed(found.lines)],
        "files": found.files,
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/ratings/mending.html", context, refusal.status if refusal else 200)


def inputs(move: str, typed: Typed) -> list[Input]:
    """The inputs of a move; ids differ from form to form."""
    return [
        Input(f"{move}.{name}", label, widget, is_needed=True, values=typed.values(f"{move}.{name}"))
        for name, label, widget in ASKED[move]
    ]


def told(line: Any) -> dict[str, Any]:
    """A line of the record: what was done, by whom, and what it says."""
    data = json.loads(line.data)
    move = moves.BY_NAME.get(line.move)
    label = move.label if move else moves.BEGIN.label if line.move == moves.BEGIN.name else line.move
    details = [(LABELS[name], str(data[name])) for name in LABELS if name in data]
    if line.move == moves.RERATE.name:
        details = [("满意程度", Level(data["level"]).label)]
    return {"line": line, "what": label, "details": details}


@page("POST")
def move(request: HttpRequest, reader: Reader, *, number: str, move: str) -> HttpResponse:
    """Make a move, once for one form."""
    if move not in VERBS:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    found = queries.mending(number, reader.actor)
    names = [name for name, _label, _widget in ASKED[move]]
    try:
        forms.check_names(request, frozenset(f"{move}.{name}" for name in names))
        forms.once(request, reader.actor, now(request), lambda: made(request, reader, number, move))
    except DomainError as refusal:
        return drawn(request, reader, found, move, refusal)
    messages.success(request, language.told(said("“{move}”已办好。", move=moves.BY_NAME[move].label)))
    return HttpResponseRedirect(f"/cases/{number}")


def made(request: HttpRequest, reader: Reader, number: str, move: str) -> dict[str, Any]:
    """The move with what was typed."""
    given: dict[str, Any] = {"number": number, "actor": reader.actor, "at": now(request)}
    if move == moves.PROVE.name:
        file = request.FILES.get(f"{move}.file")
        if file is None:
            raise BadInput("upload.none", "请选择要上传的文件。")
        given |= {"name": file.name or "", "content": file.read(MAX_BYTES + 1)}
    else:
        given |= {name: request.POST.get(f"{move}.{name}", "") for name, _label, _widget in ASKED[move]}
    VERBS[move](**given)
    return {}
