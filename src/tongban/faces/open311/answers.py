"""How the door speaks: XML or JSON by the suffix or by what the client accepts, and errors as lists of code and description."""

import json
import logging
import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt
from lxml import etree

from tongban.common.errors import BadInput, DomainError, NotAllowed, NotFound

log = logging.getLogger("tongban.faces")

XML, JSON = "xml", "json"
TYPES = {XML: "text/xml", JSON: "application/json"}
ACCEPTED = {"text/xml": XML, "application/xml": XML, "application/json": JSON}
SINGLE = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
POLICY = "default-src 'none'; frame-ancestors 'none'"

# the name of the root in XML, and what stands in it; JSON has no root
Told = tuple[str, Any]


def door(*methods: str) -> Callable[[Callable[..., Told]], Callable[..., HttpResponse]]:
    """Answer what a view tells in the format asked for; whatever goes wrong is told in it too."""

    def wrapped(view: Callable[..., Told]) -> Callable[..., HttpResponse]:
        @csrf_exempt  # who acts is known by a key, never by a session
        @wraps(view)
        def answered(request: HttpRequest, form: str = "", **kept: str) -> HttpResponse:
            spoken = form if form in TYPES else preferred(request)
            try:
                if request.method not in methods:
                    return wrong_method(spoken, methods)
                if form and form not in TYPES:
                    raise NotFound("open311.format", "没有“{form}”这种格式:可用的有 xml 和 json。", form=form[:20])
                check_readable(request, kept)
                return told(view(request, **kept), spoken)
            except Exception as error:  # noqa: BLE001 - whatever it is, the client is told in its format, the log in full
                status, words = failure(request, error)
                return refused(words, spoken, status)

        return answered

    return wrapped


def preferred(request: HttpRequest) -> str:
    """The format the client would rather have; XML, which every client of this protocol reads, where it does not say."""
    return ACCEPTED.get(request.get_preferred_type(list(ACCEPTED)) or "", XML)


def check_readable(request: HttpRequest, kept: dict[str, str]) -> None:
    """Refuse text that is not UTF-8, and a NUL, which no database keeps."""
    given = [value for part in (request.GET, request.POST) for _, values in part.lists() for value in values]
    if any("\0" in value or "\ufffd" in value for value in (*given, *kept.values())):
        raise BadInput("open311.text", "参数应为 UTF-8 编码的文字,不能含有 U+0000。")


def failure(request: HttpRequest, error: Exception) -> tuple[int, str]:
    """The HTTP status and the sentence of what went wrong."""
    if isinstance(error, DomainError):
        status = 404 if isinstance(error, NotFound) else 403 if isinstance(error, NotAllowed) else 400
        return status, error.message
    if isinstance(error, RequestDataTooBig):
        return 413, f"请求正文过大,最多{settings.DATA_UPLOAD_MAX_MEMORY_SIZE}字节。"
    if isinstance(error, BadRequest | SuspiciousOperation | MultiPartParserError | UnreadablePostError):
        return 400, "请求正文无法读取:请发送 UTF-8 编码的表单(application/x-www-form-urlencoded)。"
    reference = secrets.token_hex(4)
    log.error("open311 failure %s at %s", reference, request.path, exc_info=error)
    return 500, f"系统出错,已记录,编号 {reference}:请稍后再试。"


def told(what: Told, form: str, status: int = 200) -> HttpResponse:
    """An answer in a format."""
    root, data = what
    body = json.dumps(data, ensure_ascii=False).encode() if form == JSON else as_xml(root, data)
    response = HttpResponse(body, status=status, content_type=f"{TYPES[form]}; charset=utf-8")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept"
    return response


def refused(words: str, form: str, status: int) -> HttpResponse:
    """A refusal as the protocol tells it."""
    return told(("errors", [{"code": status, "description": words}]), form, status)


def wrong_method(form: str, methods: tuple[str, ...]) -> HttpResponse:
    """The refusal of a method the address does not have."""
    allowed = ", ".join(methods)
    response = refused(f"此地址只能用 {allowed}。", form, 405)
    response.headers["Allow"] = allowed
    return response


def as_xml(root: str, data: Any) -> bytes:
    """The data as XML; lists have one element for each of their members, what there is none of is an empty element."""
    tree = _filled(etree.Element(root), root, data)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def _filled(element: etree._Element, name: str, data: Any) -> etree._Element:
    if isinstance(data, dict):
        for key, value in data.items():
            _filled(etree.SubElement(element, key), key, value)
    elif isinstance(data, list):
        for value in data:
            _filled(etree.SubElement(element, SINGLE[name]), SINGLE[name], value)
    elif data is not None:
        text = str(data).lower() if isinstance(data, bool) else str(data)
        element.text = NOT_XML.sub("?", text)
    return element
