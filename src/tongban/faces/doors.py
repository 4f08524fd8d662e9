"""Addresses that lead to one page for parties and to another for staff."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tongban.faces.desk.casepage import views as casepage
from tongban.faces.portal.mine import views as mine
from tongban.registry.accounts.queries import AccountKind


def case(request: HttpRequest, *, number: str) -> HttpResponse:
    """One case: for its applicant in plain words, for staff with everything that hangs on it."""
    is_party = getattr(request.user, "kind", "") == AccountKind.PARTY
    view = mine.case if is_party else casepage.case
    return view(request, number=number)


urlpatterns = [path("cases/<str:number>", case, name="case")]
