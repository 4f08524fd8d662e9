"""A move as a page: look at the form, send it, be back at the case with a plain word of what was done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Status
from tongban.common.errors import BadInput, DomainError, NotFound
from tongban.common.said import said
from tongban.faces.api.reading import CaseView
from tongban.faces.api.routes.moves import check_reach
from tongban.faces.api.schemas.moves import Verb
from tongban.faces.desk import sheets
from tongban.faces.desk.casepage import viewer
from tongban.faces.desk.sheets import Sheet
from tongban.faces.pages import forms, language, questions, words
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Typed
from tongban.faces.pages.showing import shown_to
from tongban.faces.pages.standing import before
from tongban.hall.applications import queries as applications
from tongban.hall.applications.rules import moves

PRESETS = ("material", "review")


@page("GET", "POST", query=("step", *PRESETS))
def move(request: HttpRequest, reader: Reader, *, number: str, move: str) -> HttpResponse:
    """The form of a move, and the move itself."""
    verb = sheets.verb_named(move)
    reader, view = before(request, reader, number)
    check_reach(number, verb.move, reader.actor)
    if request.method == "GET":
        steps = standing(view, verb, request.GET.get("step", ""))
        presets = {name: request.GET[name] for name in PRESETS if name in request.GET}
        return drawn(request, reader, Sheet(view, verb, Typed(kept(request)), steps, presets))
    if request.POST.get(questions.MORE):  # one more row of a list: nothing is made yet
        return drawn(request, reader, Sheet(view, verb, Typed(request.POST), standing(view, verb)))
    try:
        told = made(request, view, verb)
    except DomainError as refusal:
        return refused(request, reader, view, verb, refusal)
    for sentence in told:
        messages.success(request, sentence)
    return HttpResponseRedirect(onward(view, verb, request) if is_known(view) else "/desk")


def onward(view: CaseView, verb: Verb, request: HttpRequest) -> str:
    """Back to the case; after a review to the next material nobody looked at yet."""
    at = f"/cases/{view.case.number}"
    if verb.move is not moves.REVIEW_MATERIAL or view.actor.kind != "staff":
        return at
    lines = CaseView(view.case.number, view.actor, view.at).materials
    return f"{at}?{urlencode({'material': viewer.following(lines, request.POST.get('material', ''))})}#viewer"


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
    forms.check_names(request, sheets.html_names(view, verb))
    typed, file = Typed(request.POST), request.FILES.get(sheets.FILE)

    def act() -> dict[str, Any]:
        body = sheets.read(view, verb, typed, file)
        done = verb.make(body, number=view.case.number, actor=view.actor, at=view.at)
        return {"said": outcome(view, verb, done)}

    return list(forms.once(request, view.actor, view.at, act)["said"])


def outcome(view: CaseView, verb: Verb, done: Any) -> list[str]:
    """What was done and how the case stands now, in plain words of the reader's language."""
    if verb.move is moves.PRECHECK:
        found = [finding.sentence for finding in done[1]]
        head = said("预检发现{count}处问题:", count=len(found)) if found else said("预检完成:没有发现问题。")
        return [language.told(one) for one in (head, *found)]
    case = done[0] if isinstance(done, tuple) else done
    status = Status(case.status).label_for(case.kind)
    return [language.told(said("“{move}”已办好。本件现为“{status}”。", move=verb.move.label, status=status))]


def refused(request: HttpRequest, reader: Reader, view: CaseView, verb: Verb, refusal: DomainError) -> HttpResponse:
    """The form again with the refusal on top and everything typed; a page of its own where the move itself is barred."""
    fresh = CaseView(view.case.number, view.actor, view.at)
    try:
        steps = standing(fresh, verb)
    except DomainError as barred:
        # what was typed no longer matters where the move itself is barred meanwhile
        raise (barred if isinstance(refusal, BadInput) else refusal) from None
    response = drawn(request, reader, Sheet(fresh, verb, Typed(request.POST), steps), refusal)
    response.status_code = refusal.status
    return response


def drawn(request: HttpRequest, reader: Reader, sheet: Sheet, refusal: DomainError | None = None) -> HttpResponse:
    """The page of a form, with a token of its own."""
    view, verb = sheet.view, sheet.verb
    context = {
        "case": view.case,
        "status": Status(view.case.status).label_for(view.case.kind),
        "due": words.running(view),
        "move": verb.move,
        "does": sheet.does,
        "inputs": sheet.inputs(),
        "is_upload": verb is sheets.ATTACH,
        "asked": applications.asked(view.case) if verb.move is moves.ANSWER_CORRECTION else [],
        "is_final": verb.move in sheets.FINAL,
        "sentence": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/move.html", context)
