"""The Django application of dispatch."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The text model that proposes whom a message is for."""

    name = "tongban.casework.dispatch"
    verbose_name = "交办"
