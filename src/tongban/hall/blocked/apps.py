"""The room as a Django application."""

from django.apps import AppConfig


class BlockedConfig(AppConfig):
    """Blocked matters (办不成事): the ladder, reports of refusal, rectifications of items."""

    name = "tongban.hall.blocked"
    verbose_name = "办不成事"
