"""The outbox: events are written with what caused them, and turned into deliveries afterwards."""

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction

from tongban.registry.prepared import Writer

from ..models import Delivery, OutboxEvent, Subscriber
from ..rules import NOT_ENTITLED, DeliveryStatus, check_event_type, declared_events, entitled

log = logging.getLogger(__name__)

SOURCE = "/tongban"
EVENTS = Writer(OutboxEvent)
Listener = Callable[[Sequence[OutboxEvent], datetime], object]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be written; the parameters of ``emit``."""

    type: str
    subject: str
    order_key: str
    data: Mapping[str, Any]
    at: datetime
    about: Mapping[str, Any] = field(default_factory=dict)
    source: str = SOURCE


def emit(
    *,
    type: str,  # noqa: A002 - the word of CloudEvents
    subject: str,
    order_key: str,
    data: Mapping[str, Any],
    at: datetime,
    about: Mapping[str, Any] | None = None,
    source: str = SOURCE,
) -> None:
    """Write one event (one INSERT) inside the caller's transaction.

    ``data`` are the fields that changed, ``about`` those that say whom it concerns: sent along where entitled, but
    no reason to send. ``order_key`` such as ``party:12`` keeps its events in order, "" asks for none. Outside a
    transaction it raises RuntimeError: the event would outlive a rolled-back act.
    """
    emit_many([NewEvent(type, subject, order_key, data, at, about or {}, source)])


def emit_many(events: Iterable[NewEvent]) -> None:
    """Write several events with one INSERT, in the order given within each ``order_key``."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is emitted inside the transaction of the act that causes it")
    # Each order key is locked until commit (PostgreSQL trigger): one order of locking means no deadlock.
    rows = [as_columns(event) for event in sorted(events, key=lambda event: event.order_key)]
    EVENTS.append(*rows)


def as_columns(event: NewEvent) -> dict[str, Any]:
    """The columns of an event; refuses a bad type, and fields its declaration does not know."""
    check_event_type(event.type)
    if both := sorted(event.about.keys() & event.data.keys()):
        raise ValueError(f"{event.type}: {both[0]} stands in data and in about")
    declared = declared_events().get(event.type)
    if declared and (strangers := sorted((event.data.keys() | event.about.keys()) - declared.fields)):
        raise ValueError(f"{event.type}: field {strangers[0]} is not declared")
    return {
        "uid": uuid.uuid4(),
        "type": event.type,
        "subject": event.subject,
        "source": event.source,
        "order_key": event.order_key,
        "occurred_at": event.at,
        "about": dict(event.about),
        "data": dict(event.data),
        "fanned_out_at": None,
    }


@transaction.atomic
def fan_out(*, at: datetime, limit: int = 200, listeners: Mapping[str, Listener] = MappingProxyType({})) -> int:
    """Create the deliveries of the oldest new events for every active subscriber; returns how many events.

    ``listeners`` by the beginning of a type are called once with those of its events, in the same transaction: what
    follows inside the house. One that fails is logged and undone by itself; it never holds up the others.

    Workers racing wait for each other on purpose: skipping locked rows would let a later event of an enterprise
    be delivered before an earlier one has its delivery.
    """
    events = list(OutboxEvent.objects.waiting().select_for_update()[:limit])
    if not events:
        return 0
    subscribers = list(Subscriber.objects.filter(active=True).order_by("pk"))
    rows = [
        as_delivery(event, subscriber, at=at)
        for event in events
        for subscriber in subscribers
        if event.type in subscriber.entitlements
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    for prefix, listener in listeners.items():
        if heard := [event for event in events if event.type.startswith(prefix)]:
            _call(listener, heard, at)
    OutboxEvent.objects.filter(pk__in=[event.pk for event in events]).update(fanned_out_at=at)
    return len(events)


def _call(listener: Listener, events: Sequence[OutboxEvent], at: datetime) -> None:
    try:
        with transaction.atomic():
            listener(events, at)
    except Exception:
        log.exception("events %s to %s found no ear", events[0].pk, events[-1].pk)


def as_delivery(event: OutboxEvent, subscriber: Subscriber, *, at: datetime) -> Delivery:
    """The delivery of an event to a subscriber of its type: pending, or skipped when no changed field is entitled."""
    allowed = entitled(data=event.data, about=event.about, fields=subscriber.entitlements[event.type])
    row = Delivery(event=event, subscriber=subscriber, order_key=event.order_key, fields=sorted(allowed))
    if allowed:
        row.next_attempt_at = at
    else:
        row.status = DeliveryStatus.SKIPPED.value
        row.skip_reason = NOT_ENTITLED
    return row
