"""Opening a masked number of the applicant: for a reason, shown once, and on record before it is shown."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases.rules import Kind
from tongban.common.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.showing import shown_to
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.registry.parties.queries import IdentifierField
from tongban.registry.parties.rules import WATCHERS

if TYPE_CHECKING:
    from tongban.registry.parties.models import Party

NAMES = frozenset({"field", "reason"})
SHOWN = 100


def of_staff(number: str, reader: Reader, request: HttpRequest) -> tuple[CaseView, "Party"]:
    """A case that staff may see, with its applicant; for anybody else there is no such page."""
    view = CaseView(number, reader.actor, now(request))
    # who asked in an appeal may be hidden; its own page opens its telephone
    if reader.actor.kind != "staff" or view.case.applicant is None or view.case.kind == Kind.APPEAL.value:
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    return view, view.case.applicant


@page("GET", "POST", query=("field",))
def opening(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Ask for a reason, and show the number once."""
    view, party = of_staff(number, reader, request)
    if request.method == "GET":
        typed = kept(request) or request.GET
        return drawn(request, reader, view, typed.get("field", ""), typed.get("reason", ""))
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    try:
        clear = opened(request, view, party, field, reason)
    except DomainError as refusal:
        response = drawn(request, reader, view, field, reason, refusal)
        response.status_code = refusal.status
        return response
    context = {"case": view.case, "field": IdentifierField(field).label, "clear": clear, "reason": reason}
    return shown_to(request, reader, "desk/casepage/opened.html", context)


def opened(request: HttpRequest, view: CaseView, party: "Party", field: str, reason: str) -> str:
    """The clear text; what is kept of the form is that it was sent, never the number."""
    forms.check_names(request, NAMES)
    if field not in {one.value for one in IdentifierField}:
        raise BadInput("identifier.field", "请选择要查看的是证照号码还是手机号码。")
    clear: list[str] = []

    def act() -> dict[str, Any]:
        clear.append(
            register.open_identifier(
                party=party, field=IdentifierField(field), actor=view.actor, reason=reason, at=view.at
            )
        )
        return {"field": field}

    forms.once(request, view.actor, view.at, act)
    if not clear:
        raise Conflict("identifier.shown", "这次查看的号码已经显示过,不再重复显示:需要再看的,请重新写明理由。")
    return clear[0]


def drawn(
    request: HttpRequest, reader: Reader, view: CaseView, field: str, reason: str, refusal: DomainError | None = None
) -> HttpResponse:
    """The form, with a token of its own."""
    context = {
        "case": view.case,
        "party": view.case.applicant,
        "fields": [(one.value, one.label) for one in IdentifierField],
        "field": field or IdentifierField.IDENTIFIER.value,
        "reason": reason,
        "sentence": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/casepage/opening.html", context)


@page("GET")
def openings(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Who opened which number of the applicant, when and why: for supervisors and administrators."""
    view, party = of_staff(number, reader, request)
    if not reader.actor.has(*WATCHERS):
        raise NotAllowed("openings.role", "查看记录只对督查员和系统管理员开放。")
    found = list(parties.openings_of(party).reverse()[: SHOWN + 1])
    rows = [(one, IdentifierField(one.field).label) for one in found[:SHOWN]]
    context = {"case": view.case, "rows": rows, "most": SHOWN, "is_cut": len(found) > SHOWN}
    return shown_to(request, reader, "desk/casepage/openings.html", context)
