"""Forms: the restricted JSON Schema 2020-12 of an item, and its errors as Chinese sentences.

Only keywords that a page can draw and a citizen can be told about are allowed; above all no references, so that
a form never depends on anything outside itself.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError, ValidationError

from tongban.common.errors import BadInput
from tongban.common.said import Joined, Said, said
from tongban.registry.catalog.rules.groups import check_groups
from tongban.registry.catalog.rules.parts import Known
from tongban.registry.catalog.rules.plain import excerpt

FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FORMATS = ("date", "email")
TYPES = ("string", "integer", "number", "boolean", "array", "object")
FORM_KEYWORDS = frozenset(
    [
        "$schema",
        "type",
        "title",
        "description",
        "properties",
        "required",
        "additionalProperties",
        "minProperties",
        "dependentRequired",
    ]
)
WHOLE_KEYWORDS = FORM_KEYWORDS | {"x-group"}  # which fields share a page: of the whole form alone
FIELD_KEYWORDS = frozenset(
    [
        "type",
        "title",
        "description",
        "enum",
        "x-labels",
        "x-prefill",
        "const",
        "default",
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "items",
    ]
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a filled-in form: ``path`` of the field ("" for the whole), the keyword, the sentence."""

    path: str
    code: str
    message: str


def check_form(form: Mapping[str, Any], *, where: str) -> None:
    """Refuse a form that is no schema, uses other keywords, or has a field without a Chinese title."""
    for refusal in faults_of(form, where=where):
        raise refusal


def faults_of(form: Mapping[str, Any], *, where: str) -> Iterator[BadInput]:
    """Every refusal of a form; ``field`` among its parameters names the field, where it is about one."""
    try:
        Draft202012Validator.check_schema(dict(form))
    except SchemaError as error:
        way = [str(part) for part in error.absolute_path]
        yield BadInput(
            "form.schema",
            "{where}的表单不是合规的 JSON Schema:{at} 处的“{given}”不合要求。",
            where=where,
            at="/".join(way) or "(根)",
            given=excerpt(error.instance),
            **({"field": way[1]} if way[:1] == ["properties"] and len(way) > 1 else {}),
        )
        return
    for path, schema in _objects(form, ""):
        yield from _faults_of_object(schema, path or "表单", where, FORM_KEYWORDS if path else WHOLE_KEYWORDS)
    try:
        check_groups(form, where=where)
    except BadInput as refusal:
        yield refusal


