"""Every address of the house: pages, API, administration."""

from django.urls import include, path

from tongban.faces import doors
from tongban.faces.api.house import api
from tongban.faces.desk import urls as desk
from tongban.faces.open311 import urls as open311
from tongban.faces.pages import urls as pages
from tongban.faces.pages.administration import site
from tongban.faces.portal import urls as portal

urlpatterns = [
    path("api/", api.urls),
    path("open311/v2/", include(open311.urlpatterns)),
    path("admin/", site.urls),
    path("", include(doors.urlpatterns)),
    path("", include(desk.urlpatterns)),
    path("", include(pages.urlpatterns)),
    path("", include(portal.urlpatterns)),
]
handler400 = "tongban.faces.pages.errors.bad_request"
handler403 = "tongban.faces.pages.errors.forbidden"
handler404 = "tongban.faces.pages.errors.not_found"
handler500 = "tongban.faces.pages.errors.failed"
