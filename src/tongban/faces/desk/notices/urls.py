"""Addresses of the messages of staff and of what did not arrive."""

from django.urls import path

from tongban.faces.desk.notices import undelivered, views

urlpatterns = [
    path("desk/notices", views.inbox, name="desk-notices"),
    path("desk/notices/read", views.all_read, name="desk-notices-read"),
    path("desk/notices/<uuid:uid>", views.notice, name="desk-notice"),
    path("manage/undelivered", undelivered.undelivered, name="undelivered"),
    path("manage/undelivered/<uuid:uid>", undelivered.dispatch, name="undelivered-one"),
    path("manage/undelivered/<uuid:uid>/<str:act>", undelivered.change, name="undelivered-act"),
]
