"""The clock of a case: the one module that computes its dates.

Four clocks run on a case — acceptance (from receipt), handling promised and statutory (from acceptance), delivery
(from the decision) — and one on each step. All are derived from stored instants, terms and the ledger; ``project``
writes the due instants that lists are sorted by.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from tongban.casework.cases.models import Case, LedgerEntry, Step
from tongban.casework.cases.rules import Kind, PauseGround, PolicyTerms, Status, StepState, terms_kept
from tongban.common.said import said
from tongban.common.time import due_day, midnight
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec, ItemType
from tongban.workdays import Clock, Extension, Pause, Term


class ClockName(StrEnum):
    """The clocks of a whole case; a step's clock goes by the step's key."""

    ACCEPTANCE = "acceptance"
    HANDLING = "handling"
    STATUTORY = "statutory"
    DELIVERY = "delivery"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return CLOCK_LABELS[self]

    def label_for(self, kind: str) -> str:
        """The Chinese word for a case of that kind."""
        if kind == Kind.BLOCKED_MATTER.value and self in LABELS_OF_BLOCKED:
            return LABELS_OF_BLOCKED[self]
        return (CLOCK_LABELS if kind == Kind.APPLICATION.value else LABELS_BY_POLICY)[self]


CLOCK_LABELS = {
    ClockName.ACCEPTANCE: "受理",
    ClockName.HANDLING: "办理(承诺)",
    ClockName.STATUTORY: "办理(法定)",
    ClockName.DELIVERY: "送达",
}
LABELS_BY_POLICY = {
    ClockName.ACCEPTANCE: "交办",
    ClockName.HANDLING: "办理(规定)",
    ClockName.STATUTORY: "办理(最长)",
    ClockName.DELIVERY: "回访",
}
LABELS_OF_BLOCKED = {ClockName.ACCEPTANCE: "当场解决或受理", ClockName.DELIVERY: "确认"}


# Where the item names no clause of its own; items that are no permits follow the clause by analogy (参照).
GENERAL_LAW = {
    ClockName.ACCEPTANCE: "《行政许可法》第三十二条",
    ClockName.STATUTORY: "《行政许可法》第四十二条",
    ClockName.DELIVERY: "《行政许可法》第四十四条",
}
WORDS_OF_BASIS = {ClockName.ACCEPTANCE: "当场告知", ClockName.STATUTORY: "时限"}


Terms = ItemSpec | PolicyTerms


def terms_of(case: Case) -> Terms | None:
    """The terms the case runs under: its item's as pinned, else those it keeps of the policy; None while it has neither."""
    if case.item_version_id is not None and not case.terms:
        return catalog.pinned(case.item_version_id)
    return terms_kept(case.terms) if case.terms else None


def law_of(spec: Terms, name: ClockName) -> str:
    """The clause a clock rests on: the document of the policy, the basis of the item that speaks of it, else the general law."""
    if isinstance(spec, PolicyTerms):
        return spec.law
    if name is ClockName.HANDLING:
        return said("承诺时限,不长于法定时限")
    word = WORDS_OF_BASIS.get(name)
    for basis in spec.basis:
        if word and word in basis.about:
            return str(basis)
    return GENERAL_LAW[name] if spec.type is ItemType.PERMIT else said("参照{law}", law=GENERAL_LAW[name])


def pauses(ledger: Iterable[LedgerEntry], step_key: str = "") -> tuple[Pause, ...]:
    """The pauses of the whole case and, given a step, those of that step as well."""
    return tuple(
        Pause(
            entry.started_at,
            entry.ended_at,
            PauseGround(entry.ground).label,
            max(entry.started_at, midnight(entry.limit_on)) if entry.limit_on else None,
        )
        for entry in ledger
        if entry.kind == "pause" and entry.step_key in {"", step_key}
    )


def step_clock(step: Step, ledger: Sequence[LedgerEntry], ended_at: datetime | None = None) -> Clock | None:
    """The clock of a step that has begun, else None; it ends with the step, at the latest with the case."""
    if step.started_at is None:
        return None
    return Clock(Term.parse(step.term), step.started_at, pauses(ledger, step.key), ended_at=step.ended_at or ended_at)


def branch_shift(spec: Terms, steps: Iterable[Step], ledger: Sequence[LedgerEntry]) -> int:
    """By how many units the pauses of single branches lengthen the critical path.

    A branch waits on its own; the whole waits only for what its longest way grows by. The days a branch lost are
    those its own clock left out beyond the pauses of the whole, so a step already late gains nothing by a pause.
    """
    if isinstance(spec, PolicyTerms):
        return 0
    extra: dict[str, int] = {}
    own = {entry.step_key for entry in ledger if entry.kind == "pause" and entry.step_key}
    for step in steps:
        if step.key in own and (clock := step_clock(step, ledger)):
            whole = Clock(clock.term, clock.started_at, pauses(ledger), ended_at=clock.ended_at)
            extra[step.key] = max(0, clock.excluded_days() - whole.excluded_days())
    return spec.procedure.longest(extra) - spec.procedure.longest() if any(extra.values()) else 0


