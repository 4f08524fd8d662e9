"""A move as a page: look at the form, send it, be back at the case with a plain word of what was done."""

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Status
from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.rules import fingerprint
from tongban.common.errors import BadInput, Conflict, DomainError, NotFound
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.api.routes.moves import check_reach
from tongban.faces.api.schemas.moves import Verb
from tongban.faces.desk import sheets
from tongban.faces.desk.inputs import Typed
from tongban.faces.desk.sheets import Sheet
from tongban.faces.pages import words
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.views import shown_to
from tongban.hall.applications import queries as applications
from tongban.hall.applications.rules import moves

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ONE_TIME = "token"
PRESETS = ("material",)
SENT_ALONG = frozenset({"csrfmiddlewaretoken", ONE_TIME})


@page("GET", "POST", query=("step", *PRESETS))
def move(request: HttpRequest, reader: Reader, *, number: str, move: str) -> HttpResponse:
    """The form of a move, and the move itself."""
    verb = sheets.verb_named(move)
    check_reach(number, verb.move, reader.actor)
    view = CaseView(number, reader.actor, now(request))
    if request.method == "GET":
        steps = standing(view, verb, request.GET.get("step", ""))
        presets = {name: request.GET[name] for name in PRESETS if name in request.GET}
        return drawn(request, reader, Sheet(view, verb, Typed(), steps, presets))
    try:
        said = made(request, view, verb)
    except DomainError as refusal:
        return refused(request, reader, view, verb, refusal)
    for sentence in said:
        messages.success(request, sentence)
    return HttpResponseRedirect(f"/cases/{number}" if is_known(view) else "/")


def is_known(view: CaseView) -> bool:
    """Whether the reader may still know of the case; one handed over to others is gone for those who had it."""
    try:
        return bool(cases.case(view.case.number, view.actor))
    except NotFound:
        return False


def standing(view: CaseView, verb: Verb, step: str = "") -> list[str]:
    """The steps the reader can make the move for now ([""] where it asks for none); refused when there is none."""
    rows = [one for one in view.allowed if one.move is verb.move and (not step or one.step == step)]
    if not rows:
        raise NotFound("step.unknown", "本件没有可办的环节“{step}”:请从办件页进入。", step=step)
    opened = [one.step for one in rows if one.refusal is None]
    if not opened and rows[0].refusal:
        raise rows[0].refusal
    return opened


def made(request: HttpRequest, view: CaseView, verb: Verb) -> list[str]:
    """Make the move once for one form, however often it is sent; returns what to tell."""
    check_names(request, sheets.html_names(view, verb))
    typed, file = Typed(request.POST), request.FILES.get(sheets.FILE)

    def act() -> tuple[int, Any]:
        body = sheets.read(view, verb, typed, file)
        done = verb.make(body, number=view.case.number, actor=view.actor, at=view.at)
        return 303, {"said": outcome(view, verb, done)}

    try:
        _, answer, _ = exchange.once(
            owner=f"account:{view.actor.account_id}",
            key=f"form:{request.POST.get(ONE_TIME, '')[:100]}",
            fingerprint=asked(request, view, file),
            at=view.at,
            act=act,
        )
    except Conflict as conflict:
        if conflict.code != "idempotency.mismatch":
            raise
        raise Conflict("form.used", "这张表单已经提交过,没有再办一次:请先回办件页核对,确需再办的请重新提交。") from None
    return list(answer["said"])


def check_names(request: HttpRequest, known: frozenset[str]) -> None:
    """Refuse fields the form does not have, and texts no database keeps."""
    sent = {*request.POST, *request.FILES} - SENT_ALONG
    if unknown := sorted(sent - known):
        raise BadInput("form.unknown", "表单没有“{name}”这一项:请从办件页重新打开。", name=unknown[0])
    if any("\0" in value for _, values in request.POST.lists() for value in values):
        raise BadInput("form.nul", "表单含有不能使用的字符(U+0000)。")


def asked(request: HttpRequest, view: CaseView, file: "UploadedFile[bytes] | None") -> str:
    """What a form asks, the same for every sending of it; the secret against forgery differs from page to page."""
    texts = sorted((name, values) for name, values in request.POST.lists() if name not in SENT_ALONG)
    content = hashlib.sha256(b"".join(file.chunks())).hexdigest() if file else ""
    if file:
        file.seek(0)
    body = json.dumps([texts, file.name if file else "", content])
    return fingerprint(method="POST", path=f"{request.path}\n{view.actor.key}", body=body.encode("utf-8", "replace"))


def outcome(view: CaseView, verb: Verb, done: Any) -> list[str]:
    """What was done and how the case stands now, in plain words."""
    if verb.move is moves.PRECHECK:
        found = [finding.sentence for finding in done[1]]
        return [f"预检发现{len(found)}处问题:", *found] if found else ["预检完成:没有发现问题。"]
    case = done[0] if isinstance(done, tuple) else done
    return [f"“{verb.move.label}”已办好。本件现为“{Status(case.status).label}”。"]


def refused(request: HttpRequest, reader: Reader, view: CaseView, verb: Verb, refusal: DomainError) -> HttpResponse:
    """The form again with the refusal on top and everything typed; a page of its own where the move itself is barred."""
    fresh = CaseView(view.case.number, view.actor, view.at)
    try:
        steps = standing(fresh, verb)
    except DomainError:
        raise refusal from None
    response = drawn(request, reader, Sheet(fresh, verb, Typed(request.POST), steps), refusal.message)
    response.status_code = refusal.status
    return response


def drawn(request: HttpRequest, reader: Reader, sheet: Sheet, sentence: str = "") -> HttpResponse:
    """The page of a form, with a token of its own."""
    view, verb = sheet.view, sheet.verb
    context = {
        "case": view.case,
        "status": Status(view.case.status).label,
        "due": words.running(view),
        "move": verb.move,
        "does": sheet.does,
        "inputs": sheet.inputs(),
        "is_upload": verb is sheets.ATTACH,
        "asked": applications.asked(view.case) if verb.move is moves.ANSWER_CORRECTION else [],
        "is_final": verb.move in {moves.REFUSE, moves.WITHDRAW, moves.DECIDE},
        "sentence": sentence,
        "token": secrets.token_urlsafe(18),
    }
    return shown_to(request, reader, "desk/move.html", context)
