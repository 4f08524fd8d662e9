"""How a case that goes from hand to hand is told afterwards: its record as plain data, and the timeline for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from tongban.casework.cases import queries
from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Move, Outcome, Status
from tongban.common.time import local, localdate
from tongban.demo.telling import READER, Out, dated, day, padded, read
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals.rules import moves

MOVES: Mapping[str, Move] = {move.name: move for move in (*moves.BIRTHS, *moves.MOVES)}


def record(number: str) -> dict[str, Any]:
    """What a story returns of an appeal."""
    appeal = appeals.appeal_of(read(number).case)
    return course(number) | {"returns": appeal.returns, "reopenings": appeal.reopenings}


def course(number: str) -> dict[str, Any]:
    """What happened to a case of hands; days are counted by the clocks, the chain of the journal is walked anew."""
    found = read(number)
    case, handling = found.case, found.clocks[ClockName.HANDLING]
    ended_at = case.decided_at or case.ended_at or case.touched_at
    return {
        "case_number": case.number,
        "title": case.title,
        "applicant": case.applicant.name if case.applicant else "",
        "answerable": {"name": case.answerable_name, "key": case.answerable},
        "hands": list(_hands(found)),
        "registered_on": day(localdate(case.opened_at)),
        "dispatched_on": day(case.accepted_at and localdate(case.accepted_at)),
        "due_on": day(handling.due_on()),
        "answered_on": day(localdate(ended_at)),
        "working_days_used": handling.used(),
        "working_days_ahead": handling.ahead(),
        "time_state": handling.state(ended_at).value,
        "status": case.status,
        "outcome": case.outcome,
        "journal_entries": len(queries.journal(case, READER)),
        "chain_ok": not list(queries.verify(number)),
    }


def _hands(found: queries.Whole) -> Iterator[dict[str, Any]]:
    for hand in appeals.hands(found):
        clock = found.clocks[f"step:{hand.key}"]
        yield {
            "key": hand.key,
            "role": hand.role,
            "agency": hand.agency,
            "agency_name": hand.agency_name,
            "since": day(hand.since and localdate(hand.since)),
            "due_on": day(hand.due_on),
            "ended_on": day(hand.ended_at and localdate(hand.ended_at)),
            "working_days": clock.used(),
        }


def tell(
    number: str, out: Out, *, known: Mapping[str, Move] = MOVES, kind: str = "诉求", rule: str = "退单不延长时限"
) -> None:
    """Print the whole case: head, what happened, the chain of hands, the promise, the record.

    ``known`` are the moves of its kind, ``rule`` says what being handed on does to the term.
    """
    found = read(number)
    case = found.case
    handling = found.clocks[ClockName.HANDLING]
    asks = f"{kind}人" if known is MOVES else "反映人"
    out(f"{kind}  {case.title}    编号  {case.number}")
    out(f"{asks}  {case.applicant.name if case.applicant else '(未登记)'}    首问负责  {case.answerable_name}")
    out("经过")
    for entry in queries.journal(case, READER):
        at = local(entry.at)
        who = asks if entry.actor.startswith("party") else entry.actor_name
        out(f"  {dated(at.date())} {at:%H:%M}  {padded(known[entry.move].label, 24)}{who}".rstrip())
    out("经手")
    for hand in appeals.hands(found):
        span = f"{hand.since and localdate(hand.since)} 至 {day(hand.ended_at and localdate(hand.ended_at)) or '今'}"
        out(f"  {padded(hand.role, 16)}{padded(hand.agency_name, 30)}{span}  {hand.due_on}到期")
    used = handling.used()
    out(
        f"时限  自{localdate(handling.started_at)}起,{handling.due_on()}前答复;"
        f"{Outcome(case.outcome).label},用{used}个工作日,{rule}。"
    )
    entries = len(queries.journal(case, READER))
    breaks = [one.why for one in queries.verify(number)]
    out(f"状态  {Status(case.status).label_for(case.kind)}")
    out(f"记录  办理日志{entries}行,逐行核验:{'链完整,无改动' if not breaks else ';'.join(breaks)}。")
