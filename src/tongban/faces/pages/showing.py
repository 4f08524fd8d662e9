"""A page in the frame of the house: the reader in its head, the navigation, the reader's manner."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.casework.notices import queries as notices
from tongban.common.actors import Role
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.manners import manner_of
from tongban.faces.pages import navigation

if TYPE_CHECKING:
    from tongban.faces.pages.guards import Reader

UNREAD = "unread"


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
        "nav": lambda: navigation.entries(actor, request.path, unread=unread(request, reader)),
    }
    return render(request, template, {**frame, **context}, status=status)


def unread(request: HttpRequest, reader: "Reader | None") -> int:
    """How much in the reader's inbox nobody has opened: read with the account, or anew where that does not hold."""
    if reader is None:
        return 0
    known: int | None = getattr(request.user, UNREAD, None)
    return notices.unread(reader.actor, localdate(now(request))) if known is None or reader.is_acting else known


def forget_unread(request: HttpRequest) -> None:
    """Something was read in this request: what came with the account holds no more."""
    setattr(request.user, UNREAD, None)


def framed(request: HttpRequest) -> dict[str, Any]:
    """What every page knows, error pages too: how the reader wants it, and where to come back to."""
    return {"manner": manner_of(request), "here": request.get_full_path()}
