"""The events of blocked matters and of what they set going, declared for subscribers. Pure."""

from tongban.casework.exchange.rules import declare_event

FIELDS = ("case_number", "item", "status", "outcome", "agency", "region", "due_on")
TITLES = {
    "brought": "办不成事反映",
    "accepted": "办不成事受理并交办",
    "refused": "办不成事不予受理",
    "raised": "办不成事提级",
    "concluded": "办不成事形成会审决定",
    "answered": "办不成事答复",
    "contested": "办不成事答复不被认可",
    "closed": "办不成事办结",
    "withdrawn": "办不成事撤回",
    "recounted": "办不成事按新日历重算期限",
}
EVENTS = [
    *(
        declare_event(f"cn.tongban.blocked_matter.{word}", title=title, fields=FIELDS)
        for word, title in sorted(TITLES.items())
    ),
    declare_event("cn.tongban.rectification.item-opened", title="事项整改", fields=FIELDS),
    declare_event("cn.tongban.rectification.item-rectified", title="完成事项整改", fields=FIELDS),
]
