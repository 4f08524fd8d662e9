"""Addresses of the public portal."""

from django.urls import path

from tongban.faces.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("clock", views.clock, name="clock"),
    path("items", views.items, name="items"),
    path("items/<str:code>", views.item, name="item"),
]
