"""Filters people name and keep: shown as tabs beside the scopes, renamed and dropped on a page of their own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.common.errors import BadInput, DomainError
from tongban.faces.api.auth import now
from tongban.faces.desk.queue.asked import NARROWING, Asked
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts import services as keeping
from tongban.registry.accounts.rules import MOST_FILTERS

FILTERS = "/desk/filters"


@page("GET", "POST")
def filters(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The filters of the reader; one more, from the list as it was looked at."""
    if reader.actor.kind != "staff":
        return HttpResponseRedirect("/my")
    if request.method == "GET":
        return drawn(request, reader)
    forms.check_names(request, frozenset({"name", *NARROWING}))
    asked = Asked.of(request.POST)
    asked.wanted(reader.actor)
    try:
        kept = keeping.save_filter(
            name=request.POST.get("name", ""), asked=asked.parts, actor=reader.actor, at=now(request)
        )
    except DomainError as refusal:
        return drawn(request, reader, refusal, asked)
    messages.success(request, _("已保存筛选“{name}”。").format(name=kept.name))
    return HttpResponseRedirect(asked.but())


def drawn(
    request: HttpRequest, reader: Reader, refusal: DomainError | None = None, asked: Asked | None = None
) -> HttpResponse:
    """The page of the filters; with what was to be saved where that was refused."""
    rows = [(one, Asked.of(one.asked)) for one in accounts.saved_filters(reader.actor.account_id or 0)]
    context = {
        "rows": rows,
        "most": MOST_FILTERS,
        "refusal": refusal,
        "asked": asked,
        "typed": request.POST.get("name", "")[:100],
    }
    return shown_to(request, reader, "desk/queue/filters.html", context, refusal.status if refusal else 200)


@page("POST")
def change(request: HttpRequest, reader: Reader, *, filter_id: int) -> HttpResponse:
    """Another name for a filter, or none any more."""
    forms.check_names(request, frozenset({"name", "act"}))
    act = request.POST.get("act", "")
    try:
        if act == "rename":
            kept = keeping.rename_filter(filter_id=filter_id, name=request.POST.get("name", ""), actor=reader.actor)
            messages.success(request, _("已改名为“{name}”。").format(name=kept.name))
        elif act == "delete":
            name = keeping.delete_filter(filter_id=filter_id, actor=reader.actor)
            messages.success(request, _("已删除筛选“{name}”。").format(name=name))
        else:
            raise BadInput("saved.act", "请选择改名或删除。")
    except DomainError as refusal:
        return drawn(request, reader, refusal)
    return HttpResponseRedirect(FILTERS)
