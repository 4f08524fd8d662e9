"""What bars a move of a blocked matter beyond state and role: one wording for the act, the page and the API."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tongban.casework.cases.models import Case, Step
from tongban.casework.cases.rules import Kind, Status, StepState
from tongban.common.actors import Actor
from tongban.common.errors import Refused
from tongban.common.time import localdate
from tongban.hall.blocked.models import BlockedMatter
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import (
    AGAIN,
    JOINT_RUNG,
    LEADING_RUNG,
    REVIEW,
    RUNG,
    RUNG_LABELS,
    TASK,
    rung_of,
)

FAILED = frozenset({Status.REFUSED.value, Status.WITHDRAWN.value, Status.CORRECTING.value})


def is_failed(case: Case) -> bool:
    """Whether an application did not come to be decided: refused, withdrawn, or stuck in corrections."""
    is_put_away = case.status == Status.ARCHIVED.value and case.decided_at is None
    return case.kind == Kind.APPLICATION.value and (case.status in FAILED or is_put_away)


def check_failed(case: Case) -> None:
    """Refuse an application that is under way or was decided: it has doors of its own."""
    if is_failed(case):
        return
    status = Status(case.status).label_for(case.kind)
    raise Refused(
        "blocked.not_failed",
        "{number}现为“{status}”,不属于没有办成的件:正在办理的请在办件页留言催办,对决定不服的请依法申请行政复议或提起诉讼。",
        number=case.number,
        status=status,
    )


def check_same_day(case: Case, at: datetime) -> None:
    """Refuse to call solved on the spot what was brought on another day."""
    if case.received_at is None or localdate(case.received_at) != localdate(at):
        raise Refused("blocked.not_today", "只有当天反映的才能当场解决:请受理并交办,由责任单位限期办理。")


def open_of(steps: Sequence[Step], kind: str) -> list[Step]:
    """The open steps of that kind: hands of a rung, opinions of a joint review, tasks."""
    return [step for step in steps if step.key.startswith(f"{kind}-") and step.state == StepState.OPEN.value]


def check_below(steps: Sequence[Step], wanted: int) -> int:
    """The rung a matter stands on, if it can still be raised to the wanted one."""
    rung = rung_of(step.key for step in steps)
    if rung >= wanted:
        raise Refused(
            "blocked.raised",
            "本件已在“{rung}”一级,不能再{wanted}:请在本级形成答复。",
            rung=RUNG_LABELS[rung],
            wanted={JOINT_RUNG: "提请联合会审", LEADING_RUNG: "提请领导小组"}[wanted],
        )
    return rung


def check_reviewing(steps: Sequence[Step]) -> None:
    """Refuse a decision where no joint review is under way, and a second one."""
    if rung_of(step.key for step in steps) != JOINT_RUNG:
        raise Refused("review.none", "本件没有在联合会审:请先提请联合会审。")
    if any(step.key.startswith(f"{TASK}-") for step in steps):
        raise Refused("review.concluded", "联合会审已形成决定:请督促各单位完成任务,或提请领导小组。")


def check_answerable(steps: Sequence[Step]) -> None:
    """Refuse an answer before the joint review has decided, and before its tasks are done."""
    rung = rung_of(step.key for step in steps)
    if rung == JOINT_RUNG and not any(step.key.startswith(f"{TASK}-") for step in steps):
        raise Refused("review.open", "联合会审尚未形成决定:请先写明会审纪要、决定和分工,再答复。")
    if rung == JOINT_RUNG and (left := open_of(steps, TASK)):
        raise Refused(
            "task.open", "会审任务还有{count}项没有完成:请各单位完成后再答复,或提请领导小组。", count=len(left)
        )


def check_contestable(steps: Sequence[Step]) -> None:
    """Refuse to contest a second time: the ladder goes on elsewhere."""
    if any(step.key.endswith(f"-{AGAIN}") for step in steps):
        raise Refused("contest.again", "您已表示过一次不认可,本件已重新办理:仍不认可的,可依法申请行政复议、提起诉讼。")


def check_rooted(matter: BlockedMatter, case: Case) -> None:
    """Refuse to put away what was closed without anybody asking why it could happen."""
    if case.status == Status.DELIVERED.value and not matter.root_class:
        raise Refused("blocked.no_root", "本件还没有认定根因,不能归档:请专员先认定根因。")


def check_not_rooted(matter: BlockedMatter) -> None:
    """Refuse a second finding: what it set going is under way."""
    if matter.root_class:
        raise Refused("root.again", "本件的根因已经认定,不能更改:请在整改件中补充说明。")


@dataclass(frozen=True)
class Scene:
    """A blocked matter as a reader finds it."""

    case: Case
    matter: BlockedMatter
    steps: Sequence[Step]
    actor: Actor
    at: datetime


BARS: Mapping[str, Callable[[Scene], object]] = {
    moves.SOLVE.name: lambda s: check_same_day(s.case, s.at),
    moves.JOINT_REVIEW.name: lambda s: check_below(s.steps, JOINT_RUNG),
    moves.LEADING_GROUP.name: lambda s: check_below(s.steps, LEADING_RUNG),
    moves.CONCLUDE.name: lambda s: check_reviewing(s.steps),
    moves.ANSWER.name: lambda s: check_answerable(s.steps),
    moves.CONTEST.name: lambda s: check_contestable(s.steps),
    moves.FIND_CAUSE.name: lambda s: check_not_rooted(s.matter),
    moves.ARCHIVE.name: lambda s: check_rooted(s.matter, s.case),
}
# which steps each step move is made to
STEPS_OF: Mapping[str, tuple[str, ...]] = {
    moves.OPINE.name: (REVIEW,),
    moves.COMPLETE_TASK.name: (TASK,),
    moves.TAKE.name: (RUNG, REVIEW, TASK),
}
