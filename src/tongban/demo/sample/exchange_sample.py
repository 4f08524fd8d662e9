"""Three subscribers of the sample, with receipts for what they were told; in the end they are switched off.

There is nobody at the other end: the answers are the sample's own, and every receipt says so.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.rules import Answer
from tongban.casework.exchange.services.sending import Limits
from tongban.common.actors import Actor
from tongban.hall.applications.rules.events import ENTERPRISE_CHANGED

SHARED = ("credit_code", "name", "status")
SUBSCRIBERS = (
    ("tax", "税务部门(样例)", "hf-swj", (*SHARED, "legal_representative", "business_scope", "address")),
    ("social-insurance", "社会保险经办机构(样例)", "hf-sbzx", (*SHARED, "legal_representative", "address")),
    ("provident-fund", "住房公积金管理中心(样例)", "hf-gjj", SHARED),
)
REFUSED = ("provident-fund", 7)  # the seventh message to this one is refused for good: somebody has to see to it
GONE = 410


def enter_subscribers(*, actor: Actor, at: datetime) -> None:
    """Enter the subscribers; ``*.example`` is reserved and never answers (RFC 2606)."""
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


def switch_off(*, actor: Actor, at: datetime) -> None:
    """Nothing more is sent to anybody."""
    for code, *_ in SUBSCRIBERS:
        exchange.deactivate(code=code, actor=actor, at=at)


@dataclass
class Receivers:
    """The other side, played: one receipt after another for each subscriber, and one refusal."""

    counts: dict[str, int] = field(default_factory=dict)

    def send(self, *, url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> Answer:
        """What this subscriber answers."""
        code = url.removeprefix("https://").partition(".")[0]
        self.counts[code] = number = self.counts.get(code, 0) + 1
        if (code, number) == REFUSED:
            return Answer(status_code=GONE)
        return Answer(status_code=200, body=json.dumps({"receipt": f"SAMPLE-{code}-{number:04d}"}))


def share(receivers: Receivers, *, at: datetime) -> None:
    """The worker's round two minutes after a decision: what happened is turned into deliveries, and they are sent."""
    at += timedelta(minutes=2)
    while exchange.fan_out(at=at):
        pass
    exchange.deliver_due(at=at, now=lambda: at, sender=receivers, rng=Random(0))  # noqa: S311 - the same every time
