"""Addresses, signing secrets and proofs at rest: sealed in the table, opened only to send or to compare."""

from typing import Any

from tongban.common.identifiers import mask_mobile
from tongban.registry.parties.models import Party
from tongban.registry.parties.queries import keyring, seal_context
from tongban.registry.parties.rules import IdentifierField

from ..models import ContactPoint, Notice, PhoneProof
from ..rules import Recipient

NAMELESS = "匿名****"  # of who asked not to be known nobody who looks after the list reads even four digits


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


def phone_context(uid: object) -> str:
    """What the phone of a notice or of a proof is bound to: copied into another one it does not open."""
    return f"notices.phone:{uid}"


def phone_columns(uid: object, to: Recipient) -> dict[str, Any]:
    """The columns that keep the phone of a notice; empty where it is for somebody with a sign-in."""
    if not to.phone:
        return {"phone_sealed": "", "phone_index": "", "phone_masked": "", "region_id": None}
    return {**sealed_phone(uid, to), "region_id": to.region}


def sealed_phone(uid: object, to: Recipient) -> dict[str, str]:
    """A phone sealed for one row, with its index and its mask."""
    keys = keyring()
    return {
        "phone_sealed": keys.seal(to.phone, context=phone_context(uid)),
        "phone_index": keys.index_of(to.phone),
        "phone_masked": NAMELESS if to.is_nameless else mask_mobile(to.phone),
    }


def opened_phone_of(kept: Notice | PhoneProof) -> str:
    """The phone a notice or a proof keeps in clear; raises SealError."""
    return keyring().unseal(kept.phone_sealed, context=phone_context(kept.uid))


def code_context(uid: object) -> str:
    """What the code of a proof is bound to."""
    return f"notices.phone_code:{uid}"
