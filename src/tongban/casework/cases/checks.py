"""Checks of the engine that look at more than state and role; services raise them, pages and API show them beforehand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from tongban.casework.cases import clock
from tongban.casework.cases.models import Case, LedgerEntry, Step
from tongban.common.errors import DomainError, Refused
from tongban.workdays import Term

Scene = TypeVar("Scene")


def check_extendable(
    case: Case, spec: clock.Terms, steps: Sequence[Step], ledger: Sequence[LedgerEntry], *, at: datetime
) -> Term:
    """The longest extension the item allows; refused where none is, after the first one, or once the term ran out."""
    if spec.extension_term is None:
        raise Refused("extend.none", "本事项不得延期:请在承诺时限内办结。")
    if any(entry.kind == "extension" for entry in ledger):
        raise Refused("extend.again", "本件已延期一次,不得再次延期(《行政许可法》第四十二条)。")
    handling = clock.handling_clock(case, spec, steps, ledger)
    due_at = handling.due_at() if handling else None
    if handling and due_at is not None and at >= due_at:
        raise Refused("extend.late", "办理时限已于{due_on}届满,不得再延期。", due_on=handling.due_on())
    return spec.extension_term


def open_pauses(ledger: Iterable[LedgerEntry], step_key: str | None = None) -> list[LedgerEntry]:
    """The pauses not yet ended; with a key those of that step, with an empty one those of the whole."""
    running = [entry for entry in ledger if entry.kind == "pause" and entry.ended_at is None]
    return running if step_key is None else [entry for entry in running if entry.step_key == step_key]


def check_resumable(ledger: Iterable[LedgerEntry], step_key: str, ground: str = "") -> list[LedgerEntry]:
    """The pauses that resuming would end; refused when there is none."""
    ending = [entry for entry in open_pauses(ledger, step_key) if ground in {"", entry.ground}]
    if not ending:
        raise Refused("pause.none", "没有可恢复的中止:请核对环节和事由。")
    return ending


def bar(bars: Mapping[str, Callable[[Scene], object]], move: str, scene: Scene) -> DomainError | None:
    """Why a room's table of bars refuses the move in this scene; None when only its own input can still refuse it."""
    try:
        if check := bars.get(move):
            check(scene)
    except DomainError as refusal:
        return refusal
    return None
