"""The public portal: what can be done and how, and when a term ends. Nobody has to sign in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from tongban.common.said import Joined
from tongban.common.time import local, localdate
from tongban.faces.api import paging
from tongban.faces.api.auth import now
from tongban.faces.pages import months
from tongban.faces.pages.guards import page, reader_of
from tongban.faces.pages.showing import shown_to
from tongban.faces.pages.words import day_words
from tongban.faces.portal import words
from tongban.faces.portal.asking import COUNTINGS, NAMES, PAUSES, Question
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.services.loading import LOADER
from tongban.workdays import WEEKDAYS, Clock, Counting, Term

ROWS = 40
LONGEST_SEARCH = 60


@page("GET", public=True)
def home(request: HttpRequest) -> HttpResponse:
    """Where everybody begins: what can be done here, and how far my matters are."""
    return shown(request, "portal/home.html", {})


@page("GET", query=NAMES, public=True)
def clock(request: HttpRequest) -> HttpResponse:
    """When a term ends and why: the engine of every case, for any date, term and pause."""
    asked = bool(request.GET)
    default = {"start": localdate(now(request)).isoformat(), "amount": "10", "counting": Counting.WORKING.value}
    given = {name: request.GET.get(name, "" if asked else default.get(name, "")).strip() for name in NAMES}
    given["counting"] = given["counting"] or Counting.WORKING.value
    question = Question(given)
    found = question.clock() if asked else None
    context = {
        "given": given,
        "kinds": {name: "date" if _is_day(value) else "text" for name, value in given.items()},
        "countings": [(one.value, label) for one, label in COUNTINGS.items()],
        "errors": question.errors,
        **_pauses(question),
        "has_more": any(given[name] for name in NAMES[4:]),
        **(_answer(found) if found else {}),
    }
    return shown(request, "portal/clock.html", context, 422 if question.errors else 200)


def _pauses(question: Question) -> dict[str, Any]:
    """The pauses as fields: those in use and the first one in sight, the others behind a fold."""
    given = question.given
    rows = [
        {
            "number": number,
            "begun": given[f"from{number}"],
            "ended": given[f"to{number}"],
            "kind": "date" if _is_day(given[f"from{number}"]) and _is_day(given[f"to{number}"]) else "text",
            "error": question.errors.get(f"pause{number}", ""),
        }
        for number in PAUSES
    ]
    in_sight = max((number for number, row in enumerate(rows, 1) if row["begun"] or row["ended"]), default=1)
    return {"pauses": rows[:in_sight], "more_pauses": rows[in_sight:]}


def _is_day(text: str) -> bool:
    """Whether a browser's own date field can hold the text; anything else it would throw away."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _answer(clock: Clock) -> dict[str, Any]:
    rows, due_on, due_at = clock.explain(), clock.due_on(), clock.due_at()
    is_hours = clock.term.counting is Counting.HOURS
    hour = f"{local(due_at):%H:%M}" if is_hours and due_at else "24:00"
    return {
        "clock": clock,
        "due": day_words(due_on) if due_on else "",
        "weekday": WEEKDAYS[due_on.weekday()] if due_on else "",
        "hour": hour,
        "started": day_words(localdate(clock.started_at)),
        "started_hour": f"{local(clock.started_at):%H:%M}" if is_hours else "",
        "total_term": clock.total.words,
        "clause": rows[0].reason.parts[0] if isinstance(rows[0].reason, Joined) else rows[0].reason,
        "provisional": clock.provisional_reason(),
        "spent": [pause.words for pause in clock.pauses],
        "counted": sum(row.counted for row in rows),
        "total": len(rows),
        "months": months.months(clock, rows),
        "week": months.WEEK,
        "changes": months.changes(clock),
    }


@page("GET", query=("text", "cursor"), public=True)
def items(request: HttpRequest) -> HttpResponse:
    """What can be done: the items with a guide in force today, by words in their name or code."""
    on = localdate(now(request))
    text = request.GET.get("text", "").strip()[:LONGEST_SEARCH]
    asked = {"list": "portal-items", "text": text}
    cursor = request.GET.get("cursor", "")
    after = paging.opened(cursor, asked) if cursor else None
    rows = paging.beyond(catalog.items(text=text, in_force_on=on), ["code"], after, ROWS)
    found, following = paging.cut(rows, ROWS, lambda row: [row.code], asked)
    guides = _guides([row.code for row in found], on)
    lines = [{"item": row, **guides[row.code]} for row in found]
    context = {
        "text": text,
        "groups": words.grouped(lines),
        "next": following and urlencode({**({"text": text} if text else {}), "cursor": following}),
    }
    return shown(request, "portal/items.html", context)


def _guides(codes: list[str], on: date) -> dict[str, dict[str, Any]]:
    """For whom, what and how soon, by code of the item: one statement for all, without reading whole guides."""
    # The room has no read of many guides at once; its own word for being in force is used on the query set it gives.
    in_force = catalog.versions("").model.objects.in_force(on).filter(item_id__in=codes)
    return {
        row["item_id"]: {
            "audience": row["spec__audience"],
            "summary": row["spec__summary"],
            "promised": Term.parse(row["spec__promised_term"]).words if row["spec__promised_term"] else "",
            "is_sample": row["published_by"] == LOADER.key,
        }
        for row in in_force.values("item_id", "published_by", "spec__audience", "spec__summary", "spec__promised_term")
    }


@page("GET", public=True)
def item(request: HttpRequest, *, code: str) -> HttpResponse:
    """The guide of an item in force today, and on paper its one-time notice."""
    on = localdate(now(request))
    version = catalog.version_in_force(code, on)
    spec = catalog.pinned(version.pk)
    needed = {spec.agency, *(step.agency for step in spec.procedure)}
    names = dict(agencies.agencies(on).filter(code__in=needed).values_list("code", "name"))
    context = {
        "spec": spec,
        "version": version,
        "is_sample": version.published_by == LOADER.key,
        "agency": names.get(spec.agency, spec.agency),
        "place": catalog.item(code).region.full_name,
        "printed": day_words(on),
        "materials": words.materials(spec),
        "layers": words.layers(spec, names),
        "has_slack": words.has_slack(spec),
        "fee": words.fee(spec),
        "trips": words.trips(spec),
        **_times(spec),
        "try": urlencode({"start": on.isoformat(), "term": str(spec.promised_term)}),
    }
    return shown(request, "portal/item.html", context)


def _times(spec: ItemSpec) -> dict[str, str]:
    parallel, serial = spec.procedure.parallel_term, spec.procedure.serial_term
    statutory, promised = spec.statutory_term, spec.promised_term
    return {
        "statutory": statutory.words if statutory else "",
        "promised": promised.words if promised else "",
        "parallel": parallel.words if parallel else "",
        "serial": serial.words if serial and parallel and serial != parallel else "",
        "is_shorter": "1" if statutory and promised and statutory != promised else "",
    }


def shown(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A public page, with the reader in its head where somebody is signed in."""
    return shown_to(request, reader_of(request) if request.user.is_authenticated else None, template, context, status)
