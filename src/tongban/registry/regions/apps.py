"""The room as a Django application."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Regions (行政区划)."""

    name = "tongban.registry.regions"
    verbose_name = "行政区划"
