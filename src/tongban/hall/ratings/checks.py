"""What bars an act on a rating or its rectification beyond state and role: one wording for the act and the page."""

from collections.abc import Iterable

from tongban.casework.cases.models import Case
from tongban.common.actors import Actor, Role
from tongban.common.errors import Conflict, NotAllowed, Refused
from tongban.hall.ratings.models import Exclusion, Rating, Rectification
from tongban.hall.ratings.rules import ExclusionState, RatingState
from tongban.registry.regions.rules import covers

CONFIRMERS = (Role.SUPERVISOR, Role.LEADER)


def check_not_rated(rating: Rating, actor: Actor) -> None:
    """Refuse the person who was rated: nobody verifies a complaint about oneself."""
    if rating.clerk and rating.clerk == actor.key:
        raise NotAllowed("rectification.self", "您是被评价的经办人,不能自己核实:请由本单位其他人员或督查员核实。")


def check_of_agency(case: Case, actor: Actor) -> None:
    """Refuse who does not belong to the agency that was rated: it mends its own faults."""
    if actor.agency != case.agency_id:
        raise NotAllowed("rectification.agency", "整改由被评单位自己办理:请转交被评单位。")


def check_contacted(row: Rectification) -> None:
    """Refuse to be done before the person was spoken to."""
    if row.contacted_at is None:
        raise Refused("rectification.contact", "还没有联系评价人,不能完成整改:请先联系并登记联系情况。")


def check_another(row: Rectification, actor: Actor) -> None:
    """Refuse to accept one's own mending, and who was rated to judge it."""
    check_not_rated(row.rating, actor)
    if row.rectified_by == actor.key:
        raise NotAllowed("rectification.same", "整改和验收不能是同一人:请由本单位另一名负责人或督查员验收。")


def check_may_propose(rating: Rating, actor: Actor) -> None:
    """Refuse a proposal to exclude by who has no say, or was rated."""
    is_own = actor.has(Role.HEAD) and actor.agency == rating.agency_id
    is_over = actor.has(Role.SUPERVISOR, Role.COORDINATOR) and covers(actor.region, rating.region_id)
    if not (is_own or is_over):
        raise NotAllowed("exclusion.role", "提出排除评价由被评单位负责人、辖区督查员或专员办理:请转交他们。")
    if rating.clerk and rating.clerk == actor.key:
        raise NotAllowed("exclusion.self", "您是被评价的经办人,不能提出排除:请由本单位其他负责人提出。")


def check_may_confirm(row: Exclusion, actor: Actor) -> None:
    """Refuse a confirmation by who proposed, who was rated, or who has no say over the region."""
    if not (actor.has(*CONFIRMERS) and covers(actor.region, row.rating.region_id)):
        raise NotAllowed("exclusion.confirm_role", "复核排除由辖区督查员或分管领导办理:请转交他们。")
    if row.proposed_by == actor.key:
        raise NotAllowed("exclusion.same", "提出和复核不能是同一人:请由另一名督查员或领导复核。")
    if row.rating.clerk and row.rating.clerk == actor.key:
        raise NotAllowed("exclusion.self", "您是被评价的经办人,不能复核:请由他人复核。")


def check_counted(rating: Rating) -> None:
    """Refuse to exclude what does not count anyway."""
    if rating.state != RatingState.COUNTED.value:
        raise Refused("exclusion.state", "这条评价{state},不用再排除。", state=RatingState(rating.state).label)


def check_none_open(exclusions: Iterable[Exclusion]) -> None:
    """Refuse a second proposal while one waits."""
    if any(row.state == ExclusionState.PROPOSED.value for row in exclusions):
        raise already_proposed()


def already_proposed() -> Conflict:
    """The refusal of a second proposal."""
    return Conflict("exclusion.open", "这条评价已经有人提出排除:请等复核结果。")
