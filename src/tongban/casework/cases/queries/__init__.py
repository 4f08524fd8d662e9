"""Reads of the engine: one case, lists and counts, what is allowed now, files, what the calendar moved, the chain."""

from tongban.casework.cases.queries.chain import Break, line_of, seal, verify
from tongban.casework.cases.queries.lists import (
    OPEN_STATES,
    Counts,
    Filter,
    cases,
    counts,
    page,
    paused_among,
    waiting,
)
from tongban.casework.cases.queries.pinned import open_by_version
from tongban.casework.cases.queries.reach import visible_to
from tongban.casework.cases.queries.reading import (
    Allowed,
    Moved,
    Powers,
    Sifted,
    Whole,
    allowed_moves,
    attachment,
    attachments,
    case,
    movable,
    moved_by_calendar,
    path_of,
    sifted,
    to_wake,
    whole,
)
from tongban.casework.cases.queries.record import Recent, journal, recent
from tongban.casework.cases.queries.times import Taken, time_taken

__all__ = [
    "OPEN_STATES",
    "Allowed",
    "Break",
    "Counts",
    "Filter",
    "Moved",
    "Powers",
    "Recent",
    "Sifted",
    "Taken",
    "Whole",
    "allowed_moves",
    "attachment",
    "attachments",
    "case",
    "cases",
    "counts",
    "journal",
    "line_of",
    "movable",
    "moved_by_calendar",
    "open_by_version",
    "page",
    "path_of",
    "paused_among",
    "recent",
    "seal",
    "sifted",
    "time_taken",
    "to_wake",
    "verify",
    "visible_to",
    "waiting",
    "whole",
]
