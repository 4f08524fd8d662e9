"""How long cases of an item really took: reckoned from the cases themselves, by the calendar of the house."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate

from tongban.casework.cases.clock import pauses
from tongban.casework.cases.models import Case, CaseQuerySet, LedgerEntry
from tongban.common.time import CHINA, last_moment, midnight
from tongban.workdays import Clock, Counting, Extension, Term, current
from tongban.workdays.reckoning import EVERY_DAY
from tongban.workdays.terms import LIMITS

CASE_PARTS = ("case__accepted_at", "case__decided_at", "case__promised_term")
LINE_PARTS = ("kind", "step_key", "ground", "term", "started_at", "ended_at", "limit_on")


@dataclass(frozen=True, slots=True)
class Taken:
    """How many cases were decided in a span of days, and the units of their clocks used from acceptance to decision.

    The day of acceptance is not counted, nor what was paused: a case decided on that day took 0.
    """

    cases: int
    units: int
    counting: Counting

    @property
    def mean(self) -> Decimal | None:
        """The mean to one decimal; None without a case."""
        if not self.cases:
            return None
        return (Decimal(self.units) / self.cases).quantize(Decimal("0.1"), ROUND_HALF_UP)


class LocalDay(TruncDate):
    """The legal day of an instant, reckoned by the engine itself: SQLite would call Python for every row.

    The zone has kept eight hours before UTC ever since 1991.
    """

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, Any]:
        """The day of a stored instant, which is UTC."""
        sql, params = compiler.compile(self.lhs)
        return f"date({sql}, '+8 hours')", params


def time_taken(item: str, counting: Counting, *, since_on: date, until_on: date) -> Taken:
    """The time the cases of an item took that were decided in these days, both included; two statements at most."""
    decided = Case.objects.filter(
        item_id=item,
        accepted_at__isnull=False,
        decided_at__gte=midnight(since_on),
        decided_at__lte=last_moment(until_on),
    )
    cases = units = 0
    for used, number in (*_straight(decided, counting), *_with_ledger(decided, counting)):
        cases, units = cases + number, units + used * number
    return Taken(cases, units, counting)


def _straight(decided: CaseQuerySet, counting: Counting) -> Iterator[tuple[int, int]]:
    """(units, how many cases) of cases never paused nor extended, those of the same two days together."""
    straight = decided.filter(ledger_size=0).order_by()
    if counting is Counting.HOURS:
        for accepted_at, decided_at in straight.values_list("accepted_at", "decided_at"):
            if accepted_at and decided_at:
                yield _used(accepted_at, decided_at, Term(LIMITS[counting], counting)), 1
        return
    counter = current() if counting is Counting.WORKING else EVERY_DAY
    days = straight.values_list(LocalDay("accepted_at", tzinfo=CHINA), LocalDay("decided_at", tzinfo=CHINA))
    for accepted_on, decided_on, number in days.annotate(number=Count("pk")):
        yield counter.count(accepted_on, decided_on), number


def _with_ledger(decided: CaseQuerySet, counting: Counting) -> Iterator[tuple[int, int]]:
    """(units, 1) of each case that was paused or extended; a pause of one branch does not stop the whole.

    Only what the clock reads is read: most of a case is its form. Cases alike in all of it are reckoned once.
    """
    rows = LedgerEntry.objects.filter(case__in=decided.filter(ledger_size__gt=0))
    by_case: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows.order_by("case_id", "position").values_list("case_id", *CASE_PARTS, *LINE_PARTS):
        by_case.setdefault(row[0], []).append(row[1:])
    known: dict[tuple[tuple[Any, ...], ...], int] = {}
    for lines in by_case.values():
        alike = tuple(lines)
        if alike not in known:
            known[alike] = _reckoned(lines, counting)
        yield known[alike], 1


def _reckoned(lines: list[tuple[Any, ...]], counting: Counting) -> int:
    accepted_at, decided_at, promised_term = lines[0][: len(CASE_PARTS)]
    ledger = [LedgerEntry(**dict(zip(LINE_PARTS, line[len(CASE_PARTS) :], strict=True))) for line in lines]
    promised = Term.parse(promised_term).amount
    return _used(accepted_at, decided_at, Term(min(max(promised, 1), LIMITS[counting]), counting), ledger)


def _used(accepted_at: datetime, decided_at: datetime, term: Term, ledger: list[LedgerEntry] | None = None) -> int:
    granted = [Term.parse(row.term).amount for row in ledger or () if row.kind == "extension"]
    extensions = tuple(Extension(Term(amount, term.counting), "") for amount in granted)
    clock = Clock(term, accepted_at, pauses(ledger or ()), extensions, decided_at)
    return clock.consumed(decided_at)
