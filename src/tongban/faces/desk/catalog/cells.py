"""The inputs of the editor, section by section, each with what stands in it and everything refused about it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.common.errors import DomainError
from tongban.faces.desk.catalog import fields
from tongban.faces.desk.catalog.typed import LISTS, TERMS, Names, rows_in, split_term
from tongban.faces.desk.catalog.work import Guide
from tongban.registry.catalog.rules import LEAD, Audience, Effect, ItemType, Mode, Source, Topic, labels
from tongban.registry.catalog.rules.diff import LEAD_WORD
from tongban.registry.catalog.rules.faults import Fault
from tongban.registry.catalog.rules.labels import PLACES, Section

Choices = Sequence[tuple[str, object]]
UNIT_WORDS: Choices = (
    ("wd", _("个工作日")),
    ("d", _("日(自然日)")),
    ("dr", _("日(期满遇节假日顺延)")),
    ("h", _("小时")),
)
KIND_WORDS: Choices = (
    ("line", _("文字")),
    ("date", _("日期")),
    ("email", _("电子邮箱")),
    ("integer", _("整数")),
    ("number", _("数字")),
    ("boolean", _("是或否")),
    ("choice", _("单选")),
    ("list", _("一行一项的清单")),
    ("other", _("其他(JSON)")),
)
HINTS: Mapping[str, object] = {
    "agency": _("写部门名称或代码;由受理地的主办单位办理的环节写“主办单位”。"),
    "power": _("写权力事项的名称或代码。"),
    "promised_term": _("不能长于法定时限,也不能短于流程最长的一路。"),
    "extension_term": _("不得延期的留空。"),
    "correction_answer_term": _("不限期的留空。"),
    "effect_fields": _("一行一项,写作“登记事项代码=表单字段代码”。"),
    "form.rest": _('一般留空。例如 {"minProperties": 1} 表示至少填写一项。'),
    "fee_yuan": _("不收费写0。"),
}


@dataclass(frozen=True)
class Cell:
    """One input; ``options`` are (value, word or data, chosen). ``place`` is what faults call it."""

    name: str
    label: object
    kind: str = "line"
    value: str = ""
    options: Sequence[tuple[str, object, bool]] = ()
    hint: object = ""
    suggest: str = ""
    size: str = ""
    unit: str = ""
    errors: Sequence[DomainError] = ()

    @property
    def is_on(self) -> bool:
        """Whether a box is ticked."""
        return self.value == "1"


@dataclass(frozen=True)
class RowCells:
    """One row of a list: its inputs, those seldom needed, and what is wrong with the row as a whole."""

    place: int
    title: str
    cells: Sequence[Cell]
    more: Sequence[Cell] = ()
    errors: Sequence[DomainError] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is wrong with what is seldom needed, which then must be seen."""
        return any(cell.errors for cell in self.more)


@dataclass
class Placed:
    """Refusals by the place they are about; asked once for each input."""

    by_place: dict[str, list[DomainError]] = field(default_factory=dict)

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> "Placed":
        """From what the rules found."""
        placed = cls()
        for fault in faults:
            placed.by_place.setdefault(fault.place, []).append(fault.refusal)
        return placed

    def at(self, place: str) -> list[DomainError]:
        """What is wrong at a place."""
        return self.by_place.get(place, [])


@dataclass(frozen=True)
class Drawing:
    """What is needed to draw a section."""

    guide: Guide
    names: Names
    wrong: Placed

    def cell(self, name: str, kind: str = "line", **more: Any) -> Cell:
        """The input of a part of the guide."""
        value = str(self.guide[name]) if kind != "check" else ("1" if self.guide[name] else "")
        return Cell(
            **{
                "name": name,
                "label": PLACES[name].label,
                "kind": kind,
                "value": value,
                "hint": HINTS.get(name, ""),
                "errors": self.wrong.at(name),
                **more,
            }
        )

    def term(self, name: str) -> Cell:
        """The two inputs of a term of the guide."""
        amount, unit = split_term(str(self.guide[name]))
        return self.cell(name, "term", value=amount, unit=unit, options=chosen(UNIT_WORDS, unit))

    def agency(self, code: str) -> str:
        """What people call an agency."""
        return LEAD_WORD if code == LEAD else self.names.agencies.get(code, code)


def chosen(choices: Choices, *values: str) -> list[tuple[str, object, bool]]:
    """A closed list with what is chosen of it; a value that is not in it stands first, to be seen and refused."""
    known = [value for value, _word in choices]
    strange = [(value, value, True) for value in values if value and value not in known]
    return strange + [(value, word, value in values) for value, word in choices]


