"""Addresses of the public portal."""

from django.urls import path

from tongban.faces.portal import views
from tongban.faces.portal.appeals import urls as appeals
from tongban.faces.portal.apply import urls as apply
from tongban.faces.portal.blocked import urls as blocked
from tongban.faces.portal.enterprise import views as enterprise
from tongban.faces.portal.guides import views as guides
from tongban.faces.portal.home import views as home
from tongban.faces.portal.mine import urls as mine
from tongban.faces.portal.notices import urls as notices
from tongban.faces.portal.rate import urls as rate
from tongban.faces.portal.track import urls as track

urlpatterns = [
    *appeals.urlpatterns,
    *apply.urlpatterns,
    *blocked.urlpatterns,
    *mine.urlpatterns,
    *notices.urlpatterns,
    *rate.urlpatterns,
    *track.urlpatterns,
    path("", home.home, name="home"),
    path("clock", views.clock, name="clock"),
    path("items", guides.items, name="items"),
    path("items/<str:code>", guides.item, name="item"),
    path("enterprise", enterprise.zone, name="enterprise"),
    path("enterprise/record", enterprise.record, name="enterprise-record"),
]
