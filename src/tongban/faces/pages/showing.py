"""A page in the frame of the house: the reader in its head, the navigation, the reader's manner."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.casework.notices import queries as notices
from tongban.common.actors import STAFF_ROLES, Actor, Role
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.manners import manner_of
from tongban.faces.pages import navigation

if TYPE_CHECKING:
    from tongban.faces.pages.guards import Reader


def shown_to(
    request: HttpRequest, reader: "Reader | None", template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page for a reader, or for a stranger where there is none."""
    actor = reader.actor if reader else None
    frame = {
        "reader": reader,
        "is_stranger": reader is None,
        "roles": [role.label for role in Role if role in actor.roles] if actor else [],
        "at": now(request),
        "nav": lambda: navigation.entries(actor, request.path, unread=unread(request, actor)),
    }
    return render(request, template, {**frame, **context}, status=status)


def unread(request: HttpRequest, actor: Actor | None) -> int:
    """How much in the reader's inbox nobody has opened; asked only by a page that draws the navigation."""
    if actor is None or not (actor.party_id or actor.has(*STAFF_ROLES)):
        return 0
    return notices.unread(actor, localdate(now(request)))


def framed(request: HttpRequest) -> dict[str, Any]:
    """What every page knows, error pages too: how the reader wants it, and where to come back to."""
    return {"manner": manner_of(request), "here": request.get_full_path()}
