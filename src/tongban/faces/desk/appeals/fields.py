"""What the forms of an appeal ask: each field with its words, its choices, and how it is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.errors import BadInput
from tongban.common.said import said
from tongban.common.time import localdate
from tongban.faces.desk.appeals.reading import AppealView
from tongban.faces.pages.inputs import Input, Option, Typed, Widget
from tongban.hall.appeals.queries import Proposal
from tongban.hall.appeals.rules.words import CallResult, Door, ReturnGround
from tongban.registry.agencies import queries as agencies
from tongban.registry.policies.rules import AppealType
from tongban.registry.powers import queries as powers

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

NOTHING = Option("", "(请选择)")
NONE = Option("", "(没有)")
ASSISTING = ("assisting.1", "assisting.2", "assisting.3")
MORE, DUTIES, FILE, SURE, YES = "more", "duties", "file", "sure", "yes"
BACK = "back"  # sent by a list whose reader goes on with the next row
Word = TypeVar("Word", bound=StrEnum)


@dataclass
class Asked:
    """A form of an appeal being drawn or read: the appeal, what was typed, the hands the reader can act on.

    ``lead`` is the one a link chose; ``around`` holds choices that several fields share, read once.
    """

    view: AppealView
    typed: Typed
    steps: Sequence[str] = ()
    files: "Sequence[UploadedFile[bytes]]" = ()
    suggested: Sequence[Proposal] = ()
    lead: str = ""
    around: list[tuple[str, str]] = field(default_factory=list)

    def agencies(self) -> list[Option]:
        """The agencies of the place, around it and inside it."""
        if not self.around:
            self.around = agencies.concerning(self.view.case.region_id, localdate(self.view.at))
        return [Option(code, name, False, True) for code, name in self.around]


Rows = Callable[[Asked], Sequence[Option]]


@dataclass(frozen=True)
class Field:
    """A field as a form asks for it; ``first`` is what stands in it before anybody typed."""

    name: str
    label: str
    widget: Widget = Widget.LINE
    hint: str = ""
    is_needed: bool = False
    rows: Rows | None = None
    first: Callable[[Asked], str] = lambda _: ""

    def drawn(self, asked: Asked) -> Input | None:
        """The input with what was typed; none where there is nothing to choose from."""
        values = asked.typed.values(self.name, [self.first(asked)])
        if self.rows is None:
            return Input(self.name, self.label, self.widget, self.hint, self.is_needed, values)
        options = [Option(one.value, one.label, one.value in values, one.is_data) for one in self.rows(asked)]
        if not [one for one in options if one.value]:
            return None
        widget = Widget.FIXED if self.name == "step" and len(options) == 1 else self.widget
        return Input(self.name, self.label, widget, self.hint, self.is_needed, values, options)


def closed(words: Sequence[StrEnum]) -> Rows:
    """The choices of a closed list, behind the empty one."""
    return lambda _: [NOTHING, *(Option(one.value, one.label) for one in words)]  # type: ignore[attr-defined]


def steps(asked: Asked) -> Sequence[Option]:
    """The hands the reader can act on."""
    return [
        Option(step.key, f"{step.agency.name}({step.name})", False, True)
        for step in asked.view.whole.steps
        if step.key in asked.steps
    ]


def duties(asked: Asked) -> Sequence[Option]:
    """The powers of the lead that was chosen; nothing before one is."""
    lead = asked.typed.value("lead", chosen_lead(asked))
    if lead not in {option.value for option in asked.agencies()}:
        return []
    held = powers.held_by(lead, localdate(asked.view.at))
    return [NONE, *(Option(code, name, False, True) for code, name in held)]


def chosen_lead(asked: Asked) -> str:
    """What a link or a button of the page chose, always open to another choice."""
    return asked.lead


def evidence(asked: Asked) -> Sequence[Option]:
    """The files the office added."""
    kept = [one for one in cases.attachments(asked.view.case) if one.material == "evidence"]
    return [Option(str(one.pk), one.name, False, True) for one in kept]


REASON = Field("reason", "理由", Widget.TEXT, "会告知反映人。", True)
LEAD = Field("lead", "主办单位", Widget.CHOICE, "", True, lambda asked: [NOTHING, *asked.agencies()], chosen_lead)
WITH = tuple(
    Field(name, label, Widget.CHOICE, "", False, lambda asked: [NONE, *asked.agencies()])
    for name, label in zip(ASSISTING, ("协办单位一", "协办单位二", "协办单位三"), strict=True)
)
STEP = Field("step", "办理环节", Widget.CHOICE, "", True, steps)
UPLOAD = Field(FILE, "文件", Widget.FILE, "PDF、JPG、PNG、DOCX 或 XLSX,至多 20 MB。", True)
TYPE = Field(
    "type", "诉求类型", Widget.CHOICE, "", True, closed(list(AppealType)), lambda asked: asked.view.appeal.type
)
DOOR = Field("door", "应当去的地方", Widget.CHOICE, "会告知反映人,不让人白跑。", True, closed(list(Door)))
GROUND = Field("ground", "退单情形", Widget.CHOICE, "", True, closed(list(ReturnGround)))
RESULT = Field("result", "回访结果", Widget.CHOICE, "", True, closed(list(CallResult)))
OUTCOME = Field(
    "outcome", "办理结果", Widget.CHOICE, "", True, closed([Outcome.RESOLVED, Outcome.INFORMED, Outcome.UNMET])
)


def word(kind: type[Word], asked: Asked, name: str, label: str) -> Word:
    """One of a closed list; refused with the name of the field."""
    try:
        return kind(asked.typed.value(name))
    except ValueError:
        raise BadInput("form.choice", "请从列表中选择“{label}”。", label=said(label)) from None


def is_ticked(asked: Asked, name: str) -> bool:
    """Whether a box was ticked."""
    return YES in asked.typed.values(name)


def read_file(file: "UploadedFile[bytes]") -> tuple[str, bytes]:
    """The name and the bytes of an upload; one byte more than allowed is kept, so that the rule refuses what is larger."""
    file.seek(0)
    return file.name or "", file.read(MAX_BYTES + 1)
