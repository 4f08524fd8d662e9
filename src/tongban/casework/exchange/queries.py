"""Reads of the exchange: deliveries with filters, dead letters, what a delivery went through, how much waits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, IntegerField, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tongban.common.errors import NotFound

from .models import Attempt, Delivery, DeliveryNote, OutboxEvent, Subscriber
from .rules import DeliveryStatus


class HeldBack(TypedDict):
    """What a dead letter knows besides its row: how many later deliveries of its order wait for it."""

    held_back: int


if TYPE_CHECKING:  # a part of the development environment only
    from django_stubs_ext import WithAnnotations

    DeadLetter = WithAnnotations[Delivery, HeldBack]


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits: events not fanned out, deliveries pending and dead, and since when the oldest is pending."""

    not_fanned_out: int
    pending: int
    dead: int
    oldest_pending_at: datetime | None


def deliveries(
    *,
    subscriber: str = "",
    status: DeliveryStatus | None = None,
    event_type: str = "",
    subject: str = "",
    order_key: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Delivery]:
    """Deliveries with event and subscriber, newest event first; empty filters do not filter.

    ``subscriber`` is a code; ``since`` (inclusive) and ``until`` (exclusive) are instants of the event.
    """
    wanted = {
        "subscriber__code": subscriber,
        "status": status,
        "event__type": event_type,
        "event__subject": subject,
        "order_key": order_key,
        "event__occurred_at__gte": since,
        "event__occurred_at__lt": until,
    }
    filters = {name: value for name, value in wanted.items() if value}
    return Delivery.objects.filter(**filters).select_related("event", "subscriber").order_by("-event_id", "-pk")


def told(*, event_type: str, subjects: Collection[str]) -> list[OutboxEvent]:
    """The events of a type about these subjects, newest first, each with ``deliveries.all()``: who was told of it.

    An event whose ``fanned_out_at`` is empty has not been turned into deliveries yet. Two statements.
    """
    receivers = Delivery.objects.select_related("subscriber").order_by("subscriber__name", "pk")
    events = OutboxEvent.objects.filter(subject__in=subjects, type=event_type)
    return list(events.prefetch_related(Prefetch("deliveries", receivers)).order_by("-sequence"))


def dead_letters(*, subscriber: str = "") -> "QuerySet[DeadLetter]":
    """Deliveries given up, oldest first, each with ``held_back``: how many later ones of its order wait for it."""
    later = (
        Delivery.objects.unfinished()
        .filter(
            subscriber_id=OuterRef("subscriber_id"), order_key=OuterRef("order_key"), event_id__gt=OuterRef("event_id")
        )
        .exclude(order_key="")
        .order_by()
        .values("subscriber_id")
        .annotate(number=Count("pk"))
        .values("number")
    )
    found = deliveries(subscriber=subscriber, status=DeliveryStatus.DEAD)
    return found.annotate(held_back=Coalesce(Subquery(later, output_field=IntegerField()), 0)).order_by(
        "event_id", "pk"
    )


def delivery(*, delivery_id: int) -> Delivery:
    """One delivery with event and subscriber."""
    found = Delivery.objects.select_related("event", "subscriber").filter(pk=delivery_id).first()
    if found is None:
        raise no_delivery()
    return found


def no_delivery() -> NotFound:
    """The refusal where no such delivery is."""
    return NotFound("delivery.unknown", "没有这条送达记录:请从送达清单里选择。")


def attempts(*, delivery_id: int) -> QuerySet[Attempt]:
    """What each attempt of a delivery brought, first to last."""
    return Attempt.objects.filter(delivery_id=delivery_id).order_by("number")


def notes(*, delivery_id: int) -> QuerySet[DeliveryNote]:
    """What people did to a delivery, first to last."""
    return DeliveryNote.objects.filter(delivery_id=delivery_id).order_by("pk")


def subscribers(*, active: bool | None = None) -> QuerySet[Subscriber]:
    """Subscribers by code; ``active`` None means all."""
    found = Subscriber.objects.order_by("code")
    return found if active is None else found.filter(active=active)


def subscriber(code: str) -> Subscriber:
    """The subscriber with this code."""
    found = Subscriber.objects.select_related("agency").filter(code=code).first()
    if found is None:
        raise NotFound("subscriber.unknown", "没有代码为“{given}”的订阅方:请从订阅方清单里选择。", given=code)
    return found


def waiting_by_subscriber() -> dict[int, tuple[int, int]]:
    """(pending, dead) of every subscriber that has any, by its pk; one grouped statement."""
    rows = (
        Delivery.objects.unfinished()
        .order_by()
        .values("subscriber_id")
        .annotate(
            pending=Count("pk", filter=Q(status=DeliveryStatus.PENDING)),
            dead=Count("pk", filter=Q(status=DeliveryStatus.DEAD)),
        )
    )
    return {row["subscriber_id"]: (row["pending"], row["dead"]) for row in rows}


def backlog() -> Backlog:
    """How much waits at this moment."""
    counts = Delivery.objects.unfinished().aggregate(
        pending=Count("pk", filter=Q(status=DeliveryStatus.PENDING)),
        dead=Count("pk", filter=Q(status=DeliveryStatus.DEAD)),
        oldest=Min("event__occurred_at", filter=Q(status=DeliveryStatus.PENDING)),
    )
    return Backlog(
        not_fanned_out=OutboxEvent.objects.waiting().count(),
        pending=counts["pending"],
        dead=counts["dead"],
        oldest_pending_at=counts["oldest"],
    )
