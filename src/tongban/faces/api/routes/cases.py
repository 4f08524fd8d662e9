"""Cases: lists, one case and what hangs on it, why a day, filing."""

import json
from collections.abc import Mapping
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.queries import Filter
from tongban.casework.cases.rules import RECOUNT, Kind
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput
from tongban.faces.api import paging
from tongban.faces.api.appealing import AppealView
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.filling import case_data, clock_out, clocks_out, line_out
from tongban.faces.api.matters import MatterView
from tongban.faces.api.once import answered
from tongban.faces.api.reading import CaseView, listed
from tongban.faces.api.routes.registry import Cursor, Limit
from tongban.faces.api.schemas.cases import CaseOut, CasePage, ClockOut, DayOut, JournalOut, Narrow, Open, WhyOut
from tongban.hall.appeals.rules import moves as appeal_moves
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules import moves
from tongban.hall.blocked.rules import mending
from tongban.hall.blocked.rules import moves as blocked_moves
from tongban.hall.ratings.rules import moves as rectifying

router = Router(auth=[Token("cases"), Session()], tags=["办件"])
WhichClock = Annotated[str, Query(description="acceptance、handling、statutory、delivery 或 step:环节")]


@router.get("", response=CasePage, operation_id="listCases", summary="办件清单")
def list_cases(
    request: HttpRequest,
    asked: Annotated[Narrow, Query()],
    kind: Kind | None = None,
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> CasePage:
    """The cases the reader may know of, newest first; what is not a known filter is refused."""
    return page_of(request, "cases", asked.filter(kind), limit, cursor)


def page_of(request: HttpRequest, name: str, wanted: Filter, limit: int, cursor: str) -> CasePage:
    """One page of a list of cases; the cursor holds for the list of that name alone."""
    asked = {"list": name, "actor": actor_of(request).key, **wanted.__dict__}
    after = paging.opened(cursor, asked)[0] if cursor else None
    lines = listed(actor_of(request), wanted, at=now(request), after=after, limit=limit + 1)
    shown, following = paging.cut(lines, limit, lambda line: [line.case.pk], asked)
    return CasePage(items=[line_out(line) for line in shown], next=following)


@router.post("", response={201: CaseOut}, operation_id="openCase", summary="填写申请;submit 为 true 时直接提交")
def open_case(request: HttpRequest, body: Open) -> HttpResponse:
    """Open a draft, or file at once; the applicant is the reader unless a window or system names another."""
    actor, at = actor_of(request), now(request)
    filing = hall.Filing(
        item=body.item,
        region=body.region,
        applicant_id=applicant(body, actor),
        form=body.form,
        title=body.title,
        paper=body.paper,
        channel="online" if actor.kind == "party" else "system" if actor.kind == "system" else "window",
    )
    act = hall.file if body.submit else hall.open_draft

    def opened() -> CaseOut:
        case = act(filing=filing, actor=actor, at=at)
        return case_out(CaseView(case.number, actor, at))

    return answered(request, opened, status=201)


def applicant(body: Open, actor: Actor) -> int:
    """For whom: the party itself, or the one a window or system names."""
    found = body.applicant if body.applicant is not None else actor.party_id
    if found is None:
        raise BadInput("open.applicant", "请写明申请人(applicant:当事人编号)。")
    return found


def case_out(view: CaseView) -> CaseOut:
    """The whole case as JSON."""
    return CaseOut(**case_data(view))


@router.get("/{number}", response=CaseOut, operation_id="getCase", summary="办件:环节、时限、材料、文书、可办动作")
def get_case(request: HttpRequest, number: str) -> CaseOut:
    """One case with all that hangs on it, and every move with the reason where it is not allowed."""
    return case_out(view_of(request, number))


def view_of(request: HttpRequest, number: str) -> CaseView:
    """A case as the reader may see it: with the moves of its kind, and not with who asked the city anonymously."""
    view = CaseView(number, actor_of(request), now(request))
    shown = VIEWS.get(view.case.kind, CaseView)
    return shown(number, view.actor, view.at, view.case)


VIEWS: Mapping[str, type[CaseView]] = {Kind.APPEAL.value: AppealView, Kind.BLOCKED_MATTER.value: MatterView}


@router.get("/{number}/journal", response=list[JournalOut], operation_id="getCaseJournal", summary="办理日志")
def get_journal(request: HttpRequest, number: str) -> list[JournalOut]:
    """The journal, oldest line first; each digest chains its line to the one before. Parties do not read the office's own lines."""
    return lines_out(view_of(request, number))


def lines_out(view: CaseView) -> list[JournalOut]:
    """The journal of a case as its reader may read it."""
    return [
        JournalOut(
            seq=line.seq,
            at=line.at,
            move=line.move,
            move_label=move_label(line.move, view.case.kind),
            role=line.role,
            role_label=Role(line.role).label,
            by=view.made_by(line),
            agency=line.agency,
            status=line.status,
            step=line.step,
            data=json.loads(line.data),
            digest=line.digest,
        )
        for line in cases.journal(view.case, view.actor)
    ]


TABLES = {
    Kind.APPLICATION.value: [*moves.BIRTHS, *moves.MOVES],
    Kind.APPEAL.value: [*appeal_moves.BIRTHS, *appeal_moves.MOVES],
    Kind.BLOCKED_MATTER.value: [*blocked_moves.BIRTHS, *blocked_moves.MOVES],
    # of items and of bad ratings
    Kind.RECTIFICATION.value: [*mending.BIRTHS, *mending.MOVES, *rectifying.BIRTHS, *rectifying.MOVES],
}
LABELS: Mapping[str, Mapping[str, str]] = {
    kind: {move.name: move.label for move in (*table, RECOUNT)} for kind, table in TABLES.items()
}


def move_label(name: str, kind: str = Kind.APPLICATION.value) -> str:
    """The Chinese word of a move in the journal of a case of that kind."""
    return LABELS.get(kind, {}).get(name, name)


@router.get("/{number}/clocks", response=list[ClockOut], operation_id="getCaseClocks", summary="各项时限")
def get_clocks(request: HttpRequest, number: str) -> list[ClockOut]:
    """Every clock that has begun: of the whole and of each step."""
    return clocks_out(view_of(request, number))


@router.get("/{number}/why", response=WhyOut, operation_id="getCaseWhy", summary="为什么是这一天")
def get_why(
    request: HttpRequest,
    number: str,
    clock: WhichClock = ClockName.HANDLING.value,
) -> WhyOut:
    """Every day of a clock: counted or not, and why."""
    return why_out(view_of(request, number), clock)


def why_out(view: CaseView, clock: str) -> WhyOut:
    """A clock of a case with every day of it."""
    return WhyOut(
        clock=clock_out(view, clock),
        days=[
            DayOut(on=day.on, weekday=day.weekday, counted=day.counted, ordinal=day.ordinal, reason=day.reason)
            for day in view.days(clock)
        ],
    )
