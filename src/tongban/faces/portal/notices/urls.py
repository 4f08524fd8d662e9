"""Addresses of a party's messages."""

from django.urls import path

from tongban.faces.portal.notices import contact, views

urlpatterns = [
    path("my/notices", views.inbox, name="my-notices"),
    path("my/notices/read", views.all_read, name="my-notices-read"),
    path("my/notices/<uuid:uid>", views.notice, name="my-notice"),
    path("my/contact", contact.contact, name="my-contact"),
    path("my/contact/<str:channel>/<str:act>", contact.change, name="my-contact-act"),
]
