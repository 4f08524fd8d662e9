"""Applications as a Django app."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "tongban.hall.applications"
    label = "applications"
    verbose_name = "办件"
