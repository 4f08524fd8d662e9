"""The moves: one operation for each, with its own body, all made the same way."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind, Move, check_actor
from tongban.common.actors import Actor, Role
from tongban.common.errors import NotFound
from tongban.faces.api.auth import Session, Token, actor_of, now
from tongban.faces.api.filling import case_data
from tongban.faces.api.once import answered
from tongban.faces.api.reading import CaseView
from tongban.faces.api.routes.making import camel, operation
from tongban.faces.api.schemas.base import Given
from tongban.faces.api.schemas.cases import CaseOut, CasePrechecked, PrecheckFinding
from tongban.faces.api.schemas.moves import VERBS, Verb
from tongban.hall.applications.rules import moves

router = Router(auth=[Token("cases"), Session()], tags=["办件动作"])


def made(request: HttpRequest, number: str, verb: Verb, body: Given) -> HttpResponse:
    """Make a move and answer the case as it then stands; a case the reader may not know of does not exist."""
    actor, at = actor_of(request), now(request)
    check_reach(number, verb.move, actor)

    def act() -> CaseOut:
        done = verb.make(body, number=number, actor=actor, at=at)
        view = CaseView(number, actor, at)
        if verb.move is not moves.PRECHECK:
            return CaseOut(**case_data(view))
        found = [PrecheckFinding(field=one.field, sentence=one.sentence, blocks=one.blocks) for one in done[1]]
        return CasePrechecked(**case_data(view), findings=found)

    return answered(request, act)


def check_reach(number: str, move: Move, actor: Actor) -> None:
    """NotFound for a case the actor may not see, or of another kind; NotAllowed for a move the system makes by itself."""
    found = cases.case(number, actor)
    if found.kind != Kind.APPLICATION.value:
        raise NotFound("case.unknown", "没有编号为“{number}”的办件:诉求等其他案件另有接口,请核对编号。", number=number)
    if move.roles == {Role.WORKER}:
        check_actor(move, found, actor)


for _verb in VERBS.values():
    router.post(
        f"/{{number}}/moves/{_verb.move.name}",
        response=CasePrechecked if _verb.move is moves.PRECHECK else CaseOut,
        operation_id=f"{camel(_verb.move.name)}Case",
        summary=_verb.move.label,
    )(operation(_verb, made, "case"))
