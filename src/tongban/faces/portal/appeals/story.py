"""What became of an appeal so far, in plain words; who follows it without a sign-in reads the same."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tongban.common.said import Said, said
from tongban.faces.portal.mine.story import Answer, Scene, answers_in
from tongban.hall.appeals.rules.words import CallResult
from tongban.workdays import Term

if TYPE_CHECKING:
    from tongban.casework.cases.models import JournalEntry


def _of_data(scene: Scene, name: str) -> str:
    return scene.agency(str(scene.data.get(name, "")))


def _dispatched(scene: Scene) -> Said:
    others = "、".join(scene.agency(str(code)) for code in scene.data.get("assisting", ()))
    if others:
        return said("交给{agency}办理,{others}协办", agency=_of_data(scene, "lead"), others=others)
    return said("交给{agency}办理", agency=_of_data(scene, "lead"))


def _extended(scene: Scene) -> Said:
    term = Term.parse(str(scene.data["term"])).words if scene.data.get("term") else ""
    return said("经批准延期{term}:{reason}", term=term, reason=str(scene.data.get("reason", "")))


def _called(scene: Scene) -> Said:
    result = str(scene.data.get("result", ""))
    if result == CallResult.UNREACHED.value:
        return said("回访没有接通,已办结")
    return said("回访办结:{result}", result=CallResult(result).label if result else "")


TELLS: Mapping[str, Callable[[Scene], Said | None]] = {
    "register": lambda s: said("您提出了诉求") if s.is_yours else said("登记了您的诉求"),
    "attach": lambda s: said("您补充了文件“{name}”", name=str(s.data.get("file", ""))) if s.is_yours else None,
    "dispatch": _dispatched,
    "refuse": lambda _: said("没有受理,理由和应当去的地方已告知"),
    "join": lambda _: said("与此前的诉求是同一件事,已并案办理"),
    "take": lambda s: said("{agency}的{name}开始办理", agency=s.by, name=str(s.data.get("assignee", ""))),
    "ask_assist": lambda s: said("请{agency}协办", agency=_of_data(s, "agency")),
    "assist": lambda s: said("{agency}反馈了协办意见", agency=s.by),
    "give_back": lambda s: said("{agency}认为不属于其职责,退回重新交办", agency=s.by),
    "contest": lambda _: said("两个单位都认为不属于其职责,提请协调员裁定"),
    "arbitrate": lambda s: said("已裁定由{agency}办理,不得再退", agency=_of_data(s, "lead")),
    "extend": _extended,
    "answer": lambda s: said("{agency}作出答复", agency=s.by),
    "call_back": _called,
    "miss": lambda _: said("回访没有接通,还会再打"),
    "close": lambda _: said("已办结"),
    "reopen": lambda s: said("您要求重新办理") if s.is_yours else said("重新办理"),
    "withdraw": lambda s: said("您撤回了诉求") if s.is_yours else said("诉求已撤回"),
    "rebase": lambda _: said("改按现行政策计算期限"),
    "recount": lambda _: said("节假日安排有变,期限重新计算"),
}


def answers(lines: Sequence["JournalEntry"]) -> list[Answer]:
    """The answers, the newest first."""
    return answers_in(lines, "answer")


def callbacks(lines: Sequence["JournalEntry"]) -> list[tuple[datetime, str]]:
    """When was called back, and with what result."""
    found = [(line.at, json.loads(line.data).get("result")) for line in lines if line.move in {"call_back", "miss"}]
    return [(at, CallResult(result).label) for at, result in found if result]
