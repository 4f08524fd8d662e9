"""The Django application of the notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices, contact points and dispatches."""

    name = "tongban.casework.notices"
    verbose_name = "通知"
