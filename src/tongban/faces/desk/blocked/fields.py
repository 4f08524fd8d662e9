"""What the moves of a blocked matter ask, field by field, and how an input of each is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from tongban.casework.cases.rules import Outcome
from tongban.common.errors import BadInput
from tongban.common.said import said
from tongban.faces.api.matters import MatterView
from tongban.faces.pages.inputs import Input, Option, Typed, Widget
from tongban.hall.appeals.rules.words import Door
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import Cause, RootCause

if TYPE_CHECKING:
    pass

LINE, TEXT, CHOICE, DAY, FILE = Widget.LINE, Widget.TEXT, Widget.CHOICE, Widget.DAY, Widget.FILE
NOTHING, NONE = Option("", "(请选择)"), Option("", "(没有)")
PARTICIPANTS = ("agency1", "agency2", "agency3", "agency4")
DUTIES = (1, 2, 3, 4)
Word = TypeVar("Word", bound=StrEnum)


Rows = Callable[[MatterView], Sequence[Option]]


@dataclass(frozen=True)
class Field:
    """A field as a form asks for it; ``first`` is what stands in it before anybody typed."""

    name: str
    label: str
    widget: Widget = TEXT
    is_needed: bool = True
    rows: Rows | None = None
    first: Callable[[MatterView], str] = lambda _: ""
    hint: str = ""

    def drawn(self, view: MatterView, form: str, typed: Typed) -> Input:
        """The input under the name of its form, so that no two of a page share an id."""
        name = f"{form}.{self.name}"
        values = typed.values(name, [self.first(view)])
        chosen = [
            Option(one.value, one.label, one.value in values, one.is_data)
            for one in (self.rows(view) if self.rows else ())
        ]
        return Input(name, self.label, self.widget, self.hint, self.is_needed, values, chosen)


def closed(words: Sequence[StrEnum]) -> Rows:
    """The choices of a closed list, behind the empty one."""
    return lambda _: [NOTHING, *(Option(one.value, one.label) for one in words)]  # type: ignore[attr-defined]


def _offices(view: MatterView) -> Sequence[Option]:
    return [NOTHING, *(Option(code, name, False, True) for code, name in view.offices)]


def _reviewing(view: MatterView) -> Sequence[Option]:
    return [NONE, *(Option(code, name, False, True) for code, name in view.reviewing)]


OUTCOMES = (Outcome.RESOLVED, Outcome.INFORMED, Outcome.UNMET)
REASON = Field("reason", "理由")
ROOT = (
    Field("root", "根因", CHOICE, rows=closed(list(RootCause)), hint="指南或目录有误的,会转事项整改。"),
    Field("root_words", "根因说明", hint="为什么会发生,写清楚。"),
    Field("change", "应整改的内容", is_needed=False, hint="指南或目录有误时填写:改哪里、改成什么。"),
)
AGENCY = Field("agency", "责任单位", CHOICE, rows=_offices, first=lambda view: view.matter.agency_id or "")
TAKING_PART = tuple(
    Field(name, said("参加单位{place}", place=place), CHOICE, place <= 2, rows=_offices)
    for place, name in enumerate(PARTICIPANTS, 1)
)
TASKS = tuple(
    field
    for place in DUTIES
    for field in (
        Field(f"who{place}", said("任务{place}:责任单位", place=place), CHOICE, place == 1, rows=_reviewing),
        Field(f"what{place}", said("任务{place}:做什么", place=place), LINE, place == 1),
        Field(f"due{place}", said("任务{place}:完成日", place=place), DAY, place == 1),
    )
)
ASKED: Mapping[str, tuple[Field, ...]] = {
    moves.CLASSIFY.name: (
        Field("cause", "原因类别", CHOICE, rows=closed(list(Cause)), first=lambda view: view.matter.cause),
        Field(
            "item",
            "事项编码",
            LINE,
            False,
            first=lambda view: view.case.item_id or "",
            hint="没有关联事项的,在这里补上。",
        ),
    ),
    moves.SOLVE.name: (Field("text", "解决情况", hint="反映人看得到。"), *ROOT),
    moves.REFUSE.name: (Field("door", "应当去的地方", CHOICE, rows=closed(list(Door))), REASON),
    moves.ACCEPT.name: (AGENCY, Field("note", "交办意见", is_needed=False)),
    moves.TAKE.name: (),
    moves.JOINT_REVIEW.name: (*TAKING_PART, REASON),
    moves.OPINE.name: (Field("opinion", "会审意见"),),
    moves.CONCLUDE.name: (Field("minutes", "会审纪要"), Field("decision", "会审决定"), *TASKS),
    moves.COMPLETE_TASK.name: (Field("result", "完成情况"),),
    moves.LEADING_GROUP.name: (Field("agency", "领导小组办公室所在单位", CHOICE, rows=_offices), REASON),
    moves.ANSWER.name: (
        Field("outcome", "办理结果", CHOICE, rows=closed(list(OUTCOMES))),
        Field("text", "答复", hint="写明事实、依据和处理结果;照抄或字数不足的会被退回。"),
    ),
    moves.FIND_CAUSE.name: ROOT,
    moves.WITHDRAW.name: (Field("reason", "撤回原因"),),
    moves.ARCHIVE.name: (),
    moves.ATTACH.name: (Field("file", "文件", FILE, hint="PDF、JPG、PNG、DOCX 或 XLSX,至多 20 MB。"),),
    moves.MESSAGE.name: (Field("text", "留言", hint="反映人会看到。"),),
    moves.NOTE.name: (Field("text", "内部备注", hint="只有办理人员看得到。"),),
}
LABELS = {field.name: field.label for fields in ASKED.values() for field in fields}


def word(kind: type[Word], given: str, label: str) -> Word:
    """One of a closed list; refused with the name of the field."""
    try:
        return kind(given)
    except ValueError:
        raise BadInput("form.choice", "请从列表中选择“{label}”。", label=said(label)) from None


def day(given: str, label: str) -> date:
    """A day as a browser sends it."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise BadInput("form.day", "请填写“{label}”,如2026-03-05。", label=label) from None
