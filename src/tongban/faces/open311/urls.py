"""Addresses of the door: every resource with a suffix for its format, and without one by what the client accepts."""

from django.urls import path

from tongban.faces.open311 import views

urlpatterns = [
    path("services", views.services),
    path("services.<str:form>", views.services),
    path("services/<str:code>.<str:form>", views.definition),
    path("services/<str:code>", views.definition),
    path("requests", views.requests),
    path("requests.<str:form>", views.requests),
    path("requests/<str:number>.<str:form>", views.single),
    path("requests/<str:number>", views.single),
    path("tokens/<str:number>.<str:form>", views.token),
    path("tokens/<str:number>", views.token),
    path("<path:rest>", views.nothing),
]
