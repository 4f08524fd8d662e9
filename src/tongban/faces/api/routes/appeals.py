"""Appeals: taken in, listed, read with the chain of hands, what is like one, whom one is for."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Kind
from tongban.common.actors import STAFF_ROLES, Actor, Role
from tongban.common.errors import NotAllowed
from tongban.common.time import localdate
from tongban.faces.api import paging
from tongban.faces.api.appealing import AppealView, alike_out, appeal_data, proposal_out
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.filling import clocks_out
from tongban.faces.api.once import answered
from tongban.faces.api.routes.cases import WhichClock, lines_out, page_of, why_out
from tongban.faces.api.routes.registry import Cursor, Limit
from tongban.faces.api.schemas.appeals import AlikeOut, AppealOut, ProposalOut, Register
from tongban.faces.api.schemas.cases import CasePage, ClockOut, JournalOut, Narrow, WhyOut
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals import services as hall
from tongban.hall.appeals.rules.words import Channel
from tongban.registry.regions import queries as regions

router = Router(auth=[Token("cases"), Session()], tags=["诉求"])
LONGEST_ASKED = 2000


@router.get("", response=CasePage, operation_id="listAppeals", summary="诉求清单")
def list_appeals(
    request: HttpRequest,
    asked: Annotated[Narrow, Query()],
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> CasePage:
    """The appeals the reader may know of, newest first; what is not a known filter is refused."""
    return page_of(request, "appeals", asked.filter(Kind.APPEAL), limit, cursor)


@router.post("", response={201: AppealOut}, operation_id="registerAppeal", summary="登记诉求")
def register_appeal(request: HttpRequest, body: Register) -> HttpResponse:
    """Take an appeal in: of the reader, of a party a window or system names, or of somebody known by a phone."""
    actor, at = actor_of(request), now(request)

    def registered() -> AppealOut:
        case = hall.register(intake=intake_of(body, actor), actor=actor, at=at)
        return AppealOut(**appeal_data(AppealView(case.number, actor, at)))

    return answered(request, registered, status=201)


def intake_of(body: Register, actor: Actor) -> hall.Intake:
    """What the body says, as the service takes it in."""
    return hall.Intake(
        type=body.type,
        text=body.text,
        region=body.region,
        title=body.title,
        place=body.place,
        latitude=body.latitude,
        longitude=body.longitude,
        channel=channel_of(actor),
        reporter_id=actor.party_id if body.reporter is None else body.reporter,
        enterprise_id=hall.enterprise_of(body.enterprise),
        item=body.item,
        contact_name=body.contact_name,
        phone=body.phone,
        is_emergency=body.emergency,
        is_anonymous=body.anonymous,
        source=body.source,
    )


def channel_of(actor: Actor) -> Channel:
    """By which way an appeal comes in over the API."""
    if actor.kind == "party":
        return Channel.PORTAL
    if actor.kind == "system":
        return Channel.API
    return Channel.TOWN if actor.has(Role.TOWN_CLERK) else Channel.WINDOW


@router.get("/similar", response=list[AlikeOut], operation_id="listSimilarAppeals", summary="相似的在办诉求")
def list_similar(
    request: HttpRequest,
    text: Annotated[str, Query(min_length=1, max_length=LONGEST_ASKED)],
    region: str,
    place: Annotated[str, Query(max_length=200)] = "",
) -> list[AlikeOut]:
    """Open appeals of the same city like this text or of this place, the likest first; for staff and systems."""
    check_office(actor_of(request), Role.SYSTEM)
    regions.check_known(region)
    return [alike_out(one) for one in appeals.similar(text=text, region=region, place=place)]


def check_office(actor: Actor, *more: Role) -> None:
    """Refuse readers without a role in the office: what others turned to the city with is not theirs to see."""
    if not actor.has(*STAFF_ROLES, *more):
        raise NotAllowed("appeal.office", "此项供工作人员交办时使用,您可以查看自己提交的诉求。")


@router.get("/{number}", response=AppealOut, operation_id="getAppeal", summary="诉求:经手单位、时限、答复、可办动作")
def get_appeal(request: HttpRequest, number: str) -> AppealOut:
    """One appeal with all that hangs on it, and every move with the reason where it is not allowed."""
    return AppealOut(**appeal_data(seen(request, number)))


def seen(request: HttpRequest, number: str) -> AppealView:
    """An appeal as the reader may see it now."""
    return AppealView(number, actor_of(request), now(request))


@router.get(
    "/{number}/suggestions", response=list[ProposalOut], operation_id="listAppealSuggestions", summary="交办建议"
)
def list_suggestions(request: HttpRequest, number: str) -> list[ProposalOut]:
    """Agencies that could lead, the likeliest first, with what led to them; a person decides."""
    view = seen(request, number)
    check_office(view.actor)
    case = view.case
    found = appeals.suggestions(
        text=view.appeal.text, region=case.region_id, on=localdate(view.at), item=case.item_id or ""
    )
    return [proposal_out(one) for one in found]


@router.get("/{number}/journal", response=list[JournalOut], operation_id="getAppealJournal", summary="办理日志")
def get_journal(request: HttpRequest, number: str) -> list[JournalOut]:
    """The journal, oldest line first; of an anonymous appeal without the name of who made it."""
    return lines_out(seen(request, number))


@router.get("/{number}/clocks", response=list[ClockOut], operation_id="getAppealClocks", summary="各项时限")
def get_clocks(request: HttpRequest, number: str) -> list[ClockOut]:
    """Every clock that has begun: of the whole and of each hand."""
    return clocks_out(seen(request, number))


@router.get("/{number}/why", response=WhyOut, operation_id="getAppealWhy", summary="为什么是这一天")
def get_why(request: HttpRequest, number: str, clock: WhichClock = ClockName.HANDLING.value) -> WhyOut:
    """Every day of a clock: counted or not, and why."""
    return why_out(seen(request, number), clock)
