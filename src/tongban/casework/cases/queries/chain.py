"""The chain of the journal: walk it, say where it breaks, seal all heads."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Min

from tongban.casework.cases.models import Case, JournalEntry
from tongban.casework.cases.rules import GENESIS, Line, digest
from tongban.common.errors import NotFound

MOST_CONFIRMED = 3  # of some chains looked at from a page: one broken is enough to call for the whole walk


@dataclass(frozen=True)
class Break:
    """A place where the chain of a journal does not hold."""

    number: str
    seq: int
    why: str


def verify(number: str = "") -> Iterator[Break]:
    """Walk the chains, of one case or of all, and say where each breaks; memory does not grow with the number of rows."""
    chosen = Case.objects.filter(number=number) if number else Case.objects.all()
    if number and not chosen.exists():
        raise NotFound("case.unknown", "没有编号为“{number}”的件:请核对编号。", number=number)
    heads = chosen.order_by("pk").values_list("pk", "number", "journal_seq", "journal_digest", "status")
    lines = JournalEntry.objects.order_by("case_id", "seq")
    if number:
        lines = lines.filter(case__number=number)
    walk = _by_case(lines.iterator(chunk_size=2000))
    waiting = next(walk, None)
    for pk, name, seq, head, status in heads.iterator(chunk_size=2000):
        mine: list[JournalEntry] = []
        while waiting is not None and waiting[0] <= pk:
            if waiting[0] == pk:
                mine = waiting[1]
            waiting = next(walk, None)
        if _first_break(name, mine, seq, head, status) and (found := _confirmed(pk)):
            yield found


@dataclass(frozen=True)
class Checked:
    """What looking at some chains brought."""

    cases: int
    lines: int
    breaks: Sequence[Break]


def verify_some(most: int, phase: int) -> Checked:
    """Walk the chains of at most ``most`` cases spread evenly over all; another ``phase`` takes others. Few statements."""
    ends = Case.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return Checked(0, 0, ())
    step = max(1, (ends["last"] - ends["first"] + 1) // most)
    chosen = [ends["first"] + phase % step + place * step for place in range(most)]
    rows = Case.objects.filter(pk__in=chosen).order_by("pk")
    heads = list(rows.values_list("pk", "number", "journal_seq", "journal_digest", "status"))
    lines: dict[int, list[JournalEntry]] = {pk: [] for pk, *_ in heads}
    for line in JournalEntry.objects.filter(case_id__in=list(lines)).order_by("case_id", "seq"):
        lines[line.case_id].append(line)
    doubtful = [pk for pk, name, seq, head, status in heads if _first_break(name, lines[pk], seq, head, status)]
    breaks = [found for pk in doubtful[:MOST_CONFIRMED] if (found := _confirmed(pk))]
    return Checked(len(heads), sum(map(len, lines.values())), breaks)


@transaction.atomic
def _confirmed(pk: int) -> Break | None:
    """The break, looked at again with the case locked: lines and heads were read at two instants of a running system."""
    found = Case.objects.select_for_update(of=("self",)).get(pk=pk)
    lines = list(JournalEntry.objects.filter(case_id=pk).order_by("seq"))
    return _first_break(found.number, lines, found.journal_seq, found.journal_digest, found.status)


def seal(number: str = "") -> dict[str, int | str]:
    """How many cases and lines there are, and one digest over all chain heads.

    The chain shows any edit inside it; that nobody cut its end off together with the head on the case shows only by
    comparing this digest with one kept outside the database.
    """
    heads = Case.objects.order_by("pk").values_list("number", "journal_seq", "journal_digest")
    if number:
        heads = heads.filter(number=number)
    total, count, lines = hashlib.sha256(), 0, 0
    for name, seq, head in heads.iterator(chunk_size=2000):
        total.update(f"{name} {seq} {head}\n".encode())
        count, lines = count + 1, lines + seq
    return {"cases": count, "lines": lines, "seal": total.hexdigest()}


def _by_case(lines: Iterator[JournalEntry]) -> Iterator[tuple[int, list[JournalEntry]]]:
    batch: list[JournalEntry] = []
    for line in lines:
        if batch and batch[0].case_id != line.case_id:
            yield batch[0].case_id, batch
            batch = []
        batch.append(line)
    if batch:
        yield batch[0].case_id, batch


def _first_break(number: str, entries: Sequence[JournalEntry], seq: int, head: str, status: str) -> Break | None:
    if not entries:
        return Break(number, 1, "没有日志")
    before = GENESIS
    for place, entry in enumerate(entries, start=1):
        if entry.seq != place:
            return Break(number, place, f"缺少第{place}行")
        before = digest(before, line_of(number, entry))
        if before != entry.digest:
            return Break(number, place, f"第{place}行的内容与摘要不符")
    if len(entries) != seq:
        return Break(number, len(entries) + 1, f"案件记载{seq}行,日志只有{len(entries)}行")
    if before != head:
        return Break(number, seq, "链尾与案件记载不符")
    if entries and entries[-1].status != status:
        return Break(number, seq, "案件状态与日志末行不符")
    return None


def line_of(number: str, entry: JournalEntry) -> Line:
    """A stored line as it was hashed."""
    return Line(
        number=number,
        seq=entry.seq,
        at=entry.at,
        move=entry.move,
        role=entry.role,
        actor=entry.actor,
        actor_name=entry.actor_name,
        agency=entry.agency,
        status=entry.status,
        step=entry.step,
        data=entry.data,
    )
