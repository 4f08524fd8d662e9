"""The form of an item: inputs drawn from its JSON Schema, and the data read back from them."""

import re
from collections.abc import Mapping
from typing import Any

from tongban.faces.desk.inputs import Input, Typed, Widget, options
from tongban.registry.catalog.rules import ItemSpec

PREFIX = "form."
LONG_TEXT = 120  # characters from which on a field gets several lines
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?\Z", re.ASCII)
YES_NO = (("true", "是"), ("false", "否"))
NOTHING_CHOSEN = ("", "(请选择)")


def inputs(spec: ItemSpec, kept: Mapping[str, Any], typed: Typed) -> list[Input]:
    """One input for each field that a page can draw, filled with what is kept or was typed."""
    required = spec.form.get("required", ())
    return [
        _input(name, field, name in required, typed.value(PREFIX + name, shown(kept.get(name))))
        for name, field in spec.form_fields.items()
        if _is_drawn(field)
    ]


def read(spec: ItemSpec, kept: Mapping[str, Any], typed: Typed) -> dict[str, Any]:
    """The form as data: blank fields left out, fields no page draws as they were; the guide itself judges it later."""
    found = {name: kept[name] for name, field in spec.form_fields.items() if not _is_drawn(field) and name in kept}
    for name, field in spec.form_fields.items():
        text = typed.value(PREFIX + name)
        if _is_drawn(field) and text.strip():
            found[name] = _value(field, text)
    return found


def shown(value: Any) -> str:
    """A value as it stands in an input."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _is_drawn(field: Mapping[str, Any]) -> bool:
    if field["type"] == "array":
        return bool(field.get("items", {}).get("type") == "string")
    return bool(field["type"] != "object")


def _input(name: str, field: Mapping[str, Any], is_needed: bool, value: str) -> Input:
    rows = _choices(field)
    widget = Widget.CHOICE if rows else _widget(field)
    hint = str(field.get("description", "")) or ("一行一项" if field["type"] == "array" else "")
    return Input(
        PREFIX + name,
        str(field["title"]),
        widget,
        hint,
        is_needed,
        [value],
        options([NOTHING_CHOSEN, *rows], [value]) if rows else (),
    )


def _choices(field: Mapping[str, Any]) -> list[tuple[str, str]]:
    if field["type"] == "boolean":
        return list(YES_NO)
    labels: Mapping[str, str] = field.get("x-labels", {})
    return [(shown(one), labels.get(one, shown(one))) for one in field.get("enum", ())]


def _widget(field: Mapping[str, Any]) -> Widget:
    by_format = {"date": Widget.DAY, "email": Widget.EMAIL}.get(field.get("format", ""))
    if by_format:
        return by_format
    if field["type"] in {"integer", "number"}:
        return Widget.NUMBER
    is_long = field["type"] == "array" or field.get("maxLength", 0) > LONG_TEXT
    return Widget.TEXT if is_long else Widget.LINE


def _value(field: Mapping[str, Any], text: str) -> Any:
    for option in field.get("enum", ()):
        if shown(option) == text:
            return option
    kind = field["type"]
    if kind == "array":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind in {"integer", "number"} and NUMBER.match(text.strip()):
        return float(text) if "." in text else int(text)
    return text.strip() if kind in {"integer", "number"} else text
