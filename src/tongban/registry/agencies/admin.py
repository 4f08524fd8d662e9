"""Agencies, windows and staff in the administration: mostly to look at; acts go through the services."""

from django.contrib import admin

from tongban.registry.agencies.models import Agency, Assignment, Centre, Post, Staff, Window
from tongban.registry.browsing import ReadOnly


@admin.register(Agency)
class AgencyAdmin(ReadOnly):
    """Agencies."""

    list_display = ["code", "name", "kind", "level", "valid_from_on", "valid_until_on"]
    list_filter = ["level", "kind"]
    search_fields = ["code", "name"]


@admin.register(Centre)
class CentreAdmin(ReadOnly):
    """Service centres."""

    list_display = ["code", "name", "agency", "address"]
    list_select_related = ["agency"]


@admin.register(Window)
class WindowAdmin(ReadOnly):
    """Windows."""

    list_display = ["code", "name", "centre", "kind", "agency"]
    list_filter = ["kind"]
    list_select_related = ["centre", "agency"]


@admin.register(Post)
class PostAdmin(ReadOnly):
    """Posts."""

    list_display = ["code", "name", "agency"]
    list_select_related = ["agency"]


@admin.register(Staff)
class StaffAdmin(ReadOnly):
    """Staff."""

    list_display = ["number", "name", "agency", "identity_type", "active_from_on", "active_until_on"]
    list_filter = ["identity_type"]
    list_select_related = ["agency"]
    search_fields = ["number", "name"]


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    """Roles of staff."""

    list_display = ["staff", "role", "jurisdiction", "from_on", "until_on", "document"]
    list_filter = ["role"]
    list_select_related = ["staff", "jurisdiction"]
