"""Acts of the engine: begin (lock, check), change, finish (clock, journal, outbox). Rooms above build their verbs of these."""

from tongban.casework.cases.services.acts import Act, begin, finish, open_case
from tongban.casework.cases.services.attachments import attach, attach_all, checked
from tongban.casework.cases.services.ledger import close_pauses, extend, pause, resume, resume_lapsed
from tongban.casework.cases.services.plain import add_file, close_hand, end_hand, say, take_back, take_hand
from tongban.casework.cases.services.recount import recount
from tongban.casework.cases.services.steps import (
    add_step,
    complete_step,
    drop_steps,
    move_steps,
    start_steps,
    take_step,
)
from tongban.casework.cases.services.telling import Telling

__all__ = [
    "Act",
    "Telling",
    "add_file",
    "add_step",
    "attach",
    "attach_all",
    "begin",
    "checked",
    "close_hand",
    "close_pauses",
    "complete_step",
    "drop_steps",
    "end_hand",
    "extend",
    "finish",
    "move_steps",
    "open_case",
    "pause",
    "recount",
    "resume",
    "resume_lapsed",
    "say",
    "start_steps",
    "take_back",
    "take_hand",
    "take_step",
]
