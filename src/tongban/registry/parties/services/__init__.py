"""Acts on parties: registering, changing, suspending and ending enterprises, representation, opening identifiers."""

from tongban.registry.parties.services.openings import open_identifier
from tongban.registry.parties.services.registration import change_enterprise, register_enterprise, register_person
from tongban.registry.parties.services.representation import appoint_representative, end_representation
from tongban.registry.parties.services.searching import note_search, search_parties
from tongban.registry.parties.services.standing import (
    cancel,
    extend_suspension,
    move_out,
    resume,
    revoke,
    suspend,
)

__all__ = [
    "appoint_representative",
    "cancel",
    "change_enterprise",
    "end_representation",
    "extend_suspension",
    "move_out",
    "note_search",
    "open_identifier",
    "register_enterprise",
    "register_person",
    "resume",
    "revoke",
    "search_parties",
    "suspend",
]
