"""What bars a move of an application beyond state, role and power: one wording for the act, the page and the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tongban.casework.cases import clock
from tongban.casework.cases.checks import check_extendable, check_resumable
from tongban.casework.cases.models import Case
from tongban.casework.cases.queries import Whole
from tongban.casework.cases.rules import Status
from tongban.common.errors import Refused
from tongban.hall.applications.rules import materials, moves
from tongban.hall.applications.rules.materials import MaterialState, Review
from tongban.registry.catalog.rules import ItemSpec


@dataclass(frozen=True)
class Scene:
    """A case as a reader finds it: state and review of each material given, by key, and the step in question."""

    found: Whole
    given: Mapping[str, str]
    step: str
    at: datetime
    reviews: Mapping[str, str] = field(default_factory=dict)


def check_askable(case: Case, spec: ItemSpec, *, at: datetime) -> None:
    """Refuse a second one-time notice, and one told too late (行政许可法 art. 32)."""
    if case.corrections:
        raise Refused(
            "correction.again",
            "本件已一次性告知补正,不得再次要求补正(《行政许可法》第三十二条):请受理或依法不予受理。",
        )
    check_answerable(case, spec, at=at)


def check_answerable(case: Case, spec: ItemSpec, *, at: datetime) -> None:
    """Refuse any answer at the desk once silence has answered: the case counts as accepted from its receipt."""
    if case.status != Status.SUBMITTED.value:
        return
    silence = clock.acceptance_clock(case, spec)
    due_at = silence.due_at() if silence else None
    if due_at is not None and at >= due_at:
        raise Refused(
            "acceptance.late",
            "已超过{term}的受理期限,自收到申请之日起视为受理({law}),由系统登记,不再另行受理、补正或不予受理。",
            term=spec.acceptance_term.words,
            law=clock.law_of(spec, clock.ClockName.ACCEPTANCE),
        )


def check_decidable(case: Case) -> None:
    """Refuse a decision while a step is open."""
    if case.steps_left:
        raise Refused("decide.steps", "还有{count}个环节未办结,不能作出决定:请先办结各环节。", count=case.steps_left)


def check_grantable(case: Case, spec: ItemSpec, given: Mapping[str, str], reviews: Mapping[str, str]) -> None:
    """Refuse to grant while a material is owed or stands refused.

    Owed is what was deferred, or never given where silence accepted the case.
    """
    if refused := [key for key, review in reviews.items() if review == Review.REFUSED.value]:
        names = "、".join(f"“{spec.material(key).name}”" for key in refused)
        raise Refused(
            "decide.refused",
            "材料{names}审核为不合格,不能作出准予决定:请申请人更换材料,或作出不予决定。",
            names=names,
        )
    if owed := owed_in(case, spec, given):
        names = "、".join(spec.material(key).name for key in owed)
        raise Refused("decide.owed", "材料{names}尚未补交,不能作出准予决定。", names=names)


def owed_in(case: Case, spec: ItemSpec, given: Mapping[str, str]) -> list[str]:
    """Keys of the materials still to come: the deferred ones, and all that a case deemed accepted lacks."""
    owed = [key for key, state in given.items() if state == MaterialState.DEFERRED.value]
    if case.acceptance == "deemed":
        owed += [material.key for material in materials.missing(spec, given)]
    return owed


def check_owed(case: Case, spec: ItemSpec, given: Mapping[str, str]) -> None:
    """Refuse to receive materials afterwards where none is owed."""
    if not owed_in(case, spec, given):
        raise Refused("deferred.none", "本件没有待补交的材料。")


def in_term(check: Callable[[ItemSpec, Mapping[str, str]], object]) -> Callable[[Scene], object]:
    """A check of materials at acceptance, after those that the term to answer still runs and none stands refused."""

    def checked(s: Scene) -> object:
        check_answerable(s.found.case, s.found.spec, at=s.at)
        materials.check_reviews(s.found.spec, s.reviews)
        return check(s.found.spec, s.given)

    return checked


BARS: Mapping[str, Callable[[Scene], object]] = {
    moves.ACCEPT.name: in_term(materials.check_complete),
    moves.ACCEPT_DEFERRED.name: in_term(materials.check_deferrable),
    moves.ACCEPT_COMMITTED.name: in_term(materials.check_committed),
    moves.REVIEW_MATERIAL.name: lambda s: materials.check_reviewable(s.given),
    moves.REFUSE.name: lambda s: check_answerable(s.found.case, s.found.spec, at=s.at),
    moves.ASK_CORRECTION.name: lambda s: check_askable(s.found.case, s.found.spec, at=s.at),
    moves.RESUME.name: lambda s: check_resumable(s.found.ledger, ""),
    moves.RESUME_STEP.name: lambda s: check_resumable(s.found.ledger, s.step),
    moves.EXTEND.name: lambda s: check_extendable(s.found.case, s.found.spec, s.found.steps, s.found.ledger, at=s.at),
    moves.PROVIDE_DEFERRED.name: lambda s: check_owed(s.found.case, s.found.spec, s.given),
    moves.DECIDE.name: lambda s: check_decidable(s.found.case),
}
