"""Moves as data: who may do what in which state, and the one place that says no.

Pages draw buttons, the API lists moves, the docs draw diagrams and the truth-table test loops over these tables.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tongban.casework.cases.rules.states import KIND_LABELS, Kind, Status
from tongban.common.actors import Actor, Role
from tongban.common.errors import DomainError, NotAllowed, Refused
from tongban.common.said import Joined, said
from tongban.registry.regions.rules import covers


@dataclass(frozen=True, slots=True)
class Move:
    """One verb of the engine.

    ``target`` None keeps the state. ``power``: the lead agency (or the step's) must hold the power in force on the
    day; ``decides``: and may decide, which a town whose service was only moved forward (服务前移) may not.
    ``step``: it is done to a named step. ``shared``: an agency that has a step makes it as the lead does. ``event`` is
    the last part of the CloudEvents type it emits. ``kind``: of which kind of case alone it is a move; empty, of every kind.
    """

    name: str
    label: str
    sources: frozenset[Status]
    target: Status | None
    roles: frozenset[Role]
    power: bool = False
    decides: bool = False
    step: bool = False
    shared: bool = False
    event: str = ""
    law: str = ""
    kind: str = ""


class Subject(Protocol):
    """What the rules need to know of a case."""

    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def applicant_id(self) -> int | None: ...
    @property
    def agency_id(self) -> str: ...
    @property
    def region_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Filed:
    """A case about to be opened, as the rules see it."""

    applicant_id: int | None
    agency_id: str
    region_id: str
    status: str = ""
    kind: str = Kind.APPLICATION.value
    number: str = ""


def check_sources(move: Move, status: str, kind: str = Kind.APPLICATION.value) -> None:
    """Refuse a move of another kind of case, and one the state does not allow."""
    if move.kind not in {"", kind}:
        raise Refused(
            "move.kind",
            "本件是{kind},没有“{move}”这一步:请在该件自己的页面办理。",
            kind=KIND_LABELS[Kind(kind)],
            move=move.label,
        )
    if status not in move.sources:
        raise Refused(
            "move.state",
            "本件现为“{status}”,不能{move}:只有{sources}的件可以{move}。",
            status=Status(status).label_for(kind),
            move=move.label,
            sources=Joined("、", [said("“{status}”", status=s.label_for(kind)) for s in Status if s in move.sources]),
        )


def _own(case: Subject, actor: Actor, _agency: str) -> bool:
    if actor.guest_of:
        return case.applicant_id is None and actor.guest_of == case.number
    return actor.party_id is not None and actor.party_id == case.applicant_id


def _agency(_case: Subject, actor: Actor, agency: str) -> bool:
    return bool(actor.agency) and actor.agency == agency


def _region(case: Subject, actor: Actor, _agency: str) -> bool:
    return bool(actor.region) and covers(actor.region, case.region_id)


def _always(_case: Subject, _actor: Actor, _agency: str) -> bool:
    return True


# How far each role reaches: its own case, the cases of its agency, the cases of its region. A window clerk sits in a
# comprehensive window (前台综合受理) and so reaches every case of the region; the power asked is the lead agency's.
REACH = {
    Role.APPLICANT: (_own, "本件不是您申请的"),
    Role.CLERK: (_region, "本件不在您的窗口辖区"),
    Role.TOWN_CLERK: (_region, "本件不在您所在的镇"),
    Role.HANDLER: (_agency, "本件此环节不由您所在的部门办理"),
    Role.HEAD: (_agency, "本件不由您所在的部门主办"),
    Role.COORDINATOR: (_region, "本件不在您的协调辖区"),
    Role.SUPERVISOR: (_region, "本件不在您的督查辖区"),
    Role.LEADER: (_region, "本件不在您的分管辖区"),
    Role.ADMIN: (_always, ""),
    Role.ITEM_MANAGER: (_agency, "本件不由您所在的部门主办"),
    Role.SYSTEM: (_agency, "本件不由该系统所属部门办理"),
    Role.WORKER: (_always, ""),
}


def _reach(role: Role, move: Move) -> tuple[Callable[[Subject, Actor, str], bool], str]:
    """A town receives for every agency (前台综合受理), but handles and decides only what its own agency leads."""
    if role is Role.TOWN_CLERK and (move.step or move.decides):
        return _agency, "本件此环节不由您所在的单位办理"
    return REACH[role]


def check_actor(move: Move, case: Subject, actor: Actor, *, agency: str = "") -> Role:
    """The role in which the actor makes the move; refused when no role allows it or none reaches this case.

    ``agency`` is the agency that answers for the act: the step's, else the lead.
    """
    fitting = [role for role in Role if role in actor.roles and role in move.roles]
    if not fitting:
        raise NotAllowed(
            "move.role",
            "您不能{move}:此事由{roles}办理。",
            move=move.label,
            roles=Joined("、", [role.label for role in Role if role in move.roles]),
        )
    for role in fitting:
        if _reach(role, move)[0](case, actor, agency or case.agency_id):
            return role
    raise NotAllowed(
        "move.reach", "您不能{move}:{why},请转交有权的部门或窗口。", move=move.label, why=_reach(fitting[0], move)[1]
    )


def refusal_of(move: Move, case: Subject, actor: Actor, *, agency: str = "") -> DomainError | None:
    """Why this actor cannot make the move now, state first; None when it can (power and details aside).

    A move the system makes by itself is refused to people for what it is, whatever the state.
    """
    try:
        if move.roles == {Role.WORKER}:
            check_actor(move, case, actor, agency=agency)
        check_sources(move, case.status, case.kind)
        check_actor(move, case, actor, agency=agency)
    except DomainError as refusal:
        return refusal
    return None


# the calendar changed under an open case: an act of the engine itself, for every kind of case
RECOUNT = Move(
    "recount",
    "按新日历重算期限",
    frozenset({Status.SUBMITTED, Status.ACCEPTED, Status.RETURNED, Status.ARBITRATING, Status.DECIDED}),
    None,
    frozenset({Role.WORKER, Role.ADMIN}),
    event="recounted",
)


def answering(move: Move, case: Subject, actor: Actor, others: Iterable[str]) -> str:
    """The agency that answers for the act: the lead, or the actor's own where the move is shared with who has a step."""
    return actor.agency if move.shared and actor.agency in others else case.agency_id


def table(*moves: Move) -> Mapping[str, Move]:
    """Moves by name; a name twice is a mistake of the programmer."""
    by_name = {move.name: move for move in moves}
    if len(by_name) != len(moves):
        raise ValueError("two moves of the same name")
    return by_name
