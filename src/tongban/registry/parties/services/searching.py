"""Looking for people and enterprises: never without a line in the log."""

from datetime import datetime

from django.db import transaction

from tongban.common.actors import STAFF_ROLES, Actor
from tongban.common.errors import NotAllowed
from tongban.registry.parties.models import Party, PartySearch
from tongban.registry.parties.queries import find_by_identifier, parties_by_phone
from tongban.registry.parties.rules import MASKS, SearchKind, recognised

MOST_OF_ONE_PHONE = 20


@transaction.atomic
def search_parties(*, number: str, actor: Actor, at: datetime) -> list[Party]:
    """The parties with this whole identifier or mobile number, the oldest first; staff only, and logged."""
    check_searcher(actor)
    kind, clean = recognised(number)
    if kind is SearchKind.IDENTIFIER:
        one = find_by_identifier(clean)
        found = [one] if one else []
    else:
        found = list(parties_by_phone(clean)[:MOST_OF_ONE_PHONE])
    note_search(kind=kind, text=clean, found=len(found), actor=actor, at=at)
    return found


def check_searcher(actor: Actor) -> None:
    """Refuse whoever is no member of staff."""
    if not actor.has(*STAFF_ROLES):
        raise NotAllowed("search.staff", "只有工作人员可以查找当事人。")


def note_search(*, kind: SearchKind, text: str, found: int, actor: Actor, at: datetime) -> None:
    """Write down a search made elsewhere, of cases by name or phone, say; the text is masked here."""
    PartySearch.objects.create(
        kind=kind.value, shown=MASKS[kind](text)[:200], found=found, by=actor.key, name=actor.name[:100], at=at
    )