def _objects(schema: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The form and every object nested in it, with its path."""
    yield path, schema
    for name, field in schema.get("properties", {}).items():
        inner = field.get("items", field) if isinstance(field, Mapping) else {}
        if isinstance(inner, Mapping) and inner.get("type") == "object":
            yield from _objects(inner, f"{path}.{name}".lstrip("."))


def _faults_of_object(schema: Mapping[str, Any], path: str, where: str, known: frozenset[str]) -> Iterator[BadInput]:
    if schema.get("type") != "object":
        yield BadInput("form.type", "{where}的表单须是 type: object。", where=where)
        return
    checks: list[Callable[[], None]] = [lambda: _check_keywords(schema, known, path, where)]
    properties: Mapping[str, Any] = schema.get("properties", {})
    for name, field in properties.items():
        checks.append(partial(_check_field, name, field, where))
    checks.append(lambda: _check_named(schema, properties, where))
    for check in checks:
        try:
            check()
        except BadInput as refusal:
            yield refusal


def _check_named(schema: Mapping[str, Any], properties: Mapping[str, Any], where: str) -> None:
    named = [*schema.get("required", ()), *schema.get("dependentRequired", {})]
    if strangers := [name for name in named if name not in properties]:
        raise BadInput("form.required", "{where}的表单要求填写不存在的字段“{field}”。", where=where, field=strangers[0])


def _check_field(name: str, field: object, where: str) -> None:
    if not FIELD.match(name):
        raise BadInput(
            "form.field",
            "{where}的表单字段“{field}”不合规则:请用小写字母开头,仅含小写字母、数字和下划线。",
            where=where,
            field=name,
        )
    if not isinstance(field, Mapping) or field.get("type") not in TYPES:
        raise BadInput("form.field_type", "{where}的表单字段“{field}”须写明 type。", where=where, field=name)
    if not CHINESE.search(str(field.get("title", ""))):
        raise BadInput("form.title", "{where}的表单字段“{field}”须有中文名称(title)。", where=where, field=name)
    if field["type"] == "object":
        return
    _check_keywords(field, FIELD_KEYWORDS, name, where)
    if field.get("format", "date") not in FORMATS:
        raise BadInput(
            "form.format", "{where}的表单字段“{field}”的 format 只能是 date 或 email。", where=where, field=name
        )
    if field.get("x-prefill", "none") not in list(Known):
        raise BadInput(
            "form.prefill",
            "{where}的表单字段“{field}”的 x-prefill 只能是:{known}。",
            where=where,
            field=name,
            known="、".join(Known),
        )
    labels = field.get("x-labels")
    if labels is not None and (not isinstance(labels, Mapping) or set(labels) != set(field.get("enum", ()))):
        raise BadInput("form.labels", "{where}的表单字段“{field}”的 x-labels 与 enum 不一致。", where=where, field=name)


def _check_keywords(schema: Mapping[str, Any], known: frozenset[str], name: str, where: str) -> None:
    if unknown := sorted(set(schema) - known):
        raise BadInput(
            "form.keyword",
            "{where}的表单“{field}”用了不支持的关键字:{unknown}。",
            where=where,
            field=name,
            unknown="、".join(unknown),
        )


def problems_of(form: Mapping[str, Any], given: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with a filled-in form, in the order of the form's fields; empty when it may be submitted."""
    closed = {**form, "additionalProperties": form.get("additionalProperties", False)}
    validator = Draft202012Validator(closed, format_checker=FormatChecker(FORMATS))
    found = [problem for error in validator.iter_errors(dict(given)) for problem in _problems(error, closed)]
    order = {name: place for place, name in enumerate(form.get("properties", {}))}
    found.sort(key=lambda problem: (order.get(re.split(r"[.\[]", problem.path)[0], len(order)), problem.path))
    return found


def _problems(error: ValidationError, form: Mapping[str, Any]) -> Iterator[Problem]:
    """An error of the library as problems: one for each field that is missing or unknown, else one."""
    keyword, path = str(error.validator), _path(error)
    if keyword in ABOUT_CHILDREN:
        for name, message in ABOUT_CHILDREN[keyword](error):
            yield Problem(_join(path, name), keyword, message)
        return
    names, say = _title(error, form), SENTENCES.get(keyword)
    yield Problem(path, keyword, say(names, error) if say else said("“{field}”的内容不合要求。", field=names))


def _missing(error: ValidationError) -> Iterator[tuple[str, str]]:
    # The library reports each missing field by an error of its own, without saying which: the message names it first.
    for name in _wanted(error):
        if error.message.startswith(f"'{name}' "):
            yield name, said("请填写“{field}”。", field=_child(error, name))


def _unknown(error: ValidationError) -> Iterator[tuple[str, str]]:
    for name in sorted(set(_given(error)) - set(_schema(error).get("properties", {}))):
        yield name, said("表单里没有“{field}”这一项,请删去。", field=name)


def _dependent(error: ValidationError) -> Iterator[tuple[str, str]]:
    for name, needed in _wanted(error).items():
        for other in needed:
            if name in _given(error) and error.message.startswith(f"'{other}' "):
                yield (
                    other,
                    said(
                        "填写了“{field}”的,还须填写“{other}”。", field=_child(error, name), other=_child(error, other)
                    ),
                )


ABOUT_CHILDREN: Mapping[str, Callable[[ValidationError], Iterator[tuple[str, str]]]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "dependentRequired": _dependent,
}


def _schema(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}


def _wanted(error: ValidationError) -> Any:
    """The value of the keyword that failed, e.g. the limit."""
    return error.validator_value


def _given(error: ValidationError) -> Any:
    """The part of the form that failed."""
    return error.instance


def _path(error: ValidationError) -> str:
    path = ""
    for part in error.absolute_path:
        path = f"{path}[{part}]" if isinstance(part, int) else _join(path, str(part))
    return path


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _child(error: ValidationError, name: str) -> str:
    return str(_schema(error).get("properties", {}).get(name, {}).get("title", name))


def _title(error: ValidationError, form: Mapping[str, Any]) -> str:
    """Titles along the way to the field; the number of a row of a list is counted from 1 as people do."""
    words: list[str] = []
    schema: Mapping[str, Any] = form
    for part in error.absolute_path:
        if isinstance(part, int):
            schema = schema.get("items", {})
            words.append(said("第{place}项", place=part + 1))
        else:
            schema = schema.get("properties", {}).get(part, {})
            words.append(str(schema.get("title", part)))
    return Joined(" ", words) if words else said("表单")


TYPE_WORDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "“是”或“否”",
    "array": "列表",
    "object": "一组内容",
}
OTHER_TYPE, OTHER_FORMAT = "规定的类型", "规定格式的内容"
FORMAT_WORDS = {"date": "2022-07-01 这样的日期", "email": "电子邮箱地址"}


