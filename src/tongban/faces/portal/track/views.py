"""Following a case: its number and four digits of a phone open a masked view of that one case for half an hour."""

from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from tongban.casework.cases import queries as cases
from tongban.common.errors import DomainError, NotFound
from tongban.common.identifiers import mask_name
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import standing
from tongban.faces.pages.guards import Reader, page, reader_of
from tongban.faces.pages.showing import shown_to
from tongban.faces.pages.views import why_of
from tongban.faces.portal.mine.views import MOST_LINES, frame
from tongban.faces.portal.rate import views as rating
from tongban.hall.applications import queries as applications
from tongban.hall.applications import services as hall
from tongban.hall.ratings import queries as ratings
from tongban.hall.ratings.rules import RatingChannel

TRACKED = "tracked"
SALT = "tongban.faces.portal.track"
LASTS = timedelta(minutes=30)
LONGEST_NUMBER = 60


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


def permit(request: HttpRequest, number: str, at: datetime) -> None:
    """Let this session follow this one case for a while."""
    request.session[TRACKED] = signing.dumps({"number": number, "until": (at + LASTS).isoformat()}, salt=SALT)


def is_permitted(request: HttpRequest, number: str) -> bool:
    """Whether this session may follow the case now."""
    try:
        found = signing.loads(request.session.get(TRACKED, ""), salt=SALT)
    except signing.BadSignature:
        return False
    return bool(found["number"] == number and now(request) < datetime.fromisoformat(found["until"]))


@page("GET", public=True)
def tracked(request: HttpRequest, *, number: str) -> HttpResponse:
    """How the case stands, without anything that was written in it."""
    if not is_permitted(request, number):
        return HttpResponseRedirect(f"/track?{urlencode({'number': number})}")
    view = CaseView(number, applications.tracker_of(number), now(request))
    lines = cases.journal(view.case, view.actor, latest=MOST_LINES)
    context = {**frame(view, lines), "base": f"/track/{number}"}
    context["ratable"] = rating.offered(view, lines, MOST_LINES, RatingChannel.LINK)
    context["whose"] = mask_name(view.case.applicant.name) if view.case.applicant else ""
    return shown_to(request, _reader(request), "portal/track/case.html", context)


@page("GET", query=("clock",), public=True)
def why(request: HttpRequest, *, number: str) -> HttpResponse:
    """Why this day, for who follows the case."""
    if not is_permitted(request, number):
        return HttpResponseRedirect(f"/track?{urlencode({'number': number})}")
    view = CaseView(number, applications.tracker_of(number), now(request))
    home = {"list": "/track", "case": f"/track/{number}"}
    context = {**why_of(view, request.GET.get("clock", "")), "home": home, "title": view.whole.spec.name}
    return shown_to(request, _reader(request), "pages/why.html", context)


def _reader(request: HttpRequest) -> Reader | None:
    return reader_of(request) if request.user.is_authenticated else None
