"""Regions in the administration: to look at; they change by loading reviewed data."""

from django.contrib import admin

from tongban.registry.browsing import ReadOnly
from tongban.registry.regions.models import Region


@admin.register(Region)
class RegionAdmin(ReadOnly):
    """Regions."""

    list_display = ["code", "full_name", "level"]
    list_filter = ["level"]
    search_fields = ["code", "full_name"]
