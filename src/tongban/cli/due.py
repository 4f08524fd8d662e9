"""`tongban due`: when a term ends, and why on that day."""

import json
from datetime import date, datetime
from typing import Any

import click

from tongban.cli.columns import show_columns
from tongban.common.time import local, localdate
from tongban.workdays import WEEKDAYS, Clock, Counting, DayRow, parse_clock, parse_moment


@click.command("due", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("start")
@click.argument("term")
@click.option(
    "--pause", "pauses", multiple=True, metavar="A..B", help="Not counted from day A until day B; A.. is still open."
)
@click.option("--extend", "extensions", multiple=True, metavar="TERM", help="A term added, counted in the same way.")
@click.option("--explain", "explained", is_flag=True, help="Print every day: counted or not, and why.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--as-of", "as_of", metavar="DATE", help="Also say the state of an open clock on that day.")
def due(
    start: str,
    term: str,
    pauses: tuple[str, ...],
    extensions: tuple[str, ...],
    explained: bool,
    as_json: bool,
    as_of: str | None,
) -> None:
    """Print when TERM (10wd, 90d, 90dr, 24h) begun on START (2022-07-01, 2022-07-01T09:00) ends.

    The day of START is not counted. Times without a zone are Asia/Shanghai.
    """
    clock = parse_clock(start, term, pauses, extensions)
    asked_at = None if as_of is None else parse_moment(as_of)
    rows = clock.explain(until=None if asked_at is None else localdate(asked_at))
    if as_json:
        click.echo(json.dumps(_answer(start, term, clock, rows, asked_at), ensure_ascii=False, indent=2))
        return
    for line in _lines(clock, asked_at):
        click.echo(line)
    if explained:
        shown = (f"第{row.ordinal}日" if row.counted else "不计" for row in rows)
        cells = ((row.on.isoformat(), row.weekday, word, row.reason) for row, word in zip(rows, shown, strict=True))
        show_columns(("日期", "星期", "是否计入", "理由"), cells)


command = due


def _answer(start: str, term: str, clock: Clock, rows: list[DayRow], asked_at: datetime | None) -> dict[str, Any]:
    due_on = clock.due_on()
    answer: dict[str, Any] = {
        "start": start,
        "term": term,
        "counting": clock.term.counting.word,
        "due_on": None if due_on is None else due_on.isoformat(),
        "provisional": clock.provisional(),
        "days_counted": sum(row.counted for row in rows),
        "why": [{"on": row.on.isoformat(), "counted": row.counted, "reason": row.reason} for row in rows],
    }
    if asked_at is not None:
        answer["as_of"] = {
            "on": localdate(asked_at).isoformat(),
            "state": clock.state(asked_at).value,
            "consumed": clock.consumed(asked_at),
            "remaining": clock.remaining(asked_at),
        }
    return answer


def _lines(clock: Clock, asked_at: datetime | None) -> list[str]:
    begun = f"{_day_words(localdate(clock.started_at))}起{clock.term.words}"
    if clock.extensions:
        begun += "".join(f",延期{extension.term.words}" for extension in clock.extensions)
    lines = [f"{begun},{_end_words(clock)}"]
    if clock.provisional():
        lines.append(f"暂定:{clock.provisional_reason()}")
    if asked_at is not None:
        unit = clock.term.counting.unit
        used, left = clock.consumed(asked_at), clock.remaining(asked_at)
        balance = f"剩余{left}{unit}" if left >= 0 else f"超期{-left}{unit}"
        lines.append(
            f"截至{_day_words(localdate(asked_at))}:{clock.state(asked_at).label},已用{used}{unit},{balance}。"
        )
    return lines


def _end_words(clock: Clock) -> str:
    due_at, due_on = clock.due_at(), clock.due_on()
    if due_at is None or due_on is None:
        return "中止尚未结束,届满日期待恢复后确定。"
    if clock.term.counting is Counting.HOURS:
        return f"于{_day_words(due_on)}{local(due_at):%H:%M}届满。"
    return f"于{_day_words(due_on)}24时届满。"


def _day_words(on: date) -> str:
    return f"{on}({WEEKDAYS[on.weekday()]})"
