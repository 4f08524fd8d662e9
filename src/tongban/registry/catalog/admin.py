"""The catalogue in the administration: to look at; it changes through the services alone."""

from django.contrib import admin

from tongban.registry.browsing import ReadOnly
from tongban.registry.catalog.models import DiscardedDraft, Item, ItemTopic, ItemVersion


@admin.register(Item)
class ItemAdmin(ReadOnly):
    """Items."""

    list_display = ["code", "name", "type", "agency", "region"]
    list_filter = ["type", "region"]
    search_fields = ["code", "name"]


@admin.register(ItemVersion)
class ItemVersionAdmin(ReadOnly):
    """Versions of guides."""

    list_display = ["item", "number", "status", "valid_from_on", "valid_until_on"]
    list_filter = ["status"]
    search_fields = ["item__code", "item__name"]


@admin.register(ItemTopic)
class ItemTopicAdmin(ReadOnly):
    """Under which topics items are found."""

    list_display = ["item", "topic"]
    list_filter = ["topic"]
    search_fields = ["item__code", "item__name"]


@admin.register(DiscardedDraft)
class DiscardedDraftAdmin(ReadOnly):
    """Drafts put aside."""

    list_display = ["item", "number", "discarded_at", "discarded_by", "reason"]
    search_fields = ["item__code", "item__name"]
