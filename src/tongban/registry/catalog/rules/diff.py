"""What differs between two guides, part by part, in the words of the guide.

Exhaustive on purpose: every part of ``ItemSpec`` and every field of its rows has its place, or a test fails.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tongban.common.said import Joined
from tongban.registry.catalog.rules import labels
from tongban.registry.catalog.rules.items import ItemSpec
from tongban.registry.catalog.rules.labels import PLACES, Section
from tongban.registry.catalog.rules.procedure import LEAD, Condition
from tongban.workdays import Term

LEAD_WORD = "主办单位"
YES, NO = "是", "否"
ORDER = "顺序"
Names = Mapping[str, str]


class Sort(StrEnum):
    """How a part or a row differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"added": "新增", "removed": "删去", "changed": "改动", "reordered": "调整顺序"}[self]


@dataclass(frozen=True, slots=True)
class Detail:
    """One value before and after; "" is none. ``is_data`` tells texts of the guide from words of the house."""

    aspect: str
    before: str
    after: str
    is_data: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: the part of the guide, how, which row of it ("" for the part itself), and the values."""

    part: str
    sort: Sort
    what: str
    details: tuple[Detail, ...]

    @property
    def section(self) -> Section:
        """Where the part stands."""
        return PLACES[self.part].section

    @property
    def is_single(self) -> bool:
        """Whether it is the one value of a part that is no list."""
        return not self.what and len(self.details) == 1 and self.details[0].aspect == self.label

    @property
    def label(self) -> str:
        """What the part is called."""
        return PLACES[self.part].label


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: by what it is known again, what people call it, and its values by aspect."""

    key: str
    name: str
    values: Mapping[str, Any]


def diff(before: ItemSpec, after: ItemSpec, names: Names | None = None) -> list[Change]:
    """Every difference, in the order of the sections; ``names`` are those of agencies and powers by code."""
    names = names or {}
    found = [change for part, differ in DIFFERS.items() for change in differ(part, before, after, names)]
    sections = list(Section)
    return sorted(found, key=lambda change: sections.index(change.section))


def rows_of(part: str, spec: ItemSpec) -> list[Row] | None:
    """The rows of a part that is a list; None of one that is a single value."""
    return LISTS[part](spec) if part in LISTS else None


def parts_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names of the parts in which two guides differ as plain data."""
    return [part for part in PLACES if before.get(part) != after.get(part)]


def _one(part: str, before: ItemSpec, after: ItemSpec, names: Names) -> Iterator[Change]:
    old, new = getattr(before, part), getattr(after, part)
    if old == new:
        return
    (old_text, old_is_data), (new_text, new_is_data) = told(old, names), told(new, names)
    sort = Sort.ADDED if not old_text else Sort.REMOVED if not new_text else Sort.CHANGED
    yield Change(part, sort, "", (Detail(PLACES[part].label, old_text, new_text, old_is_data or new_is_data),))


def _list(part: str, before: ItemSpec, after: ItemSpec, names: Names) -> Iterator[Change]:
    yield from _rows(part, LISTS[part](before), LISTS[part](after), names)


def _rows(part: str, before: Sequence[Row], after: Sequence[Row], names: Names) -> Iterator[Change]:
    """Rows matched by key: gone, new, changed, and whether those that stayed stand in another order."""
    before, after = _apart(before), _apart(after)
    old, new = {row.key: row for row in before}, {row.key: row for row in after}
    for row in before:
        if row.key not in new:
            yield Change(part, Sort.REMOVED, row.name, _details(row.values, {}, names))
    for row in after:
        if row.key not in old:
            yield Change(part, Sort.ADDED, row.name, _details({}, row.values, names))
        elif details := _details(old[row.key].values, row.values, names):
            yield Change(part, Sort.CHANGED, row.name, details)
    stayed = [row.key for row in before if row.key in new]
    now = [row.key for row in after if row.key in old]
    if stayed != now:
        detail = Detail(ORDER, _order(old[key].name for key in stayed), _order(new[key].name for key in now))
        yield Change(part, Sort.REORDERED, "", (detail,))


def _apart(rows: Sequence[Row]) -> list[Row]:
    """The rows with keys of their own, also where a guide names one article or asks one question twice."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        seen[row.key] += 1
        found.append(replace(row, key=f"{row.key}\0{seen[row.key]}"))
    return found


def _order(names: Iterable[str]) -> str:
    return " → ".join(names)


def _details(old: Mapping[str, Any], new: Mapping[str, Any], names: Names) -> tuple[Detail, ...]:
    found = []
    for aspect in dict.fromkeys([*old, *new]):
        if old.get(aspect) == new.get(aspect):
            continue
        (before, old_is_data), (after, new_is_data) = told(old.get(aspect), names), told(new.get(aspect), names)
        if before != after:
            found.append(Detail(aspect, before, after, old_is_data or new_is_data))
    return tuple(found)


