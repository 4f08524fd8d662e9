"""The telephone of an appeal: for a reason, shown once, and on record before it is shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tongban.common.errors import Conflict, DomainError
from tongban.faces.desk.appeals.reading import AppealView, opened
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules import moves

NAMES = frozenset({"reason"})


@page("GET", "POST")
def phone(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Ask for a reason, and show the telephone once."""
    view = opened(request, reader, number)
    if barred := next((one.refusal for one in view.rows_of(moves.OPEN_PHONE.name) if one.refusal), None):
        raise barred
    if request.method == "GET":
        return drawn(request, reader, view, (kept(request) or request.POST).get("reason", ""))
    reason = request.POST.get("reason", "")
    try:
        clear = revealed(request, view, reason)
    except DomainError as refusal:
        return drawn(request, reader, view, reason, refusal)
    context = {"case": view.case, "name": view.appeal.contact_name, "clear": clear, "reason": reason}
    return shown_to(request, reader, "desk/appeals/phone_shown.html", context)


def revealed(request: HttpRequest, view: AppealView, reason: str) -> str:
    """The clear text; what is kept of the form is that it was sent, never the number."""
    forms.check_names(request, NAMES)
    clear: list[str] = []

    def act() -> dict[str, Any]:
        clear.append(appeals.reveal_phone(number=view.case.number, reason=reason, actor=view.actor, at=view.at))
        return {}

    forms.once(request, view.actor, view.at, act)
    if not clear:
        raise Conflict("identifier.shown", "这次查看的号码已经显示过,不再重复显示:需要再看的,请重新写明理由。")
    return clear[0]


def drawn(
    request: HttpRequest, reader: Reader, view: AppealView, reason: str, refusal: DomainError | None = None
) -> HttpResponse:
    """The form, with a token of its own."""
    context = {
        "case": view.case,
        "appeal": view.appeal,
        "reason": reason,
        "sentence": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/appeals/phone.html", context, refusal.status if refusal else 200)
