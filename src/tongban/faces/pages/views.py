"""The pages: who am I and what waits, one case, why this day, sign-in and sign-out."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tongban.casework.cases.clock import ClockName
from tongban.common.errors import BadInput, DomainError
from tongban.common.time import localdate
from tongban.faces.api.auth import MOST_DIGITS, now, on_behalf
from tongban.faces.api.reading import CaseView
from tongban.faces.api.routes.files import download
from tongban.faces.manners import LANGUAGE, LANGUAGES, SIZE, SIZES
from tongban.faces.pages import forms, months, standing, words
from tongban.faces.pages.guards import ACTING_FOR, Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.ratings import services as ratings
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts import services as sign_ins
from tongban.registry.accounts.queries import AccountKind

if TYPE_CHECKING:
    from tongban.registry.accounts.models import Account

A_YEAR_SECONDS = 31_536_000


@page("GET", query=("clock",))
def why(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Why this day: every day of a clock, month by month."""
    reader, view = standing.before(request, reader, number)
    home = {"list": "/my" if reader.actor.kind == "party" else "/desk", "case": f"/cases/{number}"}
    context = {**why_of(view, request.GET.get("clock", "")), "home": home, "title": view.case.title}
    return shown_to(request, reader, "pages/why.html", context)


def why_of(view: CaseView, wanted: str) -> dict[str, Any]:
    """A clock of a case explained, the one of its handling unless another is wanted."""
    names = list(view.whole.clocks)
    preferred = ClockName.HANDLING.value if ClockName.HANDLING.value in names else "".join(names[:1])
    chosen = wanted or preferred
    context: dict[str, Any] = {"view": view, "case": view.case, "chosen": chosen, "clocks": words.clocks(view)}
    if not chosen:
        return context
    days = view.days(chosen)
    return context | {
        "clock": words.clock(view, chosen),
        "months": months.months(view.clock(chosen), days),
        "week": months.WEEK,
        "changes": months.changes(view.clock(chosen)),
        "counted": sum(row.counted for row in days),
        "total": len(days),
    }


@page("GET")
def attachment(request: HttpRequest, reader: Reader, *, number: str, attachment: int) -> HttpResponse:
    """A file of a case as a download."""
    reader, _view = standing.before(request, reader, number)
    return download(number, attachment, reader.actor)


@page("GET", "POST", query=("next",), public=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with name and password; five failures lock the name for a while.

    What was typed into a form before the session ended comes along sealed and is given back to its page.
    """
    target = onward(request)
    if request.method == "GET":
        if request.user.is_authenticated:
            return HttpResponseRedirect(target or home_of(request))
        return shown_to(request, None, "pages/sign_in.html", {"next": target, "plain": True})
    username, parcel = request.POST.get("username", ""), request.POST.get("parcel", "")
    try:
        account = sign_ins.sign_in(
            username=username,
            password=request.POST.get("password", ""),
            address=request.META.get("REMOTE_ADDR", ""),
            at=now(request),
        )
    except DomainError as refusal:
        context = {"next": target, "plain": True, "sentence": refusal, "username": username[:64], "parcel": parcel}
        return shown_to(request, None, "pages/sign_in.html", context, refusal.status)
    auth.login(request, account)
    if account.kind == AccountKind.STAFF.value:
        actor = accounts.actor_of(account, localdate(now(request)))
        ratings.note_sign_in(actor=actor, address=request.META.get("REMOTE_ADDR", ""), at=now(request))
    if parcel:
        forms.keep(request, parcel)
        messages.warning(request, _("刚才填写的内容还在,尚未提交:请核对后再提交一次。上传的文件需要重新选择。"))
    return HttpResponseRedirect(target or home_of(request))


def home_of(request: HttpRequest) -> str:
    """Where somebody who signed in begins: staff at the desk, others with their own cases."""
    account = cast("Account", request.user)
    return "/desk" if accounts.actor_of(account, localdate(now(request))).kind == "staff" else "/my"


def onward(request: HttpRequest) -> str:
    """Where to go after signing in or changing a manner: a page of ours, or nowhere in particular."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else ""


@page("POST")
def sign_out(request: HttpRequest, reader: Reader) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return HttpResponseRedirect("/sign-in")


@page("POST")
def act_for(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Act for an enterprise from now on, or for oneself again."""
    given = request.POST.get("party", "")
    if given == "":
        request.session.pop(ACTING_FOR, None)
        return HttpResponseRedirect(onward(request) or "/my")
    if not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS):
        raise BadInput("acting.form", "当事人编号应为数字:请从列表中选择。")
    request.session[ACTING_FOR] = on_behalf(
        cast("Account", request.user), reader.person, int(given), now(request)
    ).party_id
    return HttpResponseRedirect(onward(request) or "/my")


@page("POST", public=True)
def manner(request: HttpRequest) -> HttpResponse:
    """Another language or size of type from now on, and back to the page."""
    response = HttpResponseRedirect(onward(request) or "/")
    for name, known in ((LANGUAGE, tuple(LANGUAGES)), (SIZE, SIZES)):
        if (wanted := request.POST.get(name, "")) in known:
            response.set_cookie(
                name, wanted, max_age=A_YEAR_SECONDS, httponly=True, secure=request.is_secure(), samesite="Lax"
            )
    return response
