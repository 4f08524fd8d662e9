"""Identifiers in events: the outbox keeps only whose it is, the clear text is put in at the moment of sending.

Who was given it and when stands in the deliveries and their attempts.
"""

from collections.abc import Mapping
from typing import Any

from tongban.registry.parties.queries import keyring, party, seal_context
from tongban.registry.parties.rules import IdentifierField

from ..rules import SEALED, is_sealed


def sealed(party_id: int) -> dict[str, Any]:
    """Stands in an event for the identifier of a party (统一社会信用代码 or 公民身份号码)."""
    return {SEALED: party_id}


def with_identifiers(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with identifiers in clear; only called on fields the receiver is entitled to."""
    return {name: identifier_of(value[SEALED]) if is_sealed(value) else value for name, value in data.items()}


def identifier_of(party_id: int) -> str:
    """The identifier of a party in clear; raises SealError when the deployment's secret does not open it."""
    found = party(party_id)
    context = seal_context(IdentifierField.IDENTIFIER, found.identifier_index)
    return keyring().unseal(found.identifier_sealed, context=context)
