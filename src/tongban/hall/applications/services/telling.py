"""What the applicant is told of in the inbox and on the channels wanted, found in the events of the application."""

from collections.abc import Sequence
from datetime import datetime

from tongban.casework.cases.services import Telling
from tongban.casework.cases.services.telling import Links, no_links
from tongban.casework.exchange.models import OutboxEvent

TOLD = {
    "submitted": "申请已收到。最迟{due_on}答复是否受理。",
    "accepted": "申请已受理,由{agency}办理,最迟{due_on}作出决定。",
    "correction-asked": "需要补正。请打开一次性告知书,一次补齐后提交。",
    "refused": "不予受理。请查看理由和救济途径。",
    "handed-over": "已移交{agency}办理,期限不变。",
    "extended": "经批准延期办理,最迟{due_on}作出决定。",
    "recounted": "因国务院公布新的节假日安排,期限已重新计算:最迟{due_on}。",
    "decided": "已作出决定,请查看结果;最迟{due_on}送达。",
    "corrected": "决定书中的差错已更正,请查看。",
    "delivered": "决定已送达。",
}


def tell_of(events: Sequence[OutboxEvent], at: datetime, *, links: Links = no_links) -> int:
    """Tell the applicants of these events; how many notices were new. A constant number of statements."""
    return Telling(words=TOLD, links=links).tell(events, at)
