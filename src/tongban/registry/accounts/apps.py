"""The room as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Sign-ins of people and systems (账号)."""

    name = "tongban.registry.accounts"
    verbose_name = "账号"
