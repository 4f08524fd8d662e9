"""Error pages in the style of the house; below /api/ the same errors are problem documents."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.common.errors import DomainError, NotFound
from tongban.faces.api import problems
from tongban.faces.pages import forms
from tongban.faces.pages.showing import shown_to

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'"

NO_FORMS = ("/sign-in", "/manner", "/acting-for")  # nothing is typed there


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """The page of a refusal, or its problem document."""
    if request.path.startswith("/api/"):
        return problems.answer(request, refusal)
    context = {
        "title": problems.TITLES.get(refusal.status, "请求未成功"),
        "sentence": refusal,
        "reference": refusal.params.get("reference", ""),
        "plain": True,
    }
    response = shown_to(request, None, "pages/error.html", context, refusal.status)
    response.headers["Content-Security-Policy"] = POLICY
    return response


def wrong_method(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """405, with the methods that are there."""
    allowed = ", ".join(methods)
    refusal = problems.WrongMethod("method.wrong", "此页面不能这样访问:请从首页进入。", allowed=allowed)
    response = refused(request, refusal)
    response.headers["Allow"] = allowed
    return response


def bad_request(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """400."""
    return refused(request, problems.unreadable())


def forbidden(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """403."""
    return refused(request, problems.forbidden())


def not_found(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """404."""
    return refused(request, NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。"))


def failed(request: HttpRequest) -> HttpResponse:
    """500: with the reference number under which the mistake stands in the log."""
    return refused(request, problems.failure(request))


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token against forgery is missing or stale: the page again, with everything that was typed.

    Nothing is done with it but to be shown to whoever is signed in, who has to send it anew.
    """
    if request.path.startswith("/api/"):
        return problems.answer(request, problems.forbidden())
    if request.user.is_authenticated and request.path not in NO_FORMS and (parcel := forms.wrapped(request)):
        forms.keep(request, parcel)
        messages.warning(request, _("页面已过期,刚才填写的内容还在:请核对后重新提交。"))
        return HttpResponseRedirect(request.path)
    response = shown_to(request, None, "403_csrf.html", {"plain": True}, 403)
    response.headers["Content-Security-Policy"] = POLICY
    return response
