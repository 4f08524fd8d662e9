"""The engine as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tongban.casework.cases"
    label = "cases"
    verbose_name = "案件"
