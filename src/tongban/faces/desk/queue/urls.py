"""Addresses of the queue."""

from django.urls import path

from tongban.faces.desk.queue import bulk, export, saved, views

urlpatterns = [
    path("desk", views.queue, name="desk"),
    path("desk/find", views.find, name="desk-find"),
    path("desk/chosen", bulk.chosen, name="desk-chosen"),
    path("desk/done", bulk.done, name="desk-done"),
    path("desk/filters", saved.filters, name="desk-filters"),
    path("desk/filters/<int:filter_id>", saved.change, name="desk-filter"),
    path("desk/export.csv", export.export, name="desk-export"),
]
