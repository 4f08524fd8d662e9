"""What became of a blocked matter so far, in plain words."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tongban.common.said import Said, said
from tongban.faces.portal.mine.story import Answer, Scene, answers_in
from tongban.hall.blocked.rules import moves

if TYPE_CHECKING:
    from tongban.casework.cases.models import JournalEntry


def _review(scene: Scene) -> Said:
    names = "、".join(scene.agency(str(code)) for code in scene.data.get("participants", ()))
    return said("提请联合会审,{agencies}参加", agencies=names)


TELLS: Mapping[str, Callable[[Scene], Said | None]] = {
    moves.BRING.name: lambda s: said("您反映了这件事") if s.is_yours else said("登记了您反映的事"),
    moves.ATTACH.name: lambda s: said("您补充了文件“{name}”", name=str(s.data.get("file", ""))) if s.is_yours else None,
    moves.SOLVE.name: lambda _: said("当场解决"),
    moves.REFUSE.name: lambda _: said("没有受理,理由和应当去的地方已告知"),
    moves.ACCEPT.name: lambda s: said("已受理,交给{agency}办理", agency=s.agency(str(s.data.get("agency", "")))),
    moves.TAKE.name: lambda s: said("{agency}的{name}开始办理", agency=s.by, name=str(s.data.get("assignee", ""))),
    moves.JOINT_REVIEW.name: _review,
    moves.OPINE.name: lambda s: said("{agency}反馈了会审意见", agency=s.by),
    moves.CONCLUDE.name: lambda _: said("联合会审形成决定,各单位按分工办理"),
    moves.COMPLETE_TASK.name: lambda s: said("{agency}完成了会审任务", agency=s.by),
    moves.LEADING_GROUP.name: lambda _: said("提请领导小组协调"),
    moves.ANSWER.name: lambda s: said("{agency}作出答复", agency=s.by),
    moves.CONFIRM.name: lambda s: said("您确认办结") if s.is_yours else said("已确认办结"),
    moves.CLOSE.name: lambda _: said("到期没有提出异议,已办结"),
    moves.CONTEST.name: lambda _: said("您不认可答复,重新办理"),
    moves.WITHDRAW.name: lambda s: said("您撤回了") if s.is_yours else said("已撤回"),
    "recount": lambda _: said("节假日安排有变,期限重新计算"),
}


def answers(lines: Sequence["JournalEntry"]) -> list[Answer]:
    """The answers, the newest first, those given on the spot too."""
    return answers_in(lines, moves.ANSWER.name, moves.SOLVE.name)
