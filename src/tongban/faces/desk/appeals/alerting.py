"""Alerts of many on one matter: the list, and the form that says what was done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.common.errors import BadInput, DomainError, NotAllowed
from tongban.faces.api.auth import now
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Typed
from tongban.faces.pages.showing import shown_to
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals import services as acts

NAMES = frozenset({"words"})
CASES, MOST = 5, 30


def check_watches(reader: Reader) -> None:
    """Refuse the alerts to whoever has no region to watch."""
    if reader.actor.kind != "staff" or not reader.actor.has(*acts.WATCHERS) or not reader.actor.region:
        raise NotAllowed("alert.role", "群体预警由窗口人员、协调员和督查员处置。")


@page("GET", query=("handled",))
def alerts(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The alerts of the reader's region that nobody took up, or those that were."""
    check_watches(reader)
    return drawn(request, reader, is_open=not request.GET.get("handled"))


def drawn(
    request: HttpRequest,
    reader: Reader,
    *,
    is_open: bool = True,
    chosen: int = 0,
    typed: str = "",
    refusal: DomainError | None = None,
) -> HttpResponse:
    """The list; the row whose form was refused with what was typed."""
    found = appeals.alerts(reader.actor, is_open=is_open)
    crowds = appeals.crowds(found[:MOST], reader.actor, most=CASES)
    context = {
        "rows": [(one, crowds.get(one.pk, [])) for one in found[:MOST]],
        "has_more": len(found) > MOST,
        "most": MOST,
        "is_open": is_open,
        "chosen": chosen,
        "typed": typed,
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/appeals/alerts.html", context, refusal.status if refusal else 200)


@page("GET", "POST")
def handle(request: HttpRequest, reader: Reader, *, alert: int) -> HttpResponse:
    """Say what was done about the crowd."""
    check_watches(reader)
    if request.method == "GET":
        return drawn(request, reader, chosen=alert, typed=Typed(kept(request)).value("words"))
    words, at = request.POST.get("words", ""), now(request)
    try:
        forms.check_names(request, NAMES)
        if not request.POST.get(forms.ONE_TIME):
            raise BadInput("form.token", "这张表单不完整:请从列表重新打开。")
        forms.once(
            request,
            reader.actor,
            at,
            lambda: {"alert": acts.handle_alert(alert=alert, words=words, actor=reader.actor, at=at).pk},
        )
    except DomainError as refusal:
        return drawn(request, reader, chosen=alert, typed=words, refusal=refusal)
    messages.success(request, _("已登记处置情况。"))
    return HttpResponseRedirect("/desk/alerts")
