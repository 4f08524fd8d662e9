"""What the pages say of a case, in words: rows of labels and texts, ready for a template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tongban.casework.cases.rules import Outcome, PauseGround, StepState
from tongban.common.said import Joined
from tongban.common.said import said as sentence
from tongban.common.time import local
from tongban.faces.api.reading import STEP, CaseView
from tongban.hall.applications.rules.materials import Review
from tongban.workdays import DayRow, Term

if TYPE_CHECKING:
    from tongban.casework.cases.models import Step

ACCEPTED_HOW = {
    "complete": "材料齐全",
    "deferred": "容缺受理",
    "commitment": "告知承诺",
    "deemed": "逾期未告知,视为受理",
}
CHANNELS = {"online": "网上", "window": "窗口", "system": "业务系统"}


@dataclass(frozen=True)
class ClockWords:
    """A clock in words; ``tone`` names its colour."""

    name: str
    label: str
    term: str
    basis: str
    started: str
    due: str
    state: str
    tone: str
    balance: str
    provisional: str
    pauses: str
    known: bool


@dataclass(frozen=True)
class StepWords:
    """A step in words."""

    step: "Step"
    state: str
    term: str
    period: str
    clock: ClockWords | None


@dataclass(frozen=True)
class DayWords:
    """A day of a clock with what it is: counted, off, paused, make-up."""

    row: DayRow
    kind: str
    label: str

    @property
    def month(self) -> str:
        """2022年7月."""
        return sentence("{year}年{month}月", year=self.row.on.year, month=self.row.on.month)


def moment(at: datetime | None) -> str:
    """An instant as a wall clock in Hefei shows it."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


def term(text: str) -> str:
    """A stored term in official words."""
    return Term.parse(text).words if text else ""


def filled(view: CaseView, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields of a form with their titles in the guide."""
    fields = view.whole.spec.form_fields
    return [
        (str(fields.get(name, {}).get("title", name)), chosen(fields.get(name, {}), value))
        for name, value in given.items()
    ]


def chosen(field: Mapping[str, Any], value: Any) -> str:
    """A value of a form; one of a closed list by the Chinese words the guide gives it."""
    words: Mapping[str, str] = field.get("x-labels", {})
    return words.get(value, value) if isinstance(value, str) else plain(value)


def plain(value: Any) -> str:
    """A value of a form or of the journal as text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(plain(one) for one in value)
    if isinstance(value, dict):
        return ";".join(f"{name}:{plain(one)}" for name, one in value.items())
    return "" if value is None else str(value)


def clocks(view: CaseView) -> list[ClockWords]:
    """Every clock that has begun."""
    return [clock(view, name) for name in view.whole.clocks]


def clock(view: CaseView, name: str) -> ClockWords:
    """One clock at the instant of reading."""
    found, at = view.clock(name), view.at
    state = found.state(at)
    unit = found.term.counting.unit
    left, used = found.remaining(at), found.consumed(at)
    template = "已用{used}{unit},剩余{left}{unit}" if left >= 0 else "已用{used}{unit},超过{left}{unit}"
    balance = sentence(template, used=used, left=abs(left), unit=unit)
    words: str = found.total.words
    if found.total != found.term:
        words = sentence("{term},延期后共{total}", term=found.term.words, total=found.total.words)
    due_on = found.due_on()
    return ClockWords(
        name=name,
        label=view.clock_label(name),
        term=words,
        basis=view.basis_of(name),
        started=moment(found.started_at),
        due=day_words(due_on) if due_on else sentence("中止尚未结束,待恢复后确定"),
        state=state.label,
        tone=state.value,
        balance=balance,
        provisional=found.provisional_reason(),
        pauses=Joined("; ", [pause.words for pause in found.pauses]),
        known=due_on is not None,
    )


def running(view: CaseView) -> ClockWords | None:
    """The clock the state of time is read from."""
    names = [name for name, found in view.whole.clocks.items() if found is view.running]
    return clock(view, names[0]) if names else None


def day_words(on: date) -> str:
    """2022年7月5日."""
    return sentence("{year}年{month}月{day}日", year=on.year, month=on.month, day=on.day)


def steps(view: CaseView) -> list[StepWords]:
    """The steps with their clocks."""
    found = []
    for step in view.whole.steps:
        name = STEP + step.key
        has_clock = name in view.whole.clocks
        period = " 至 ".join(filter(None, [moment(step.started_at), moment(step.ended_at)]))
        found.append(
            StepWords(
                step, StepState(step.state).label, term(step.term), period, clock(view, name) if has_clock else None
            )
        )
    return found


def notices(view: CaseView) -> list[tuple[Any, str, str, list[str]]]:
    """(paper, title, when, items)."""
    return [
        (one, one.kind.label, moment(one.told_at), [str(item.get("what", "")) for item in one.items])
        for one in view.notices
    ]


DATA = {
    "title": "标题",
    "form": "申请表",
    "paper": "纸质材料",
    "queue": "排队号",
    "agent": "代办人",
    "reason": "理由",
    "remedy": "救济途径",
    "result": "办理意见",
    "outcome": "决定",
    "document": "文书",
    "how": "方式",
    "accepted_on": "受理日",
    "received_on": "收件日",
    "promised": "承诺时限",
    "statutory": "法定时限",
    "assignee": "经办人",
    "specialist": "企业专员",
    "items": "补正内容",
    "findings": "预检结果",
    "ground": "事由",
    "grounds": "事由",
    "evidence": "依据材料",
    "limit_on": "最迟恢复日",
    "term": "时限",
    "material": "材料",
    "file": "文件",
    "sha256": "SHA-256",
    "text": "更正内容",
    "message": "留言",
    "note": "内部备注",
    "review": "审核结果",
    "remark": "审核说明",
    "deferred": "容缺材料",
    "commitment": "书面承诺",
    "committed": "承诺材料",
    "provided": "补交材料",
}
MATERIALS = frozenset({"paper", "material", "provided"})


def said(view: CaseView, name: str, value: Any) -> str:
    """A detail of the journal in words: closed lists, terms, materials and fields by their Chinese names."""
    if name == "form":
        return ";".join(f"{title}:{text}" for title, text in filled(view, value))
    if name in MATERIALS:
        names = {material.key: material.name for material in view.whole.spec.materials}
        return "、".join(names.get(key, key) for key in ([value] if isinstance(value, str) else value))
    worded = SAID.get(name)
    return worded(value) if worded else plain(value)


SAID: Mapping[str, Callable[[Any], str]] = {
    "promised": term,
    "statutory": term,
    "term": term,
    "ground": lambda ground: PauseGround(ground).label,
    "grounds": lambda grounds: "、".join(PauseGround(one).label for one in grounds),
    "review": lambda review: Review(review).label,
    "outcome": lambda outcome: Outcome(outcome).label,
    "how": lambda how: ACCEPTED_HOW.get(str(how), str(how)),
    "items": lambda items: ";".join(str(one.get("what", "")) for one in items),
}


def day(row: DayRow) -> DayWords:
    """A day with its kind, read off the reason its reckoning gives."""
    if row.reason.startswith("中止") or "; 中止" in row.reason:
        return DayWords(row, "paused", sentence("中止,不计"))
    if "调休上班" in row.reason:
        label = sentence("调休,第{ordinal}日", ordinal=row.ordinal) if row.counted else sentence("调休,不计")
        return DayWords(row, "makeup", label)
    if row.counted:
        return DayWords(row, "counted", sentence("第{ordinal}日", ordinal=row.ordinal))
    return DayWords(row, "off", sentence("不计"))