def words_of(kind: Iterable[Any]) -> Choices:
    """The members of a closed list with their words."""
    return [(one.value, one.label) for one in kind]


def section_cells(section: Section, drawing: Drawing) -> list[Cell]:
    """The inputs of a section beside its list."""
    return SINGLE[section](drawing)


def _basics(drawing: Drawing) -> list[Cell]:
    guide, names = drawing.guide, drawing.names
    return [
        drawing.cell("name", size="wide"),
        drawing.cell("type", "choice", options=chosen(words_of(ItemType), guide["type"])),
        drawing.cell("audience", "choice", options=chosen(words_of(Audience), guide["audience"])),
        drawing.cell("agency", value=drawing.agency(guide["agency"]), suggest="agencies", hint=""),
        drawing.cell("power", value=names.powers.get(guide["power"], guide["power"]), suggest="powers"),
        drawing.cell("summary", "text", size="wide"),
        drawing.cell("topics", "checks", options=chosen(words_of(Topic), *guide["topics"]), size="wide"),
        drawing.cell("modes", "checks", options=chosen(words_of(Mode), *guide["modes"]), size="wide"),
        drawing.cell("trips", "number", size="short"),
    ]


def _form(drawing: Drawing) -> list[Cell]:
    guide = drawing.guide
    pairs = "\n".join(f"{fact}={name}" for fact, name in guide["effect_fields"].items())
    rest = Cell("form.rest", _("表单的其他规则(JSON)"), "text", guide["form"]["rest"], hint=HINTS["form.rest"])
    return [
        drawing.cell("effect", "choice", options=chosen(words_of(Effect), guide["effect"])),
        drawing.cell("effect_fields", "text", value=pairs),
        Cell(**{**vars(rest), "errors": drawing.wrong.at("form.rest")}),
    ]


SINGLE: Mapping[Section, Callable[[Drawing], list[Cell]]] = {
    Section.BASICS: _basics,
    Section.TERMS: lambda drawing: [drawing.term(name) for name in TERMS],
    Section.MATERIALS: lambda drawing: [drawing.cell("commitment_allowed", "check")],
    Section.STEPS: lambda _: [],
    Section.FORM: _form,
    Section.FEE: lambda drawing: [
        drawing.cell("fee_yuan", "number", size="short"),
        drawing.cell("fee_basis", "text", size="wide"),
    ],
    Section.FAQ: lambda _: [],
}


def section_rows(section: Section, drawing: Drawing) -> list[RowCells]:
    """The rows of a section's list."""
    part = LISTS.get(section)
    if part is None:
        return []
    return [
        RowCells(place, title, cells, more, drawing.wrong.at(f"{part}.{place}"))
        for place, row in enumerate(rows_in(drawing.guide, part))
        for title, cells, more in [ROWS[part](drawing, place, row)]
    ]


@dataclass(frozen=True)
class Maker:
    """Makes the inputs of one row."""

    drawing: Drawing
    part: str
    place: int
    row: Mapping[str, Any]
    labels: Mapping[str, object]

    def cell(self, about: str, kind: str = "line", **more: Any) -> Cell:
        """The input of one field of the row."""
        value = self.row.get(about, "")
        text = ("1" if value else "") if kind == "check" else str(value)
        where = f"{self.part}.{self.place}.{about}"
        return Cell(
            **{
                "name": where,
                "label": self.labels[about],
                "kind": kind,
                "value": text,
                "errors": self.drawing.wrong.at(where),
                **more,
                "hint": more.get("hint", "") if self.place == 0 else "",  # said once a list
            }
        )


Made = tuple[str, list[Cell], list[Cell]]


def _material(drawing: Drawing, place: int, row: Mapping[str, Any]) -> Made:
    make = Maker(drawing, "materials", place, row, labels.MATERIAL)
    return (
        str(row["name"]),
        [
            make.cell("name", size="wide"),
            make.cell("source", "choice", options=chosen(words_of(Source), row["source"])),
            make.cell("copies", "number", size="short"),
            make.cell("required", "check"),
            make.cell("deferrable", "check"),
            make.cell("note", size="wide"),
        ],
        [make.cell("form_template"), make.cell("key", size="short")],
    )


