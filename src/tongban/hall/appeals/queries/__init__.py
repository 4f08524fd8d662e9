"""Reads of appeals: one with all of it, what is like it, whom it is for."""

from tongban.hall.appeals.queries.alerts import alerts, crowded, crowds
from tongban.hall.appeals.queries.calling import Waiting, to_call
from tongban.hall.appeals.queries.phones import ends_like, opened_phone, phones_of, reached, recipient
from tongban.hall.appeals.queries.public import Matters, Published, published, published_among
from tongban.hall.appeals.queries.reading import (
    Hand,
    SharedAnswer,
    allowed,
    anonymous_among,
    answers,
    appeal_of,
    callbacks,
    followers,
    hands,
    holder,
    is_phone_of,
    knows_reporter,
    leading,
    presented,
    readable,
    shared_answer,
    terms_of,
)
from tongban.hall.appeals.queries.similar import Alike, similar
from tongban.hall.appeals.queries.suggesting import Proposal, suggestions

__all__ = [
    "Alike",
    "Hand",
    "Matters",
    "Proposal",
    "Published",
    "SharedAnswer",
    "Waiting",
    "alerts",
    "allowed",
    "anonymous_among",
    "answers",
    "appeal_of",
    "callbacks",
    "crowded",
    "crowds",
    "ends_like",
    "followers",
    "hands",
    "holder",
    "is_phone_of",
    "knows_reporter",
    "leading",
    "opened_phone",
    "phones_of",
    "presented",
    "published",
    "published_among",
    "reached",
    "readable",
    "recipient",
    "shared_answer",
    "similar",
    "suggestions",
    "terms_of",
    "to_call",
]
