"""Which acts of a case can be rated, read from its journal: for every kind of case alike. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from tongban.casework.cases.rules import ENDED, Kind, Status
from tongban.common.actors import Role
from tongban.common.time import localdate
from tongban.hall.ratings.rules.levels import Stage

WINDOW_ROLES = frozenset({Role.CLERK.value, Role.TOWN_CLERK.value})
WINDOW_MOVES = frozenset(
    {
        *("file", "submit", "register", "accept", "accept_deferred", "accept_committed"),
        *("ask_correction", "answer_correction", "refuse"),
    }
)
CALLBACK_MOVES = frozenset({"call_back", "callback"})
CLOSED = frozenset({Status.DELIVERED.value, Status.REFUSED.value})
ENDS = frozenset(status.value for status in ENDED)
# a rectification is judged by rating again what it began with
UNRATED_KINDS = frozenset({Kind.RECTIFICATION.value})


class JournalLine(Protocol):
    """What is read of a line of the journal."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def move(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RatedAct:
    """One act that can be rated: its line in the journal, when it ended, whose it was; no clerk where the system acted."""

    stage: Stage
    seq: int
    at: datetime
    agency: str
    clerk: str = ""
    clerk_name: str = ""


def acts_of(kind: str, lead: str, lines: Iterable[JournalLine]) -> list[RatedAct]:
    """The ended acts of a case, oldest first; ``lead`` is its agency.

    What one clerk does for a case on one day at the window is one visit, known by its first line. The whole is rated
    each time the case ends, with the lead agency and whoever decided.
    """
    if kind in UNRATED_KINDS:
        return []
    found: list[RatedAct] = []
    visits: dict[tuple[str, date], int] = {}
    status, decider = "", ("", "")
    for line in lines:
        if line.status == Status.DECIDED.value != status:
            decider = _person(line)
            if kind != Kind.APPLICATION.value:
                found.append(_act(Stage.ANSWER, line, line.agency or lead))
        if line.role in WINDOW_ROLES and line.move in WINDOW_MOVES:
            _visit(found, visits, line)
        if line.move in CALLBACK_MOVES and line.agency:
            found.append(_act(Stage.CALLBACK, line, line.agency))
        if line.status in CLOSED and status not in ENDS:
            who = decider if line.status == Status.DELIVERED.value and decider[0] else _person(line)
            found.append(RatedAct(Stage.WHOLE, line.seq, line.at, lead, *who))
        status = line.status
    return found


def act_named(found: Sequence[RatedAct], stage: Stage, seq: int) -> RatedAct | None:
    """The act with this line, or without a line the latest of its stage."""
    fitting = [act for act in found if act.stage is stage and seq in {0, act.seq}]
    return fitting[-1] if fitting else None


def _visit(found: list[RatedAct], visits: dict[tuple[str, date], int], line: JournalLine) -> None:
    key = (line.actor, localdate(line.at))
    if key in visits:
        found[visits[key]] = replace(found[visits[key]], at=line.at)
    else:
        visits[key] = len(found)
        found.append(_act(Stage.WINDOW, line, line.agency))


def _act(stage: Stage, line: JournalLine, agency: str) -> RatedAct:
    return RatedAct(stage, line.seq, line.at, agency, *_person(line))


def _person(line: JournalLine) -> tuple[str, str]:
    return (line.actor, line.actor_name) if line.actor.startswith("staff:") else ("", "")
