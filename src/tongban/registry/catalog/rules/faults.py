"""Everything wrong with a guide at once, each with the place where it stands; ``ItemSpec.parse`` stops at the first.

Places are written ``promised_term``, ``materials.2.copies``, ``procedure.0.when``, ``form.area``; "" is the whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from tongban.common.errors import BadInput, DomainError
from tongban.registry.catalog.rules import labels
from tongban.registry.catalog.rules.forms import faults_of
from tongban.registry.catalog.rules.items import CONTRADICTIONS, READERS, ItemSpec, check_the_form
from tongban.registry.catalog.rules.parts import Basis, Faq, ItemType, Material
from tongban.registry.catalog.rules.plain import Plain
from tongban.registry.catalog.rules.procedure import CONTRADICTIONS as GRAPH_CONTRADICTIONS
from tongban.registry.catalog.rules.procedure import Procedure, Step, parse_step

# what a broken field is read as, so that the next one of the same row can be looked at
MENDED: Mapping[str, Any] = {
    "key": "mended",
    "name": "改",
    "required": True,
    "deferrable": False,
    "source": "upload",
    "copies": 1,
    "note": "",
    "form_template": "",
    "law": "改",
    "article": "改",
    "about": "",
    "question": "改",
    "answer": "改",
    "agency": "@lead",
    "term": "0wd",
    "after": [],
    "choice": "",
    "when": "",
    "power": "",
}
STAND_INS: Mapping[str, Any] = {"code": "--", "name": "", "type": ItemType.OTHER, "agency": ""}
# code of a refusal -> the field it is about, where its parameters do not say so
FIELDS: Mapping[str, str] = {
    "item.deferrable": "deferrable",
    "procedure.key": "key",
    "procedure.after_list": "after",
    "procedure.condition": "when",
    "term.bad": "term",
    "term.amount": "term",
    "procedure.duplicate": "key",
    "procedure.stranger": "after",
    "procedure.after": "after",
    "procedure.when": "when",
    "item.promise": "promised_term",
    "item.extension": "extension_term",
    "item.critical_path": "promised_term",
    "item.effect": "effect",
    "item.effect_field": "effect_fields",
    "item.fee": "fee_basis",
    "item.commitment": "commitment_allowed",
}
ROWS: Mapping[str, tuple[Callable[[object, str], object], Mapping[str, str]]] = {
    "materials": (Material.parse, labels.MATERIAL),
    "basis": (Basis.parse, labels.BASIS),
    "faq": (Faq.parse, labels.FAQ),
    "procedure": (lambda row, _: parse_step(row), labels.STEP),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One refusal and its place."""

    place: str
    refusal: DomainError

    @property
    def part(self) -> str:
        """The part of the guide it stands in."""
        return self.place.split(".")[0]


def faults(data: object) -> list[Fault]:
    """Everything wrong with a guide as plain data; empty exactly where ``ItemSpec.parse`` accepts it."""
    try:
        plain = Plain.of(data, "办事指南", [part.name for part in fields(ItemSpec)])
    except DomainError as refusal:
        return [Fault("", refusal)]
    found, good = _readable(plain)
    found += _contradictions(plain, good)
    return found or _last_look(data)


def _last_look(data: object) -> list[Fault]:
    """What nobody looked at above: better a refusal without a place than none."""
    try:
        ItemSpec.parse(data)
    except DomainError as refusal:
        return [Fault("", refusal)]
    return []


def _readable(plain: Plain) -> tuple[list[Fault], dict[str, Any]]:
    """What cannot be read, and what could, by part."""
    found: list[Fault] = []
    good: dict[str, Any] = {}
    for part, read in READERS.items():
        faulty = list(_rows(plain, part)) if part in ROWS else []
        if not faulty:
            try:
                good[part] = read(plain)
            except DomainError as refusal:
                faulty = list(_graph(plain)) if part == "procedure" else []
                faulty = faulty or [Fault(part, _named(refusal, {part: labels.PLACES[part].label}))]
        found += faulty
    return found, good


