"""The door of appeals, their entry, and the receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Kind, Status
from tongban.casework.notices.queries import Channel, open_channels
from tongban.common.actors import Role
from tongban.common.errors import DomainError
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.api.reading import Line, state_of
from tongban.faces.pages import forms, standing
from tongban.faces.pages.guards import asked_to_sign_in, kept, page
from tongban.faces.pages.inputs import Typed, anchor
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.appeals import following
from tongban.faces.portal.appeals.entry import MEANS, NAMES, Entry
from tongban.faces.portal.appeals.similar import Alike, similar_to
from tongban.faces.portal.apply.start import places
from tongban.faces.portal.permits import is_permitted, permit
from tongban.faces.portal.showing import perhaps
from tongban.hall.appeals import services as appeals
from tongban.registry.agencies import queries as agencies
from tongban.registry.policies import queries as policies
from tongban.registry.policies.rules import AppealPolicy, AppealType
from tongban.workdays import Counting

MOST_LINES = 20


@page("GET", public=True)
def door(request: HttpRequest) -> HttpResponse:
    """What an appeal is, what the city promises, and my own that are open."""
    reader, at = perhaps(request), now(request)
    said = _policy(request)
    is_party = reader is not None and reader.actor.kind == "party"
    context: dict[str, Any] = {
        "policy": said,
        "types": [(one, MEANS[one], said.types[one]) for one in AppealType],
        "hours": f"{said.opens:%H:%M}—{said.closes:%H:%M}",
        "desk": agencies.agency(said.desk),
        "is_party": is_party,
    }
    if reader is not None and is_party:
        found = cases.waiting(reader.actor, limit=MOST_LINES, kind=Kind.APPEAL.value)
        context["lines"] = [Line(case, state_of(case, is_paused=paused, at=at)) for case, paused in found]
    return shown_to(request, reader, "portal/appeals/door.html", context)


def _policy(request: HttpRequest) -> AppealPolicy:
    return policies.content(policies.in_force(localdate(now(request)))).appeals


@page("GET", "POST", query=("item",), public=True)
def new(request: HttpRequest) -> HttpResponse:
    """The entry, for people signed in and for whoever is not; sent once for one form."""
    reader = perhaps(request)
    if reader is None and request.POST.get("party"):  # begun with a sign-in that has ended since
        return asked_to_sign_in(request)
    if request.method == "GET":
        return drawn(request, Entry.opened(request, reader, Typed(kept(request) if reader else None)))
    entry = Entry.opened(request, reader, Typed(request.POST))
    try:
        number = filed(request, entry)
    except Alike as alike:
        entry.similar = alike.found
        return drawn(request, entry)
    except DomainError as refusal:
        entry.refuse(refusal)
        return drawn(request, entry)
    if not number:
        return drawn(request, entry)
    if reader is None:
        permit(request, number, now(request))
    return HttpResponseRedirect(f"/appeals/{number}/received")


def filed(request: HttpRequest, entry: Entry) -> str:
    """The number of the appeal; empty where something is still to be put right or looked at."""
    forms.check_names(request, NAMES)
    forms.check_one_time(request)
    entry.check()
    if entry.errors:
        return ""
    actor, at = entry.actor, now(request)

    def act() -> dict[str, Any]:
        intake = entry.intake()
        case = appeals.register(intake=intake, actor=actor, at=at)
        if not request.POST.get("seen") and (found := similar_to(intake, but=case.pk)):
            raise Alike(found)  # which undoes the filing, and frees the form for another sending
        return {"number": case.number}

    return str(forms.once(request, actor, at, act)["number"])


def drawn(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The page of the entry, with everything typed."""
    reader, policy = entry.reader, _policy(request)
    status = max((one.status for name, one in entry.errors.items() if not name), default=422) if entry.errors else 200
    context = {
        **entry.context(),
        "types": entry.types(policy),
        "policy": policy,
        "is_staff": reader is not None and not reader.person.has(Role.APPLICANT),
        "counties": places(entry.typed.value("region", reader.actor.region if reader else "")),
        "wrong": [(anchor(name) if name else "form", one) for name, one in entry.errors.items()],
        "had_files": bool(request.FILES),
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "portal/appeals/new.html", context, status)


@page("GET", public=True)
def received(request: HttpRequest, *, number: str) -> HttpResponse:
    """The receipt: the number, until when it is dispatched, who is answerable, how to follow it."""
    reader = perhaps(request)
    if reader is not None and reader.person.party_id is not None:
        reader, view = standing.before(request, reader, number)
    elif is_permitted(request, number):
        view = following.follow(number, now(request))
    else:
        return HttpResponseRedirect(f"/track?{urlencode({'number': number})}")
    if view.case.kind != Kind.APPEAL.value or view.case.status != Status.SUBMITTED.value:
        return HttpResponseRedirect(f"/cases/{number}" if reader else f"/track/{number}")
    clock = view.whole.clocks[ClockName.ACCEPTANCE.value]
    context = {
        "case": view.case,
        "due_on": clock.due_on(),
        "due_at": clock.due_at() if clock.term.counting is Counting.HOURS else None,
        "base": f"/cases/{number}" if reader else f"/track/{number}",
        "is_guest": reader is None,
        "is_rung": Channel.SMS in open_channels(),
    }
    return shown_to(request, reader, "portal/appeals/received.html", context)
