"""Pages for everybody, with the reader in their head where somebody is signed in."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from tongban.faces.pages.guards import Reader, reader_of
from tongban.faces.pages.showing import shown_to


def perhaps(request: HttpRequest) -> Reader | None:
    """Who reads a public page; None for a stranger."""
    return reader_of(request) if request.user.is_authenticated else None


def shown(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A public page."""
    return shown_to(request, perhaps(request), template, context, status)
