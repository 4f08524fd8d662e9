"""The worker's round: claim what is due, send it outside any transaction, record what came back.

At least once: a worker killed between sending and recording leaves a lease that runs out, and the next worker sends
the same event with the same id. Within a subscriber and order key only the oldest unfinished delivery is sent; a dead
one holds back its successors until a human resends or skips it.
"""

import logging
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from secrets import SystemRandom
from time import monotonic

from django.db import connection, transaction
from django.db.models import F, Q

from tongban.common.crypto import SealError

from ..models import Attempt, Delivery
from ..rules import (
    NOT_ENTITLED,
    Answer,
    DeliveryStatus,
    Kind,
    entitled,
    envelope,
    is_dead,
    judge,
    message_headers,
    wait_seconds,
)
from .identifiers import with_identifiers
from .sealing import opened_secret
from .sending import Limits, Sender, default_sender

LEASE_MARGIN_SECONDS = 30
BUDGET_SECONDS = 10.0
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Report:
    """What one round did; ``lost`` are outcomes not recorded because the lease had passed to another worker."""

    sent: int = 0
    acknowledged: int = 0
    failed: int = 0
    dead: int = 0
    skipped: int = 0
    lost: int = 0

    def count(self, status: DeliveryStatus | None) -> None:
        """Count where a delivery stands after its turn; None means that the lease was lost."""
        match status:
            case DeliveryStatus.ACKNOWLEDGED:
                self.acknowledged += 1
            case DeliveryStatus.DEAD:
                self.dead += 1
            case DeliveryStatus.SKIPPED:
                self.skipped += 1
            case DeliveryStatus.PENDING:
                self.failed += 1
            case None:
                self.lost += 1


def deliver_due(
    *,
    at: datetime,
    limit: int = 100,
    now: Callable[[], datetime] | None = None,
    sender: Sender | None = None,
    rng: Random | None = None,
    budget_seconds: float = BUDGET_SECONDS,
) -> Report:
    """Send at most ``limit`` deliveries due at ``at``; ``now`` tells the time for leases, signatures and records.

    Without ``now`` the time goes on from ``at``. A subscriber that does not answer at all is left alone for the rest
    of the round; one that answers slowly holds it up by ``budget_seconds`` at most, for the worker has more to do.
    """
    begun = monotonic()
    now = now or clock_from(at)
    sender = sender or default_sender()
    rng = rng or SystemRandom()
    report = Report()
    silent: set[int] = set()
    for _ in range(limit):
        claimed = claim(at=at, now=now(), silent=silent)
        if claimed is None:
            break
        answer = post(claimed, sender=sender, now=now())
        if answer is None:
            report.count(drop(claimed))
            continue
        report.sent += 1
        report.count(record(claimed, answer, at=now(), rng=rng))
        if answer.status_code is None:
            silent.add(claimed.subscriber_id)
        if monotonic() - begun >= budget_seconds:
            break
    return report


def clock_from(at: datetime) -> Callable[[], datetime]:
    """A clock that shows ``at`` now and runs on, so that a long round does not sign with an old time."""
    began = monotonic()
    return lambda: at + timedelta(seconds=monotonic() - began)


@transaction.atomic
def claim(*, at: datetime, now: datetime, silent: Collection[int] = ()) -> Delivery | None:
    """Lease the next delivery to send; None when nothing is due or others have it all.

    The attempt is counted here, before sending, so that a delivery that kills its worker still uses up its tries.
    """
    due = Delivery.objects.sendable(at=at, now=now).exclude(subscriber_id__in=silent)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    found = due.select_related("event", "subscriber").first()
    if found is None:
        return None
    limits = found.subscriber.connect_seconds + found.subscriber.read_seconds
    found.claimed_by = uuid.uuid4()
    found.claimed_until = now + timedelta(seconds=limits + LEASE_MARGIN_SECONDS)
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    won = Delivery.objects.filter(free, pk=found.pk, status=DeliveryStatus.PENDING).update(
        claimed_by=found.claimed_by, claimed_until=found.claimed_until, attempts=F("attempts") + 1
    )
    found.attempts += 1
    return found if won == 1 else None


