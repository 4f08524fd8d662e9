"""Addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path

from tongban.faces.desk import views
from tongban.faces.desk.catalog import urls as catalog

urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/<str:number>/moves/<str:move>", views.move, name="move"),
    path("", include(catalog.urlpatterns)),
]
