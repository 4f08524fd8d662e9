"""Items of service: what the guide of one item says, as validated data."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.forms import Problem, check_form, problems_of
from tongban.registry.catalog.rules.order import ordered, restored
from tongban.registry.catalog.rules.parts import (
    KEY,
    Audience,
    Basis,
    Effect,
    Faq,
    ItemType,
    Material,
    Mode,
    Source,
    Topic,
    as_plain,
)
from tongban.registry.catalog.rules.plain import Plain, check_unique
from tongban.registry.catalog.rules.procedure import Procedure
from tongban.workdays import Counting, Term

Member = TypeVar("Member", bound=StrEnum)
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{1,79}\Z")


ACCEPTANCE_TERM = Term(5, Counting.WORKING)  # 行政许可法 32: all that is missing is told within 5 working days
DELIVERY_TERM = Term(10, Counting.WORKING)  # 行政许可法 44
EXTENSION_TERM = Term(10, Counting.WORKING)  # 行政许可法 42
ORIGIN_KEYS = ("file", "url", "group", "department", "department_code")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSpec:
    """The guide of one item in one version: everything a case pins. Build it with ``ItemSpec.parse``.

    ``agency`` owns the guide; the agency that leads a case is the holder of ``power`` for the region of the case.
    Terms: statutory and promised are None only in drafts, ``extension_term`` None where no extension is allowed,
    ``correction_answer_term`` None where the applicant's answer has no term. ``effect_fields`` maps the name of a
    fact to the field of the form that brings it. ``origin`` says where an imported item came from.
    """

    code: str
    name: str
    type: ItemType
    agency: str
    power: str = ""
    audience: Audience = Audience.ANY
    topics: tuple[Topic, ...] = ()
    summary: str = ""
    basis: tuple[Basis, ...] = ()
    statutory_term: Term | None = None
    promised_term: Term | None = None
    acceptance_term: Term = ACCEPTANCE_TERM
    delivery_term: Term = DELIVERY_TERM
    extension_term: Term | None = None
    correction_answer_term: Term | None = None
    materials: tuple[Material, ...] = ()
    modes: tuple[Mode, ...] = ()
    trips: int = 0
    fee_yuan: Decimal = Decimal(0)
    fee_basis: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    procedure: Procedure = field(default_factory=lambda: Procedure(()))
    effect: Effect = Effect.NONE
    effect_fields: Mapping[str, str] = field(default_factory=dict)
    commitment_allowed: bool = False
    faq: tuple[Faq, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, data: object) -> "ItemSpec":
        """Read the guide from plain data; unknown keys, bad values and contradictions are refused by name."""
        code = str(data.get("code", "?")) if isinstance(data, Mapping) else "?"
        plain = Plain.of(data, f"事项“{code}”", [part.name for part in fields(cls)])
        spec = cls(**{key: read(plain) for key, read in READERS.items()})
        check_item(spec)
        return spec

    def as_data(self) -> dict[str, Any]:
        """The guide as plain data, complete: ``parse`` of it gives the same guide."""
        data = {part.name: as_plain(getattr(self, part.name)) for part in fields(self)}
        data["basis"] = [{"law": one.law, "article": one.article, "about": one.about} for one in self.basis]
        data["materials"] = [material.as_data() for material in self.materials]
        data["procedure"] = self.procedure.as_data()
        data["faq"] = [{"question": one.question, "answer": one.answer} for one in self.faq]
        return data

    def as_stored(self) -> dict[str, Any]:
        """The guide as it goes into the database, which may sort the keys of an object: the form names its order."""
        return {**self.as_data(), "form": ordered(self.form)}

    @property
    def where(self) -> str:
        """How refusals call the item."""
        return f"事项“{self.name}”({self.code})"

    def material(self, key: str) -> Material:
        """The material with this key. Raises BadInput."""
        for material in self.materials:
            if material.key == key:
                return material
        raise BadInput("item.material", "{where}没有材料“{key}”。", where=self.where, key=key)

    @property
    def form_fields(self) -> Mapping[str, Any]:
        """The fields of the form by name, each its part of the schema."""
        properties: Mapping[str, Any] = self.form.get("properties", {})
        return properties


def validate_form(spec: ItemSpec, form: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with a filled-in form of this item, in the order of its fields."""
    return problems_of(spec.form, form)