def message(delivery: Delivery) -> bytes | None:
    """The body for the subscriber; None when an entitlement withdrawn meanwhile leaves nothing to send.

    A wider entitlement does not widen a message already made: the same id always carries the same fields or fewer.
    """
    event = delivery.event
    granted = set(delivery.subscriber.entitlements.get(event.type, ()))
    data = entitled(data=event.data, about=event.about, fields=[one for one in delivery.fields if one in granted])
    if not data:
        return None
    delivery.fields = sorted(data)
    return envelope(
        uid=str(event.uid),
        source=event.source,
        event_type=event.type,
        subject=event.subject,
        at=event.occurred_at,
        sequence=event.sequence,
        order_key=event.order_key,
        data=with_identifiers(data),
    )


def post(delivery: Delivery, *, sender: Sender, now: datetime) -> Answer | None:
    """Send a message with its signature of this moment; None when nothing may be sent any more."""
    subscriber = delivery.subscriber
    try:
        body = message(delivery)
        secret = opened_secret(subscriber.secret_sealed, code=subscriber.code)
    except SealError:
        return Answer(error="签名密钥或证照号码无法解封:请核对本系统的密钥设置后重发")
    if body is None:
        return None
    headers = message_headers(secret=secret, uid=str(delivery.event.uid), now=now, body=body)
    limits = Limits(subscriber.connect_seconds, subscriber.read_seconds, subscriber.allow_loopback)
    return sender.send(url=subscriber.url, body=body, headers=headers, limits=limits)


def settle(delivery: Delivery, **values: object) -> bool:
    """Write the outcome and end the lease; False when the lease has passed to another worker meanwhile."""
    mine = Delivery.objects.filter(pk=delivery.pk, claimed_by=delivery.claimed_by, status=DeliveryStatus.PENDING)
    return mine.update(claimed_by=None, claimed_until=None, fields=delivery.fields, **values) == 1


def drop(delivery: Delivery) -> DeliveryStatus | None:
    """Skip a delivery of which nothing may be sent any more."""
    done = settle(delivery, status=DeliveryStatus.SKIPPED, skip_reason=NOT_ENTITLED, next_attempt_at=None)
    return DeliveryStatus.SKIPPED if done else None


@transaction.atomic
def record(delivery: Delivery, answer: Answer, *, at: datetime, rng: Random) -> DeliveryStatus | None:
    """Record an attempt and where the delivery stands now; None when the lease was lost (only the attempt is kept)."""
    verdict = judge(answer)
    refusals = delivery.refusals + (verdict.kind is Kind.REFUSED)
    tries = delivery.attempts - delivery.attempts_before
    values: dict[str, object] = {"last_status_code": answer.status_code, "last_error": verdict.error}
    if verdict.kind is Kind.ACKNOWLEDGED:
        status = DeliveryStatus.ACKNOWLEDGED
        values |= {"acknowledged_at": at, "receipt": answer.body, "next_attempt_at": None}
    elif is_dead(verdict.kind, tries=tries, refusals=refusals):
        status = DeliveryStatus.DEAD
        values |= {"refusals": refusals, "next_attempt_at": None}
    else:
        status = DeliveryStatus.PENDING
        seconds = wait_seconds(tries=tries, retry_after=answer.retry_after, now=at, rng=rng)
        values |= {"refusals": refusals, "next_attempt_at": at + timedelta(seconds=seconds)}
    recorded = settle(delivery, status=status, **values)
    Attempt.objects.create(
        delivery=delivery,
        number=delivery.attempts,
        at=at,
        status_code=answer.status_code,
        error=verdict.error,
        milliseconds=answer.milliseconds,
    )
    if status is DeliveryStatus.DEAD and recorded:
        log.warning("delivery %s given up: %s", delivery.pk, verdict.error)
    return status if recorded else None
