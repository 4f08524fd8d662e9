"""For enterprises: all services and all matters on one screen; the record, and who received which change."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import ENDED, Kind
from tongban.casework.exchange import queries as exchange
from tongban.common.errors import NotFound
from tongban.common.time import localdate
from tongban.faces.api.auth import MOST_DIGITS, now
from tongban.faces.api.reading import Line, state_of
from tongban.faces.api.routes.registry import represented
from tongban.faces.api.schemas.registry import Represented
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.enterprise import words
from tongban.faces.portal.showing import perhaps
from tongban.hall.applications import queries as applications
from tongban.hall.applications.rules.events import ENTERPRISE_CHANGED
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import Topic
from tongban.registry.parties import queries as parties
from tongban.registry.parties.queries import StatusKind

if TYPE_CHECKING:
    from tongban.registry.parties.models import Enterprise

MOST_LINES = 50
MOST_CHANGES = 50


@page("GET", public=True)
def zone(request: HttpRequest) -> HttpResponse:
    """All services for enterprises and, for whoever acts for one, all its matters."""
    reader, on = perhaps(request), localdate(now(request))
    open_topics = catalog.topic_counts(on)
    context: dict[str, Any] = {
        "services": [(one, open_topics[one]) for one in Topic if one.audience == "enterprise" and one in open_topics]
    }
    if reader is not None and reader.actor.party_id is not None:
        context |= _acting(request, reader, on)
    return shown_to(request, reader, "portal/enterprise/zone.html", context)


def _acting(request: HttpRequest, reader: Reader, on: date) -> dict[str, Any]:
    """The desk of the enterprise somebody acts for, and the enterprises there are to choose from."""
    found = parties.enterprise(reader.actor.party_id or 0)
    others = [one for one in represented(reader.person, on) if one.party != reader.actor.party_id]
    standing = parties.standings_on([*(one.party for one in others), *([found.pk] if found else [])], on)
    return {
        "others": [(one, _standing(standing.get(one.party))) for one in others],
        "enterprise": found,
        **(_desk(request, reader) | {"standing": _standing(standing.get(found.pk))} if found else {}),
    }


def _standing(kind: StatusKind | None) -> tuple[str, str]:
    return (kind.label, words.TONES.get(kind, "")) if kind else ("", "")


def _desk(request: HttpRequest, reader: Reader) -> dict[str, Any]:
    at = now(request)
    found = cases.waiting(reader.actor, limit=MOST_LINES)
    lines = [Line(case, state_of(case, is_paused=paused, at=at)) for case, paused in found]
    owed = applications.owed([line.case.pk for line in lines if line.case.acceptance == "deferred"])
    tasks = words.tasks(lines, owed)
    mine = [line for line in lines if line.case.kind != Kind.APPEAL.value]
    counts = cases.counts(reader.actor, at)
    return {
        "tasks": tasks,
        "lines": [line for line in mine if line.case.status not in {"correcting", "draft"}],
        "appeals": [line for line in lines if line.case.kind == Kind.APPEAL.value],
        "states": counts.states,
        "ended": sum(total for status, total in counts.statuses.items() if status in ENDED),
        "total_open": sum(total for status, total in counts.statuses.items() if status not in ENDED),
    }


@page("GET", query=("party",))
def record(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What the city keeps of an enterprise, how it changed, and who was told; only for those who act for it."""
    on = localdate(now(request))
    others = represented(reader.person, on)
    wanted = _wanted(request.GET.get("party", ""), reader, others)
    found = parties.enterprise(wanted) if wanted else None
    context = {"choice": others, **(_record(found, on) if found else {})}
    return shown_to(request, reader, "portal/enterprise/record.html", context)


def _wanted(given: str, reader: Reader, others: list[Represented]) -> int:
    """Whose record is asked for; 0 where there is a choice or none. Anybody else's enterprise is not found."""
    mine = {one.party for one in others} | ({reader.actor.party_id} if reader.actor.party_id else set())
    if given:
        party = int(given) if given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS else 0
        if party not in mine:
            raise NotFound("party.unknown", "没有这个当事人:请核对后再试。")
        return party
    if reader.is_acting or not others:
        return reader.actor.party_id or 0
    return others[0].party if len(others) == 1 else 0


def _record(found: "Enterprise", on: date) -> dict[str, Any]:
    statuses = list(parties.statuses_of(found.party))
    begun = [row for row in statuses if row.from_on <= on]
    changes = list(parties.changes_of(found.party).reverse()[:MOST_CHANGES])[::-1]
    numbers = [row.case_number for row in changes if row.case_number]
    events = exchange.told(event_type=ENTERPRISE_CHANGED.type, subjects=numbers) if numbers else []
    return {
        "enterprise": found,
        "standing": _standing(parties.standing_as(begun[-1], on) if begun else None),
        "facts": words.facts(found),
        "standings": words.standings(statuses, on),
        "suspended": words.suspended(statuses),
        "changes": words.changes(changes, events),
        "representatives": list(parties.representatives_on(found.party, on)),
    }
