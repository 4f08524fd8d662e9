"""Acts of an application, one function each; every state change of an application is one of these."""

from tongban.hall.applications.services.acceptance import (
    accept,
    accept_committed,
    accept_deferred,
    ask_correction,
    deem_accepted,
    hand_over,
    name_specialist,
    refuse,
)
from tongban.hall.applications.services.commitments import commit
from tongban.hall.applications.services.correspondence import message, note
from tongban.hall.applications.services.counter import Answer, Scan, Words, hand_out, take_in
from tongban.hall.applications.services.decision import archive, correct, decide, deliver
from tongban.hall.applications.services.filing import (
    Filing,
    answer_correction,
    attach_material,
    edit,
    file,
    open_draft,
    precheck,
    submit,
    withdraw,
)
from tongban.hall.applications.services.handling import (
    assign_step,
    complete_step,
    extend,
    pause,
    provide_deferred,
    resume,
    resume_lapsed,
    take_step,
)
from tongban.hall.applications.services.reviewing import review_material
from tongban.hall.applications.services.telling import tell_of
from tongban.hall.applications.services.tracking import admit

__all__ = [
    "Answer",
    "Filing",
    "Scan",
    "Words",
    "accept",
    "accept_committed",
    "accept_deferred",
    "admit",
    "answer_correction",
    "archive",
    "ask_correction",
    "assign_step",
    "attach_material",
    "commit",
    "complete_step",
    "correct",
    "decide",
    "deem_accepted",
    "deliver",
    "edit",
    "extend",
    "file",
    "hand_out",
    "hand_over",
    "message",
    "name_specialist",
    "note",
    "open_draft",
    "pause",
    "precheck",
    "provide_deferred",
    "refuse",
    "resume",
    "resume_lapsed",
    "review_material",
    "submit",
    "take_in",
    "take_step",
    "tell_of",
    "withdraw",
]
