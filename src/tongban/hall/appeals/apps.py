"""The room as a Django application."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    """Appeals (诉求): one entry, one answerable person, one clock."""

    name = "tongban.hall.appeals"
    verbose_name = "诉求"
