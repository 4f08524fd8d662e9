"""Notices in the administration: to look at."""

from django.contrib import admin

from tongban.registry.browsing import ReadOnly
from tongban.registry.calendars.models import LoadedNotice, Recount


@admin.register(LoadedNotice)
class LoadedNoticeAdmin(ReadOnly):
    """Notices."""

    list_display = ["year", "number", "state", "issued_on", "loaded_at", "loaded_by_name", "confirmed_by_name"]
    list_filter = ["state", "year"]


@admin.register(Recount)
class RecountAdmin(ReadOnly):
    """Recountings."""

    list_display = ["id", "notice", "asked_at", "asked_by_name", "examined", "moved", "finished_at"]
    list_select_related = ["notice"]
