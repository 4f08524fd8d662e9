"""Addresses of applying."""

from django.urls import path

from tongban.faces.portal.apply import start, views

urlpatterns = [
    path("apply/<str:code>", start.start, name="apply"),
    path("cases/<str:number>/apply", views.resume, name="apply-resume"),
    path("cases/<str:number>/apply/<int:place>", views.question, name="apply-question"),
    path("cases/<str:number>/apply/materials", views.materials, name="apply-materials"),
    path("cases/<str:number>/apply/check", views.check, name="apply-check"),
    path("cases/<str:number>/apply/done", views.done, name="apply-done"),
]