def _rows(plain: Plain, part: str) -> Iterator[Fault]:
    """Every fault of every row of a list: what is broken is mended and the row read again."""
    parse, names = ROWS[part]
    try:
        rows = plain.rows(part)
    except DomainError:
        return  # the list itself is no list: its reader says so
    for place, row in enumerate(rows):
        yield from _row(row, f"{part}.{place}", parse, names, f"第{place + 1}项")


def _row(
    row: object, place: str, parse: Callable[[object, str], object], names: Mapping[str, str], where: str
) -> Iterator[Fault]:
    mended = dict(row) if isinstance(row, Mapping) else row
    for _ in names:
        try:
            parse(mended, where)
        except DomainError as refusal:
            broken = _fields_of(refusal, names)
            if not broken or not isinstance(mended, dict) or all(mended.get(one) == MENDED[one] for one in broken):
                yield Fault(place, _named(refusal, names))
                return
            for one in broken:
                yield Fault(f"{place}.{one}", _named(refusal, names))
                mended[one] = MENDED[one]
        else:
            return


def _fields_of(refusal: DomainError, names: Mapping[str, str]) -> list[str]:
    """The fields of a row a refusal is about."""
    if refusal.code in FIELDS:
        return [FIELDS[refusal.code]]
    said = str(refusal.params.get("missing") or refusal.params.get("key") or "")
    return [one for one in said.split("、") if one in names]


def _named(refusal: DomainError, names: Mapping[str, str]) -> DomainError:
    """The refusal with the Chinese names of fields instead of those of the file."""
    params = dict(refusal.params)
    for name in ("key", "missing"):
        if name in params and refusal.code.startswith(("item.", "procedure.missing")):
            said = str(params[name]).split("、")
            params[name] = "、".join(names.get(one, one) for one in said)
    return type(refusal)(refusal.code, refusal.template, **params)


def _graph(plain: Plain) -> Iterator[Fault]:
    """What is wrong between steps each of which can be read."""
    steps = [parse_step(row) for row in plain.rows("procedure")]
    for check in GRAPH_CONTRADICTIONS:
        try:
            check(steps)
        except DomainError as refusal:
            yield Fault(_step_place(refusal, steps), refusal)


def _step_place(refusal: DomainError, steps: Sequence[Step]) -> str:
    rows = [at for at, step in enumerate(steps) if step.key == refusal.params.get("key")]
    if rows and refusal.code in FIELDS:
        return f"procedure.{rows[-1]}.{FIELDS[refusal.code]}"
    return "procedure"


def _contradictions(plain: Plain, good: Mapping[str, Any]) -> Iterator[Fault]:
    """What contradicts between parts each of which could be read; a part that could not is taken as not given."""
    spec = ItemSpec(**{**STAND_INS, "procedure": Procedure(()), **good})
    where = f"事项“{spec.name}”" if spec.name else "办事指南"
    for check in CONTRADICTIONS:
        if check is check_the_form:
            yield from (
                Fault(_field_place(one), one) for one in (faults_of(spec.form, where=where) if spec.form else ())
            )
            continue
        if any(part not in good for part in NEEDS.get(check.__name__, ())):
            continue
        try:
            check(spec)
        except DomainError as refusal:
            yield Fault(_place(refusal, spec), refusal)


# what a check compares; it says nothing while one of them cannot be read
NEEDS: Mapping[str, tuple[str, ...]] = {
    "check_fields": ("form", "effect", "effect_fields"),
    "check_conditions": ("form", "procedure"),
    "check_commitments": ("materials", "commitment_allowed"),
    "check_fee": ("fee_yuan", "fee_basis"),
}


def _field_place(refusal: BadInput) -> str:
    field = refusal.params.get("field")
    return f"form.{field}" if field else "form"


def _place(refusal: DomainError, spec: ItemSpec) -> str:
    if refusal.code == "item.condition_field":
        keys = [step.key for step in spec.procedure]
        return f"procedure.{keys.index(str(refusal.params['step']))}.when"
    if refusal.code == "item.duplicate":
        keys = [one.key for one in spec.materials]
        return f"materials.{len(keys) - 1 - keys[::-1].index(str(refusal.params['key']))}.key"
    return FIELDS.get(refusal.code, "")
