"""Acts and workers in the administration: to look at."""

from django.contrib import admin

from tongban.registry.administration.models import AdministrativeAct, WorkerRound
from tongban.registry.browsing import ReadOnly


@admin.register(AdministrativeAct)
class AdministrativeActAdmin(ReadOnly):
    """Acts."""

    list_display = ["at", "deed", "subject", "by_name"]
    list_filter = ["deed"]
    search_fields = ["subject"]


@admin.register(WorkerRound)
class WorkerRoundAdmin(ReadOnly):
    """Workers."""

    list_display = ["name", "started_at", "last_at", "rounds"]
