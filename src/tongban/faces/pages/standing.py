"""As whom a person stands before a case: as oneself, or as the enterprise whose case it is and that one acts for."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from tongban.common.errors import NotFound
from tongban.common.time import localdate
from tongban.faces.api.auth import now, on_behalf
from tongban.faces.api.reading import CaseView
from tongban.faces.api.routes.registry import represented
from tongban.faces.pages.guards import Reader
from tongban.hall.applications import queries as applications

if TYPE_CHECKING:
    from tongban.registry.accounts.models import Account


def before(request: HttpRequest, reader: Reader, number: str) -> tuple[Reader, CaseView]:
    """The case as the reader may see it; who acts for an enterprise need not say so first to see its cases."""
    at = now(request)
    try:
        return reader, CaseView(number, reader.actor, at)
    except NotFound:
        person = reader.person
        if person.party_id is None:
            raise
        applicant_id = applications.tracker_of(number).party_id
        theirs = {person.party_id, *(one.party for one in represented(person, localdate(at)))}
        if applicant_id not in theirs:
            raise
        actor = on_behalf(cast("Account", request.user), person, applicant_id or 0, at)
        return Reader(person, actor), CaseView(number, actor, at)
