"""The room as a Django application."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """What administrators did, and how the workers are (系统管理)."""

    name = "tongban.registry.administration"
    verbose_name = "系统管理"
