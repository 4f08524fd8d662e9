"""The messages of a member of staff."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from tongban.faces.pages import inbox as shared
from tongban.faces.pages.guards import Reader, page


@page("GET", query=("page",))
def inbox(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What was told to the reader, unread first."""
    return shared.listed(request, reader, shared.OF_STAFF)


@page("GET")
def notice(request: HttpRequest, reader: Reader, *, uid: UUID) -> HttpResponse:
    """One message."""
    return shared.opened(request, reader, shared.OF_STAFF, str(uid))


@page("POST")
def all_read(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Mark all read."""
    return shared.all_read(request, reader, shared.OF_STAFF)
