"""Addresses of the rating."""

from django.urls import path

from tongban.faces.portal.rate import views

urlpatterns = [
    path("rate/<str:token>", views.rate, name="rate"),
    path("rate/<str:token>/thanks", views.thanks, name="rate-thanks"),
    path("rate/<str:token>/withdraw", views.withdraw, name="rate-withdraw"),
]
