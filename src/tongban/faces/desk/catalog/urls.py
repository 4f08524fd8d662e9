"""Addresses of the catalogue."""

from django.urls import path

from tongban.faces.desk.catalog import editor, publishing, reading

ITEM = "desk/catalog/items/<str:code>"
urlpatterns = [
    path("desk/catalog", reading.items, name="catalog"),
    path("desk/catalog/new", publishing.new, name="catalog-new"),
    path(ITEM, reading.item, name="catalog-item"),
    path(f"{ITEM}/draft", editor.draft, name="catalog-draft"),
    path(f"{ITEM}/draft/panel", editor.panel, name="catalog-panel"),
    path(f"{ITEM}/draft/start", publishing.start, name="catalog-start"),
    path(f"{ITEM}/draft/publish", publishing.publish, name="catalog-publish"),
    path(f"{ITEM}/draft/discard", publishing.discard, name="catalog-discard"),
    path(f"{ITEM}/retire", publishing.retire, name="catalog-retire"),
    path(f"{ITEM}/versions/<int:number>", reading.version, name="catalog-version"),
    path(f"{ITEM}/versions/<int:number>.<str:form>", reading.export, name="catalog-export"),
]
