"""Tables of the exchange: outbox, subscribers, deliveries with their attempts and notes, idempotency keys."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from tongban.registry.agencies.models import Agency

from .rules import DeliveryStatus, NoteAct

UNFINISHED = (DeliveryStatus.PENDING.value, DeliveryStatus.DEAD.value)


class OutboxQuerySet(models.QuerySet["OutboxEvent"]):
    """Words for reading the outbox."""

    def waiting(self) -> Self:
        """Events not yet turned into deliveries, oldest first."""
        return self.filter(fanned_out_at=None).order_by("sequence")


class OutboxEvent(models.Model):
    """Something that has happened, kept in the transaction in which it happened.

    Events of one ``order_key`` get their ``sequence`` in the order of their commits (a trigger sees to it on
    PostgreSQL; SQLite writes one at a time anyway).
    """

    sequence = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    type = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    order_key = models.CharField(max_length=100, blank=True, default="")
    about = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    fanned_out_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待推送事件"
        constraints = [
            models.CheckConstraint(condition=~Q(type="") & ~Q(subject="") & ~Q(source=""), name="outbox_named"),
        ]
        indexes = [
            models.Index(fields=["sequence"], condition=Q(fanned_out_at=None), name="outbox_waiting"),
            models.Index(fields=["subject", "sequence"], name="outbox_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"


class Subscriber(models.Model):
    """A system that is told what it is entitled to know; ``secret_sealed`` opens only with the deployment's key."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    allow_loopback = models.BooleanField(default=False)
    secret_sealed = models.TextField()
    entitlements = models.JSONField(default=dict)
    connect_seconds = models.PositiveSmallIntegerField(default=3)
    read_seconds = models.PositiveSmallIntegerField(default=10)
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "订阅方"
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & ~Q(secret_sealed="") & ~Q(changed_by=""), name="subscriber_named"
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="http://") | Q(url__startswith="https://"), name="subscriber_url"
            ),
            models.CheckConstraint(
                condition=Q(connect_seconds__range=(1, 60)) & Q(read_seconds__range=(1, 60)),
                name="subscriber_timeouts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Words for reading deliveries."""

    def unfinished(self) -> Self:
        """Pending or dead: what still holds back its successors."""
        return self.filter(status__in=UNFINISHED)

    def sendable(self, *, at: datetime, now: datetime) -> Self:
        """Due at ``at``, not leased to a worker at ``now``, and with nothing unfinished before it in its order."""
        earlier = Delivery.objects.unfinished().filter(
            subscriber_id=OuterRef("subscriber_id"), order_key=OuterRef("order_key"), event_id__lt=OuterRef("event_id")
        )
        return self.filter(
            Q(claimed_until=None) | Q(claimed_until__lte=now),
            Q(order_key="") | ~Exists(earlier),
            status=DeliveryStatus.PENDING,
            subscriber__active=True,
            next_attempt_at__lte=at,
        ).order_by("next_attempt_at", "event_id", "pk")


class Delivery(models.Model):
    """One event on its way to one subscriber.

    A worker that sends holds a lease (``claimed_until``, ``claimed_by``); a killed worker's lease runs out.
    ``attempts`` counts every sending begun; ``attempts_before`` is its value when a human last asked to resend, so
    that limits begin anew while attempt numbers go on. ``fields`` are the fields sent.
    """

    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="deliveries")
    order_key = models.CharField(max_length=100, blank=True, default="")
    status = models.CharField(
        max_length=12,
        default=DeliveryStatus.PENDING.value,
        choices=[(status.value, status.label) for status in DeliveryStatus],
    )
    fields = models.JSONField(default=list)
    attempts = models.PositiveIntegerField(default=0)
    attempts_before = models.PositiveIntegerField(default=0)
    refusals = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    claimed_by = models.UUIDField(null=True, blank=True)
    last_status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    receipt = models.TextField(blank=True, default="")
    skip_reason = models.CharField(max_length=500, blank=True, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in DeliveryStatus]), name="delivery_status"
            ),
            models.CheckConstraint(
                condition=Q(status="pending", next_attempt_at__isnull=False)
                | (~Q(status="pending") & Q(next_attempt_at__isnull=True)),
                name="delivery_pending_has_next",
            ),
            models.CheckConstraint(
                condition=(Q(status="acknowledged", acknowledged_at__isnull=False) & ~Q(receipt=""))
                | (~Q(status="acknowledged") & Q(acknowledged_at__isnull=True, receipt="")),
                name="delivery_acknowledged_has_receipt",
            ),
            models.CheckConstraint(
                condition=(Q(status="skipped") & ~Q(skip_reason="")) | (~Q(status="skipped") & Q(skip_reason="")),
                name="delivery_skipped_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(claimed_until__isnull=True, claimed_by__isnull=True)
                | Q(claimed_until__isnull=False, claimed_by__isnull=False, status="pending"),
                name="delivery_claim_pair",
            ),
            models.CheckConstraint(
                condition=Q(attempts_before__lte=F("attempts"), refusals__lte=F("attempts")), name="delivery_counts"
            ),
            models.CheckConstraint(
                condition=Q(last_status_code__isnull=True) | Q(last_status_code__range=(100, 999)),
                name="delivery_status_code",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "event"],
                condition=Q(status=DeliveryStatus.PENDING.value),
                name="delivery_due",
            ),
            models.Index(
                fields=["subscriber", "order_key", "event"],
                condition=Q(status__in=UNFINISHED),
                name="delivery_order",
            ),
            models.Index(fields=["status", "event"], name="delivery_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}→{self.subscriber_id}"


class Attempt(models.Model):
    """One sending whose outcome is known; a number missing in between is a worker killed while sending."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempt_rows")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    milliseconds = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "发送记录"
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="attempt_number_from_one"),
            models.CheckConstraint(
                condition=Q(status_code__isnull=True) | Q(status_code__range=(100, 999)), name="attempt_status_code"
            ),
            models.CheckConstraint(
                condition=Q(status_code__isnull=False) | ~Q(error=""), name="attempt_answer_or_error"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}#{self.number}"


class DeliveryNote(models.Model):
    """What a human did to a delivery, and why; append-only in the database itself."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="notes")
    act = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    by_name = models.CharField(max_length=100)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "送达处置记录"
        constraints = [
            models.CheckConstraint(condition=Q(act__in=[act.value for act in NoteAct]), name="note_act"),
            models.CheckConstraint(condition=Q(act="resent") | ~Q(reason=""), name="note_skip_has_reason"),
            models.CheckConstraint(condition=~Q(by=""), name="note_has_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.act}"


class IdempotencyKey(models.Model):
    """The answer once given to a request, so that the same request again gets it and nothing is done twice.

    ``status_code`` is empty only inside the transaction that is still finding the answer.
    """

    owner = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    response = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "幂等键"
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="idempotency_once"),
            models.CheckConstraint(condition=~Q(owner="") & ~Q(key=""), name="idempotency_named"),
            models.CheckConstraint(
                condition=Q(status_code__isnull=True) | Q(status_code__range=(200, 599)), name="idempotency_status_code"
            ),
            models.CheckConstraint(
                condition=Q(status_code__isnull=False) | Q(response__isnull=True), name="idempotency_answer_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
