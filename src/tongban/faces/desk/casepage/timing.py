"""Who had a case for how long: spans read off its clocks, each with the one who held it. Nothing is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import PauseGround
from tongban.common.said import Said, said
from tongban.faces.api.reading import STEP, CaseView
from tongban.hall.applications.rules.notices import NoticeKind
from tongban.workdays import Clock, Counting, Pause, Term

ONE_DAY = Term(1, Counting.WORKING)
APPLICANT, LAW, DESK = "applicant", "law", "desk"


@dataclass(frozen=True)
class Span:
    """A stretch of a case in one hand: ``who`` an agency by name, APPLICANT, DESK, or LAW for what is not counted.

    ``what`` is a word of the house, or the name of a step where ``is_step``. ``used`` is in units of ``unit``.
    """

    who: str
    what: str
    from_at: datetime
    until_at: datetime | None
    used: int
    unit: str
    clock: str = ""
    is_step: bool = False
    is_now: bool = False

    @property
    def spent(self) -> Said:
        """How much of the time it took."""
        return said("已用{used}{unit}", used=self.used, unit=self.unit)


@dataclass(frozen=True)
class Share:
    """The working days one holder had a case; ``most`` is the largest share, to draw by."""

    who: str
    days: int
    most: int
    is_now: bool


def working_days(from_at: datetime, until_at: datetime | None, at: datetime, pauses: Sequence[Pause] = ()) -> int:
    """Working days after the day of ``from_at`` to that of ``until_at``, or to now; paused ones left out."""
    end = max(from_at, min(until_at or at, at))
    return Clock(ONE_DAY, from_at, tuple(pauses), ended_at=end).consumed(end)


def spans(view: CaseView) -> list[Span]:
    """Every stretch of the case in the order it began."""
    return in_order([*_at_the_desk(view), *in_steps(view), *_deciding(view), *_paused(view), *_delivering(view)])


def in_order(found: Sequence[Span]) -> list[Span]:
    """Stretches in the order they began."""
    return sorted(found, key=lambda span: span.from_at)


def shares(found: Sequence[Span]) -> list[Share]:
    """Working days by holder, the longest first; steps counted otherwise are left to their own rows."""
    totals: dict[str, int] = {}
    for span in found:
        if span.unit == Counting.WORKING.unit:
            totals[span.who] = totals.get(span.who, 0) + span.used
    most = max(totals.values(), default=0)
    now = {span.who for span in found if span.is_now}
    rows = [Share(who, days, most, who in now) for who, days in totals.items()]
    return sorted(rows, key=lambda share: -share.days)


def holders(found: Sequence[Span]) -> list[Span]:
    """In whose hands the case is now."""
    return [span for span in found if span.is_now]


def span(view: CaseView, who: str, what: str, from_at: datetime, until_at: datetime | None, clock: str = "") -> Span:
    """A stretch counted in working days."""
    used = working_days(from_at, until_at, view.at)
    return Span(who, what, from_at, until_at, used, Counting.WORKING.unit, clock, is_now=until_at is None)


def _at_the_desk(view: CaseView) -> Iterator[Span]:
    """From receipt to the answer: looked at, sent back to the applicant once, looked at again."""
    case, lead, name = view.case, view.case.agency.name, ClockName.ACCEPTANCE.value
    if case.filed_at is None or case.received_at is None:
        return
    answered_at = case.accepted_at or case.ended_at
    asked_at = next((paper.told_at for paper in view.notices if paper.kind is NoticeKind.CORRECTION), None)
    if asked_at is None:
        yield span(view, lead, "受理审查", case.received_at, answered_at, name)
        return
    yield span(view, lead, "受理审查", case.filed_at, asked_at)
    is_back = case.received_at >= asked_at
    yield span(view, APPLICANT, "补正材料", asked_at, case.received_at if is_back else answered_at)
    if is_back:
        yield span(view, lead, "补正后审查", case.received_at, answered_at, name)


def in_steps(view: CaseView, *, is_step: bool = True) -> Iterator[Span]:
    """A stretch for each step that began; ``is_step`` where its name is data, and no word of the house."""
    paused = {entry.step_key for entry in view.whole.ledger if entry.kind == "pause" and entry.ended_at is None}
    for step in view.whole.steps:
        clock = view.whole.clocks.get(STEP + step.key)
        if clock is None or step.state == "passed":
            continue
        yield Span(
            who=step.agency.name,
            what=step.name,
            from_at=clock.started_at,
            until_at=clock.ended_at,
            used=clock.consumed(view.at),
            unit=clock.term.counting.unit,
            clock=STEP + step.key,
            is_step=is_step,
            is_now=clock.ended_at is None and paused.isdisjoint({"", step.key}),
        )


def _deciding(view: CaseView) -> Iterator[Span]:
    """From the last step to the decision; from acceptance where there are no steps."""
    case = view.case
    if case.accepted_at is None or case.steps_left:
        return
    ends = [step.ended_at for step in view.whole.steps if step.ended_at]
    from_at = max(ends, default=case.accepted_at)
    until_at = case.decided_at or case.ended_at
    yield span(view, case.agency.name, "作出决定", from_at, until_at and max(until_at, from_at))


def _paused(view: CaseView) -> Iterator[Span]:
    for entry in view.whole.ledger:
        if entry.kind == "pause":
            ground = PauseGround(entry.ground).label
            yield span(view, LAW, ground, entry.started_at, entry.ended_at or view.case.ended_at)


def _delivering(view: CaseView) -> Iterator[Span]:
    case = view.case
    if case.decided_at is not None:
        yield span(view, case.agency.name, "送达", case.decided_at, case.ended_at, ClockName.DELIVERY.value)
