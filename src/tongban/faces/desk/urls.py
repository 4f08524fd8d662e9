"""Addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path

from tongban.faces.desk import views
from tongban.faces.desk.appeals import urls as appeals
from tongban.faces.desk.blocked import urls as blocked
from tongban.faces.desk.casepage import urls as casepage
from tongban.faces.desk.catalog import urls as catalog
from tongban.faces.desk.counter import urls as counter
from tongban.faces.desk.manage import urls as manage
from tongban.faces.desk.notices import urls as notices
from tongban.faces.desk.queue import urls as queue
from tongban.faces.desk.ratings import urls as ratings

urlpatterns: list[URLPattern | URLResolver] = [
    *queue.urlpatterns,
    *notices.urlpatterns,
    *ratings.urlpatterns,
    *blocked.urlpatterns,
    path("cases/<str:number>/moves/<str:move>", views.move, name="move"),
    path("", include(casepage.urlpatterns)),
    path("", include(catalog.urlpatterns)),
    *appeals.urlpatterns,
    *counter.urlpatterns,
    path("", include(manage.urlpatterns)),
]
