"""The first page: what can be done here, how far my matters are, the doors of enterprises and of those who complain."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases import queries as cases
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.api.reading import Line, state_of
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.guides import words as guides
from tongban.faces.portal.showing import perhaps
from tongban.registry.catalog import queries as catalog

MOST_LINES = 5


@page("GET", public=True)
def home(request: HttpRequest) -> HttpResponse:
    """Where everybody begins."""
    reader, on = perhaps(request), localdate(now(request))
    is_party = reader is not None and reader.actor.kind == "party"
    context = {
        "topics": guides.doors(catalog.topic_counts(on)),
        **(_mine(request, reader) if is_party and reader else {}),
    }
    return shown_to(request, reader, "portal/home/home.html", context)


def _mine(request: HttpRequest, reader: Reader) -> dict[str, Any]:
    """The open cases of whoever reads, those that wait for the reader first."""
    at = now(request)
    found = cases.waiting(reader.actor, limit=MOST_LINES + 1)
    lines = [Line(case, state_of(case, is_paused=paused, at=at)) for case, paused in found]
    return {"is_party": True, "lines": lines[:MOST_LINES], "has_more": len(lines) > MOST_LINES}
