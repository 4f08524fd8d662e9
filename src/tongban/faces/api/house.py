"""The API as one object: routers, errors, what every operation documents, and its docs from our own static files."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Swagger
from ninja.openapi.schema import OpenAPISchema

from tongban import __version__
from tongban.faces.api import problems
from tongban.faces.api.auth import ACTING_FOR, Session, Token
from tongban.faces.api.once import HEADER
from tongban.faces.api.routes import (
    appealfiles,
    appealmoves,
    appeals,
    bulk,
    cases,
    exchange,
    files,
    matters,
    moves,
    notices,
    parties,
    ratings,
    refusals,
    registry,
    workdays,
)
from tongban.faces.api.schemas.base import Problem
from tongban.faces.api.strict import StrictParser, only_known_parameters

# Swagger draws with inline styles and data images; scripts come from our own files alone.
DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
DESCRIPTION = """业务系统用 `Authorization: Bearer` 令牌,个人用登录后的会话(非查询请求带 `X-CSRFToken`)。
代表企业办理时带 `Tongban-Acting-For: 当事人编号`。POST 可带 `Idempotency-Key`:同键同内容只办一次,重发得到首次的应答。
所有错误为 `application/problem+json`,`detail` 是可直接展示的句子,`code` 稳定不变。"""
PROBLEMS = {
    400: "请求无法读取",
    401: "尚未登录",
    403: "没有权限",
    404: "没有找到",
    409: "现在不能办理",
    413: "内容过大",
    422: "内容有误",
    500: "系统出错",
}
ADMIN = "Admin"
ONLY_WRITING = frozenset({400, 409, 413})


class House(NinjaAPI):
    """Ninja with one way to answer errors, also those found before an operation is reached."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        for pattern in (found := super()._get_urls()):
            if isinstance(pattern, URLPattern):
                pattern.callback = guarded(pattern.callback, self.docs_policy(pattern))
        return [*found, path("<path:rest>", guarded(self.nothing_here, DATA_POLICY))]

    def docs_policy(self, pattern: URLPattern) -> str:
        """The content policy of an address."""
        return DOCS_POLICY if pattern.name == "openapi-view" else DATA_POLICY

    def nothing_here(self, request: HttpRequest, **_: str) -> HttpResponse:
        """An address below the API that does not exist."""
        return problems.answer(request, problems.no_page())

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description with what all operations share: problems, acting for another, doing once."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= described.pop("$defs", {}) | {"Problem": described}
        for name in [name for name in schema["components"]["securitySchemes"] if name.startswith(ADMIN)]:
            del schema["components"]["securitySchemes"][name]  # the same token and session, asked for their role too
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _document(method, operation)
        return schema


def _document(method: str, operation: dict[str, Any]) -> None:
    for status, words in PROBLEMS.items():
        is_open = "security" not in operation
        if (method == "get" and status in ONLY_WRITING) or (is_open and status in {401, 403}):
            continue
        content = {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation["responses"][status] = {"description": words, "content": content}
    if "security" in operation:
        operation["security"] = [{name.removeprefix(ADMIN): [] for name in one} for one in operation["security"]]
        operation["parameters"].append(_header(ACTING_FOR, "代表哪个当事人办理(编号)", "integer"))
    if method == "post":
        operation["parameters"].append(_header(HEADER, "幂等键:1 至 200 个可见 ASCII 字符,建议用 UUID", "string"))


def _header(name: str, words: str, kind: str) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": False, "description": words, "schema": {"type": kind}}


def guarded(view: Callable[..., HttpResponse], policy: str) -> Callable[..., HttpResponse]:
    """A view whose 405 is a problem too, whose answers are never cached, and which no frame shows."""

    @csrf_exempt  # operations check it themselves where a session is used
    @wraps(view, updated=())
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if any("\0" in str(value) for value in kwargs.values()):
            response = problems.answer(request, problems.no_page())
        else:
            response = view(request, *args, **kwargs)
        if response.status_code == 405:
            response = _wrong_method(request, response)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answered


def _wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    allowed = ", ".join(sorted(response.headers.get("Allow", "").split(", ")))
    refusal = problems.WrongMethod(
        "method.wrong", "此地址不能用 {method}:可用的是 {allowed}。", method=request.method, allowed=allowed
    )
    answer = problems.answer(request, refusal)
    answer.headers["Allow"] = allowed
    return answer


def build() -> House:
    """The API with all its routers."""
    api = House(
        title="通办 Tongban",
        version=__version__,
        description=DESCRIPTION,
        urls_namespace="api",
        auth=[Token(), Session()],
        parser=StrictParser(),
        docs=Swagger({"docExpansion": "list", "tryItOutEnabled": False, "validatorUrl": None}),
    )
    problems.install(api)
    api.add_decorator(only_known_parameters)
    api.add_router("", registry.health)
    api.add_router("", registry.router)
    api.add_router("", workdays.router)
    api.add_router("/cases", cases.router)
    api.add_router("/cases", moves.router)
    api.add_router("/cases", files.router)
    api.add_router("/appeals", bulk.router)
    api.add_router("/appeals", appeals.router)
    api.add_router("/appeals", appealmoves.router)
    api.add_router("/appeals", appealfiles.router)
    api.add_router("/blocked", matters.router)
    api.add_router("/blocked", matters.acts)
    api.add_router("/refusals", refusals.router)
    api.add_router("/parties", parties.router)
    api.add_router("/ratings", ratings.router)
    api.add_router("", notices.router)
    api.add_router("", exchange.router)
    return api


api = build()
