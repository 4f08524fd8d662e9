"""Addresses of appeals."""

from django.urls import path

from tongban.faces.portal.appeals import mine, views

urlpatterns = [
    path("appeals", views.door, name="appeals"),
    path("appeals/new", views.new, name="appeal-new"),
    path("appeals/<str:number>/received", views.received, name="appeal-received"),
    path("appeals/<str:number>/<str:act>", mine.act, name="appeal-act"),
]
