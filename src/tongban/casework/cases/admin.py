"""Cases in the admin: to look at, never to change; every change is a move."""

from django.contrib import admin

from tongban.casework.cases.models import Attachment, Case, JournalEntry, LedgerEntry, NumberSeries, Step
from tongban.registry.browsing import ReadOnly


@admin.register(Case)
class CaseAdmin(ReadOnly):
    list_display = ("number", "title", "status", "agency", "region", "due_at")
    list_filter = ("kind", "status", "sample")
    search_fields = ("number", "title")


@admin.register(Step)
class StepAdmin(ReadOnly):
    list_display = ("case", "key", "name", "agency", "state", "due_at")
    list_filter = ("state",)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnly):
    list_display = ("case", "kind", "step_key", "ground", "started_at", "ended_at")
    list_filter = ("kind", "ground")


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnly):
    list_display = ("case", "seq", "at", "move", "actor_name", "status")
    list_filter = ("move",)


@admin.register(Attachment)
class AttachmentAdmin(ReadOnly):
    list_display = ("case", "material", "name", "size_bytes", "uploaded_at")


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnly):
    list_display = ("region", "day_on", "serial")
