"""Addresses, signing secrets and proofs at rest: sealed in the table, opened only to send or to compare."""

from tongban.registry.parties.models import Party
from tongban.registry.parties.queries import keyring, seal_context
from tongban.registry.parties.rules import IdentifierField

from ..models import ContactPoint


def context(what: str, party_id: int, channel: str) -> str:
    """What a sealed text is bound to: copied to another party or channel it does not open."""
    return f"notices.{what}:{party_id}:{channel}"


def sealed(text: str, what: str, point: ContactPoint) -> str:
    """An ``address``, ``secret`` or ``code`` of a contact point, sealed."""
    return keyring().seal(text, context=context(what, point.party_id, point.channel))


def opened(what: str, point: ContactPoint) -> str:
    """An ``address``, ``secret`` or ``code`` of a contact point in clear; raises SealError."""
    text: str = getattr(point, f"{what}_sealed")
    return keyring().unseal(text, context=context(what, point.party_id, point.channel))


def opened_phone(party: Party) -> str:
    """The phone in the register in clear; empty where there is none."""
    if not party.phone_sealed:
        return ""
    return keyring().unseal(party.phone_sealed, context=seal_context(IdentifierField.PHONE, party.identifier_index))
