"""A move of an appeal as a page: look at the form, send it, be back at the appeal with a plain word of what was done."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Status
from tongban.common.errors import BadInput, DomainError, NotFound
from tongban.common.said import said
from tongban.faces.desk.appeals import sheets
from tongban.faces.desk.appeals.fields import BACK, DUTIES, FILE, MORE, Asked
from tongban.faces.desk.appeals.reading import AppealView, opened
from tongban.faces.desk.appeals.sheets import Verb
from tongban.faces.desk.appeals.suggesting import alike, suggestions
from tongban.faces.pages import forms, language, words
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Typed
from tongban.faces.pages.showing import shown_to
from tongban.hall.appeals.rules import moves


@page("GET", "POST", query=("step", "lead"))
def move(request: HttpRequest, reader: Reader, *, number: str, move: str) -> HttpResponse:
    """The form of a move, and the move itself."""
    verb = sheets.verb_named(move)
    view = opened(request, reader, number)
    if request.method == "GET":
        steps = standing(view, verb, request.GET.get("step", ""))
        asked = asked_in(request, view, verb, Typed(kept(request)), steps)
        return drawn(request, reader, verb, asked)
    if request.POST.get(MORE):  # a lead is taken over, or its duties are asked for: nothing is made yet
        return drawn(
            request, reader, verb, asked_in(request, view, verb, Typed(taken_over(request)), standing(view, verb))
        )
    try:
        sentence = made(request, view, verb)
    except DomainError as refusal:
        return refused(request, reader, view, verb, refusal)
    messages.success(request, sentence)
    if request.POST.get(BACK):  # from the list of call-backs, for the next one
        return HttpResponseRedirect("/desk/callbacks")
    return HttpResponseRedirect(f"/cases/{number}" if is_known(view) else "/desk")


def asked_in(request: HttpRequest, view: AppealView, verb: Verb, typed: Typed, steps: list[str]) -> Asked:
    """The form with what was typed and, for a dispatch, what is proposed."""
    proposed = suggestions(view) if verb.move is moves.DISPATCH else ()
    return Asked(view, typed, steps, request.FILES.getlist(FILE), proposed, request.GET.get("lead", ""))


def taken_over(request: HttpRequest) -> QueryDict:
    """What was typed, with the lead whose button was pressed."""
    typed, chosen = request.POST.copy(), request.POST.get(MORE, "")
    if chosen != DUTIES:
        typed["lead"] = chosen
    return typed


def is_known(view: AppealView) -> bool:
    """Whether the reader may still know of the appeal."""
    try:
        return bool(cases.case(view.case.number, view.actor))
    except NotFound:
        return False


def standing(view: AppealView, verb: Verb, step: str = "") -> list[str]:
    """The hands the reader can make the move for now ([""] where it asks for none); refused when there is none."""
    rows = [one for one in view.rows_of(verb.move.name) if not step or one.step == step]
    if not rows:
        raise NotFound("step.unknown", "本件没有可办的环节“{step}”:请从办件页进入。", step=step)
    found = [one.step for one in rows if one.refusal is None]
    if not found and rows[0].refusal:
        raise rows[0].refusal
    return found


def made(request: HttpRequest, view: AppealView, verb: Verb) -> str:
    """Make the move once for one form, however often it is sent; returns what to tell."""
    forms.check_names(request, verb.names)
    asked = asked_in(request, view, verb, Typed(request.POST), [])

    def act() -> Mapping[str, Any]:
        case = verb.made(asked)
        status = Status(case.status).label_for(case.kind)
        told = said("“{move}”已办好。本件现为“{status}”。", move=verb.move.label, status=status)
        return {"said": language.told(told)}

    return str(forms.once(request, view.actor, view.at, act)["said"])


def refused(request: HttpRequest, reader: Reader, view: AppealView, verb: Verb, refusal: DomainError) -> HttpResponse:
    """The form again with the refusal on top and everything typed; a page of its own where the move itself is barred."""
    fresh = AppealView(view.case.number, view.actor, view.at)
    try:
        steps = standing(fresh, verb)
    except DomainError as barred:
        # what was typed no longer matters where the move itself is barred meanwhile
        raise (barred if isinstance(refusal, BadInput) else refusal) from None
    asked = asked_in(request, fresh, verb, Typed(request.POST), steps)
    return drawn(request, reader, verb, asked, refusal)


def drawn(
    request: HttpRequest, reader: Reader, verb: Verb, asked: Asked, refusal: DomainError | None = None
) -> HttpResponse:
    """The page of a form, with a token of its own."""
    view = asked.view
    context = {
        "case": view.case,
        "appeal": view.appeal,
        "status": Status(view.case.status).label_for(view.case.kind),
        "due": words.running(view),
        "move": verb.move,
        "does": verb.does,
        "inputs": verb.inputs(asked),
        "suggested": [(one, round(one.confidence * 100)) for one in asked.suggested],
        "alike": alike(view) if verb.move is moves.JOIN else (),
        "has_duties": verb.move is moves.DISPATCH,
        "has_file": verb.has_file,
        "had_files": bool(request.FILES),
        "is_final": verb.move in sheets.FINAL,
        "sentence": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/appeals/move.html", context, refusal.status if refusal else 200)
