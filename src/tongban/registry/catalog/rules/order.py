"""The order of a form's fields as stored: a database may keep the keys of an object in an order of its own.

PostgreSQL does (jsonb sorts keys by length). So a stored form says beside its fields in which order they are asked.
"""

from collections.abc import Mapping
from typing import Any

ORDER = "x-order"
# how a field says what it is, in the order people write it
KEYWORDS = (
    "type", "title", "description", "format", "enum", "x-labels", "const", "default", "pattern", "minLength", "maxLength",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
)  # fmt: skip


def ordered(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A form as it is stored: every object in it names the order of its fields."""
    found = {key: _inner(value, ordered) for key, value in schema.items()}
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        found["properties"] = {name: _inner(field, ordered) for name, field in properties.items()}
        found[ORDER] = list(properties)
    return found


def restored(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A stored form as people wrote it: the fields in their order, which is not named any more."""
    found = {key: _inner(value, restored) for key, value in schema.items() if key != ORDER}
    properties, order = schema.get("properties"), schema.get(ORDER)
    if isinstance(properties, Mapping):
        names = [name for name in order if name in properties] if isinstance(order, list) else []
        names += [name for name in properties if name not in names]
        found["properties"] = {name: _in_order(_inner(properties[name], restored)) for name in names}
    return found


def _in_order(field: Any) -> Any:
    """A field with its keywords in the order of KEYWORDS; those not in it come last, as they are."""
    if not isinstance(field, Mapping):
        return field
    known = [key for key in KEYWORDS if key in field]
    return {key: field[key] for key in (*known, *(key for key in field if key not in KEYWORDS))}


def _inner(value: Any, change: Any) -> Any:
    """A field that holds fields of its own, or a list of such; everything else stays."""
    if not isinstance(value, Mapping):
        return value
    if "properties" in value:
        return change(value)
    items = value.get("items")
    return {**value, "items": change(items)} if isinstance(items, Mapping) and "properties" in items else value
