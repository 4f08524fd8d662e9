"""As whom a person stands before a case: as oneself, or as the enterprise whose case it is and that one acts for."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from tongban.casework.cases import queries as cases
from tongban.common.errors import NotAllowed, NotFound
from tongban.faces.api.auth import now, on_behalf
from tongban.faces.api.reading import CaseView
from tongban.faces.pages.guards import Reader

if TYPE_CHECKING:
    from tongban.registry.accounts.models import Account


def before(request: HttpRequest, reader: Reader, number: str) -> tuple[Reader, CaseView]:
    """The case as the reader may see it; who acts for an enterprise need not say so first to see its cases.

    A party sees the cases it is the applicant of and no others, so the case is read once and then asked whose it is.
    """
    at, person = now(request), reader.person
    if person.party_id is None:
        return reader, CaseView(number, reader.actor, at)
    found = cases.followed(number)
    if found.applicant_id is not None and found.applicant_id == reader.actor.party_id:
        return reader, CaseView(number, reader.actor, at, found)
    try:
        actor = on_behalf(cast("Account", request.user), person, found.applicant_id or 0, at)
    except NotAllowed:
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=number) from None
    return Reader(person, actor), CaseView(number, actor, at, found)