def told(value: object, names: Names) -> tuple[str, bool]:
    """A value as people read it, and whether it is a text of the guide rather than a word of the house."""
    if value is None or value == "":
        return "", False
    if isinstance(value, tuple):
        spoken = [told(one, names) for one in value]
        return Joined("、", [text for text, _ in spoken]), any(is_data for _, is_data in spoken)
    for kind, tell in TELLERS:
        if isinstance(value, kind):
            return tell(value, names)
    return json.dumps(value, ensure_ascii=False), True


# the first that fits speaks: a bool is an int, a word of a closed list is a text
TELLERS: Sequence[tuple[type, Callable[[Any, Names], tuple[str, bool]]]] = (
    (bool, lambda value, _: (YES if value else NO, False)),
    (int, lambda value, _: (str(value), False)),
    (Term, lambda value, _: (value.words, False)),
    (Decimal, lambda value, _: (f"{value:f}", False)),
    (StrEnum, lambda value, _: (value.label, False)),
    (Condition, lambda value, _: (str(value), True)),
    (str, lambda value, names: (LEAD_WORD, False) if value == LEAD else (names.get(value, value), True)),
)


def _values(row: object, aspects: Mapping[str, str], but: frozenset[str] = frozenset({"key"})) -> dict[str, Any]:
    return {label: getattr(row, name) for name, label in aspects.items() if name not in but}


def _materials(spec: ItemSpec) -> list[Row]:
    return [Row(one.key, one.name, _values(one, labels.MATERIAL)) for one in spec.materials]


def _steps(spec: ItemSpec) -> list[Row]:
    by_key = spec.procedure.by_key
    return [
        Row(
            step.key,
            step.name,
            _values(step, labels.STEP) | {labels.STEP["after"]: tuple(by_key[key].name for key in step.after)},
        )
        for step in spec.procedure
    ]


def _basis(spec: ItemSpec) -> list[Row]:
    return [Row(str(one), str(one), _values(one, labels.BASIS)) for one in spec.basis]


def _faq(spec: ItemSpec) -> list[Row]:
    return [Row(one.question, one.question, _values(one, labels.FAQ)) for one in spec.faq]


def _form(part: str, before: ItemSpec, after: ItemSpec, names: Names) -> Iterator[Change]:
    """The fields as rows, then what is said of the form as a whole."""
    yield from _list(part, before, after, names)
    old, new = (
        {labels.FORM.get(key, key): value for key, value in form.items() if key not in {"properties", "required"}}
        for form in (before.form, after.form)
    )
    if (details := _details(old, new, names)) and before.form and after.form:
        yield Change(part, Sort.CHANGED, "", details)


def _fields(spec: ItemSpec) -> list[Row]:
    needed = spec.form.get("required", ())
    return [
        Row(name, str(field.get("title", name)), {labels.FIELD["required"]: name in needed, **_said_of(field)})
        for name, field in spec.form_fields.items()
    ]


def _said_of(field: Mapping[str, Any]) -> dict[str, Any]:
    """What the schema says of a field, by the names of its keywords; the options of a list with their words."""
    said = {labels.FIELD.get(key, key): value for key, value in field.items()}
    said[labels.FIELD["type"]] = labels.KINDS.get(str(field.get("type")), field.get("type"))
    words = field.get("x-labels")
    if isinstance(words, Mapping) and isinstance(field.get("enum"), list):
        del said[labels.FIELD["x-labels"]]
        said[labels.FIELD["enum"]] = tuple(f"{words.get(one, one)}({one})" for one in field["enum"])
    return said


def _mapped(part: str) -> Callable[[ItemSpec], list[Row]]:
    """A mapping whose keys are rows."""
    return lambda spec: [Row(key, key, {PLACES[part].label: value}) for key, value in getattr(spec, part).items()]


LISTS: Mapping[str, Callable[[ItemSpec], list[Row]]] = {
    "origin": _mapped("origin"),
    "materials": _materials,
    "procedure": _steps,
    "form": _fields,
    "effect_fields": _mapped("effect_fields"),
    "basis": _basis,
    "faq": _faq,
}
DIFFERS: Mapping[str, Callable[[str, ItemSpec, ItemSpec, Names], Iterator[Change]]] = {
    **dict.fromkeys(
        ("code", "name", "type", "agency", "power", "audience", "topics", "summary", "modes", "trips"), _one
    ),
    "origin": _list,
    **dict.fromkeys(("statutory_term", "promised_term", "acceptance_term", "delivery_term", "extension_term"), _one),
    "correction_answer_term": _one,
    "materials": _list,
    "commitment_allowed": _one,
    "procedure": _list,
    "form": _form,
    "effect": _one,
    "effect_fields": _list,
    "basis": _list,
    "fee_yuan": _one,
    "fee_basis": _one,
    "faq": _list,
}
