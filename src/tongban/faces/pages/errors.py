"""Error pages in the style of the house; below /api/ the same errors are problem documents."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.common.errors import DomainError, NotFound
from tongban.faces.api import problems

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'"


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """The page of a refusal, or its problem document."""
    if request.path.startswith("/api/"):
        return problems.answer(request, refusal)
    context = {
        "title": problems.TITLES.get(refusal.status, "请求未成功"),
        "sentence": refusal.message,
        "reference": refusal.params.get("reference", ""),
        "plain": True,
    }
    response = render(request, "pages/error.html", context, status=refusal.status)
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
