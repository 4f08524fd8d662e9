"""Addresses of following a case."""

from django.urls import path

from tongban.faces.portal.track import views

urlpatterns = [
    path("track", views.ask, name="track"),
    path("track/<str:number>", views.tracked, name="tracked"),
    path("track/<str:number>/why", views.why, name="tracked-why"),
    path("track/<str:number>/code", views.send_code, name="tracked-code"),
    path("track/<str:number>/proof", views.check_code, name="tracked-proof"),
    path("track/<str:number>/<str:act>", views.act, name="tracked-act"),
]
