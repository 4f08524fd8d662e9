"""Where ratings come from: an index of the address, and the addresses staff of an agency sign in from."""

from datetime import datetime, timedelta
from ipaddress import ip_address

from tongban.common.actors import Actor
from tongban.hall.ratings.models import AgencySource
from tongban.registry.parties.queries import keyring

KNOWN_FOR = timedelta(hours=24 * 30)


def source_of(address: str) -> str:
    """The index of an address that tells one place from others, else empty: behind a proxy all come from the same."""
    try:
        if not ip_address(address).is_global:
            return ""
    except ValueError:
        return ""
    return keyring().index_of(f"rating from {address}")


def note_sign_in(*, actor: Actor, address: str, at: datetime) -> None:
    """Remember that staff of an agency signed in from this address; one statement."""
    source = source_of(address)
    if actor.kind != "staff" or not actor.agency or not source:
        return
    AgencySource.objects.bulk_create(
        [AgencySource(source=source, agency_id=actor.agency, seen_at=at)],
        update_conflicts=True,
        unique_fields=["source", "agency"],
        update_fields=["seen_at"],
    )


def forget_sources(*, at: datetime) -> int:
    """Forget the addresses nobody of the agency signed in from for thirty days; how many."""
    return AgencySource.objects.filter(seen_at__lt=at - KNOWN_FOR).delete()[0]
