"""Following a case: its number and four digits of a phone open a masked view of that one case for half an hour."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind
from tongban.common.errors import DomainError, NotFound
from tongban.common.identifiers import mask_name
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import standing
from tongban.faces.pages.guards import Reader, page, reader_of
from tongban.faces.pages.showing import shown_to
from tongban.faces.pages.views import why_of
from tongban.faces.portal.appeals import following
from tongban.faces.portal.blocked import mine as matters
from tongban.faces.portal.mine.verbs import Sent
from tongban.faces.portal.mine.views import MOST_LINES, frame
from tongban.faces.portal.permits import is_permitted, permit
from tongban.faces.portal.rate import views as rating
from tongban.faces.portal.track import guests
from tongban.hall.appeals import queries as appeals
from tongban.hall.applications import queries as applications
from tongban.hall.applications import services as hall
from tongban.hall.blocked import queries as blocked
from tongban.hall.ratings import queries as ratings
from tongban.hall.ratings.rules import RatingChannel

LONGEST_NUMBER = 60
# by kind of case: whose phone opens it, and what is shown of it
PHONES: Mapping[str, Callable[[str, str], bool]] = {
    Kind.APPEAL.value: appeals.is_phone_of,
    Kind.BLOCKED_MATTER.value: blocked.is_phone_of,
}
FRAMES: Mapping[str, Callable[..., dict[str, Any]]] = {
    Kind.APPEAL.value: following.frame,
    Kind.BLOCKED_MATTER.value: matters.frame,
}


@page("GET", "POST", query=("number", "rate"), public=True)
def ask(request: HttpRequest) -> HttpResponse:
    """Which case, and by which phone; who is signed in and may see it is led to it."""
    number = (request.POST.get("number", "") or request.GET.get("number", "")).strip()[:LONGEST_NUMBER]
    reader = reader_of(request) if request.user.is_authenticated else None
    if request.method == "GET":
        if reader and number and is_theirs(request, reader, number):
            return HttpResponseRedirect(f"/cases/{number}")
        return asked(request, reader, number)
    try:
        found = hall.admit(
            number=number,
            phone_end=request.POST.get("phone_end", "")[:LONGEST_NUMBER],
            address=request.META.get("REMOTE_ADDR", ""),
            at=now(request),
            is_phone_of=is_phone_of,
        )
    except DomainError as refusal:
        return asked(request, reader, number, refusal)
    permit(request, found, now(request))
    return HttpResponseRedirect(f"/track/{found}")


def asked(request: HttpRequest, reader: Reader | None, number: str, refusal: DomainError | None = None) -> HttpResponse:
    """The question."""
    context = {"number": number, "refusal": refusal, "rate": rated(request.GET.get("rate", ""))}
    return shown_to(request, reader, "portal/track/ask.html", context, refusal.status if refusal else 200)


def rated(token: str) -> str:
    """The link to rate that came with a paper's code; empty where it is none of ours."""
    try:
        ratings.read_token(token)
    except DomainError:
        return ""
    return token


def is_theirs(request: HttpRequest, reader: Reader, number: str) -> bool:
    """Whether the reader may see the case by the own sign-in."""
    try:
        standing.before(request, reader, number)
    except NotFound:
        return False
    return True


def is_phone_of(number: str, ending: str) -> bool:
    """Whether a phone of the case ends like this: each kind keeps its phones in a place of its own."""
    return PHONES.get(cases.kind_of(number), applications.is_phone_of)(number, ending)


@page("GET", public=True)
def tracked(request: HttpRequest, *, number: str) -> HttpResponse:
    """How the case stands, without anything that was written in it."""
    if not is_permitted(request, number):
        return HttpResponseRedirect(f"/track?{urlencode({'number': number})}")
    return shown(request, guests.follow(request, number), Sent())


def shown(request: HttpRequest, view: CaseView, sent: Sent) -> HttpResponse:
    """The page of a case that is followed; with a form that was refused and what it said."""
    number = view.case.number
    lines = cases.journal(view.case, view.actor, latest=MOST_LINES)
    framed: Callable[..., dict[str, Any]] = FRAMES.get(view.case.kind, frame)
    context = {**framed(view, lines), "base": f"/track/{number}"}
    context["ratable"] = rating.offered(view, lines, MOST_LINES, RatingChannel.LINK)
    context["whose"] = mask_name(view.case.applicant.name) if view.case.applicant else ""
    if view.case.applicant is None:  # who has no sign-in reads the answer here or nowhere
        context["answered"] = [(one, []) for one in context.get("answers", [])]
    context["is_guest"] = view.case.applicant is None
    context |= guests.forms_of(request, view, lines, context, sent)
    status = sent.refusal.status if sent.refusal else 200
    return shown_to(request, _reader(request), "portal/track/case.html", context, status)


@page("POST", public=True)
def send_code(request: HttpRequest, *, number: str) -> HttpResponse:
    """Have a code sent to the phone of the case."""
    return _guest_act(request, number, guests.CODE, guests.send_code)


@page("POST", public=True)
def check_code(request: HttpRequest, *, number: str) -> HttpResponse:
    """Prove the phone by the code; from now on the session acts for half an hour."""
    return _guest_act(request, number, guests.PROOF, guests.check_code)


@page("POST", public=True)
def act(request: HttpRequest, *, number: str, act: str) -> HttpResponse:
    """Write, add a file or ask to take it up again, once the phone is proven."""
    return _guest_act(request, number, act, guests.act)


def _guest_act(
    request: HttpRequest, number: str, act: str, make: Callable[[HttpRequest, CaseView, str], str]
) -> HttpResponse:
    if not is_permitted(request, number):
        return HttpResponseRedirect(f"/track?{urlencode({'number': number})}")
    view = guests.follow(request, number)
    try:
        anchor = make(request, view, act)
    except DomainError as refusal:
        fresh = guests.follow(request, number)
        return shown(request, fresh, Sent(act, request.POST.get("text", ""), refusal))
    return HttpResponseRedirect(f"/track/{number}#{anchor}")


@page("GET", query=("clock",), public=True)
def why(request: HttpRequest, *, number: str) -> HttpResponse:
    """Why this day, for who follows the case."""
    if not is_permitted(request, number):
        return HttpResponseRedirect(f"/track?{urlencode({'number': number})}")
    view = following.follow(number, now(request))
    home = {"list": "/track", "case": f"/track/{number}"}
    is_application = view.case.kind == Kind.APPLICATION.value
    title = view.whole.spec.name if is_application else Kind(view.case.kind).label
    context = {**why_of(view, request.GET.get("clock", "")), "home": home, "title": title}
    return shown_to(request, _reader(request), "pages/why.html", context)


def _reader(request: HttpRequest) -> Reader | None:
    return reader_of(request) if request.user.is_authenticated else None
