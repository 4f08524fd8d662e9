"""What the reporter is told of, and those whose appeals were joined to the same case: found in the events, told once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from tongban.casework.cases.models import Case
from tongban.casework.cases.services import Telling
from tongban.casework.cases.services.telling import Links, no_links
from tongban.casework.exchange.models import OutboxEvent
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.queries import phones_of

TOLD = {
    "registered": "已登记。工作人员将尽快交办,您可以随时查看由谁办理、何时答复。",
    "dispatched": "已交{agency}办理,最迟{due_on}答复。",
    "returned": "主办单位认为不属于其职责,正在重新交办;答复期限不变。",
    "contested": "两个单位均认为不属于其职责,已提请协调员裁定;答复期限不变。",
    "arbitrated": "已裁定由{agency}办理,不得再退。",
    "extended": "经批准延期办理,最迟{due_on}答复。",
    "answered": "{agency}已答复,请查看。不满意的可以要求重新办理一次。",
    "closed": "已办结。",
    "reopened": "已重新办理,最迟{due_on}答复。",
    "refused": "不予受理。请查看理由和应当去的地方。",
    "joined": "与此前的诉求是同一件事,已并案办理;办理进展将同样告知您。",
}
SHARED = {word: TOLD[word] for word in ("dispatched", "arbitrated", "extended", "closed", "reopened")} | {
    "answered": "并入的那一件,{agency}已经答复,请查看。"
}
JOINED_LATE = {"joined": "与此前的诉求是同一件事,已并案;那一件已经答复,请查看。"}


def tell_of(events: Sequence[OutboxEvent], at: datetime, *, links: Links = no_links) -> int:
    """Tell the reporters of these events; how many notices were new. A constant number of statements."""
    late = _joined_late(events)
    rest = [event for event in events if event.uid not in late]
    told = Telling(words=TOLD, shared=SHARED, followers=_followers, phones=phones_of, links=links).tell(rest, at)
    if late:
        told += Telling(words=JOINED_LATE, phones=phones_of).tell([one for one in events if one.uid in late], at)
    return told


def _joined_late(events: Sequence[OutboxEvent]) -> frozenset[UUID]:
    """Those of these events that join an appeal to a case answered before; an answer since is told by itself."""
    joined = {event.subject: event for event in events if event.type.endswith(".joined")}
    if not joined:
        return frozenset()
    rows = Appeal.objects.filter(case__number__in=joined, lead__decided_at__isnull=False)
    answered = {number: at for number, at in rows.values_list("case__number", "lead__decided_at") if at is not None}
    return frozenset(
        one.uid for number, one in joined.items() if number in answered and answered[number] < one.occurred_at
    )


def _followers(cases: Iterable[Case]) -> dict[int, list[Case]]:
    found: dict[int, list[Case]] = {}
    rows = Case.objects.filter(appeal__lead_id__in=[case.pk for case in cases])
    for case, lead in ((row, row.appeal.lead_id) for row in rows.select_related("appeal")):
        found.setdefault(lead or 0, []).append(case)
    return found
