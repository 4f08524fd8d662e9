"""Three subscribers of the sample, entered but not in use: there is nobody at the other end."""

from datetime import datetime

from tongban.casework.exchange import services as exchange
from tongban.common.actors import Actor
from tongban.hall.applications.rules.events import ENTERPRISE_CHANGED

SUBSCRIBERS = (
    ("tax", "税务部门(样例,未启用)", "hf-swj", ("credit_code", "name", "legal_representative", "business_scope")),
    ("social-insurance", "社会保险经办机构(样例,未启用)", "hf-sbzx", ("credit_code", "name", "legal_representative")),
    ("provident-fund", "住房公积金管理中心(样例,未启用)", "hf-gjj", ("credit_code", "name")),
)


def enter_subscribers(*, actor: Actor, at: datetime) -> None:
    """Enter the subscribers and switch them off; ``*.example`` is reserved and never answers (RFC 2606)."""
    for code, name, agency, fields in SUBSCRIBERS:
        exchange.subscribe(
            code=code,
            name=name,
            agency=agency,
            url=f"https://{code}.example/events",
            entitlements={ENTERPRISE_CHANGED.type: list(fields)},
            actor=actor,
            at=at,
        )
        exchange.deactivate(code=code, actor=actor, at=at)
