"""Addresses of blocked matters."""

from django.urls import path

from tongban.faces.portal.blocked import mine, views

urlpatterns = [
    path("blocked", views.door, name="blocked"),
    path("blocked/new", views.new, name="blocked-new"),
    path("blocked/<str:number>/<str:act>", mine.act, name="blocked-act"),
]
