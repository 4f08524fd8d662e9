"""What the portal says of an item, in words: rows and boxes, ready for a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tongban.registry.catalog.rules import LEAD, Audience, Condition, ItemSpec, Material, Source, Step

GROUPS = {
    Audience.PERSON: "个人办事",
    Audience.ENTERPRISE: "企业办事",
    Audience.ANY: "个人和企业都可以办",
}
COMPARED = {"==": "为", "!=": "不为", ">": "大于", ">=": "不小于", "<": "小于", "<=": "不超过"}
SOURCES = {Source.HELD: "政府已有,由我们自行调取,您不用交", Source.COMMITMENT: "可以用书面承诺代替"}


@dataclass(frozen=True)
class Box:
    """A step in the picture; ``waits`` names the steps it comes after, ``when`` the case in which it is taken;
    ``is_critical`` says that its delay delays the whole."""

    name: str
    agency: str
    term: str
    waits: str
    when: str
    is_critical: bool


@dataclass(frozen=True)
class Branch:
    """Steps side by side that belong together: the alternatives of a choice, or one step of its own."""

    is_choice: bool
    boxes: list[Box]


@dataclass(frozen=True)
class Layer:
    """Steps that may begin once those of the layers before are done."""

    number: int
    branches: list[Branch]

    @property
    def is_parallel(self) -> bool:
        """Whether its branches run side by side."""
        return len(self.branches) > 1


@dataclass(frozen=True)
class MaterialWords:
    """A material with what an applicant has to know of it."""

    name: str
    source: str
    is_held: bool
    copies: str
    notes: list[str]


def grouped(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Lines of the list under the words for whom they are."""
    order = list(GROUPS)
    place = {id(row): order.index(Audience(row["audience"])) for row in rows}
    ranked = sorted(rows, key=lambda row: place[id(row)])
    return [(GROUPS[order[key]], list(found)) for key, found in groupby(ranked, key=lambda row: place[id(row)])]


def layers(spec: ItemSpec, agencies: Mapping[str, str]) -> list[Layer]:
    """The procedure as layers, each after all it waits for; ``agencies`` are names by code."""
    depth: dict[str, int] = {}
    for step in spec.procedure.order:
        depth[step.key] = 1 + max((depth[key] for key in step.after), default=0)
    return [
        Layer(number, _branches(spec, [step for step in spec.procedure if depth[step.key] == number], agencies))
        for number in range(1, max(depth.values(), default=0) + 1)
    ]


def _branches(spec: ItemSpec, steps: Sequence[Step], agencies: Mapping[str, str]) -> list[Branch]:
    found: dict[str, list[Box]] = {}
    for step in steps:
        found.setdefault(step.choice or f"={step.key}", []).append(_box(spec, step, agencies))
    return [Branch(len(boxes) > 1, boxes) for boxes in found.values()]


def _box(spec: ItemSpec, step: Step, agencies: Mapping[str, str]) -> Box:
    return Box(
        name=step.name,
        agency="主办单位" if step.agency == LEAD else agencies.get(step.agency, step.agency),
        term=step.term.words,
        waits="、".join(spec.procedure.by_key[key].name for key in step.after),
        when=(condition(spec, step.when) if step.when else "其他情形") if step.choice else "",
        is_critical=has_slack(spec) and decides(spec, step),
    )


def decides(spec: ItemSpec, step: Step) -> bool:
    """Whether a delay of this step delays the whole; of ways equally long, all do."""
    return spec.procedure.longest({step.key: 1}) > spec.procedure.longest()


def has_slack(spec: ItemSpec) -> bool:
    """Whether some step may take longer without delaying the whole, so that it is worth marking the others."""
    return not all(decides(spec, step) for step in spec.procedure)


def condition(spec: ItemSpec, when: Condition) -> str:
    """A condition with the title of its field and the words of its value."""
    field = spec.form_fields.get(when.field, {})
    title = field.get("title", when.field)
    if isinstance(when.value, bool):
        return f"“{title}”{COMPARED[when.operator]}{'是' if when.value else '否'}"
    value = (
        f"{when.value:g}" if isinstance(when.value, float) else field.get("x-labels", {}).get(when.value, when.value)
    )
    return f"{title}{COMPARED[when.operator]}{value}"


def materials(spec: ItemSpec) -> list[MaterialWords]:
    """The materials, those that the applicant brings first."""
    ranked = sorted(spec.materials, key=lambda one: list(Source).index(one.source) if one.source != Source.HELD else 9)
    return [_material(spec, one) for one in ranked]


def _material(spec: ItemSpec, one: Material) -> MaterialWords:
    by_promise = one.source is Source.COMMITMENT and not spec.commitment_allowed
    notes = [
        "" if one.required else "按需提交",
        "可容缺:先受理,限期补交" if one.deferrable else "",
        f"格式文本:《{one.form_template}》" if one.form_template else "",
        one.note,
    ]
    return MaterialWords(
        name=one.name,
        source="请您提交" if by_promise else SOURCES.get(one.source, "请您提交"),
        is_held=one.source is Source.HELD,
        copies="" if one.source is Source.HELD else f"{one.copies}份",
        notes=[note for note in notes if note],
    )


def fee(spec: ItemSpec) -> str:
    """What it costs."""
    return f"{spec.fee_yuan.normalize():f}元" if spec.fee_yuan else "不收费"


def trips(spec: ItemSpec) -> str:
    """How often an applicant has to come."""
    return f"最多跑{spec.trips}次" if spec.trips else "一次也不用跑"
