"""Addresses of the catalogue."""

from django.urls import path

from tongban.faces.desk.catalog import reading

ITEM = "desk/catalog/items/<str:code>"
urlpatterns = [
    path("desk/catalog", reading.items, name="catalog"),
    path(ITEM, reading.item, name="catalog-item"),
    path(f"{ITEM}/versions/<int:number>", reading.version, name="catalog-version"),
    path(f"{ITEM}/versions/<int:number>.<str:form>", reading.export, name="catalog-export"),
]
