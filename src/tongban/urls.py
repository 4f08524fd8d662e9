"""Every address of the house: pages, API, administration."""

from django.urls import include, path

from tongban.faces.api.house import api
from tongban.faces.pages import urls as pages
from tongban.faces.pages.administration import site

urlpatterns = [
    path("api/", api.urls),
    path("admin/", site.urls),
    path("", include(pages.urlpatterns)),
]
handler400 = "tongban.faces.pages.errors.bad_request"
handler403 = "tongban.faces.pages.errors.forbidden"
handler404 = "tongban.faces.pages.errors.not_found"
handler500 = "tongban.faces.pages.errors.failed"
