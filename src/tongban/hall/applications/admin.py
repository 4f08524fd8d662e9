"""Applications in the admin: to look at; acts go through services."""

from django.contrib import admin

from tongban.casework.exchange.admin import ReadOnlyAdmin
from tongban.hall.applications.models import MaterialRow, Notice


@admin.register(MaterialRow)
class MaterialRowAdmin(ReadOnlyAdmin):
    list_display = ("case", "key", "state", "due_on", "given_at")
    list_filter = ("state",)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("case", "kind", "told_at")
    list_filter = ("kind",)
