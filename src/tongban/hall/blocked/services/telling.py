"""What the person is told, and everybody who met an obstacle once it is gone: found in the events, told once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tongban.casework.cases.services import Telling
from tongban.casework.cases.services.telling import Links, no_links
from tongban.casework.exchange.models import OutboxEvent
from tongban.casework.notices.rules import NewNotice, Recipient
from tongban.casework.notices.services import tell_many
from tongban.hall.blocked.models import ItemRectification
from tongban.hall.blocked.queries import met, phones_of

TOLD = {
    "brought": "已收到。专员将当天处理,您可以随时查看由谁办理、何时答复。",
    "accepted": "已受理,由{agency}办理,最迟{due_on}答复。",
    "raised": "已提级办理,由{agency}牵头,最迟{due_on}答复。",
    "concluded": "联合会审已形成决定,各单位正在按分工办理,最迟{due_on}答复。",
    "answered": "{agency}已答复,请查看并在{due_on}前确认;不认可的可以要求重新办理一次。",
    "contested": "已重新办理,最迟{due_on}答复。",
    "closed": "已办结。",
    "refused": "不予受理。请查看理由和应当去的地方。",
}


def tell_of(events: Sequence[OutboxEvent], at: datetime, *, links: Links = no_links) -> int:
    """Tell who brought the matters of these events; how many notices were new."""
    return Telling(words=TOLD, phones=phones_of, links=links).tell(events, at)


def tell_met(events: Sequence[OutboxEvent], at: datetime) -> int:
    """Tell everybody who met the obstacle a rectified item was; each once, however often the item is mended for it."""
    numbers = [event.subject for event in events if event.type.endswith(".item-rectified")]
    rows = ItemRectification.objects.filter(case__number__in=numbers).select_related(
        "case__item", "matter__policy", "matter__case"
    )
    return tell_many(notice for row in rows.order_by("pk") for notice in _notices(row, at))


def _notices(row: ItemRectification, at: datetime) -> Iterable[NewNotice]:
    told: set[Recipient] = set()
    for one in met(row, row.case.ended_at or at):
        if one.to in told:
            continue  # met it twice, told of it once
        told.add(one.to)
        item = row.case.item
        yield NewNotice(
            to=one.to,
            title=f"您遇到过的问题已整改:{item.name if item else ''}"[:60],
            text=f"您办理“{item.name if item else one.title}”时遇到的问题已经整改:{row.changed[:1500]}\n现在可以重新申请。",
            at=at,
            case_number=one.number,
            link=one.link,
            dedupe=f"mended:{row.case_id}:{one.to.party_id or one.number}",
        )