def _code(plain: Plain) -> str:
    code = plain.text("code", required=True)
    if not CODE.match(code):
        raise plain.bad("code", "2至80位字母、数字、点、下划线和连字符")
    return code


def _members(plain: Plain, key: str, kind: type[Member], *, code: str, what: str) -> tuple[Member, ...]:
    """Members of a closed list, each once."""
    given = [str(one) for one in plain.rows(key)]
    if strangers := [one for one in given if one not in list(kind)]:
        raise BadInput(
            code,
            "{where}的{what}“{given}”无法识别:只能是 {known}。",
            where=plain.where,
            what=what,
            given=strangers[0],
            known="、".join(kind),
        )
    check_unique(given, where=plain.where, what=what)
    return tuple(kind(one) for one in given)


def _origin(plain: Plain) -> Mapping[str, str]:
    inner = Plain.of(plain.mapping("origin"), f"{plain.where}的来源", ORIGIN_KEYS)
    return MappingProxyType({key: inner.text(key) for key in ORIGIN_KEYS if inner.text(key)})


def _effect_fields(plain: Plain) -> Mapping[str, str]:
    return MappingProxyType({fact: str(name) for fact, name in plain.mapping("effect_fields").items()})


# How each part is read, by its name. The default terms are those of 行政许可法: 32 corrections told at once, 44
# delivery, 42 extension.
READERS: Mapping[str, Callable[[Plain], Any]] = {
    "code": _code,
    "name": lambda plain: plain.text("name", required=True, longest=200),
    "type": lambda plain: plain.choice("type", ItemType),
    "agency": lambda plain: plain.text("agency", required=True),
    "power": lambda plain: plain.text("power"),
    "audience": lambda plain: plain.choice("audience", Audience, Audience.ANY),
    "topics": lambda plain: _members(plain, "topics", Topic, code="item.topic", what="主题"),
    "summary": lambda plain: plain.text("summary"),
    "basis": lambda plain: tuple(Basis.parse(row, plain.where) for row in plain.rows("basis")),
    "statutory_term": lambda plain: plain.term("statutory_term"),
    "promised_term": lambda plain: plain.term("promised_term"),
    "acceptance_term": lambda plain: plain.term("acceptance_term") or ACCEPTANCE_TERM,
    "delivery_term": lambda plain: plain.term("delivery_term") or DELIVERY_TERM,
    "extension_term": lambda plain: plain.term("extension_term", str(EXTENSION_TERM)),
    "correction_answer_term": lambda plain: plain.term("correction_answer_term"),
    "materials": lambda plain: tuple(Material.parse(row, plain.where) for row in plain.rows("materials")),
    "modes": lambda plain: _members(plain, "modes", Mode, code="item.mode", what="办理方式"),
    "trips": lambda plain: plain.number("trips", 0),
    "fee_yuan": lambda plain: plain.yuan("fee_yuan"),
    "fee_basis": lambda plain: plain.text("fee_basis"),
    "form": lambda plain: MappingProxyType(restored(plain.mapping("form"))),
    "procedure": lambda plain: Procedure.parse(plain.rows("procedure"), plain.text("name")),
    "effect": lambda plain: plain.choice("effect", Effect, Effect.NONE),
    "effect_fields": _effect_fields,
    "commitment_allowed": lambda plain: plain.flag("commitment_allowed", False),
    "faq": lambda plain: tuple(Faq.parse(row, plain.where) for row in plain.rows("faq")),
    "origin": _origin,
}


def check_item(spec: ItemSpec) -> None:
    """Refuse contradictions inside the guide, naming the item and both values."""
    for check in CONTRADICTIONS:
        check(spec)


def check_material_keys(spec: ItemSpec) -> None:
    """Refuse two materials under one key."""
    check_unique((material.key for material in spec.materials), where=spec.where, what="材料")


def check_the_form(spec: ItemSpec) -> None:
    """Refuse a form that is no schema we draw."""
    if spec.form:
        check_form(spec.form, where=spec.where)