def _step(drawing: Drawing, place: int, row: Mapping[str, Any]) -> Made:
    make = Maker(drawing, "procedure", place, row, labels.STEP)
    amount, unit = split_term(row["term"])
    names = {one["key"]: one["name"] for one in drawing.guide["procedure"]}
    counts = list(names.values())
    after = [name if (name := names.get(key)) and counts.count(name) == 1 else key for key in row["after"]]
    term = make.cell(
        "term", "term", name=f"procedure.{place}", value=amount, unit=unit, options=chosen(UNIT_WORDS, unit)
    )
    return (
        str(row["name"]),
        [
            make.cell("name"),
            make.cell("agency", value=drawing.agency(row["agency"]), suggest="agencies"),
            term,
            make.cell("after", value="、".join(after), suggest="steps", hint=_("写环节名称,几个之间用顿号隔开;一开始就办的留空。"), size="wide"),
        ],
        [
            make.cell("power", value=drawing.names.powers.get(row["power"], row["power"]), suggest="powers"),
            make.cell("choice", hint=_("几选一的环节写同一个组名。")),
            make.cell("when", hint=_("例如 area >= 144;默认的一支留空。")),
            make.cell("key", size="short"),
        ],
    )  # fmt: skip


FIELD_LABELS: Mapping[str, object] = {
    "title": labels.FIELD["title"],
    "name": _("字段代码"),
    "kind": labels.FIELD["type"],
    "required": labels.FIELD["required"],
    "description": labels.FIELD["description"],
    "least": _("最小值或最少字数"),
    "most": _("最大值或最多字数"),
    "options": _("选项,一行一个:代码=文字"),
    "pattern": labels.FIELD["pattern"],
    "prefill": labels.FIELD["x-prefill"],
    "group": _("分页标题"),
    "extra": _("其他规则(JSON)"),
}


def _field(drawing: Drawing, place: int, row: Mapping[str, Any]) -> Made:
    """A field of the form; what its type has no use for is not asked."""
    make, kind = Maker(drawing, "form", place, row, FIELD_LABELS), row["kind"]
    prefill = [("", _("按名称判断")), *labels.PREFILL.items()]
    options = [make.cell("options", "text", size="wide")] if kind == "choice" or row["options"] else []
    extra = [make.cell("extra", "text", size="wide")]
    limits = [
        make.cell(name, "number", size="short") for name in ("least", "most") if kind in fields.LIMITS or row[name]
    ]
    return (
        str(row["title"]),
        [
            make.cell("title"),
            make.cell("kind", "choice", options=chosen(KIND_WORDS, kind), hint=_("改了类型后按“试算”,会出现相应的填写项。")),
            make.cell("required", "check"),
            *options,
            make.cell("description", size="wide"),
            *(extra if kind == "other" else []),
        ],
        [
            *limits,
            *([make.cell("pattern")] if kind == "line" or row["pattern"] else []),
            make.cell("prefill", "choice", options=chosen(prefill, row["prefill"])),
            make.cell("group"),
            make.cell("name", size="short"),
            *([] if kind == "other" else extra),
        ],
    )  # fmt: skip


def _basis(drawing: Drawing, place: int, row: Mapping[str, Any]) -> Made:
    make = Maker(drawing, "basis", place, row, labels.BASIS)
    return str(row["law"]), [make.cell("law", size="wide"), make.cell("article"), make.cell("about", size="wide")], []


def _question(drawing: Drawing, place: int, row: Mapping[str, Any]) -> Made:
    make = Maker(drawing, "faq", place, row, labels.FAQ)
    return str(row["question"]), [make.cell("question", size="wide"), make.cell("answer", "text", size="wide")], []


ROWS: Mapping[str, Callable[[Drawing, int, Mapping[str, Any]], Made]] = {
    "materials": _material,
    "procedure": _step,
    "form": _field,
    "basis": _basis,
    "faq": _question,
}
NAMES: Mapping[str, frozenset[str]] = {
    "materials": frozenset(labels.MATERIAL),
    "procedure": frozenset({*labels.STEP, "amount", "unit"}) - {"term"},
    "form": frozenset(fields.BLANK),
    "basis": frozenset(labels.BASIS),
    "faq": frozenset(labels.FAQ),
}


def names_of(section: Section) -> frozenset[str]:
    """Every name the inputs of a section beside its list may send."""
    single = {part for part, place in PLACES.items() if place.section is section}
    terms = {f"{name}.{half}" for name in single & set(TERMS) for half in ("amount", "unit")}
    more = {f"{LISTS[section]}.rows"} if section in LISTS else set()
    return frozenset(single | terms | more | ({"form.rest"} if section is Section.FORM else set()))
