"""Each move of a blocked matter from what was typed to the service that makes it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tongban.casework.cases.rules import Outcome
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.errors import BadInput
from tongban.common.said import said
from tongban.faces.desk.blocked.fields import DUTIES, PARTICIPANTS, day, word
from tongban.hall.appeals.rules.words import Door
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import Cause, RootCause

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

Given = Mapping[str, Any]  # number, actor, at
Values = Mapping[str, str]


def _plain(service: Callable[..., object], *names: str) -> Callable[[Values, Given], object]:
    return lambda values, given: service(**{name: values[name] for name in names}, **given)


def _root(values: Values) -> blocked.Root:
    cause = word(RootCause, values["root"], "根因")
    return blocked.Root(cause=cause, words=values["root_words"], change=values["change"])


def _solve(values: Values, given: Given) -> object:
    return blocked.solve_on_spot(text=values["text"], root=_root(values), **given)


def _classify(values: Values, given: Given) -> object:
    return blocked.classify(cause=word(Cause, values["cause"], "原因类别"), item=values["item"].strip(), **given)


def _refuse(values: Values, given: Given) -> object:
    return blocked.refuse(door=word(Door, values["door"], "应当去的地方"), reason=values["reason"], **given)


def _joint_review(values: Values, given: Given) -> object:
    participants = [values[name] for name in PARTICIPANTS if values[name]]
    return blocked.joint_review(participants=participants, reason=values["reason"], **given)


def _conclude(values: Values, given: Given) -> object:
    duties = [
        blocked.Duty(
            agency=values[f"who{number}"],
            what=values[f"what{number}"],
            due_on=day(values[f"due{number}"], said("任务{place}:完成日", place=number)),
        )
        for number in DUTIES
        if values[f"who{number}"] or values[f"what{number}"].strip()
    ]
    conclusion = blocked.Conclusion(minutes=values["minutes"], decision=values["decision"], duties=duties)
    return blocked.conclude(conclusion=conclusion, **given)


def _answer(values: Values, given: Given) -> object:
    return blocked.answer(outcome=word(Outcome, values["outcome"], "办理结果"), text=values["text"], **given)


def _leading_group(values: Values, given: Given) -> object:
    if not values["agency"]:
        raise BadInput("form.choice", "请从列表中选择“{label}”。", label=said("领导小组办公室所在单位"))
    return blocked.leading_group(agency=values["agency"], reason=values["reason"], **given)


def attach(file: "UploadedFile[bytes] | None", given: Given) -> object:
    """Keep an uploaded file."""
    if file is None:
        raise BadInput("upload.none", "请先选择要上传的文件。")
    content = file.read(MAX_BYTES + 1)
    return blocked.attach(name=file.name or "", content=content, **given)


VERBS: Mapping[str, Callable[[Values, Given], object]] = {
    moves.CLASSIFY.name: _classify,
    moves.SOLVE.name: _solve,
    moves.REFUSE.name: _refuse,
    moves.ACCEPT.name: _plain(blocked.accept, "agency", "note"),
    moves.TAKE.name: _plain(blocked.take, "step"),
    moves.JOINT_REVIEW.name: _joint_review,
    moves.OPINE.name: _plain(blocked.opine, "step", "opinion"),
    moves.CONCLUDE.name: _conclude,
    moves.COMPLETE_TASK.name: _plain(blocked.complete_task, "step", "result"),
    moves.LEADING_GROUP.name: _leading_group,
    moves.ANSWER.name: _answer,
    moves.FIND_CAUSE.name: lambda values, given: blocked.find_cause(root=_root(values), **given),
    moves.WITHDRAW.name: _plain(blocked.withdraw, "reason"),
    moves.ARCHIVE.name: _plain(blocked.archive),
    moves.MESSAGE.name: _plain(blocked.message, "text"),
    moves.NOTE.name: _plain(blocked.note, "text"),
}
