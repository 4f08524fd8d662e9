"""How a case is told afterwards: the record as plain data, and the timeline for people. Everything is read, not typed."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from tongban.casework.cases import queries
from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Move, Outcome, Status
from tongban.common.actors import worker
from tongban.common.time import local, localdate
from tongban.hall.applications.rules import moves
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog.rules import ItemSpec, ItemType
from tongban.workdays import WEEKDAYS, Clock, TimeState

Out = Callable[[str], object]
MOVES: Mapping[str, Move] = {move.name: move for move in (*moves.BIRTHS, *moves.MOVES)}
READER = worker("案例读取")


def read(number: str) -> queries.Whole:
    """The case with steps, ledger and clocks, as the engine has it."""
    return queries.whole(queries.case(number, READER))


def record(number: str) -> dict[str, Any]:
    """What every story returns of its case; days are counted by the clocks, the chain is walked anew."""
    found = read(number)
    case, handling = found.case, found.clocks[ClockName.HANDLING]
    statutory = found.clocks[ClockName.STATUTORY]
    ended_at = case.decided_at or case.ended_at or case.touched_at
    return {
        "case_number": case.number,
        "item": found.spec.code,
        "item_name": found.spec.name,
        "applicant": case.applicant.name if case.applicant else "",
        "accepted_on": day(case.accepted_at and localdate(case.accepted_at)),
        "due_on": day(handling.due_on()),
        "statutory_due_on": day(statutory.due_on()),
        "ended_on": day(localdate(ended_at)),
        "working_days_used": handling.used(),
        "working_days_ahead": handling.ahead(),
        "time_state": handling.state(ended_at).value,
        "status": case.status,
        "outcome": case.outcome,
        "steps": list(_steps(found)),
        "journal_entries": len(queries.journal(case, READER)),
        "chain_ok": not list(queries.verify(number)),
    }


def _steps(found: queries.Whole) -> Iterator[dict[str, Any]]:
    for step in found.steps:
        clock = found.clocks.get(f"step:{step.key}")
        yield {
            "key": step.key,
            "name": step.name,
            "agency": step.agency_id,
            "agency_name": step.agency.name,
            "term": step.term,
            "started_on": day(step.started_at and localdate(step.started_at)),
            "ended_on": day(step.ended_at and localdate(step.ended_at)),
            "working_days": clock.used() if clock else None,
            "working_days_ahead": clock.ahead() if clock else None,
        }


def day(on: date | None) -> str | None:
    """A date as JSON has it."""
    return on.isoformat() if on else None


def dated(on: date) -> str:
    """A date with its weekday: ``2022-07-01 星期五``."""
    return f"{on} {WEEKDAYS[on.weekday()]}"


def width(text: str) -> int:
    """Columns a text takes on a screen: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def padded(text: str, columns: int) -> str:
    """The text followed by spaces up to that many columns."""
    return text + " " * max(1, columns - width(text))


def tell(number: str, out: Out) -> None:
    """Print the whole case: head, what happened, the steps, the terms, the record."""
    found = read(number)
    _tell_head(found, out)
    out("经过")
    for line in _lines(found):
        out(f"  {line}")
    out("各环节")
    for step in found.steps:
        if clock := found.clocks.get(f"step:{step.key}"):
            span = f"{localdate(clock.started_at)} 至 {day(step.ended_at and localdate(step.ended_at)) or '今'}"
            out(f"  {padded(step.name, 22)}{padded(step.agency.name, 28)}{span}  {_used(clock)}")
    out("时限")
    for line in _terms(found):
        out(f"  {line}")
    entries = len(queries.journal(found.case, READER))
    breaks = [one.why for one in queries.verify(number)]
    out(f"记录  办理日志{entries}行,逐行核验:{'链完整,无改动' if not breaks else ';'.join(breaks)}。")


