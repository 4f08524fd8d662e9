"""The list of call-backs: whom to call, what was answered, and a form for what was said."""

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases.rules import Outcome
from tongban.common.errors import NotAllowed
from tongban.common.time import due_day
from tongban.faces.api.auth import now
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import CallResult

MOST = 15


@page("GET")
def callbacks(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Answered appeals the reader may call back, the first due first."""
    if reader.actor.kind != "staff" or not reader.actor.has(*moves.CALL_BACK.roles):
        raise NotAllowed("callback.role", "回访由窗口人员、镇窗口人员和协调员进行。")
    found = appeals.to_call(reader.actor, limit=MOST + 1)
    at, token = now(request), forms.one_time()
    context = {
        "rows": [
            (
                one,
                Outcome(one.case.outcome).label if one.case.outcome else "",
                due_day(one.case.due_at) if one.case.due_at else None,
                bool(one.case.due_at and one.case.due_at <= at),
                f"{token}{one.case.pk}",
            )
            for one in found[:MOST]
        ],
        "has_more": len(found) > MOST,
        "most": MOST,
        "results": [(one.value, one.label) for one in CallResult],
    }
    return shown_to(request, reader, "desk/appeals/callbacks.html", context)
