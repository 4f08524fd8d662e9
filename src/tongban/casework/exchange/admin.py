"""The exchange in the admin: to look at; subscribers change by acts, deliveries are resent or skipped by acts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from tongban.casework.exchange.models import (
    Attempt,
    Delivery,
    DeliveryNote,
    IdempotencyKey,
    OutboxEvent,
    Subscriber,
)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """A table to look at: no adding, changing or deleting."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here."""
        return False


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnlyAdmin):
    list_display = ("sequence", "type", "subject", "occurred_at", "fanned_out_at")
    list_filter = ("type",)
    search_fields = ("subject",)


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    exclude = ("secret_sealed",)
    list_display = ("code", "name", "url")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("event", "subscriber", "status", "attempts", "next_attempt_at", "acknowledged_at")
    list_filter = ("status", "subscriber")


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ("delivery", "number", "at", "status_code", "milliseconds")


@admin.register(DeliveryNote)
class DeliveryNoteAdmin(ReadOnlyAdmin):
    list_display = ("delivery", "at")


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnlyAdmin):
    exclude = ("response",)
    list_display = ("owner", "key", "status_code", "created_at")
