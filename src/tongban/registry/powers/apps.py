"""The room as a Django application."""

from django.apps import AppConfig


class PowersConfig(AppConfig):
    """Powers, holders and delegations (权力事项与赋权)."""

    name = "tongban.registry.powers"
    verbose_name = "权力事项与赋权"
