"""What the API and the pages both show of cases: a list with words for the state of time, one case with all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName, law_of
from tongban.casework.cases.queries import Allowed, Filter, Whole
from tongban.casework.cases.rules import ENDED, Kind, Status
from tongban.common.actors import Actor
from tongban.common.errors import NotFound
from tongban.common.time import localdate
from tongban.hall.applications import queries as applications
from tongban.hall.applications.queries import MaterialLine, Paper
from tongban.workdays import Clock, DayRow, TimeState

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case, JournalEntry
    from tongban.registry.parties.models import Party

INSTANT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
STEP = "step:"
# the clock that runs in a state; ended cases are judged by the clock of their handling
RUNNING = {Status.SUBMITTED: ClockName.ACCEPTANCE, Status.DECIDED: ClockName.DELIVERY}


@dataclass(frozen=True)
class Line:
    """One case of a list; ``state`` is None while no clock has run on it."""

    case: "Case"
    state: TimeState | None

    @property
    def due_on(self) -> date | None:
        """The last day of the clock that runs, from the stored instant, which is the first late one."""
        return localdate(self.case.due_at - INSTANT) if self.case.due_at else None

    @property
    def name(self) -> str:
        """What the case is called: an application by its item, every other by its own title."""
        return called(self.case)


def called(case: "Case") -> str:
    """The item of an application, the title of every other case."""
    is_application = case.kind == Kind.APPLICATION.value
    return str(case.item.name if is_application and case.item else case.title)


def listed(actor: Actor, wanted: Filter, *, at: datetime, after: int | None, limit: int) -> list[Line]:
    """Cases of a list, newest first, at most ``limit``; as many statements for many rows as for one."""
    found = cases.page(actor, wanted, at=at, after=after, limit=limit)
    paused = cases.paused_among(found)
    return [Line(case, state_of(case, is_paused=case.pk in paused, at=at)) for case in found]


def state_of(case: "Case", *, is_paused: bool, at: datetime) -> TimeState | None:
    """The state of time from the stored due instant, as the filter ``time_state`` reads it."""
    if Status(case.status) in ENDED:
        return _ended(case)
    if case.due_at is None:
        return TimeState.PAUSED if is_paused else None
    if case.due_at <= at:
        return TimeState.OVERDUE
    return TimeState.PAUSED if is_paused else TimeState.UNDUE


def _ended(case: "Case") -> TimeState | None:
    ended_at = case.decided_at or case.ended_at
    if case.accepted_at is None or case.due_at is None or ended_at is None:
        return None
    if ended_at >= case.due_at:
        return TimeState.LATE
    if case.promised_term.endswith("h"):
        is_last = case.due_at - ended_at <= HOUR
    else:
        is_last = localdate(ended_at) == localdate(case.due_at - INSTANT)
    return TimeState.ON_TIME if is_last else TimeState.AHEAD


class CaseView:
    """One case as a reader may see it at an instant, read piece by piece when asked for."""

    def __init__(self, number: str, actor: Actor, at: datetime, case: "Case | None" = None) -> None:
        self.actor = actor
        self.at = at
        self.case = case or self.read(number)

    def read(self, number: str) -> "Case":
        """The case, as far as the reader may know of it."""
        return cases.case(number, self.actor)

    @property
    def is_application(self) -> bool:
        """Whether the case has a guide with materials and papers; the other kinds run under a policy."""
        return self.case.kind == Kind.APPLICATION.value

    @property
    def applicant(self) -> "Party | None":
        """The party the case is of."""
        return self.case.applicant

    @cached_property
    def whole(self) -> Whole:
        """Guide, steps, ledger, clocks."""
        return cases.whole(self.case)

    @cached_property
    def materials(self) -> list[MaterialLine]:
        """Every material of the guide with what became of it; reviews are for the office."""
        if not self.is_application:
            return []
        found = applications.materials(self.case, self.whole.spec)
        return [one.told() for one in found] if self.actor.kind == "party" else found

    @cached_property
    def notices(self) -> list[Paper]:
        """The papers told to the applicant."""
        if not self.is_application:
            return []
        return applications.notices(self.whole, self.materials)

    @cached_property
    def running(self) -> Clock | None:
        """The clock the state of time is read from."""
        if self.case.status == Status.CORRECTING.value:
            return None  # the ball is with the applicant
        name = RUNNING.get(Status(self.case.status), ClockName.HANDLING)
        return self.whole.clocks.get(name.value)

    @property
    def state(self) -> TimeState | None:
        """The state of that clock now."""
        return self.running.state(self.at) if self.running else None

    @cached_property
    def line(self) -> Line:
        """The case as a list shows it, its state read from the clock itself."""
        return Line(self.case, self.state)

    @cached_property
    def allowed(self) -> list[Allowed]:
        """Every move with the answer whether the reader can make it now."""
        if not self.is_application:
            return []
        return applications.allowed(self.whole, self.materials, self.actor, at=self.at)

    def made_by(self, line: "JournalEntry") -> str:
        """The name under which a line of the journal is shown."""
        return line.actor_name

    def clock_label(self, name: str) -> str:
        """What a clock is called: the Chinese word, or the name of its step."""
        if name.startswith(STEP):
            key = name.removeprefix(STEP)
            return next((step.name for step in self.whole.steps if step.key == key), key)
        return ClockName(name).label_for(self.case.kind)

    def clock(self, name: str) -> Clock:
        """One clock of the case; refused when no such clock has begun."""
        found = self.whole.clocks.get(name)
        if found is None:
            raise NotFound(
                "clock.unknown",
                "本件没有名为“{name}”的时限,或尚未起算:现有{known}。",
                name=name,
                known="、".join(self.whole.clocks) or "(无)",
            )
        return found

    def basis_of(self, name: str) -> str:
        """The clause a clock of the whole rests on; a step's rests on none of its own."""
        return "" if name.startswith(STEP) else law_of(self.whole.terms, ClockName(name))

    def days(self, name: str) -> Sequence[DayRow]:
        """Every day of a clock with why it is counted or not, to today where it is still held by a pause."""
        return self.clock(name).explain(until=localdate(self.at))
