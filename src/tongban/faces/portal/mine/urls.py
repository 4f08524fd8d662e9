"""Addresses of a party's own cases."""

from django.urls import path

from tongban.faces.portal.mine import corrections, lists, views

urlpatterns = [
    path("my", lists.mine, name="my"),
    path("cases/<str:number>/materials", views.materials, name="case-materials"),
    path("cases/<str:number>/message", views.message, name="case-message"),
    path("cases/<str:number>/correct", corrections.correct, name="correct"),
]
