"""The room as a Django application."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Holiday notices kept in the database (节假日通知)."""

    name = "tongban.registry.calendars"
    verbose_name = "节假日通知"
