"""The moves of an appeal: one operation for each, with its own body, all made the same way."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tongban.common.time import localdate
from tongban.faces.api.appealing import AppealView, address_of, appeal_data
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.once import answered
from tongban.faces.api.routes.making import camel, operation
from tongban.faces.api.schemas.appealmoves import VERBS, Reason
from tongban.faces.api.schemas.appeals import AppealOut, PhoneOut
from tongban.faces.api.schemas.base import Given
from tongban.faces.api.schemas.moves import Verb
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals import services as hall
from tongban.hall.appeals.rules import moves

router = Router(auth=[Token("cases"), Session()], tags=["诉求动作"])


def made(request: HttpRequest, number: str, verb: Verb, body: Given) -> HttpResponse:
    """Make a move and answer the appeal as it then stands; one the reader may not know of does not exist."""
    actor, at = actor_of(request), now(request)
    before = AppealView(number, actor, at)

    def act() -> AppealOut:
        more = {"suggested": proposed(before)} if verb.move is moves.DISPATCH else {}
        verb.make(body, number=number, actor=actor, at=at, **more)
        return AppealOut(**appeal_data(AppealView(number, actor, at)))

    return answered(request, act)


def proposed(view: AppealView) -> list[dict[str, Any]]:
    """What is proposed for an appeal at the moment of its dispatch, as the journal keeps it."""
    case = view.case
    found = appeals.suggestions(
        text=view.appeal.text, region=case.region_id, on=localdate(view.at), item=case.item_id or ""
    )
    return [one.kept() for one in found]


for _verb in VERBS:
    router.post(
        f"/{{number}}/{_verb.address}",
        response=AppealOut,
        operation_id=f"{camel(_verb.move.name)}Appeal",
        summary=_verb.move.label,
    )(operation(_verb, made, "appeal"))


@router.post(
    f"/{{number}}/{address_of(moves.OPEN_PHONE.name)}",
    response=PhoneOut,
    operation_id="openPhoneAppeal",
    summary=moves.OPEN_PHONE.label,
)
def open_phone(request: HttpRequest, number: str, body: Reason) -> HttpResponse:
    """The telephone in clear text, for who may know the reporter; the opening stands in the journal with its reason."""
    actor, at = actor_of(request), now(request)
    AppealView(number, actor, at)
    clear: dict[str, str] = {}

    def act() -> PhoneOut:
        clear["value"] = hall.reveal_phone(number=number, reason=body.reason, actor=actor, at=at)
        return PhoneOut(number=number, value=None)

    return answered(request, act, shown_once=lambda: clear)
