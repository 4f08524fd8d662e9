"""Regions in the administration: to look at; they change by loading reviewed data."""

from django.contrib import admin
from django.http import HttpRequest

from tongban.registry.regions.models import Region


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Read only."""

    list_display = ["code", "full_name", "level"]
    list_filter = ["level"]
    search_fields = ["code", "full_name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Regions come from data files."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Region | None = None) -> bool:
        """Regions come from data files."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Region | None = None) -> bool:
        """Cases refer to regions for good."""
        return False
