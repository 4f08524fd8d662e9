"""The queue of a desk: whose cases it shows, and the words for how long each still has."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from tongban.casework.cases.rules.states import ENDED, Status
from tongban.common.actors import Actor, Role

REGION_WIDE = (Role.CLERK, Role.TOWN_CLERK, Role.COORDINATOR, Role.SUPERVISOR, Role.LEADER)
AGENCY_WIDE = (Role.HANDLER, Role.HEAD, Role.ITEM_MANAGER, Role.SYSTEM)
HANDS = (Role.CLERK, Role.TOWN_CLERK, Role.HANDLER, Role.HEAD)
SOON_DAYS = 2


class Scope(StrEnum):
    """Whose cases a queue shows."""

    MINE = "mine"
    AGENCY = "agency"
    UNASSIGNED = "unassigned"
    REGION = "region"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return SCOPE_LABELS[self]


SCOPE_LABELS = {
    Scope.MINE: "我经办的",
    Scope.AGENCY: "本单位在办",
    Scope.UNASSIGNED: "待指派环节",
    Scope.REGION: "辖区在办",
    Scope.ENDED: "已办结",
}


class Left(StrEnum):
    """How long an open case still has, as a queue sorts and colours it."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    PAUSED = "paused"
    NONE = "none"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return LEFT_LABELS[self]


LEFT_LABELS = {
    Left.OVERDUE: "已超期",
    Left.TODAY: "今天到期",
    Left.SOON: "两个工作日内到期",
    Left.LATER: "未到期",
    Left.PAUSED: "已中止",
    Left.NONE: "未计时",
}
OPEN_STATUSES = tuple(status for status in Status if status not in ENDED)
ENDED_STATUSES = tuple(status for status in Status if status in ENDED)


def scopes_of(actor: Actor) -> Sequence[Scope]:
    """The scopes somebody may look through, the one to begin with first."""
    of_region = actor.has(Role.ADMIN) or (actor.has(*REGION_WIDE) and bool(actor.region))
    of_agency = actor.has(*AGENCY_WIDE) and bool(actor.agency)
    held = {
        Scope.REGION: of_region and actor.has(Role.CLERK, Role.TOWN_CLERK),
        Scope.AGENCY: of_agency,
        Scope.MINE: actor.has(*HANDS),
        Scope.UNASSIGNED: actor.has(Role.HANDLER, Role.HEAD) and bool(actor.agency),
    }
    found = [scope for scope, holds in held.items() if holds]
    if of_region and Scope.REGION not in found:
        found.append(Scope.REGION)
    return [*found, Scope.ENDED] if found else []


def left_of(due_at: datetime | None, *, is_paused: bool, at: datetime, today_at: datetime, soon_at: datetime) -> Left:
    """The word for an open case; ``today_at`` and ``soon_at`` are the last due instants of today and of soon."""
    if due_at is not None and due_at <= at:
        return Left.OVERDUE
    if is_paused:
        return Left.PAUSED
    if due_at is None:
        return Left.NONE
    if due_at <= today_at:
        return Left.TODAY
    return Left.SOON if due_at <= soon_at else Left.LATER
