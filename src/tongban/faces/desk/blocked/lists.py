"""The coordinator's list: matters by what is left, what has no root cause yet, reports of refusal, refusals without one."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tongban.common.errors import NotAllowed
from tongban.faces.api.auth import now
from tongban.faces.api.reading import Line, state_of
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.blocked import queries
from tongban.hall.blocked.rules.words import Cause, Remedy

PAGE = 50
TABS = {
    "open": "在办",
    "root": "待认定根因",
    "ended": "已办结",
    "reports": "否定报备",
    "unreported": "未报备的不予受理",
}


@page("GET", query=("show", "cause"))
def listed(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What the reader may see of each, one list at a time."""
    if reader.actor.kind != "staff":
        raise NotAllowed("blocked.staff", "本页只供工作人员使用:您反映的事请在“我的办件”中查看。")
    show = request.GET.get("show", "open")
    show = show if show in TABS else "open"
    cause = request.GET.get("cause", "")
    context = {
        "tabs": [(key, label, key == show) for key, label in TABS.items()],
        "show": show,
        "causes": [(one.value, one.label, one.value == cause) for one in Cause],
        "most": PAGE,
        **rows(request, reader, show, cause if cause in {one.value for one in Cause} else ""),
    }
    return shown_to(request, reader, "desk/blocked/list.html", context)


def rows(request: HttpRequest, reader: Reader, show: str, cause: str) -> dict[str, Any]:
    """The rows of one list, at most a page of them."""
    actor, at = reader.actor, now(request)
    if show == "reports":
        found = queries.reports(actor).filter(cause=cause) if cause else queries.reports(actor)
        return {
            "reports": [
                (one, Cause(one.cause).label, Remedy(one.remedy).label, getattr(one, "matter", None))
                for one in found[:PAGE]
            ]
        }
    if show == "unreported":
        return {"unreported": queries.refused_without_report(actor)[:PAGE]}
    matters = (
        queries.without_root(actor) if show == "root" else queries.matters(actor, cause=cause, is_open=show == "open")
    )
    return {
        "matters": [
            (Line(one.case, state_of(one.case, is_paused=False, at=at)), Cause(one.cause).label)
            for one in matters[:PAGE]
        ]
    }
