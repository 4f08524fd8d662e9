"""The database refuses nonsense in subscribers, deliveries, attempts and notes, whoever writes it."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.casework.exchange.cast import AT, emit, subscribe

from tongban.casework.exchange.models import Attempt, Delivery, DeliveryNote, OutboxEvent, Subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> dict[str, Any]:
    """An event and a subscriber without a delivery between them."""
    subscriber = subscribe()
    emit()
    return {"event": OutboxEvent.objects.get(), "subscriber": subscriber}


PENDING = {"status": "pending", "next_attempt_at": AT}
LEASE = {"claimed_until": AT, "claimed_by": uuid.UUID(int=1)}
ACKNOWLEDGED = {"status": "acknowledged", "acknowledged_at": AT, "receipt": "R-1"}
SKIPPED = {"status": "skipped", "skip_reason": "误报"}


@pytest.mark.parametrize(
    "values",
    [PENDING, PENDING | LEASE, ACKNOWLEDGED, SKIPPED, {"status": "dead"}, PENDING | {"attempts": 2, "refusals": 2}],
)
def test_a_delivery_in_each_known_state_is_taken(values: dict[str, Any], pair: dict[str, Any]) -> None:
    Delivery.objects.create(**pair, **values)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"status": "sent"}, id="an unknown state"),
        pytest.param({"status": "pending"}, id="pending without a next attempt"),
        pytest.param({"status": "dead", "next_attempt_at": AT}, id="dead with a next attempt"),
        pytest.param(ACKNOWLEDGED | {"next_attempt_at": AT}, id="acknowledged with a next attempt"),
        pytest.param(ACKNOWLEDGED | {"receipt": ""}, id="acknowledged without a receipt"),
        pytest.param(ACKNOWLEDGED | {"acknowledged_at": None}, id="acknowledged without a time"),
        pytest.param(PENDING | {"acknowledged_at": AT}, id="pending with a time of acknowledgement"),
        pytest.param({"status": "dead", "receipt": "R-1"}, id="dead with a receipt"),
        pytest.param(SKIPPED | {"skip_reason": ""}, id="skipped without a reason"),
        pytest.param(PENDING | {"skip_reason": "误报"}, id="pending with a reason to skip"),
        pytest.param(PENDING | {"claimed_until": AT}, id="a lease without a holder"),
        pytest.param(PENDING | {"claimed_by": uuid.UUID(int=1)}, id="a holder without a lease"),
        pytest.param({"status": "dead"} | LEASE, id="a lease on what is given up"),
        pytest.param(ACKNOWLEDGED | LEASE, id="a lease on what is acknowledged"),
        pytest.param(PENDING | {"attempts": 1, "attempts_before": 2}, id="more attempts before than in all"),
        pytest.param(PENDING | {"attempts": 1, "refusals": 2}, id="more refusals than attempts"),
        pytest.param(PENDING | {"last_status_code": 99}, id="a status code that is none"),
        pytest.param(PENDING | {"last_status_code": 1000}, id="a status code beyond three digits"),
    ],
)
def test_a_delivery_that_contradicts_itself_is_refused(values: dict[str, Any], pair: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(**pair, **values)


def test_an_event_goes_to_a_subscriber_once(pair: dict[str, Any]) -> None:
    Delivery.objects.create(**pair, **PENDING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(**pair, **PENDING)


@pytest.mark.parametrize(
    "values",
    [
        {"code": ""},
        {"name": ""},
        {"url": "ftp://a.example/"},
        {"secret_sealed": ""},
        {"changed_by": ""},
        {"connect_seconds": 0},
        {"connect_seconds": 61},
        {"read_seconds": 0},
        {"read_seconds": 61},
    ],
)
def test_a_subscriber_that_cannot_work_is_refused(values: dict[str, Any]) -> None:
    subscribe()
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.update(**values)


def test_a_subscriber_s_code_is_unique() -> None:
    subscribe("tax")
    subscribe("fund")
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.update(code="tax")


@pytest.mark.parametrize(
    "values",
    [{"number": 0, "status_code": 200}, {"status_code": 99}, {"status_code": 1000}, {"status_code": None, "error": ""}],
)
def test_an_attempt_has_a_number_and_an_answer_or_an_error(values: dict[str, Any], pair: dict[str, Any]) -> None:
    delivery = Delivery.objects.create(**pair, **PENDING)
    Attempt.objects.create(delivery=delivery, number=1, at=AT, milliseconds=1, status_code=200)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(**{"delivery": delivery, "number": 2, "at": AT, "milliseconds": 1} | values)


def test_an_attempt_s_number_is_used_once(pair: dict[str, Any]) -> None:
    delivery = Delivery.objects.create(**pair, **PENDING)
    Attempt.objects.create(delivery=delivery, number=1, at=AT, milliseconds=1, status_code=200)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(delivery=delivery, number=1, at=AT, milliseconds=1, status_code=503)


@pytest.mark.parametrize("values", [{"act": "deleted"}, {"act": "skipped", "reason": ""}, {"by": ""}])
def test_a_note_says_who_did_what_and_why(values: dict[str, Any], pair: dict[str, Any]) -> None:
    delivery = Delivery.objects.create(**pair, **PENDING)
    good: dict[str, Any] = {"delivery": delivery, "act": "skipped", "reason": "误报", "at": AT, "by": "staff:1"}
    DeliveryNote.objects.create(**good)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeliveryNote.objects.create(**good | values)
