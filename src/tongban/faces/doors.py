"""Addresses that lead to one page for parties and to another for staff, and to another for each kind of case."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind
from tongban.faces.desk.appeals import casepage as appeals
from tongban.faces.desk.appeals import printing as appeal_printing
from tongban.faces.desk.blocked import casepage as blocked
from tongban.faces.desk.blocked import mending as item_mending
from tongban.faces.desk.blocked import printing as matter_printing
from tongban.faces.desk.casepage import views as casepage
from tongban.faces.desk.ratings import mending
from tongban.faces.portal.appeals import mine as reported
from tongban.faces.portal.blocked import mine as brought
from tongban.faces.portal.mine import views as mine
from tongban.hall.blocked import queries as matters
from tongban.registry.accounts.queries import AccountKind

View = Callable[..., HttpResponse]
# (for parties, for staff) by kind; an unknown number goes where applications go, and is not found there
PAGES: Mapping[str, tuple[View, View]] = {
    Kind.APPLICATION.value: (mine.case, casepage.case),
    Kind.RECTIFICATION.value: (mending.mine, mending.case),
    Kind.APPEAL.value: (reported.case, appeals.case),
    Kind.BLOCKED_MATTER.value: (brought.case, blocked.case),
}
PRINTS: Mapping[str, View] = {
    Kind.APPEAL.value: appeal_printing.printed,
    Kind.BLOCKED_MATTER.value: matter_printing.printed,
}
JOURNALS: Mapping[str, View] = {Kind.APPEAL.value: appeals.journal, Kind.BLOCKED_MATTER.value: blocked.case}


def case(request: HttpRequest, *, number: str) -> HttpResponse:
    """One case: for its applicant in plain words, for staff with everything that hangs on it."""
    kind = cases.kind_of(number)
    pages = PAGES.get(kind, PAGES[Kind.APPLICATION.value])
    if kind == Kind.RECTIFICATION.value and matters.is_of_item(number):  # a bad rating opens others
        pages = (item_mending.case, item_mending.case)
    is_party = getattr(request.user, "kind", "") == AccountKind.PARTY
    return pages[0 if is_party else 1](request, number=number)


def printed(request: HttpRequest, *, number: str) -> HttpResponse:
    """The file of a case on one page to be printed, for staff."""
    return PRINTS.get(cases.kind_of(number), casepage.printed)(request, number=number)


def journal(request: HttpRequest, *, number: str) -> HttpResponse:
    """The whole journal of a case in the words of its kind."""
    return JOURNALS.get(cases.kind_of(number), casepage.journal)(request, number=number)


urlpatterns = [
    path("cases/<str:number>", case, name="case"),
    path("cases/<str:number>/print", printed, name="case-print"),
    path("cases/<str:number>/journal", journal, name="case-journal"),
]
