"""What the queue says: tabs, counts, rows, each ready for its template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongban.casework.cases.queries.desk import Row, Tally
from tongban.casework.cases.rules import Kind, Status
from tongban.casework.cases.rules.desk import ENDED_STATUSES, OPEN_STATUSES, Left, Scope, scopes_of
from tongban.common.actors import Actor
from tongban.common.said import Joined
from tongban.faces.desk.queue.asked import NEWEST, Asked
from tongban.hall.appeals import queries as appeals

if TYPE_CHECKING:
    from tongban.casework.cases.models import Step
    from tongban.registry.accounts.models import SavedFilter

KINDS = (Kind.APPLICATION, Kind.APPEAL)
TONES = {
    Left.OVERDUE: "bad",
    Left.TODAY: "urgent",
    Left.SOON: "warn",
    Left.LATER: "info",
    Left.PAUSED: "still",
    Left.NONE: "plain",
}


@dataclass(frozen=True)
class Tab:
    """A way to look, as a link; ``label`` is a word of the house, or a name somebody gave (``is_own``)."""

    href: str
    label: str
    is_here: bool
    is_own: bool = False


@dataclass(frozen=True)
class Counted:
    """A narrowing with how many cases it has; the link of the one in force widens again."""

    href: str
    label: str
    tone: str
    total: int | None
    is_here: bool


@dataclass(frozen=True)
class Holder:
    """Who has a case now: a step with agency and person, or whose turn it is without one."""

    what: str
    agency: str
    person: str
    is_unassigned: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    row: Row
    status: str
    tone: str
    holders: Sequence[Holder]
    kind: str = ""
    is_hidden: bool = False

    @property
    def applicant(self) -> str:
        """Who applied or turned to the city; nothing where that is hidden."""
        return "" if self.is_hidden or self.row.case.applicant is None else self.row.case.applicant.name


def tabs(actor: Actor, asked: Asked, scope: Scope, saved: Sequence["SavedFilter"], *, searching: bool) -> list[Tab]:
    """The scopes of the reader, then the filters the reader named."""
    ways = [(one, Asked.of(one.asked)) for one in saved]
    mine = [Tab(way.but(), one.name, not searching and way.parts == asked.parts, is_own=True) for one, way in ways]
    is_saved = any(tab.is_here for tab in mine)
    return [
        *(
            Tab(Asked(scope=one.value).but(), one.label, not searching and not is_saved and one is scope)
            for one in scopes_of(actor)
        ),
        *mine,
    ]


def lefts(asked: Asked, tally: Tally) -> list[Counted]:
    """How many there are by time left; a word in force stays though it has none."""
    return [
        Counted(
            asked.but(left="" if asked.left == left.value else left.value),
            left.label,
            TONES[left],
            tally.lefts.get(left, 0),
            asked.left == left.value,
        )
        for left in Left
        if left in tally.lefts or asked.left == left.value
    ]


def statuses(asked: Asked, tally: Tally | None) -> list[Counted]:
    """How many there are by status; ended ones are not counted, there are too many to be of use here."""
    totals: Mapping[Status, int | None] = (
        dict.fromkeys(ENDED_STATUSES, None)
        if tally is None
        else {one: tally.statuses.get(one) for one in OPEN_STATUSES}
    )
    return [
        Counted(
            asked.but(status="" if asked.status == status.value else status.value),
            label_of(status, asked.kind),
            "",
            total,
            asked.status == status.value,
        )
        for status, total in totals.items()
        if tally is None or total or asked.status == status.value
    ]


def label_of(status: Status, kind: str) -> str:
    """A status in the words of the kinds shown: of each where they differ."""
    words = list(dict.fromkeys(status.label_for(one.value) for one in KINDS))
    return status.label_for(kind) if kind or len(words) == 1 else Joined("/", words)


def orders(asked: Asked) -> list[Tab]:
    """By time left, or newest first."""
    newest = asked.order == NEWEST
    return [
        Tab(asked.but(order=""), "按到期先后", not newest),
        Tab(asked.but(order=NEWEST), "按申请新旧", newest),
    ]


def kinds(asked: Asked) -> list[Tab]:
    """The kinds of case a desk handles; the one in force widens again."""
    return [
        Tab(asked.but(kind="" if asked.kind == kind.value else kind.value), kind.label, asked.kind == kind.value)
        for kind in KINDS
    ]


def lines(rows: Sequence[Row], reader: Actor) -> list[Line]:
    """The rows in words; who asked for anonymity stays without a name to whoever may not know it."""
    hidden = appeals.anonymous_among([row.case for row in rows], reader)
    return [line(row, is_hidden=row.case.pk in hidden) for row in rows]


def line(row: Row, *, is_hidden: bool = False) -> Line:
    """A row in words."""
    status = Status(row.case.status).label_for(row.case.kind)
    kind = "" if row.case.kind == Kind.APPLICATION.value else Kind(row.case.kind).label
    return Line(row, status, TONES[row.left] if row.left else "plain", holders(row), kind, is_hidden)


def holders(row: Row) -> list[Holder]:
    """Who has the case: the open steps, else whoever has to act in its state."""
    case = row.case
    if row.steps:
        return [_of_step(step) for step in row.steps]
    agency = case.agency.name
    if case.kind == Kind.APPEAL.value:
        waiting = {Status.SUBMITTED: _("待交办"), Status.RETURNED: _("待重新交办"), Status.DECIDED: _("待回访")}
        said = waiting.get(Status(case.status))
        return [Holder(said, "", "")] if said else []
    turns = {
        Status.DRAFT: Holder(_("待申请人提交"), "", ""),
        Status.SUBMITTED: Holder(_("待受理"), agency, ""),
        Status.CORRECTING: Holder(_("待申请人补正"), "", ""),
        Status.ACCEPTED: Holder(_("待作决定"), agency, ""),
        Status.DECIDED: Holder(_("待送达"), agency, ""),
    }
    turn = turns.get(Status(case.status))
    return [turn] if turn else []


def _of_step(step: "Step") -> Holder:
    return Holder(step.name, step.agency.name, step.assignee_name, is_unassigned=not step.assignee)
