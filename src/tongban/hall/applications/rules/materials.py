"""Materials of an application: what is given, what is missing, which door each gap leaves open. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tongban.casework.cases.rules import Status
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, NotAllowed, Refused
from tongban.common.said import Joined, said
from tongban.registry.catalog.rules import ItemSpec, Material, Source, validate_form

RECEIVERS = (Role.CLERK, Role.TOWN_CLERK, Role.HANDLER, Role.HEAD, Role.SYSTEM)


class MaterialState(StrEnum):
    """What became of a material."""

    UPLOADED = "uploaded"
    PAPER = "paper"
    HELD = "held"
    COMMITTED = "committed"
    DEFERRED = "deferred"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {
            "uploaded": "已上传",
            "paper": "窗口已收",
            "held": "部门共享",
            "committed": "告知承诺",
            "deferred": "容缺后补",
        }[self.value]


class Review(StrEnum):
    """What the office holds of a material it looked at."""

    APPROVED = "approved"
    QUESTIONED = "questioned"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"approved": "通过", "questioned": "存疑", "refused": "不合格"}[self.value]

    @property
    def is_open(self) -> bool:
        """Whether the applicant has to bring it again, or to explain it."""
        return self is not Review.APPROVED


REVIEWABLE = frozenset({MaterialState.UPLOADED.value, MaterialState.PAPER.value, MaterialState.COMMITTED.value})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a precheck found; ``blocks`` submission or only acceptance as it stands."""

    field: str
    sentence: str
    blocks: bool


def missing(spec: ItemSpec, given: Mapping[str, str]) -> list[Material]:
    """Required materials without a row; what the city holds itself is never asked of the applicant."""
    return [m for m in spec.materials if m.required and m.source is not Source.HELD and m.key not in given]


def precheck(spec: ItemSpec, form: Mapping[str, Any], given: Mapping[str, str]) -> list[Finding]:
    """Everything missing or wrong at once (一次告知): the form's problems block, missing materials do not."""
    found = [Finding(problem.path, problem.message, True) for problem in validate_form(spec, form)]
    for material in missing(spec, given):
        how = said(
            "可容缺后补" if material.deferrable else "可告知承诺" if material.source is Source.COMMITMENT else "须补齐"
        )
        found.append(Finding(material.key, said("缺少材料“{name}”:{how}。", name=material.name, how=how), False))
    return found


def check_form(spec: ItemSpec, form: Mapping[str, Any]) -> None:
    """Refuse a form with problems, all of them in one sentence."""
    if problems := validate_form(spec, form):
        raise BadInput(
            "form.invalid",
            "申请表有{count}处需要修改:{list}",
            count=len(problems),
            list=Joined("", [problem.message for problem in problems]),
        )


def check_complete(spec: ItemSpec, given: Mapping[str, str]) -> None:
    """Refuse plain acceptance while required materials are missing, naming every one and the door that is open."""
    if gaps := missing(spec, given):
        raise Refused(
            "materials.missing",
            "缺少材料:{names}。请一次性告知补正,或对可容缺、可承诺的材料改用容缺受理、告知承诺受理。",
            names=_names(gaps),
        )


def check_deferrable(spec: ItemSpec, given: Mapping[str, str]) -> list[Material]:
    """The gaps that may be brought later; refused when there is none or one of them may not."""
    gaps = missing(spec, given)
    if not gaps:
        raise Refused("materials.complete", "材料已齐全,请直接受理。")
    if fixed := [m for m in gaps if not m.deferrable]:
        raise Refused("materials.fixed", "材料{names}不可容缺:请告知申请人补正。", names=_names(fixed))
    return gaps


def check_committed(spec: ItemSpec, given: Mapping[str, str]) -> list[Material]:
    """The gaps a written commitment may stand in for; refused when the item or one of them does not allow it."""
    if not spec.commitment_allowed:
        raise Refused("commitment.item", "本事项不适用告知承诺:请补齐材料。")
    gaps = missing(spec, given)
    if not gaps:
        raise Refused("materials.complete", "材料已齐全,请直接受理。")
    if fixed := [m for m in gaps if m.source is not Source.COMMITMENT]:
        raise Refused("materials.fixed", "材料{names}不能以承诺代替:请告知申请人补正。", names=_names(fixed))
    return gaps


def check_committable(spec: ItemSpec, key: str) -> None:
    """Refuse a commitment in the place of a material that asks for proof."""
    check_keys(spec, [key])
    material = spec.material(key)
    if not spec.commitment_allowed or material.source is not Source.COMMITMENT:
        raise Refused("commitment.material", "材料“{name}”不能以书面承诺代替:请上传,或到窗口提交。", name=material.name)


def check_reviews(spec: ItemSpec, reviews: Mapping[str, str]) -> None:
    """Refuse acceptance while a material stands refused."""
    if refused := [key for key, review in reviews.items() if review == Review.REFUSED.value]:
        raise Refused(
            "materials.refused",
            "材料{names}审核为不合格,不能受理:请一次性告知补正,或依法不予受理;重新核对后合格的,请改为“通过”。",
            names=_names(spec.material(key) for key in refused),
        )


def check_reviewable(given: Mapping[str, str]) -> None:
    """Refuse to review where nothing was given."""
    if not any(state in REVIEWABLE for state in given.values()):
        raise Refused("review.none", "本件还没有可以审核的材料:请先收取材料。")


def check_given(spec: ItemSpec, given: Mapping[str, str], key: str) -> None:
    """Refuse to review a material that is not there."""
    check_keys(spec, [key])
    if given.get(key) not in REVIEWABLE:
        raise Refused(
            "review.missing", "材料{name}还没有提交,不能审核:请先收取材料。", name=_names([spec.material(key)])
        )


def check_keys(spec: ItemSpec, keys: Iterable[str]) -> None:
    """Refuse materials the item does not ask for."""
    known = {material.key for material in spec.materials}
    if strangers := sorted(set(keys) - known):
        raise BadInput(
            "materials.unknown",
            "本事项没有材料“{stranger}”:可提交的是{known}。",
            stranger=strangers[0],
            known="、".join(sorted(known)) or "(无)",
        )


def check_open(status: str, actor: Actor, state: str, name: str, review: str = "") -> None:
    """Refuse an applicant to exchange, after acceptance, a material the handling already stands on.

    One the office itself questions or refuses is nothing to stand on.
    """
    if (
        status == Status.ACCEPTED.value
        and actor.has(Role.APPLICANT)
        and state not in {"", MaterialState.DEFERRED.value}
        and not (review and Review(review).is_open)
    ):
        raise Refused(
            "materials.closed",
            "本件已受理,材料“{name}”不能再替换:需要更正的,请联系主办单位或撤回后重新申请。",
            name=name,
        )


def check_paper(actor: Actor, keys: Iterable[str]) -> None:
    """Refuse papers "seen at the window" from anybody who is not there to see them."""
    if list(keys) and not actor.has(*RECEIVERS):
        raise NotAllowed("materials.paper", "纸质材料须由窗口或办理部门当面核收后登记:请改为上传电子材料。")


def _names(materials: Iterable[Material]) -> str:
    return "、".join(f"“{material.name}”" for material in materials)
