"""Rules of the engine: states, moves, the ledger and the chain of the journal. Pure."""

from tongban.casework.cases.rules.journal import GENESIS, INSIDE, Line, digest, payload
from tongban.casework.cases.rules.moves import (
    RECOUNT,
    Move,
    Subject,
    answering,
    check_actor,
    check_sources,
    refusal_of,
)
from tongban.casework.cases.rules.states import (
    ENDED,
    KIND_LABELS,
    STATUS_LABELS,
    Kind,
    Outcome,
    PauseGround,
    Status,
    StepState,
)
from tongban.casework.cases.rules.terms import PolicyTerms, terms_kept

__all__ = [
    "ENDED",
    "GENESIS",
    "INSIDE",
    "KIND_LABELS",
    "RECOUNT",
    "STATUS_LABELS",
    "Kind",
    "Line",
    "Move",
    "Outcome",
    "PauseGround",
    "PolicyTerms",
    "Status",
    "StepState",
    "Subject",
    "answering",
    "check_actor",
    "check_sources",
    "digest",
    "payload",
    "refusal_of",
    "terms_kept",
]
