"""Errors as problem+json (RFC 9457), in the words of the check that refused.

``type`` is ``urn:tongban:problem:<code>``, stable as the code of the DomainError; ``detail`` is its sentence. A 500
carries a reference number that stands in the log beside the traceback.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, RawPostDataException, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tongban.common.errors import BadInput, DomainError, NotAllowed, NotFound

log = logging.getLogger("tongban.faces")

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "请求无法读取",
    401: "尚未登录",
    403: "没有权限",
    404: "没有找到",
    405: "方法不适用",
    409: "现在不能办理",
    413: "内容过大",
    422: "内容有误",
    500: "系统出错",
}


class NotSignedIn(DomainError):
    """Nobody is named by the request, or by a token that does not hold."""

    status = 401


class Unreadable(DomainError):
    """The request itself is broken."""

    status = 400


class WrongMethod(DomainError):
    """The address exists, but not for this method."""

    status = 405


class TooBig(DomainError):
    """The request has more bytes than are read."""

    status = 413


class Failure(DomainError):
    """A mistake of ours, with the number under which it stands in the log."""

    status = 500


def not_signed_in() -> NotSignedIn:
    """The refusal of a request that names nobody."""
    return NotSignedIn("signin.required", "请先登录,或在 Authorization 头中给出接口令牌。")


def no_page() -> NotFound:
    """The refusal of an address that does not exist."""
    return NotFound("address.unknown", "没有这个地址:请核对,接口清单见 /api/docs。")


def forbidden() -> NotAllowed:
    """The refusal of something the signed-in person has no role for."""
    return NotAllowed("role.missing", "您的身份不能使用此功能:请联系管理员。")


def failure(request: HttpRequest, error: BaseException | None = None) -> Failure:
    """A failure with a fresh reference number, logged under it; without ``error`` the current exception is logged."""
    reference = secrets.token_hex(4).upper()
    log.error("reference %s: %s %s", reference, request.method, request.path, exc_info=error or True)
    return Failure("server.failed", "系统出错,未能办理:请稍后重试,仍不行请报出错编号{reference}。", reference=reference)


def answer(request: HttpRequest, refusal: DomainError, errors: Sequence[Mapping[str, Any]] = ()) -> HttpResponse:
    """The problem document of a refusal; ``errors`` are the single places of a 422."""
    body: dict[str, Any] = {
        "type": f"urn:tongban:problem:{refusal.code}",
        "title": TITLES.get(refusal.status, "请求未成功"),
        "status": refusal.status,
        "detail": refusal.message,
        "code": refusal.code,
        "instance": request.path,
    }
    if errors:
        body["errors"] = list(errors)
    if reference := refusal.params.get("reference"):
        body["reference"] = reference
    response = JsonResponse(
        body, status=refusal.status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="tongban"'
    return response


def install(api: NinjaAPI) -> None:
    """Have every exception of the API answered as a problem."""
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        DomainError: answer,
        ValidationError: _invalid,
        AuthenticationError: partial(_fixed, refuse=not_signed_in),
        Http404: partial(_fixed, refuse=no_page),
        PermissionDenied: partial(_fixed, refuse=forbidden),
        RequestDataTooBig: partial(_fixed, refuse=too_big),
        SuspiciousOperation: partial(_fixed, refuse=unreadable),
        MultiPartParserError: partial(_fixed, refuse=unreadable),
        RawPostDataException: partial(_fixed, refuse=unreadable),
        UnreadablePostError: partial(_fixed, refuse=unreadable),
        HttpError: _http,
        Exception: lambda request, error: answer(request, failure(request, error)),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def too_big() -> TooBig:
    """The refusal of a body larger than is read into memory."""
    return TooBig(
        "request.size",
        "请求正文过大,最多{most}字节:请分批提交,文件请用 multipart/form-data 上传。",
        most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    )


def unreadable() -> Unreadable:
    """The refusal of a body that is not what it says."""
    return Unreadable("request.unreadable", "请求正文无法读取:请发送 UTF-8 编码的有效 JSON,或完整的表单。")


def _fixed(request: HttpRequest, _error: Exception, *, refuse: Callable[[], DomainError]) -> HttpResponse:
    return answer(request, refuse())


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer(request, unreadable() if error.status_code == 400 else failure(request, error))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [{"loc": place_of(one), "msg": sentence(one)} for one in error.errors]
    refusal = BadInput("request.invalid", "请求有{count}处需要修改:{first}", count=len(found), first=found[0]["msg"])
    return answer(request, refusal, found)


SENTENCES = {
    "missing": "缺少此项,请填写。",
    "extra_forbidden": "没有这一项,请删去或核对名称。",
    "json_invalid": "不是有效的 JSON。",
    "string_type": "应为文字。",
    "string_too_short": "至少{min_length}个字符。",
    "string_too_long": "至多{max_length}个字符。",
    "string_pattern_mismatch": "格式不对,请核对。",
    "bool_type": "应为 true 或 false。",
    "bool_parsing": "应为 true 或 false。",
    "int_type": "应为整数。",
    "int_parsing": "应为整数。",
    "int_from_float": "应为整数。",
    "float_parsing": "应为数字。",
    "greater_than_equal": "不能小于{ge}。",
    "less_than_equal": "不能大于{le}。",
    "date_type": "应为日期,请写作 2022-07-01。",
    "date_parsing": "应为日期,请写作 2022-07-01。",
    "date_from_datetime_parsing": "应为日期,请写作 2022-07-01。",
    "date_from_datetime_inexact": "应为日期,请写作 2022-07-01。",
    "datetime_parsing": "应为时刻,请写作 2022-07-01T09:00:00+08:00。",
    "datetime_from_date_parsing": "应为时刻,请写作 2022-07-01T09:00:00+08:00。",
    "timezone_aware": "时刻须带时区,请写作 2022-07-01T09:00:00+08:00。",
    "enum": "只能是 {expected}。",
    "literal_error": "只能是 {expected}。",
    "list_type": "应为列表。",
    "too_short": "至少{min_length}项。",
    "too_long": "至多{max_length}项。",
    "dict_type": "应为对象({{…}})。",
    "model_type": "应为对象({{…}})。",
    "model_attributes_type": "应为对象({{…}})。",
}


def place_of(error: Mapping[str, Any]) -> list[str | int]:
    """The way to the wrong place as the sender knows it: without where it was sent and the names of our parameters."""
    loc: tuple[str | int, ...] = error["loc"]
    return list(loc[2:] if loc[0] == "body" else loc[1:])


def sentence(error: Mapping[str, Any]) -> str:
    """One finding of the parser in Chinese, with the name of the place."""
    place = ".".join(str(part) for part in place_of(error)) or "正文"
    context = {name: str(value).replace(" or ", " 或 ") for name, value in (error.get("ctx") or {}).items()}
    words = SENTENCES.get(error["type"])
    return f"“{place}”{words.format(**context) if words else '不合规则,请对照 /api/docs 核对。'}"
