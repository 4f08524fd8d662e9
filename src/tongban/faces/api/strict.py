"""Nothing unknown passes: query parameters outside the list, repeated ones, bodies no database can keep."""

import json
import math
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from tongban.common.errors import BadInput

Viewed = Callable[..., Any]


def only_known_parameters(view: Viewed) -> Viewed:
    """Refuse query parameters the operation does not declare: a filter ignored answers another question."""
    known, lists = _declared(view, "query")
    fields = _declared(view, "form")[0] | _declared(view, "file")[0]

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        check_query(request, known, lists)
        if fields:
            check_form(request, fields)
        return view(request, *args, **kwargs)

    return checked


def _declared(view: Viewed, source: str) -> tuple[frozenset[str], frozenset[str]]:
    models = [m for m in view._ninja_operation.models if m.__ninja_param_source__ == source]  # type: ignore[attr-defined]
    known = {name for model in models for name in getattr(model, "__ninja_flatten_map__", model.model_fields)}
    lists = {name for model in models for name in model.__ninja_collection_fields__}
    return frozenset(known), frozenset(lists)


def check_query(request: HttpRequest, known: frozenset[str], lists: frozenset[str] = frozenset()) -> None:
    """Refuse unknown and repeated parameters by name, and values with a NUL, which PostgreSQL cannot read."""
    if unknown := sorted(set(request.GET) - known):
        raise BadInput(
            "query.unknown",
            "没有名为{unknown}的查询参数:可用的有{known}。",
            unknown="、".join(f"“{name}”" for name in unknown),
            known="、".join(sorted(known)) or "(无)",
        )
    if repeated := sorted(name for name, values in request.GET.lists() if len(values) > 1 and name not in lists):
        raise BadInput("query.repeated", "查询参数“{name}”只能给一次。", name=repeated[0])
    if any("\0" in value for _, values in request.GET.lists() for value in values):
        raise BadInput("query.nul", "查询参数含有不能使用的字符(U+0000)。")


def check_form(request: HttpRequest, known: frozenset[str]) -> None:
    """Refuse unknown and repeated parts of a form, and texts with a NUL."""
    counts = {name: len(values) for form in (request.POST, request.FILES) for name, values in form.lists()}
    if unknown := sorted(set(counts) - known - {"csrfmiddlewaretoken"}):
        raise BadInput(
            "form.unknown",
            "表单没有“{unknown}”这一项:可用的有{known}。",
            unknown=unknown[0],
            known="、".join(sorted(known)),
        )
    if any(count > 1 for count in counts.values()):
        raise BadInput("form.repeated", "表单的每一项只能给一次,每次上传一个文件。")
    if any("\0" in value for _, values in request.POST.lists() for value in values):
        raise BadInput("form.nul", "表单含有不能使用的字符(U+0000)。")


class StrictParser(Parser):
    """JSON as RFC 8259 knows it: no NaN, no key twice, no half characters, no NUL."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as data; raises ValueError, which the API answers with 400."""
        data = json.loads(request.body.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_once_each)
        check_storable(data)
        return data


def _refuse(word: str) -> None:
    raise ValueError(word)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def check_storable(data: object) -> None:
    """Raise ValueError for texts and numbers that no database keeps."""
    if isinstance(data, str):
        data.encode("utf-8")
        if "\0" in data:
            raise ValueError("NUL")
    elif isinstance(data, float) and not math.isfinite(data):
        raise ValueError("a number beyond every measure")
    elif isinstance(data, dict):
        for key, value in data.items():
            check_storable(key)
            check_storable(value)
    elif isinstance(data, list):
        for value in data:
            check_storable(value)
