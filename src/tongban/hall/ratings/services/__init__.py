"""Acts of the ratings, one function each: rate, take back, mend what was bad, exclude by two."""

from tongban.hall.ratings.services.excluding import confirm_exclusion, decline_exclusion, propose_exclusion
from tongban.hall.ratings.services.rating import (
    MOST_AN_HOUR,
    Opinion,
    keep_refusal,
    look,
    mark_seen,
    rate,
    rate_as_applicant,
    rate_by_hotline,
    withdraw,
)
from tongban.hall.ratings.services.rectifying import (
    confirm,
    contact,
    dismiss,
    prove,
    rectify,
    send_back,
    verify,
)
from tongban.hall.ratings.services.sources import forget_sources, note_sign_in

__all__ = [
    "MOST_AN_HOUR",
    "Opinion",
    "confirm",
    "confirm_exclusion",
    "contact",
    "decline_exclusion",
    "dismiss",
    "forget_sources",
    "keep_refusal",
    "look",
    "mark_seen",
    "note_sign_in",
    "propose_exclusion",
    "prove",
    "rate",
    "rate_as_applicant",
    "rate_by_hotline",
    "rectify",
    "send_back",
    "verify",
    "withdraw",
]
