"""The page of the queue, and the search box on it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from tongban.casework.cases.queries import desk
from tongban.casework.cases.queries.desk import Row
from tongban.casework.cases.rules.desk import Scope
from tongban.common.actors import Actor
from tongban.common.identifiers import digits
from tongban.faces.api import paging
from tongban.faces.api.auth import now
from tongban.faces.desk.queue import bulk, searching, showing
from tongban.faces.desk.queue.asked import NARROWING, Asked
from tongban.faces.desk.queue.searching import Search
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.registry.accounts import queries as accounts
from tongban.registry.parties.rules import SearchKind

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS = 30
SOUGHT = "found"
NUMBER = "number"


@page("GET", query=(*NARROWING, "cursor", SOUGHT, NUMBER))
def queue(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What waits, by time left; or what a search found."""
    if reader.actor.kind != "staff":
        return HttpResponseRedirect("/my")
    asked, at = Asked.in_address(request), now(request)
    search = sought(request, reader.actor, at)
    context = found(request, reader.actor, search, at) if search else listed(request, reader.actor, asked, at)
    saved = accounts.saved_filters(reader.actor.account_id or 0)
    scope = asked.scope_for(reader.actor)
    context |= {
        "asked": asked,
        "tabs": showing.tabs(reader.actor, asked, scope, saved, searching=search is not None),
        "has_saved": bool(saved),
        "acts": bulk.acts_for(reader.actor),
        "is_part": is_part(request),
    }
    response = shown_to(request, reader, "desk/queue/queue.html", context)
    response.headers["Vary"] = "HX-Request"
    return response


def is_part(request: HttpRequest) -> bool:
    """Whether only the list is wanted, to be put into the page that is there."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def listed(request: HttpRequest, actor: Actor, asked: Asked, at: datetime) -> dict[str, Any]:
    """A page of the queue with its counts."""
    wanted = asked.wanted(actor)
    about = {"list": "desk", "actor": actor.key, **asked.parts}
    after = place(request, about)
    rows = desk.queue(actor, wanted, at=at, after=after, limit=ROWS + 1)
    shown, following = paging.cut(rows, ROWS, _place_of, about)
    tally = None if wanted.scope is Scope.ENDED else desk.tally(actor, wanted.scope, at=at, kind=wanted.kind)
    return {
        "lines": showing.lines(shown, actor),
        "next": following and _address({**asked.parts, "cursor": following}),
        "tally": tally,
        "lefts": showing.lefts(asked, tally) if tally else [],
        "statuses": showing.statuses(asked, tally),
        "orders": showing.orders(asked) if tally else [],
        "kinds": showing.kinds(asked),
        "is_first": after is None,
        "can_save": bool(asked.parts),
    }


def place(request: HttpRequest, about: dict[str, str]) -> tuple[datetime | None, int] | None:
    """Where the page begins, from the cursor in the address."""
    cursor = request.GET.get("cursor", "")
    if not cursor:
        return None
    due, pk = paging.opened(cursor, about)
    return datetime.fromisoformat(due) if due else None, int(pk)


def _place_of(row: Row) -> "Sequence[Any]":
    return [row.case.due_at.isoformat() if row.case.due_at else "", row.case.pk]


def _address(parts: dict[str, str]) -> str:
    return f"/desk?{urlencode(parts)}"


def sought(request: HttpRequest, actor: Actor, at: datetime) -> Search | None:
    """The search an address stands for."""
    if number := request.GET.get(NUMBER, ""):
        return Search(None, digits(number)[: searching.ENDS_OF_NUMBERS])
    given = request.GET.get(SOUGHT, "")
    return searching.opened(given[:600], actor, at) if given else None


def found(request: HttpRequest, actor: Actor, search: Search, at: datetime) -> dict[str, Any]:
    """A page of what a search found."""
    names = {name: request.GET[name] for name in (SOUGHT, NUMBER) if request.GET.get(name)}
    about = {"list": "desk.found", "actor": actor.key, **names}
    after = place(request, about)
    rows = searching.run(search, actor, at=at, after=after and after[1], limit=ROWS + 1)
    shown, following = paging.cut(rows, ROWS, _place_of, about)
    return {
        "lines": [line for line in showing.lines(shown, actor) if not is_given_away(search, line)],
        "next": following and _address({**names, "cursor": following}),
        "search": search,
        "is_first": after is None,
    }


def is_given_away(search: Search, line: showing.Line) -> bool:
    """Whether a hidden reporter would be known by being found: by name or phone, and not by the words of the matter."""
    if not line.is_hidden or search.kind is None:
        return False
    return search.kind is SearchKind.PHONE or search.text not in line.row.case.title


@page("POST")
def find(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Look for cases: what was typed is read, the search logged where it is for people, and its result has an address."""
    actor, at = reader.actor, now(request)
    forms.check_names(request, frozenset({"text"}))
    search = searching.read(request.POST.get("text", ""))
    rows = searching.first(search, actor, at=at, limit=ROWS + 1)
    if search.kind is None:
        if len(rows) == 1 and len(search.text) == searching.ENDS_OF_NUMBERS:
            return HttpResponseRedirect(f"/cases/{rows[0].case.number}")
        return HttpResponseRedirect(_address({NUMBER: search.text}))
    return HttpResponseRedirect(_address({SOUGHT: searching.sealed(search, actor, at)}))
