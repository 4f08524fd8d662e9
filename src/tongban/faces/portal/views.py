"""The public calculator: when a term ends and why. Nobody has to sign in."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from tongban.common.said import Joined
from tongban.common.time import local, localdate
from tongban.faces.api.auth import now
from tongban.faces.pages import months
from tongban.faces.pages.guards import page
from tongban.faces.pages.words import day_words
from tongban.faces.portal.asking import COUNTINGS, NAMES, PAUSES, Question
from tongban.faces.portal.showing import shown
from tongban.workdays import WEEKDAYS, Clock, Counting


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
