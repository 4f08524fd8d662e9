"""Handing decisions out: what waits for its applicant, and the check of who takes it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases import queries as cases
from tongban.casework.cases.queries import Filter
from tongban.casework.cases.rules import Status
from tongban.common.errors import DomainError
from tongban.common.identifiers import CASE_NUMBER
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.desk.counter.visitors import check_desk
from tongban.faces.pages import forms
from tongban.faces.pages import words as said_of
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Typed
from tongban.faces.pages.showing import shown_to
from tongban.hall.applications import services as hall
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.registry.parties.rules import SearchKind

MOST = 20
NAMES = frozenset({"identifier", "receiver"})


@page("GET", "POST")
def waiting(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Decisions not handed out yet, the newest first; a search by name is logged and stands in no address."""
    actor, at = check_desk(reader), now(request)
    text = ""
    if request.method == "POST":
        forms.check_names(request, frozenset({"text"}))
        text = request.POST.get("text", "").strip()[:100]
    found = cases.page(actor, Filter(status=Status.DECIDED.value, text=text), at=at, limit=MOST + 1)
    if text and not CASE_NUMBER.match(text):
        register.note_search(kind=SearchKind.NAME, text=text, found=len(found), actor=actor, at=at)
    context = {"cases": found[:MOST], "has_more": len(found) > MOST, "text": text}
    return shown_to(request, reader, "desk/counter/waiting.html", context)


@page("GET", "POST")
def hand(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The check of whoever takes the decision, and the delivery; afterwards the proof to be signed."""
    actor, at = check_desk(reader), now(request)
    view = CaseView(number, actor, at)
    done = HttpResponseRedirect(f"/desk/counter/cases/{number}")
    if request.method == "GET":
        is_waiting = view.case.status == Status.DECIDED.value
        return drawn(request, reader, view, Typed(kept(request))) if is_waiting else done
    forms.check_names(request, NAMES)
    typed = Typed(request.POST)

    def act() -> dict[str, Any]:
        case = hall.hand_out(
            number=number,
            identifier=typed.value("identifier"),
            receiver=typed.value("receiver"),
            actor=actor,
            at=at,
        )
        return {"number": case.number}

    try:
        forms.once(request, actor, at, act)
    except DomainError as refusal:
        return drawn(request, reader, view, typed, refusal)
    return done


def drawn(
    request: HttpRequest, reader: Reader, view: CaseView, typed: Typed, refusal: DomainError | None = None
) -> HttpResponse:
    """The form, with the masked number of the applicant to compare with."""
    party = view.case.applicant
    on = localdate(view.at)
    agents = parties.representatives_on(party, on) if party and party.kind == parties.PartyKind.ENTERPRISE else []
    context = {
        "case": view.case,
        "party": party,
        "is_enterprise": bool(party and party.kind == parties.PartyKind.ENTERPRISE),
        "agents": [(row.person, parties.RepresentativeKind(row.kind).label) for row in agents],
        "due": said_of.running(view),
        "typed": {name: typed.value(name) for name in NAMES},
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/counter/hand.html", context, refusal.status if refusal else 200)
