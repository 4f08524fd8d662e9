"""The exchange in the admin: to look at; subscribers change by acts, deliveries are resent or skipped by acts."""

from django.contrib import admin

from tongban.casework.exchange.models import (
    Attempt,
    Delivery,
    DeliveryNote,
    IdempotencyKey,
    OutboxEvent,
    Subscriber,
)
from tongban.registry.browsing import ReadOnly


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnly):
    list_display = ("sequence", "type", "subject", "occurred_at", "fanned_out_at")
    list_filter = ("type",)
    search_fields = ("subject",)


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnly):
    exclude = ("secret_sealed",)
    list_display = ("code", "name", "url")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ("event", "subscriber", "status", "attempts", "next_attempt_at", "acknowledged_at")
    list_filter = ("status", "subscriber")


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    list_display = ("delivery", "number", "at", "status_code", "milliseconds")


@admin.register(DeliveryNote)
class DeliveryNoteAdmin(ReadOnly):
    list_display = ("delivery", "at")


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnly):
    exclude = ("response",)
    list_display = ("owner", "key", "status_code", "created_at")
