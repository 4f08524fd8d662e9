"""The catalogue in the administration: to look at; it changes through the services alone."""

from django.contrib import admin
from django.http import HttpRequest

from tongban.registry.catalog.models import Item, ItemVersion


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Items come from drafts, files and imports."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A change needs its checks and a second person."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Cases refer to items for good."""
        return False


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
