"""Addresses of appeals at the desk; the page of one is reached by the door parties and staff share."""

from django.urls import path

from tongban.faces.desk.appeals import alerting, calling, importing, intake, moving, phone

urlpatterns = [
    path("desk/appeals/import", importing.bulk, name="appeal-import"),
    path("desk/appeals/template.csv", importing.template, name="appeal-template"),
    path("desk/callbacks", calling.callbacks, name="callbacks"),
    path("desk/alerts", alerting.alerts, name="alerts"),
    path("desk/alerts/<int:alert>", alerting.handle, name="alert"),
    path("desk/appeals/new", intake.new, name="appeal-new"),
    path("desk/appeals/taken/<str:number>", intake.taken, name="appeal-taken"),
    path("cases/<str:number>/appeal/phone", phone.phone, name="appeal-phone"),
    path("cases/<str:number>/appeal/<str:move>", moving.move, name="appeal-move"),
]
