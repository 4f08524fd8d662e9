"""The room as a Django application."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, windows and staff (部门、窗口、人员)."""

    name = "tongban.registry.agencies"
    verbose_name = "部门与人员"