def _tell_head(found: queries.Whole, out: Out) -> None:
    case = found.case
    out(f"事项  {found.spec.name}({found.spec.type.label})")
    out(f"依据  {'、'.join(basis_words(found.spec))}")
    out(f"申请人  {case.applicant.name if case.applicant else ''}    编号  {case.number}    主办  {case.agency.name}")
    if case.specialist_name:
        out(f"企业专员  {case.specialist_name}    首问负责  {case.answerable_name}")


def basis_words(spec: ItemSpec) -> list[str]:
    """The legal bases of a guide as people cite them."""
    return [f"《{basis.law}》{basis.article}" for basis in spec.basis]


def article(move: Move, spec: ItemSpec) -> str:
    """The article an act rests on: of 行政许可法 for permits only; for others the one the guide gives for its term."""
    if spec.type is ItemType.PERMIT:
        return move.law
    about_terms = (f"《{basis.law}》{basis.article}" for basis in spec.basis if "时限" in basis.about)
    return next(about_terms, "") if move.target is Status.ACCEPTED else ""


def _lines(found: queries.Whole) -> Iterator[str]:
    names = {step.key: step.name for step in found.steps}
    agency_names: dict[str, str] = {}
    for entry in queries.journal(found.case, READER):
        if entry.agency and entry.agency not in agency_names:
            agency_names[entry.agency] = agencies.agency(entry.agency).name
        move, at = MOVES[entry.move], local(entry.at)
        what = f"{move.label}“{names[entry.step]}”" if entry.step else move.label
        who = f"{entry.actor_name}({agency_names[entry.agency]})" if entry.agency else entry.actor_name
        if entry.actor.startswith("party"):  # by whatever name it was known that day
            who = "申请人"
        clock_words = _clock_words(found, entry.move, entry.step, entry.at)
        after = "  ".join(filter(None, (clock_words, article(move, found.spec))))
        out = f"{dated(at.date())} {at:%H:%M}  {padded(what, 30)}{padded(who, 34)}{after}"
        yield out.rstrip()


def _clock_words(found: queries.Whole, name: str, step: str, at: datetime) -> str:
    """What the clock says at that moment of the story."""
    handling = found.clocks.get(ClockName.HANDLING)
    if handling is None or at < handling.started_at:
        return ""
    if MOVES[name].target is Status.ACCEPTED:
        return f"计时开始:承诺{handling.term.words},{handling.due_on()}到期"
    if step and (clock := found.clocks.get(f"step:{step}")) and clock.ended_at == at:
        return f"本环节{_used(clock)}"
    if name == "decide":
        return f"{Outcome(found.case.outcome).label},计时停止:{handling.state(at).label}"
    if handling.ended_at is not None and at > handling.ended_at:
        return ""
    return f"已用{amount(handling, handling.consumed(at))},还剩{amount(handling, handling.remaining(at))}"


def amount(clock: Clock, number: int) -> str:
    """A number of units of the clock's term: ``2个工作日``."""
    return f"{number}{clock.term.counting.unit}"


def _used(clock: Clock) -> str:
    used, ahead = clock.used(), clock.ahead()
    if used is None or ahead is None or clock.ended_at is None:
        return f"时限{clock.term.words},{clock.due_on()}到期"
    state = clock.state(clock.ended_at)
    if clock.total.amount == 0 and state is not TimeState.LATE:
        return "当日办结"
    spare = f"提前{amount(clock, ahead)}" if state is TimeState.AHEAD else state.label
    taken = f"用{amount(clock, used)}" if used else "当日办结"
    return f"{taken}(时限{clock.total.words},{spare})"


def _terms(found: queries.Whole) -> Iterator[str]:
    for name in (ClockName.HANDLING, ClockName.STATUTORY, ClockName.DELIVERY):
        if clock := found.clocks.get(name):
            began = localdate(clock.started_at)
            ended = f"{localdate(clock.ended_at)}止,{_used(clock)}" if clock.ended_at else _used(clock)
            yield f"{padded(name.label, 14)}{began}起,{clock.due_on()}到期;{ended}"
