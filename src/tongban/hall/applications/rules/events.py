"""The events an application emits, declared for subscribers: their titles and fields. Pure."""

from tongban.casework.exchange.rules import declare_event
from tongban.hall.applications.rules import moves

CASE_FIELDS = ("case_number", "item", "status", "outcome", "agency", "region", "due_on", "how")
REGISTER_FIELDS = (
    "name",
    "legal_representative",
    "business_scope",
    "address",
    "service_address",
    "registered_capital_yuan",
    "status",
    "status_from",
    "suspended_from",
    "suspended_until",
    "resumed_on",
    "publish_by",
)

CASE_EVENTS = [
    declare_event(f"cn.tongban.application.{event}", title=f"办件{label}", fields=CASE_FIELDS)
    for event, label in sorted({(move.event, move.label) for move in (*moves.BIRTHS, *moves.MOVES) if move.event})
    if event not in {"submitted", "accepted"}
] + [
    declare_event("cn.tongban.application.recounted", title="办件按新日历重算期限", fields=CASE_FIELDS),
    declare_event("cn.tongban.application.submitted", title="办件提交", fields=CASE_FIELDS),
    declare_event("cn.tongban.application.accepted", title="办件受理", fields=CASE_FIELDS),
]
ENTERPRISE_CHANGED = declare_event(
    "cn.tongban.enterprise.changed",
    title="企业登记信息变更",
    fields=(*REGISTER_FIELDS, "case_number", "credit_code"),
)
