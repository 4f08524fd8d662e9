"""Applications in the admin: to look at; acts go through services."""

from django.contrib import admin

from tongban.hall.applications.models import MaterialRow, Notice
from tongban.registry.browsing import ReadOnly


@admin.register(MaterialRow)
class MaterialRowAdmin(ReadOnly):
    list_display = ("case", "key", "state", "due_on", "given_at")
    list_filter = ("state",)


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ("case", "kind", "told_at")
    list_filter = ("kind",)
