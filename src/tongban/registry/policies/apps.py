"""The room as a Django application."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Dated policies of service (服务政策): terms and thresholds of appeals, blocked matters and ratings."""

    name = "tongban.registry.policies"
    verbose_name = "服务政策"
