"""What the reporter is told of, and those whose appeals were joined to the same case: found in the events, told once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tongban.casework.cases.models import Case
from tongban.casework.cases.services import tell_parties
from tongban.casework.exchange.models import OutboxEvent

TOLD = {
    "registered": "已登记。工作人员将尽快交办,您可以随时查看由谁办理、何时答复。",
    "dispatched": "已交{agency}办理,最迟{due_on}答复。",
    "returned": "主办单位认为不属于其职责,正在重新交办;答复期限不变。",
    "contested": "两个单位均认为不属于其职责,已提请协调员裁定;答复期限不变。",
    "arbitrated": "已裁定由{agency}办理,不得再退。",
    "extended": "经批准延期办理,最迟{due_on}答复。",
    "answered": "{agency}已答复,请查看。不满意的可以要求重新办理一次。",
    "closed": "已办结,请评价办理结果。",
    "reopened": "已重新办理,最迟{due_on}答复。",
    "refused": "不予受理。请查看理由和应当去的地方。",
    "joined": "与此前的诉求是同一件事,已并案办理;办理进展将同样告知您。",
}
SHARED = frozenset({"dispatched", "arbitrated", "extended", "answered", "closed", "reopened"})


def tell_of(events: Sequence[OutboxEvent], at: datetime) -> int:
    """Tell the reporters of these events; how many notices were new. A constant number of statements."""
    return tell_parties(events, TOLD, followers=_followers, shared=SHARED)


def _followers(cases: Iterable[Case]) -> dict[int, list[Case]]:
    found: dict[int, list[Case]] = {}
    rows = Case.objects.filter(appeal__lead_id__in=[case.pk for case in cases], applicant_id__isnull=False)
    for case, lead in ((row, row.appeal.lead_id) for row in rows.select_related("appeal")):
        found.setdefault(lead or 0, []).append(case)
    return found
