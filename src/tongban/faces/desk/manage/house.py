"""The front page of administration; how the house is: workers, backlog, chains, logs, the sample."""

import platform
from datetime import timedelta
from typing import Any

import django
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

import tongban
from tongban import workdays
from tongban.casework.cases import queries as cases
from tongban.casework.exchange import queries as exchange
from tongban.common.actors import Role
from tongban.common.errors import BadInput
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.manage import tables
from tongban.faces.desk.manage.doors import managed
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.showing import shown_to
from tongban.registry.administration import queries
from tongban.registry.administration.rules import Deed
from tongban.registry.agencies import queries as agencies
from tongban.registry.calendars import queries as calendars
from tongban.registry.calendars.rules import NoticeState
from tongban.registry.parties import queries as parties
from tongban.registry.parties.rules import WATCHERS, IdentifierField, SearchKind

SILENT = timedelta(minutes=2)
HEARD_OF = timedelta(hours=24)
MOST_SAMPLED = 200


@managed("GET")
def home(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What is there to administer, and what asks for attention."""
    at = now(request)
    workers = queries.workers(at - HEARD_OF)
    year = localdate(at).year
    context = {
        "backlog": exchange.backlog(),
        "is_working": any(one.last_at >= at - SILENT for one in workers),
        "waiting": calendars.notices().filter(state=NoticeState.PROPOSED.value).count(),
        "unannounced": [one for one in (year, year + 1) if one not in workdays.current().years],
        "acts": _acts(list(queries.acts()[:8])),
        "has_sample": agencies.has_sample_staff(),
    }
    return shown_to(request, reader, "desk/manage/home.html", context)


def _acts(rows: list[Any]) -> list[tuple[Any, str]]:
    return [(row, Deed(row.deed).label) for row in rows]


@managed("GET")
def housekeeping(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Version, engine, workers, backlog; from here to the chains and the logs."""
    at = now(request)
    context = {
        "version": tongban.__version__,
        "python": platform.python_version(),
        "django": django.get_version(),
        "engine": queries.engine(),
        "workers": [(one, one.last_at < at - SILENT) for one in queries.workers(at - HEARD_OF)],
        "backlog": exchange.backlog(),
        "running": calendars.unfinished(),
        "sampled": MOST_SAMPLED,
    }
    return shown_to(request, reader, "desk/manage/housekeeping.html", context)


@managed("GET", query=("case", "sample"))
def verify(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Walk the chain of one case, or of some cases spread over all; the whole walk is the command's."""
    number = request.GET.get("case", "").strip()[:40]
    if number:
        lines = cases.case(number, reader.actor).journal_seq
        found = cases.Checked(1, lines, list(cases.verify(number)))
    else:
        found = cases.verify_some(_sampled(request.GET.get("sample", "")), int(now(request).timestamp()))
    context = {"found": found, "number": number, "sampled": MOST_SAMPLED}
    return shown_to(request, reader, "desk/manage/verify.html", context)


def _sampled(given: str) -> int:
    if not given:
        return MOST_SAMPLED
    if not (given.isascii() and given.isdecimal() and len(given) <= 3 and 1 <= int(given) <= MOST_SAMPLED):
        raise BadInput(
            "form.number", "“{label}”应为{low}至{high}的整数,请更正。", label=_("件数"), low=1, high=MOST_SAMPLED
        )
    return int(given)


@managed("GET", query=("text", "cursor"))
def acts(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What administrators did, newest first; narrowed to one subject where given."""
    asked = tables.given(request, ("text",))
    found = queries.acts()
    if asked["text"]:
        found = found.filter(subject__startswith=asked["text"])
    listed = tables.listed(request, found, ["-pk"], lambda row: [row.pk], asked, "acts")
    context = {"listed": listed, "acts": _acts(list(listed.rows))}
    return shown_to(request, reader, "desk/manage/acts.html", context)


@managed("GET", query=("cursor",), also=WATCHERS)
def openings(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Who opened which masked field of whom, and why."""
    listed = tables.listed(request, parties.openings(), ["-pk"], lambda row: [row.pk], {}, "openings")
    rows = [(row, IdentifierField(row.field).label) for row in listed.rows]
    return shown_to(request, reader, "desk/manage/openings.html", _log(reader, listed, rows))


@managed("GET", query=("cursor",), also=WATCHERS)
def searches(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Who looked for whom; what was typed is masked."""
    listed = tables.listed(request, parties.searches(), ["-pk"], lambda row: [row.pk], {}, "searches")
    rows = [(row, SearchKind(row.kind).label) for row in listed.rows]
    return shown_to(request, reader, "desk/manage/searches.html", _log(reader, listed, rows))


def _log(reader: Reader, listed: tables.Listed, rows: list[Any]) -> dict[str, Any]:
    """A supervisor reads the logs without the rest of administration around them."""
    return {"listed": listed, "rows": rows, "is_watching": not reader.actor.has(Role.ADMIN)}


@managed("GET")
def sample(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What of the sample is in the database, and how to start empty."""
    counts = cases.sample_counts()
    people = agencies.sample_staff().count()
    context = {
        "counts": [(status.label, total) for status, total in counts.items()],
        "cases": sum(counts.values()),
        "people": people,
        "has_sample": bool(people or counts),
    }
    return shown_to(request, reader, "desk/manage/sample.html", context)
