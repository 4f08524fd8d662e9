"""Shapes of the exchange: subscribers and deliveries."""

from datetime import datetime
from typing import TYPE_CHECKING

from ninja import Schema
from pydantic import Field

from tongban.casework.exchange.rules import DeliveryStatus
from tongban.faces.api.schemas.base import Data, Given

if TYPE_CHECKING:
    from tongban.casework.exchange.models import Delivery, Subscriber


class SubscriberOut(Schema):
    """A system that is told what it is entitled to; ``secret`` is answered once, at its creation."""

    code: str
    name: str
    agency: str
    url: str
    allow_loopback: bool
    entitlements: dict[str, list[str]]
    connect_seconds: int
    read_seconds: int
    active: bool
    changed_at: datetime
    secret: str | None = None


class SubscriberList(Schema):
    """All subscribers by code."""

    items: list[SubscriberOut]


class NewSubscriber(Given):
    """A new subscriber; without ``secret`` one is made."""

    code: str
    name: str
    url: str
    entitlements: dict[str, list[str]]
    agency: str = ""
    secret: str | None = None
    allow_loopback: bool = False
    connect_seconds: int = 3
    read_seconds: int = 10


class ChangedSubscriber(Given):
    """What changes; what is left out stays."""

    name: str | None = None
    url: str | None = None
    entitlements: dict[str, list[str]] | None = None
    agency: str | None = None
    secret: str | None = None
    allow_loopback: bool | None = None
    connect_seconds: int | None = None
    read_seconds: int | None = None


class DeliveryOut(Schema):
    """One event on its way to one subscriber; sent means acknowledged."""

    id: int
    event: str
    type: str
    subject: str
    occurred_at: datetime
    subscriber: str
    status: str
    status_label: str
    fields: list[str]
    attempts: int
    next_attempt_at: datetime | None
    last_status_code: int | None
    last_error: str
    acknowledged_at: datetime | None
    receipt: str
    skip_reason: str
    held_back: int | None = Field(None, description="仅失败清单:等在它后面的送达数")


class DeliveryPage(Schema):
    """One page of deliveries."""

    items: list[DeliveryOut]
    next: str | None


class AttemptOut(Schema):
    """One sending whose outcome is known."""

    number: int
    at: datetime
    status_code: int | None
    error: str
    milliseconds: int


class NoteOut(Schema):
    """What a person did to a delivery, and why."""

    act: str
    at: datetime
    by: str
    reason: str


class DeliveryWhole(DeliveryOut):
    """A delivery with what it went through."""

    attempt_list: list[AttemptOut]
    notes: list[NoteOut]


class Skip(Given):
    """Why it is given up."""

    reason: str


def subscriber_out(one: "Subscriber") -> SubscriberOut:
    """A subscriber without its secret."""
    return SubscriberOut(
        code=one.code,
        name=one.name,
        agency=one.agency_id or "",
        url=one.url,
        allow_loopback=one.allow_loopback,
        entitlements=one.entitlements,
        connect_seconds=one.connect_seconds,
        read_seconds=one.read_seconds,
        active=one.active,
        changed_at=one.changed_at,
    )


def delivery_out(one: "Delivery") -> DeliveryOut:
    """A delivery of a list."""
    return DeliveryOut(**delivery_data(one))


def delivery_data(one: "Delivery") -> Data:
    """The fields all shapes of a delivery share."""
    return {
        "id": one.pk,
        "event": str(one.event.uid),
        "type": one.event.type,
        "subject": one.event.subject,
        "occurred_at": one.event.occurred_at,
        "subscriber": one.subscriber.code,
        "status": one.status,
        "status_label": DeliveryStatus(one.status).label,
        "fields": one.fields,
        "attempts": one.attempts,
        "next_attempt_at": one.next_attempt_at,
        "last_status_code": one.last_status_code,
        "last_error": one.last_error,
        "acknowledged_at": one.acknowledged_at,
        "receipt": one.receipt,
        "skip_reason": one.skip_reason,
        "held_back": getattr(one, "held_back", None),
    }
