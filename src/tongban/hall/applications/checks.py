"""What bars a move of an application beyond state, role and power: one wording for the act, the page and the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tongban.casework.cases import clock
from tongban.casework.cases.checks import check_extendable, check_resumable
from tongban.casework.cases.models import Case
from tongban.casework.cases.queries import Whole
from tongban.common.errors import DomainError, Refused
from tongban.hall.applications.rules import materials, moves
from tongban.hall.applications.rules.materials import MaterialState
from tongban.registry.catalog.rules import ItemSpec


@dataclass(frozen=True)
class Scene:
    """A case as a reader finds it: with the state of each material given, by key, and the step in question."""

    found: Whole
    given: Mapping[str, str]
    step: str
    at: datetime


def check_askable(case: Case, spec: ItemSpec, *, at: datetime) -> None:
    """Refuse a second one-time notice, and one told too late (行政许可法 art. 32)."""
    if case.corrections:
        raise Refused(
            "correction.again",
            "本件已一次性告知补正,不得再次要求补正(《行政许可法》第三十二条):请受理或依法不予受理。",
        )
    silence = clock.acceptance_clock(case, spec)
    due_at = silence.due_at() if silence else None
    if due_at is not None and at >= due_at:
        raise Refused(
            "correction.late",
            "已超过{term}的告知期限,自收到申请之日起视为受理({law})。",
            term=spec.acceptance_term.words,
            law=clock.law_of(spec, clock.ClockName.ACCEPTANCE),
        )


def check_decidable(case: Case, spec: ItemSpec, given: Mapping[str, str]) -> None:
    """Refuse a decision while a step is open or a deferred material is owed."""
    if case.steps_left:
        raise Refused("decide.steps", "还有{count}个环节未办结,不能作出决定:请先办结各环节。", count=case.steps_left)
    if owed := owed_in(given):
        names = "、".join(spec.material(key).name for key in owed)
        raise Refused("decide.deferred", "容缺材料{names}尚未补交,不能作出决定。", names=names)


def owed_in(given: Mapping[str, str]) -> list[str]:
    """Keys of the deferred materials not yet brought."""
    return [key for key, state in given.items() if state == MaterialState.DEFERRED.value]


def check_owed(given: Mapping[str, str]) -> None:
    """Refuse to receive deferred materials where none is owed."""
    if not owed_in(given):
        raise Refused("deferred.none", "本件没有待补交的容缺材料。")


BARS: Mapping[str, Callable[[Scene], object]] = {
    moves.ACCEPT.name: lambda s: materials.check_complete(s.found.spec, s.given),
    moves.ACCEPT_DEFERRED.name: lambda s: materials.check_deferrable(s.found.spec, s.given),
    moves.ACCEPT_COMMITTED.name: lambda s: materials.check_committed(s.found.spec, s.given),
    moves.ASK_CORRECTION.name: lambda s: check_askable(s.found.case, s.found.spec, at=s.at),
    moves.RESUME.name: lambda s: check_resumable(s.found.ledger, ""),
    moves.RESUME_STEP.name: lambda s: check_resumable(s.found.ledger, s.step),
    moves.EXTEND.name: lambda s: check_extendable(s.found.case, s.found.spec, s.found.steps, s.found.ledger, at=s.at),
    moves.PROVIDE_DEFERRED.name: lambda s: check_owed(s.given),
    moves.DECIDE.name: lambda s: check_decidable(s.found.case, s.found.spec, s.given),
}


def bar(move: str, scene: Scene) -> DomainError | None:
    """Why the move is barred in this scene; None when nothing but its own input can still refuse it."""
    try:
        if check := BARS.get(move):
            check(scene)
    except DomainError as refusal:
        return refusal
    return None
