"""Acts of administration: each checks the role, does one thing and writes down who did it."""

from tongban.registry.administration.services.accounts import (
    close_account,
    issue_token,
    open_account,
    open_system,
    reset_password,
    revoke_token,
    unlock,
)
from tongban.registry.administration.services.bodies import (
    add_post,
    change_centre,
    change_window,
    close_agency,
    close_window,
    open_agency,
    open_centre,
    open_window,
    rename_agency,
)
from tongban.registry.administration.services.people import end_role, give_role, hire, leave, move_staff
from tongban.registry.administration.services.policies import drop_policy, propose_policy, publish_policy
from tongban.registry.administration.services.rounds import forget_rounds, note_round

__all__ = [
    "add_post",
    "change_centre",
    "change_window",
    "close_account",
    "close_agency",
    "close_window",
    "drop_policy",
    "end_role",
    "forget_rounds",
    "give_role",
    "hire",
    "issue_token",
    "leave",
    "move_staff",
    "note_round",
    "open_account",
    "open_agency",
    "open_centre",
    "open_system",
    "open_window",
    "propose_policy",
    "publish_policy",
    "rename_agency",
    "reset_password",
    "revoke_token",
    "unlock",
]
