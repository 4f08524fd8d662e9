"""Addresses of following a case."""

from django.urls import path

from tongban.faces.portal.track import views

urlpatterns = [
    path("track", views.ask, name="track"),
    path("track/<str:number>", views.tracked, name="tracked"),
    path("track/<str:number>/why", views.why, name="tracked-why"),
]
