"""Papers as a Django app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "tongban.hall.papers"
    label = "papers"
    verbose_name = "文书"
