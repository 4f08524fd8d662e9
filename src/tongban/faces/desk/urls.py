"""Addresses of the desk."""

from django.urls import path

from tongban.faces.desk import views

urlpatterns = [
    path("cases/<str:number>/moves/<str:move>", views.move, name="move"),
]
