"""Blocked matters: brought, listed, read with the ladder, moved; their files."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from tongban.casework.cases.rules import Kind
from tongban.common.actors import Actor, Role
from tongban.faces.api import paging
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.matters import MatterView, matter_data
from tongban.faces.api.once import answered
from tongban.faces.api.routes.cases import page_of
from tongban.faces.api.routes.files import uploaded
from tongban.faces.api.routes.making import camel, operation
from tongban.faces.api.routes.registry import Cursor, Limit
from tongban.faces.api.schemas.base import Given
from tongban.faces.api.schemas.cases import AttachmentOut, CasePage, Narrow
from tongban.faces.api.schemas.mattermoves import VERBS
from tongban.faces.api.schemas.matters import Bring, MatterAttached, MatterOut
from tongban.faces.api.schemas.moves import Verb
from tongban.hall.blocked import services as hall
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import Entrance

router = Router(auth=[Token("cases"), Session()], tags=["办不成事"])
acts = Router(auth=[Token("cases"), Session()], tags=["办不成事动作"])


@router.get("", response=CasePage, operation_id="listBlockedMatters", summary="办不成事清单")
def list_matters(
    request: HttpRequest,
    asked: Annotated[Narrow, Query()],
    limit: Limit = paging.DEFAULT,
    cursor: Cursor = "",
) -> CasePage:
    """The blocked matters the reader may know of, newest first; what is not a known filter is refused."""
    return page_of(request, "blocked", asked.filter(Kind.BLOCKED_MATTER), limit, cursor)


@router.post("", response={201: MatterOut}, operation_id="bringBlockedMatter", summary=moves.BRING.label)
def bring(request: HttpRequest, body: Bring) -> HttpResponse:
    """Take a blocked matter in: from now it has a number, a clock and somebody answerable."""
    actor, at = actor_of(request), now(request)
    given = body.model_dump(exclude={"reporter"})
    brought = hall.Brought(**given, reporter_id=body.reporter, channel=channel_of(body, actor))

    def act() -> MatterOut:
        case = hall.bring(brought=brought, actor=actor, at=at)
        return matter_out(MatterView(case.number, actor, at))

    return answered(request, act, status=201)


def channel_of(body: Bring, actor: Actor) -> Entrance:
    """By which way a matter comes in over the API."""
    if body.report is not None:
        return Entrance.REPORT
    if actor.kind == "party":
        return Entrance.PORTAL
    if actor.kind == "system":
        return Entrance.API
    return Entrance.WINDOW if actor.has(Role.CLERK, Role.TOWN_CLERK) else Entrance.COORDINATOR


def matter_out(view: MatterView) -> MatterOut:
    """The whole matter as JSON."""
    return MatterOut(**matter_data(view))


@router.get(
    "/{number}", response=MatterOut, operation_id="getBlockedMatter", summary="办不成事:各级、会审、由谁负责、可办动作"
)
def get_matter(request: HttpRequest, number: str) -> MatterOut:
    """One matter with all that hangs on it, and every move with the reason where it is not allowed."""
    return matter_out(MatterView(number, actor_of(request), now(request)))


@acts.post("/{number}/attachments", response=MatterAttached, operation_id="attachBlocked", summary=moves.ATTACH.label)
def attach(request: HttpRequest, number: str, file: Annotated[UploadedFile, File()]) -> HttpResponse:
    """PDF, JPG, PNG, DOCX or XLSX to 20 MB, known by its content; what the office uploads is evidence."""
    actor, at = actor_of(request), now(request)
    MatterView(number, actor, at)
    name, content, asked = uploaded(file)

    def act() -> MatterAttached:
        _, kept = hall.attach(number=number, name=name, content=content, actor=actor, at=at)
        return MatterAttached(**matter_data(MatterView(number, actor, at)), attachment=AttachmentOut.from_orm(kept))

    return answered(request, act, content=asked)


def made(request: HttpRequest, number: str, verb: Verb, body: Given) -> HttpResponse:
    """Make a move and answer the matter as it then stands; one the reader may not know of does not exist."""
    actor, at = actor_of(request), now(request)
    MatterView(number, actor, at)

    def act() -> MatterOut:
        verb.make(body, number=number, actor=actor, at=at)
        return matter_out(MatterView(number, actor, at))

    return answered(request, act)


for _verb in VERBS:
    acts.post(
        f"/{{number}}/{_verb.address}",
        response=MatterOut,
        operation_id=f"{camel(_verb.move.name)}Blocked",
        summary=_verb.move.label,
    )(operation(_verb, made, "blocked"))