def _options(error: ValidationError) -> str:
    labels = _schema(error).get("x-labels", {})
    return "、".join(str(labels.get(option, option)) for option in _wanted(error))


def _sentence(template: str) -> Callable[[str, ValidationError], str]:
    """A sentence that names the field and the value of the keyword."""
    return lambda name, error: Said(template, field=name, wanted=_wanted(error))


def _type(name: str, error: ValidationError) -> str:
    return said("“{field}”应填{wanted}。", field=name, wanted=TYPE_WORDS.get(str(_wanted(error)), OTHER_TYPE))


def _format(name: str, error: ValidationError) -> str:
    return said("“{field}”应填{wanted}。", field=name, wanted=FORMAT_WORDS.get(str(_wanted(error)), OTHER_FORMAT))


def _const(name: str, error: ValidationError) -> str:
    wanted = said("是") if _wanted(error) is True else _wanted(error)
    return said("“{field}”必须为{wanted}。", field=name, wanted=wanted)


def _least_length(name: str, error: ValidationError) -> str:
    if _wanted(error) == 1:
        return said("“{field}”不能为空。", field=name)
    return said("“{field}”至少填{wanted}个字。", field=name, wanted=_wanted(error))


WORDED = {
    "pattern": "“{field}”的格式不对,请核对后重填。",
    "maxLength": "“{field}”不能超过{wanted}个字。",
    "minimum": "“{field}”不能小于{wanted}。",
    "maximum": "“{field}”不能大于{wanted}。",
    "exclusiveMinimum": "“{field}”应大于{wanted}。",
    "exclusiveMaximum": "“{field}”应小于{wanted}。",
    "multipleOf": "“{field}”应为{wanted}的整数倍。",
    "minItems": "“{field}”至少填{wanted}项。",
    "maxItems": "“{field}”不能超过{wanted}项。",
    "uniqueItems": "“{field}”里有重复的内容。",
    "minProperties": "“{field}”至少填写{wanted}项。",
}
SENTENCES: Mapping[str, Callable[[str, ValidationError], str]] = {
    "type": _type,
    "enum": lambda name, error: said("“{field}”只能选:{options}。", field=name, options=_options(error)),
    "const": _const,
    "format": _format,
    "minLength": _least_length,
    **{keyword: _sentence(template) for keyword, template in WORDED.items()},
}
