"""Pages of a form: which fields stand together, as the guide says or, where it says nothing, a few at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.common.errors import BadInput
from tongban.common.said import said

MOST_ON_A_PAGE = 4
NAMED = 2  # so many fields a title of our own names


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one page, by name, in the order they are asked."""

    title: str
    fields: tuple[str, ...]


def check_groups(form: Mapping[str, Any], *, where: str) -> None:
    """Refuse groups that leave out a field, name one twice or one the form does not have."""
    if "x-group" not in form:
        return
    rows = form["x-group"]
    if not isinstance(rows, list) or not all(_is_group(row) for row in rows):
        raise BadInput("form.group", "{where}的表单分组(x-group)须逐组写明 title 和 fields。", where=where)
    named = [name for row in rows for name in row["fields"]]
    fields = list(form.get("properties", {}))
    if wrong := [name for name in {*named, *fields} if named.count(name) != 1 or name not in fields]:
        raise BadInput(
            "form.group_field",
            "{where}的表单分组(x-group)应把每个字段恰好列入一组,“{field}”不是这样。",
            where=where,
            field=min(wrong),
        )


def _is_group(row: object) -> bool:
    if not isinstance(row, Mapping) or set(row) != {"title", "fields"}:
        return False
    fields = row["fields"]
    return bool(str(row["title"]).strip()) and isinstance(fields, list) and all(isinstance(one, str) for one in fields)


def groups(form: Mapping[str, Any]) -> list[Group]:
    """The pages of a form, none of them empty."""
    if rows := form.get("x-group"):
        return [Group(str(row["title"]), tuple(row["fields"])) for row in rows if row["fields"]]
    properties: Mapping[str, Any] = form.get("properties", {})
    return [
        Group(_title([str(properties[name]["title"]) for name in names]), tuple(names)) for names in _runs(properties)
    ]


def _runs(properties: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    """Fields as they come, evenly on pages of at most four; what has fields of its own gets a page of its own."""
    run: list[str] = []
    for name, field in properties.items():
        if not is_nested(field):
            run.append(name)
            continue
        yield from _even(run)
        yield [name]
        run = []
    yield from _even(run)


def _even(run: Sequence[str]) -> Iterator[Sequence[str]]:
    pages = -(-len(run) // MOST_ON_A_PAGE)
    for page in range(pages):
        yield run[page * len(run) // pages : (page + 1) * len(run) // pages]


def is_nested(field: Mapping[str, Any]) -> bool:
    """Whether a field is an object, or a list of them."""
    return "object" in {field.get("type"), field.get("items", {}).get("type")}


def _title(titles: Sequence[str]) -> str:
    if len(titles) <= NAMED:
        return "、".join(titles)
    return said("{first}等{count}项", first="、".join(titles[:NAMED]), count=len(titles))
