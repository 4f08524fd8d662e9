"""How any kind of case offers its moves: one operation for each, with its own body, all made the same way."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body

from tongban.casework.cases.rules import Move
from tongban.common.actors import Role
from tongban.faces.api.schemas.base import Given
from tongban.faces.api.schemas.moves import Verb

Made = Callable[[HttpRequest, str, Verb, Any], HttpResponse]


def operation(verb: Verb, made: Made, kind: str) -> Callable[..., HttpResponse]:
    """The view of one move, its body typed; a move that asks for nothing may come without a body."""
    schema: Any = verb.body
    is_needed = any(field.is_required() for field in schema.model_fields.values())

    def move(request: HttpRequest, number: str, body: Annotated[schema, Body()]) -> HttpResponse:
        given: Given = body
        return made(request, number, verb, given)

    move.__defaults__ = None if is_needed else (schema(),)
    move.__name__ = f"{verb.move.name}_{kind}"
    move.__doc__ = " ".join(
        filter(None, [f"由{roles_of(verb.move)}办理。", verb.move.law and f"依据:{verb.move.law}。"])
    )
    return move


def roles_of(move: Move) -> str:
    """Who makes a move, in Chinese."""
    return "、".join(role.label for role in Role if role in move.roles)


def camel(name: str) -> str:
    """``ask_correction`` as ``askCorrection``."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
