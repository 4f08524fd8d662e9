"""The room as a Django application."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Persons and enterprises (当事人)."""

    name = "tongban.registry.parties"
    verbose_name = "当事人"
