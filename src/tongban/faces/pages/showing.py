"""A page in the frame of the house: the reader in its head, the navigation, the reader's manner."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.common.actors import Role
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
        "nav": navigation.entries(actor, request.path),
    }
    return render(request, template, {**frame, **context}, status=status)


def framed(request: HttpRequest) -> dict[str, Any]:
    """What every page knows, error pages too: how the reader wants it, and where to come back to."""
    return {"manner": manner_of(request), "here": request.get_full_path()}
