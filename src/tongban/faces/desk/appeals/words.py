"""What the pages of an appeal say: facts, buttons, lines of its journal; words of ours and data told apart."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.http import urlencode

from tongban.casework.cases.rules import RECOUNT, Outcome
from tongban.common.actors import Role
from tongban.common.said import Joined
from tongban.faces.api.reading import CaseView
from tongban.faces.desk.appeals.reading import AppealView
from tongban.faces.desk.casepage.words import Button, Line, Text
from tongban.faces.pages import words as pages
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.points import point_words
from tongban.hall.appeals.rules.words import CallResult, Channel, Door, ReturnGround
from tongban.registry.policies.rules import AppealType

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.casework.cases.models import JournalEntry
    from tongban.casework.cases.queries import Allowed

GRAVE = frozenset({moves.REFUSE, moves.WITHDRAW})
# with forms or links of their own on the page, folded into another button, or made by the system alone
BESIDE = frozenset({moves.MESSAGE, moves.NOTE, moves.OPEN_PHONE, moves.MISS, moves.CLOSE})
HANDS = ("主办", "协办", "裁定主办单位", "重新办理")  # what the engine calls the hands, kept with each
NAMELESS = "(匿名反映人)"
LABELS = {one.name: one.label for one in (*moves.BIRTHS, *moves.MOVES, RECOUNT)}


def label_of(name: str) -> str:
    """The Chinese word of a move in the journal of an appeal."""
    return LABELS.get(name, name)


def facts(view: AppealView) -> list[Text]:
    """What was asked and how it stands, those facts that are there."""
    case, appeal = view.case, view.appeal
    rows = [
        Text("类型", AppealType(appeal.type).label, True),
        Text("地点", appeal.place),
        Text("坐标", point_words(appeal.latitude, appeal.longitude)),
        Text("区域", case.region.full_name),
        Text("所涉事项", case.item.name if case.item else ""),
        Text("所涉企业", appeal.enterprise.name if appeal.enterprise else ""),
        Text("领域", appeal.domain),
        Text("来源", Channel(case.channel).label, True),
        Text("登记时间", pages.moment(case.received_at)),
        Text("首次交办", pages.moment(case.accepted_at)),
        Text("主办单位", case.agency.name if case.accepted_at else ""),
        Text("办理结果", Outcome(case.outcome).label if case.outcome else "", True),
        Text("办结", pages.moment(case.ended_at)),
        Text("首问负责人", case.answerable_name),
        Text("适用政策", appeal.policy.document),
    ]
    return [row for row in rows if row.text]


def buttons(view: AppealView) -> list[Button]:
    """Every move but those made elsewhere; one button gives back, whichever return it would be."""
    hidden = moves.GIVE_BACK if view.appeal.returns else moves.CONTEST
    found = [_button(view, one) for one in view.allowed if one.move not in BESIDE and one.move is not hidden]
    return list({(one.label, one.step, str(one.refusal)): one for one in found}.values())


def _button(view: AppealView, one: "Allowed") -> Button:
    name = moves.GIVE_BACK.name if one.move is moves.CONTEST else one.move.name
    step = f"?{urlencode({'step': one.step})}" if one.step else ""
    return Button(
        label=one.move.label,
        step=hand_of(view, one.step) if one.step else "",
        href=f"/cases/{view.case.number}/appeal/{name}{step}",
        refusal=one.refusal,
        is_grave=one.move in GRAVE,
        is_mine=view.actor.has(*one.move.roles),
    )


def hand_of(view: CaseView, key: str) -> str:
    """A hand by the agency that has it."""
    return next((step.agency.name for step in view.whole.steps if step.key == key), key)


@dataclass(frozen=True)
class Spoken:
    """A message or a note: who said it, as what, when."""

    at: "datetime"
    name: str
    role: Role
    text: str

    @property
    def is_reporter(self) -> bool:
        """Whether the reporter wrote it."""
        return self.role is Role.APPLICANT


def spoken(lines: Iterable["JournalEntry"], *, knows: bool) -> list[Spoken]:
    """What lines of messages or notes say; a reporter who is hidden stays without a name."""
    return [
        Spoken(line.at, name_in(line, knows=knows), Role(line.role), str(json.loads(line.data)[line.move]))
        for line in lines
    ]


def name_in(line: "JournalEntry", *, knows: bool) -> str:
    """Who made a line; a reporter who is hidden stays without a name."""
    return NAMELESS if not knows and line.role == Role.APPLICANT.value else line.actor_name


def journal(
    view: CaseView,
    entries: Iterable["JournalEntry"],
    longest: int | None = None,
    *,
    knows: bool,
    names: Mapping[str, str],
) -> list[Line]:
    """Lines of the journal, the newest first; ``names`` are those of the agencies that codes in it stand for."""
    hands = {step.key: step.agency.name for step in view.whole.steps}
    found = [
        Line(
            entry=entry,
            what=label_of(entry.move),
            step=hands.get(entry.step, entry.step),
            role="" if entry.role == Role.WORKER.value else Role(entry.role).label,
            details=list(_details(entry, longest, names)),
            name=name_in(entry, knows=knows),
        )
        for entry in entries
    ]
    return found[::-1]


def codes_in(entries: Iterable["JournalEntry"]) -> set[str]:
    """The codes of agencies that lines speak of."""
    found: set[str] = set()
    for entry in entries:
        data = json.loads(entry.data)
        for name in AGENCIES & set(data):
            found.update([data[name]] if isinstance(data[name], str) else data[name])
    return found - {""}


def _details(entry: "JournalEntry", longest: int | None, names: Mapping[str, str]) -> Iterable[Text]:
    data: Mapping[str, Any] = json.loads(entry.data)
    known = list(DATA)
    for name in sorted(set(data) - UNSAID, key=lambda one: known.index(one) if one in known else len(known)):
        value = data[name]
        if not value:
            continue
        text, is_word = _said(entry.move, name, value, names)
        if longest is not None and len(text) > longest:
            text = text[:longest] + "…"
        yield Text(DATA.get(f"{entry.move}.{name}") or DATA.get(name, name), text, is_word)


def _said(move: str, name: str, value: Any, names: Mapping[str, str]) -> tuple[str, bool]:
    """A detail in words, and whether they are words of ours."""
    if name in AGENCIES:
        return "、".join(names.get(code, code) for code in ([value] if isinstance(value, str) else value)), False
    if name == "suggested":
        return "、".join(str(one.get("name", one.get("agency", ""))) for one in value), False
    worded = RESULTS.get(move) if name == "result" else SAID.get(name)
    try:
        return (worded(value), True) if worded else (pages.plain(value), isinstance(value, bool))
    except ValueError:  # a word of a former version
        return pages.plain(value), False


UNSAID = frozenset({"title", "form"})  # they stand on the page
AGENCIES = frozenset({"lead", "assisting", "agency", "proposed"})
RESULTS: Mapping[str, Callable[[Any], str]] = {
    moves.ANSWER.name: lambda value: Outcome(value).label,
    moves.CALL_BACK.name: lambda value: CallResult(value).label,
    moves.MISS.name: lambda value: CallResult(value).label,
}
SAID: Mapping[str, Callable[[Any], str]] = {
    "type": lambda value: AppealType(value).label,
    "ground": lambda value: ReturnGround(value).label,
    "door": lambda value: Door(value).label,
    "term": pages.term,
    "evidence": lambda value: Joined("、", [str(one)[:12] for one in value]),
}
DATA = {
    "join.lead": "并入的件",
    "text": "内容",
    "place": "地点",
    "lead": "主办单位",
    "assisting": "协办单位",
    "agency": "单位",
    "type": "类型",
    "domain": "领域",
    "duty": "权责条目",
    "suggested": "系统建议",
    "what": "协办事由",
    "ground": "退单情形",
    "door": "去向",
    "result": "结果",
    "reason": "理由",
    "proposed": "建议承办单位",
    "term": "时限",
    "evidence": "佐证",
    "call_back": "须回访",
    "remark": "回访记录",
    "times": "第几次未接通",
    "before": "原政策",
    "after": "现行政策",
    "assignee": "经办人",
    "file": "文件",
    "sha256": "SHA-256",
    "message": "留言",
    "note": "备注",
    "anonymous": "匿名",
    "emergency": "紧急",
}
