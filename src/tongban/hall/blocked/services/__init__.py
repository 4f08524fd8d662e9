"""Acts on blocked matters, reports of refusal and rectifications of items: one function an act."""

from tongban.hall.blocked.rules import events as _declared  # noqa: F401 - declared before anything is emitted
from tongban.hall.blocked.services.answering import (
    Root,
    answer,
    archive,
    close,
    confirm,
    contest,
    find_cause,
    solve_on_spot,
)
from tongban.hall.blocked.services.intake import Brought, attach, bring, classify, message, note, refuse, withdraw
from tongban.hall.blocked.services.ladder import (
    Conclusion,
    Duty,
    accept,
    complete_task,
    conclude,
    joint_review,
    leading_group,
    opine,
    take,
)
from tongban.hall.blocked.services.mending import mend, note_mending
from tongban.hall.blocked.services.reporting import Refusal, known_applicant, report_refusal
from tongban.hall.blocked.services.telling import tell_met, tell_of

__all__ = [
    "Brought",
    "Conclusion",
    "Duty",
    "Refusal",
    "Root",
    "accept",
    "answer",
    "archive",
    "attach",
    "bring",
    "classify",
    "close",
    "complete_task",
    "conclude",
    "confirm",
    "contest",
    "find_cause",
    "joint_review",
    "known_applicant",
    "leading_group",
    "mend",
    "message",
    "note",
    "note_mending",
    "opine",
    "refuse",
    "report_refusal",
    "solve_on_spot",
    "take",
    "tell_met",
    "tell_of",
    "withdraw",
]
