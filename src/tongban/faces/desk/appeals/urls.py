"""Addresses of appeals at the desk; the page of one is reached by the door parties and staff share."""

from django.urls import path

from tongban.faces.desk.appeals import moving, phone

urlpatterns = [
    path("cases/<str:number>/appeal/phone", phone.phone, name="appeal-phone"),
    path("cases/<str:number>/appeal/<str:move>", moving.move, name="appeal-move"),
]
