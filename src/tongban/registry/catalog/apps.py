"""The room as a Django application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Catalogue of items (事项目录)."""

    name = "tongban.registry.catalog"
    verbose_name = "事项目录"
