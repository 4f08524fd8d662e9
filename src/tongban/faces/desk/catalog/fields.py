"""The form of an item as rows people edit, and back: whatever the rows cannot say is kept beside them as JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.documents import check_texts
from tongban.registry.catalog.rules.faults import Fault

Row = dict[str, Any]
Form = dict[str, Any]  # of the working copy: ``rows`` and ``rest``, the JSON text of what is said of the whole
KINDS: Mapping[str, Mapping[str, Any]] = {
    "line": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "email": {"type": "string", "format": "email"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "choice": {"type": "string"},
    "list": {"type": "array", "items": {"type": "string"}},
    "other": {},
}
# which keywords the two limits of a row stand for
LIMITS: Mapping[str, tuple[str, str]] = {
    "line": ("minLength", "maxLength"),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "list": ("minItems", "maxItems"),
}
PLAIN = {"description": "description", "pattern": "pattern", "prefill": "x-prefill"}
BLANK: Row = {
    "name": "",
    "title": "",
    "kind": "line",
    "required": False,
    "description": "",
    "least": "",
    "most": "",
    "options": "",
    "pattern": "",
    "prefill": "",
    "group": "",
    "extra": "",
}


def opened(schema: Mapping[str, Any]) -> Form:
    """A schema as rows."""
    needed = schema.get("required", ())
    rest = {key: value for key, value in schema.items() if key not in {"type", "properties", "required"}}
    rows = [_row(name, field, name in needed) for name, field in schema.get("properties", {}).items()]
    titles = {name: group["title"] for group in rest.get("x-group", ()) for name in group["fields"]}
    grouped = [{**row, "group": titles.get(row["name"], "")} for row in rows]
    if "x-group" in rest and _groups(grouped) == rest["x-group"]:
        del rest["x-group"]
        rows = grouped
    return {"rows": rows, "rest": _written(rest) if rest else ""}


def _row(name: str, field: Mapping[str, Any], is_needed: bool) -> Row:
    kind = _kind(field)
    row = {**BLANK, "name": name, "title": str(field.get("title", "")), "kind": kind, "required": is_needed}
    if kind == "other":
        inner = {key: value for key, value in field.items() if key != "title"}
        return {**row, "extra": _written(inner)}
    left = {key: value for key, value in field.items() if KINDS[kind].get(key) != value and key != "title"}
    for part, keyword in PLAIN.items():
        row[part] = str(left.pop(keyword, ""))
    for part, keyword in zip(("least", "most"), LIMITS.get(kind, ()), strict=False):
        row[part] = _number_text(left.pop(keyword, ""))
    if kind == "choice":
        row["options"] = _options_text(left.pop("enum"), left.pop("x-labels", {}))
    return {**row, "extra": _written(left) if left else ""}


def _kind(field: Mapping[str, Any]) -> str:
    if field.get("type") == "string" and "enum" in field:
        return "choice" if all(isinstance(one, str) and "=" not in one for one in field["enum"]) else "other"
    for kind in ("date", "email", "line", "integer", "number", "boolean", "list"):
        if all(field.get(key) == value for key, value in KINDS[kind].items()):
            return kind
    return "other"


def _options_text(options: Sequence[str], words: Mapping[str, str]) -> str:
    return "\n".join(f"{one}={words[one]}" if one in words else one for one in options)


def _number_text(value: Any) -> str:
    return str(value)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def closed(form: Form) -> tuple[dict[str, Any], list[Fault]]:
    """Rows as a schema, and what of them cannot be read, placed at ``form.<row>.<part>``."""
    faults: list[Fault] = []
    properties: dict[str, Any] = {}
    for place, row in enumerate(form["rows"]):
        name = row["name"]
        if name in properties:
            refusal = BadInput("form.twice", "表单字段代码“{name}”出现了两次:请换一个。", name=name)
            faults.append(Fault(f"form.{place}.name", refusal))
            continue
        properties[name] = _field(row, place, faults)
    rest = _json(form["rest"], "form.rest", faults)
    if not form["rows"] and not rest:
        return {}, faults
    schema: dict[str, Any] = {"type": "object", **rest, "properties": properties}
    if needed := [row["name"] for row in form["rows"] if row["required"]]:
        schema["required"] = list(dict.fromkeys(needed))
    if groups := _groups(form["rows"]):
        schema["x-group"] = groups
    return schema, faults


def _field(row: Row, place: int, faults: list[Fault]) -> dict[str, Any]:
    kind = row["kind"] if row["kind"] in KINDS else "other"
    field: dict[str, Any] = {**KINDS[kind], "title": row["title"]}
    if kind != "other":
        field |= {keyword: row[part] for part, keyword in PLAIN.items() if row[part]}
        for part, keyword in zip(("least", "most"), LIMITS.get(kind, ()), strict=False):
            if row[part]:
                field[keyword] = _number(row[part])
    if kind == "choice":
        field |= _options(row["options"])
    return {**field, **_json(row["extra"], f"form.{place}.extra", faults)}


def _options(text: str) -> dict[str, Any]:
    pairs = [line.strip().partition("=") for line in text.splitlines() if line.strip()]
    words = {code.strip(): word.strip() for code, sign, word in pairs if sign}
    enum = [code.strip() for code, _, _ in pairs]
    if words:
        words |= {code: code for code in enum if code not in words}
    return {"enum": enum, **({"x-labels": words} if words else {})}


def _number(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text  # the check of the schema says that it is no number


def _json(text: str, place: str, faults: list[Fault]) -> dict[str, Any]:
    """An object written as JSON; blank is none."""
    if not text.strip():
        return {}
    try:
        value = json.loads(text)
        check_texts(value)
    except (ValueError, RecursionError):
        value = None
    except BadInput as refusal:
        faults.append(Fault(place, refusal))
        return {}
    if not isinstance(value, dict):
        faults.append(Fault(place, BadInput("form.json", '这里应写 JSON 对象,例如 {{"multipleOf": 5}}。')))
        return {}
    return value


def _groups(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Pages of the form: a row without a title of its own stands on the page of the row before it."""
    if not any(row["group"] for row in rows):
        return []
    groups: list[dict[str, Any]] = []
    for row in rows:
        if not groups or (row["group"] and row["group"] != groups[-1]["title"]):
            groups.append({"title": row["group"], "fields": []})
        groups[-1]["fields"].append(row["name"])
    return groups
