"""The form of an item: inputs drawn from its JSON Schema, and the data read back from them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tongban.faces.pages.inputs import Input, Option, Typed, Widget, options
from tongban.registry.catalog.rules import ItemSpec, Problem

PREFIX = "form."
LONG_TEXT = 120  # characters from which on a field gets several lines
MOST_ROWS = 30
MORE = "more"  # the button that asks for one more row of the list it names
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?\Z", re.ASCII)
ROW = re.compile(r"\[(\d+)\]")
LAST_ROW = re.compile(r"\[\d+\]\Z")
YES_NO = (("true", "是"), ("false", "否"))
NOTHING_CHOSEN = ("", "(请选择)")
PHONES = ("电话", "手机")
Field = Mapping[str, Any]


def inputs(spec: ItemSpec, kept: Mapping[str, Any], typed: Typed, names: Collection[str] | None = None) -> list[Input]:
    """One input for each field, or each of ``names``, filled with what is kept or was typed.

    A list gets one more empty row where its button was pressed.
    """
    required = spec.form.get("required", ())
    return [
        _input(PREFIX + name, field, name in required, kept.get(name), typed)
        for name, field in spec.form_fields.items()
        if names is None or name in names
    ]


def read(spec: ItemSpec, kept: Mapping[str, Any], typed: Typed, names: Collection[str] | None = None) -> dict[str, Any]:
    """The form as data: of what was asked blank fields are left out, the rest stays; the guide itself judges it later."""
    asked = [name for name in spec.form_fields if names is None or name in names]
    found = {} if names is None else {name: value for name, value in kept.items() if name not in asked}
    for name in asked:
        value = _read(PREFIX + name, spec.form_fields[name], typed)
        if value is not None:
            found[name] = value
    return found


def html_names(spec: ItemSpec, names: Collection[str] | None = None) -> frozenset[str]:
    """Every name the form may send."""
    fields = spec.form_fields.items()
    return frozenset(
        one for name, field in fields if names is None or name in names for one in _names(PREFIX + name, field)
    )


def place_of(problem: Problem) -> str:
    """The name of the input a problem belongs to, of one of the whole form empty; a whole row stands for its list."""
    return PREFIX + ROW.sub(r".\1", LAST_ROW.sub("", problem.path)) if problem.path else ""


def errors(problems: Sequence[Problem]) -> dict[str, str]:
    """The first problem of each input, by its name."""
    found: dict[str, str] = {}
    for problem in problems:
        found.setdefault(place_of(problem), problem.message)
    return found


def shown(value: Any) -> str:
    """A value as it stands in an input."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "\n".join(shown(one) for one in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _rows_of(field: Field) -> Field | None:
    """What one row of a list of objects holds; None for every other field."""
    inner: Field = field.get("items", {})
    return inner if field["type"] == "array" and inner.get("type") == "object" else None


def _names(name: str, field: Field) -> Iterator[str]:
    if (row := _rows_of(field)) is not None:
        for number in range(MOST_ROWS):
            yield from _names_within(f"{name}.{number}", row)
    elif field["type"] == "object":
        yield from _names_within(name, field)
    else:
        yield name


def _names_within(name: str, schema: Field) -> Iterator[str]:
    for inner, field in schema.get("properties", {}).items():
        yield from _names(f"{name}.{inner}", field)


def _input(name: str, field: Field, is_needed: bool, kept: Any, typed: Typed) -> Input:
    title, hint = str(field.get("title", "")), str(field.get("description", ""))
    if (row := _rows_of(field)) is not None:
        rows = _row_inputs(name, row, kept, typed)
        return Input(name, title, Widget.ROWS, hint, is_needed, parts=rows, is_data=True)
    if field["type"] == "object":
        within = _within(name, field, kept, typed)
        return Input(name, title, Widget.GROUP, hint, is_needed, parts=within, is_data=True)
    value = typed.value(name, shown(kept))
    choices = _choices(field, value)
    return Input(
        name,
        title,
        Widget.CHOICE if choices else _widget(field),
        hint or (_("一行一项") if field["type"] == "array" else ""),
        is_needed,
        [value],
        choices,
        is_data=True,
    )


def _within(name: str, schema: Field, kept: Any, typed: Typed) -> list[Input]:
    given = kept if isinstance(kept, Mapping) else {}
    required = schema.get("required", ())
    return [
        _input(f"{name}.{inner}", field, inner in required, given.get(inner), typed)
        for inner, field in schema.get("properties", {}).items()
    ]


def _row_inputs(name: str, row: Field, kept: Any, typed: Typed) -> list[Input]:
    given = kept if isinstance(kept, list) else []
    count = len(given) if typed.data is None else 1 + max(typed.rows(name), default=-1)
    count = min(max(count, 1) + (typed.value(MORE) == name), MOST_ROWS)
    return [
        Input(
            f"{name}.{number}",
            str(number + 1),
            Widget.GROUP,
            parts=_within(f"{name}.{number}", row, given[number] if number < len(given) else None, typed),
        )
        for number in range(count)
    ]


def _choices(field: Field, value: str) -> list[Option]:
    """The closed list of a field; empty where anything may be typed."""
    nothing = options([NOTHING_CHOSEN], [value])
    if field["type"] == "boolean":
        return nothing + options(YES_NO, [value])
    labels: Mapping[str, str] = field.get("x-labels", {})
    rows = [(shown(one), labels.get(one, shown(one))) for one in field.get("enum", ())]
    return nothing + options(rows, [value], is_data=True) if rows else []


def _widget(field: Field) -> Widget:
    by_format = {"date": Widget.DAY, "email": Widget.EMAIL}.get(field.get("format", ""))
    if by_format:
        return by_format
    if field["type"] in {"integer", "number"}:
        return Widget.NUMBER
    if any(word in str(field.get("title", "")) for word in PHONES):
        return Widget.PHONE
    is_long = field["type"] == "array" or field.get("maxLength", 0) > LONG_TEXT
    return Widget.TEXT if is_long else Widget.LINE


def _read(name: str, field: Field, typed: Typed) -> Any:
    """The value under a name; None where nothing was filled in."""
    if (row := _rows_of(field)) is not None:
        rows = [_read_within(f"{name}.{number}", row, typed) for number in typed.rows(name)]
        return [one for one in rows if one] or None
    if field["type"] == "object":
        return _read_within(name, field, typed) or None
    text = typed.value(name)
    return _value(field, text) if text.strip() else None


def _read_within(name: str, schema: Field, typed: Typed) -> dict[str, Any]:
    found = {inner: _read(f"{name}.{inner}", field, typed) for inner, field in schema.get("properties", {}).items()}
    return {inner: value for inner, value in found.items() if value is not None}


def _value(field: Field, text: str) -> Any:
    for option in field.get("enum", ()):
        if shown(option) == text:
            return option
    kind = field["type"]
    if kind == "array":
        items: Field = {"type": "string", **field.get("items", {})}
        return [_value(items, line.strip()) for line in text.splitlines() if line.strip()]
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind in {"integer", "number"} and NUMBER.match(text.strip()):
        return float(text) if "." in text else int(text)
    return text.strip() if kind in {"integer", "number"} else text
