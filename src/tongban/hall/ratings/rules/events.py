"""The events a rectification emits, declared for subscribers. Pure."""

from tongban.casework.exchange.rules import declare_event
from tongban.hall.ratings.rules import moves

FIELDS = ("case_number", "item", "status", "outcome", "agency", "region", "due_on")
RECTIFICATION_EVENTS = [
    declare_event(f"cn.tongban.rectification.{move.event}", title=f"差评整改:{move.label}", fields=FIELDS)
    for move in (*moves.BIRTHS, *moves.MOVES)
    if move.event
] + [declare_event("cn.tongban.rectification.recounted", title="差评整改按新日历重算期限", fields=FIELDS)]
