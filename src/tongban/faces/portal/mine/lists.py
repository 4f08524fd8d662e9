"""My cases and drafts: first what waits for me, then what is due first; those of enterprises I act for, too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases.rules import Kind, Outcome, Status
from tongban.common.said import Said, said
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.api.reading import Line, state_of
from tongban.faces.api.routes.registry import represented
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.applications import queries as applications
from tongban.hall.blocked import queries as blocked
from tongban.workdays import TimeState

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case

ROWS = 30
LAST_PAGE = 500
DOES = {
    Status.DRAFT: said("继续填写"),
    Status.CORRECTING: said("去补正"),
    Status.ACCEPTED: said("补交材料"),
}


@dataclass(frozen=True)
class Row:
    """A case of the list; ``does`` is what its applicant has to do, empty where nothing."""

    case: "Case"
    status: str
    state: TimeState | None
    due_on: date | None
    does: Said | str
    href: str
    whose: str
    outcome: str
    name: str
    kind: str


@page("GET", query=("page",))
def mine(request: HttpRequest, reader: Reader) -> HttpResponse:
    """My cases, what waits for me first."""
    at, person = now(request), reader.person
    represents = represented(person, localdate(at))
    names = {one.party: one.name for one in represents}
    whose = [reader.actor.party_id] if reader.is_acting else [person.party_id, *names]
    number = _page(request.GET.get("page", ""))
    found = applications.of_parties([one for one in whose if one is not None], skip=(number - 1) * ROWS, limit=ROWS + 1)
    rows = [_row(case, names if len(whose) > 1 else {}, at) for case in found[:ROWS]]
    told_no = blocked.told_no(reader.actor) if number == 1 else []
    context = {
        "groups": _grouped(rows),
        "represents": represents,
        "following": number + 1 if len(found) > ROWS else 0,
        "former": number - 1,
        "told_no": told_no,
        "is_empty": not rows and not told_no and number == 1,
    }
    return shown_to(request, reader, "portal/mine/list.html", context)


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _row(case: "Case", names: dict[int, str], at: Any) -> Row:
    status = Status(case.status)
    waits = case.waits  # type: ignore[attr-defined]  # what the list counted
    does = DOES.get(status, "") if waits else ""
    href = f"/cases/{case.number}"
    if waits:
        href += {Status.DRAFT: "/apply", Status.CORRECTING: "/correct"}.get(status, "/materials")
    line = Line(case, state_of(case, is_paused=case.is_paused, at=at))  # type: ignore[attr-defined]
    outcome = Outcome(case.outcome).label if case.outcome else ""
    return Row(
        case,
        status.label_for(case.kind),
        None if status is Status.CORRECTING else line.state,
        line.due_on,
        does,
        href,
        names.get(case.applicant_id or 0, ""),
        outcome,
        line.name,
        "" if case.kind == Kind.APPLICATION.value else Kind(case.kind).label,
    )


def _grouped(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows under the words for whose turn it is."""
    kinds: dict[str, list[Row]] = {"等您办": [], "正在办": [], "已结束": []}
    for row in rows:
        is_over = row.case.ended_at is not None
        kinds["等您办" if row.does else "已结束" if is_over else "正在办"].append(row)
    return [(title, found) for title, found in kinds.items() if found]