def handling_clock(
    case: Case, spec: Terms, steps: Iterable[Step], ledger: Sequence[LedgerEntry], *, statutory: bool = False
) -> Clock | None:
    """The clock of the whole from acceptance to decision, promised or statutory; None before acceptance."""
    if case.accepted_at is None:
        return None
    term = Term.parse(case.statutory_term if statutory else case.promised_term)
    granted = [
        Extension(Term.parse(e.term), said("延期:{reason}", reason=e.reason)) for e in ledger if e.kind == "extension"
    ]
    shift = branch_shift(spec, steps, ledger) if ledger else 0
    if shift and isinstance(spec, ItemSpec) and term.counting is spec.procedure.counting:
        granted.append(Extension(Term(shift, term.counting), said("并行环节依法扣除的时间顺延")))
    return Clock(term, case.accepted_at, pauses(ledger), tuple(granted), case.decided_at or case.ended_at)


def acceptance_clock(case: Case, spec: Terms) -> Clock | None:
    """The clock from receipt to the answer: accepted, refused, or corrections asked; the applicant's time is not in it."""
    if case.received_at is None:
        return None
    ended_at = case.accepted_at or case.asked_at or case.ended_at
    return Clock(spec.acceptance_term, case.received_at, ended_at=ended_at and max(ended_at, case.received_at))


def foreseen(spec: ItemSpec, at: datetime) -> dict[str, Clock]:
    """The clocks of an application handed in at ``at``: to the answer, and of the handling were it accepted at once."""
    found = {ClockName.ACCEPTANCE.value: Clock(spec.acceptance_term, at)}
    if spec.promised_term is not None:
        found[ClockName.HANDLING.value] = Clock(spec.promised_term, at)
    if spec.statutory_term is not None:
        found[ClockName.STATUTORY.value] = Clock(spec.statutory_term, at)
    return found


def delivery_clock(case: Case, spec: Terms) -> Clock | None:
    """The clock from decision to delivery; None before the decision."""
    if case.decided_at is None:
        return None
    return Clock(spec.delivery_term, case.decided_at, ended_at=case.ended_at)


def clocks(case: Case, spec: Terms, steps: Sequence[Step], ledger: Sequence[LedgerEntry]) -> dict[str, Clock]:
    """Every clock that has begun on the case, by name: the four of the whole, then one for each step."""
    found: dict[str, Clock | None] = {
        ClockName.ACCEPTANCE.value: acceptance_clock(case, spec),
        ClockName.HANDLING.value: handling_clock(case, spec, steps, ledger),
        ClockName.STATUTORY.value: handling_clock(case, spec, steps, ledger, statutory=True),
        ClockName.DELIVERY.value: delivery_clock(case, spec),
    }
    found |= {f"step:{step.key}": step_clock(step, ledger, case.ended_at) for step in steps}
    return {name: clock for name, clock in found.items() if clock is not None}


def projected(case: Case) -> dict[str, str | bool | None]:
    """The stored projections of a case as days, for journals and previews."""
    return {
        "due_on": str(due_day(case.due_at)) if case.due_at else None,
        "statutory_due_on": str(due_day(case.statutory_due_at)) if case.statutory_due_at else None,
        "provisional": case.provisional,
    }


def project(case: Case, spec: Terms, steps: Sequence[Step], ledger: Sequence[LedgerEntry]) -> list[Step]:
    """Rewrite the due and wake instants of the case; returns the steps whose due instant changed.

    ``due_at`` is that of the clock that runs now: acceptance while submitted, handling once accepted, delivery once
    decided; an ended case keeps the handling due, which its record is judged by.
    """
    changed = project_steps(steps, ledger)
    handling = handling_clock(case, spec, steps, ledger)
    statutory = handling_clock(case, spec, steps, ledger, statutory=True)
    running = {Status.SUBMITTED.value: acceptance_clock, Status.DECIDED.value: delivery_clock}.get(case.status)
    clock = running(case, spec) if running else handling
    case.due_at = clock.due_at() if clock else None
    case.provisional = bool(clock and clock.provisional())
    case.statutory_due_at = statutory.due_at() if statutory else None
    case.wake_at = wake_at(case, ledger)
    return changed


def project_steps(steps: Iterable[Step], ledger: Sequence[LedgerEntry]) -> list[Step]:
    """Rewrite the due instants of steps alone; returns those that changed."""
    return [step for step in steps if _project_step(step, ledger)]


def _project_step(step: Step, ledger: Sequence[LedgerEntry]) -> bool:
    if step.state not in {StepState.OPEN.value, StepState.DONE.value}:
        return False
    clock = step_clock(step, ledger)
    due_at = clock.due_at() if clock else None
    if due_at == step.due_at:
        return False
    step.due_at = due_at
    return True


# where silence until the due instant has a consequence of its own
SILENCES = frozenset(
    {
        (Kind.APPLICATION.value, Status.SUBMITTED.value),
        (Kind.BLOCKED_MATTER.value, Status.DECIDED.value),
    }
)


def wake_at(case: Case, ledger: Iterable[LedgerEntry]) -> datetime | None:
    """When the worker has to act by itself: silence runs out, of the office or of who has to confirm, or a pause ends."""
    if (case.kind, case.status) in SILENCES:
        return case.due_at
    if case.status == Status.ACCEPTED.value:
        limits = [midnight(e.limit_on) for e in ledger if e.kind == "pause" and e.ended_at is None and e.limit_on]
        return min(limits, default=None)
    return None
