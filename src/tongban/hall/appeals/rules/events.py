"""The events an appeal emits, declared for subscribers: their titles and fields. Pure."""

from tongban.casework.exchange.rules import declare_event
from tongban.hall.appeals.rules import moves

FIELDS = ("case_number", "item", "status", "outcome", "agency", "region", "due_on")
EVENTS = [
    declare_event(f"cn.tongban.appeal.{event}", title=f"诉求{label}", fields=FIELDS)
    for event, label in sorted({one.event: one.label for one in (*moves.BIRTHS, *moves.MOVES) if one.event}.items())
] + [declare_event("cn.tongban.appeal.recounted", title="诉求按新日历重算期限", fields=FIELDS)]
