"""Addresses of the case page; the page itself is reached by the door parties and staff share."""

from django.urls import path

from tongban.faces.desk.casepage import opening, views

urlpatterns = [
    path("cases/<str:number>/open", opening.opening, name="case-open"),
    path("cases/<str:number>/openings", opening.openings, name="case-openings"),
    path("cases/<str:number>/attachments/<int:attachment>/view", views.attachment, name="attachment-view"),
]