def check_promise(spec: ItemSpec) -> None:
    """Refuse a promised term longer than the statutory one (行政许可法 42: a promise may only shorten)."""
    if spec.statutory_term and spec.promised_term and spec.promised_term.longer_than(spec.statutory_term):
        raise BadInput(
            "item.promise",
            "{where}的承诺时限{promised}长于法定时限{statutory}:请缩短承诺时限;计时方式不同的,请改用同一计时方式。",
            where=spec.where,
            promised=spec.promised_term.words,
            statutory=spec.statutory_term.words,
        )


def check_extension(spec: ItemSpec) -> None:
    """Refuse an extension that is counted otherwise than what it extends."""
    terms = [term for term in (spec.statutory_term, spec.promised_term) if term]
    if spec.extension_term and any(term.counting is not spec.extension_term.counting for term in terms):
        raise BadInput(
            "item.extension",
            "{where}的延期{extension}与办理时限的计时方式不同:请统一计时方式,不得延期的请留空。",
            where=spec.where,
            extension=spec.extension_term.words,
        )


def check_procedure_fits(spec: ItemSpec) -> None:
    """Refuse a procedure whose critical path is longer than the promised term."""
    needed = spec.procedure.parallel_term
    if needed and spec.promised_term and needed.longer_than(spec.promised_term):
        raise BadInput(
            "item.critical_path",
            "{where}的流程最长需要{needed}({path}),长于承诺时限{promised}:请缩短环节时限或延长承诺时限。",
            where=spec.where,
            needed=needed.words,
            path="→".join(spec.procedure.by_key[key].name for key in spec.procedure.critical_path),
            promised=spec.promised_term.words,
        )


def check_fields(spec: ItemSpec) -> None:
    """Refuse an effect that reads a field the form does not have."""
    for fact, name in spec.effect_fields.items():
        if not KEY.match(fact) or name not in spec.form_fields:
            raise BadInput(
                "item.effect_field",
                "{where}的结果字段“{fact}”取自表单字段“{field}”,但表单里没有它。",
                where=spec.where,
                fact=fact,
                field=name,
            )
    if spec.effect_fields and not spec.effect:
        raise BadInput("item.effect", "{where}写了 effect_fields 却没有 effect:请写明结果。", where=spec.where)


def check_conditions(spec: ItemSpec) -> None:
    """Refuse a condition that reads a field the form does not have."""
    for step in spec.procedure:
        if step.when and step.when.field not in spec.form_fields:
            raise BadInput(
                "item.condition_field",
                "{where}的环节“{step}”的条件“{condition}”用到表单字段“{field}”,但表单里没有它。",
                where=spec.where,
                step=step.key,
                condition=step.when,
                field=step.when.field,
            )


def check_fee(spec: ItemSpec) -> None:
    """Refuse a fee without its basis."""
    if spec.fee_yuan and not spec.fee_basis:
        raise BadInput(
            "item.fee", "{where}收费{fee}元却没有收费依据:请写明 fee_basis。", where=spec.where, fee=spec.fee_yuan
        )


def check_commitments(spec: ItemSpec) -> None:
    """Refuse a commitment where none is allowed."""
    promised = [one for one in spec.materials if one.source is Source.COMMITMENT]
    if promised and not spec.commitment_allowed:
        raise BadInput(
            "item.commitment",
            "{where}的材料“{name}”以告知承诺替代,但事项不适用告知承诺(commitment_allowed: false)。",
            where=spec.where,
            name=promised[0].name,
        )


CONTRADICTIONS: tuple[Callable[[ItemSpec], None], ...] = (
    check_material_keys,
    check_the_form,
    check_fields,
    check_conditions,
    check_promise,
    check_extension,
    check_procedure_fits,
    check_fee,
    check_commitments,
)


def check_complete(spec: ItemSpec) -> None:
    """Refuse to publish a guide that lacks what a case needs; drafts and imports may still lack it."""
    if missing := lacking(spec):
        raise BadInput(
            "item.incomplete",
            "{where}还不能发布,缺少:{missing}。",
            where=spec.where,
            missing="、".join(missing),
        )


def lacking(spec: ItemSpec) -> list[str]:
    """Names of the parts without which no case can be handled, as far as they are empty."""
    needed = {
        "power": spec.power,
        "basis": spec.basis,
        "statutory_term": spec.statutory_term,
        "promised_term": spec.promised_term,
        "form": spec.form,
        "procedure": spec.procedure.steps,
    }
    return [key for key, value in needed.items() if not value]
