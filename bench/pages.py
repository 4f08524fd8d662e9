"""The generated block of docs/benchmarks.md: the figures of one run, with its date."""

from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- bench:begin (bench/run.py --write-docs writes this) -->", "<!-- bench:end -->"


def write(result: dict[str, Any], page: Path = PAGE) -> None:
    """Put the figures of a whole run between the two marks of the page."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{page.name} has lost its marks {BEGIN} and {END}")
    page.write_text(before + BEGIN + "\n" + block(result) + END + after, encoding="utf-8")


def block(result: dict[str, Any]) -> str:
    """The figures as Markdown."""
    sizes = result["sizes"]
    lines = [
        f"Measured on {sizes['at'][:10]} on a {sizes['processors']}-core machine (load {sizes['load_before']} before),"
        f" Python {sizes['python']}: medians of {sizes['rounds']} rounds of {sizes['cases_per_round']} cases.",
        "",
        *engines(result),
        "",
        *peers(result),
        "",
        *served(result),
        "",
        "| target | aim | measured | met |",
        "|---|---|---|---|",
    ]
    words = {True: "yes", False: "no", None: "not measured"}
    lines += [
        f"| {one['target']} | {one['aim']} | {one['measured']} | {words[one['met']]} |" for one in result["targets"]
    ]
    return "\n".join(lines) + "\n"


def engines(result: dict[str, Any]) -> list[str]:
    """One line for each engine and process."""
    lines = [
        "| engine, process | acts | statements | whole cases/s | bare SQL | ours / bare | acceptances/s | ours / bare |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for engine, processes in result["engine"].items():
        for key, one in processes.items():
            if not isinstance(one, dict):
                lines.append(f"| {engine} | {one} |")
                continue
            bare = result["bare_sql"][engine][key]
            lines.append(
                f"| {engine}, {key} | {one['acts_per_case']} | {one['statements_per_case']} | {one['life']['per_second']}"
                f" | {bare['life']['per_second']} | {bare['ours_times_life']} | {one['acceptances']['per_second']}"
                f" | {bare['ours_times_acceptances']} |"
            )
    return lines


def served(result: dict[str, Any]) -> list[str]:
    """One line for each page."""
    city, asked = result["pages"]["city"], result["pages"]["pages"]
    lines = [
        f"Pages of a city of {city['cases']:,} cases on SQLite, Django's test client in one process; milliseconds of the"
        " clock on the wall, and of the processor, which neighbours on the machine disturb less.",
        "",
        "| page | p50 | p95 | processor p50 | processor p95 | statements | KB of HTML |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in asked.items():
        lines.append(
            f"| {name} | {one['p50']} | {one['p95']} | {one['processor_p50']} | {one['processor_p95']}"
            f" | {one['statements']} | {one['bytes'] / 1000:.0f} |"
        )
    return lines


def peers(result: dict[str, Any]) -> list[str]:
    """The peer, the calendar, the chain and the outbox, a sentence each."""
    peer, days = result["spiffworkflow"], result["workdays"]
    if "skipped" in peer:
        lines = [f"SpiffWorkflow was not measured: {peer['skipped']}"]
    else:
        lines = [
            f"SpiffWorkflow: {peer['kept']['per_second']} cases/s with its state written to PostgreSQL after every step"
            f" (ours {peer['ours_times_kept']} times), {peer['reloaded']['per_second']} when it is also read before every"
            f" step (ours {peer['ours_times_reloaded']} times); our longer process against the first:"
            f" {peer['ours_five_procedure_steps_times_kept']} times."
        ]
    ours, theirs, times = days["tongban_per_second"], days["chinesecalendar_per_second"], days["ratio"]
    lines += [
        "",
        f"Working days: `add` {ours['add']:,}/s against {theirs['add']:,} of chinesecalendar ({times['add']} times), `count`"
        f" {ours['count']:,}/s against {theirs['count']:,} ({times['count']} times).",
    ]
    for engine, walk in result["verify"].items():
        if "skipped" not in walk:
            sent = result["outbox"][engine]
            lines += [
                "",
                f"{engine}: `tongban verify` walks {walk['lines_per_second']:,} journal lines/s; the outbox takes"
                f" {sent['emitted_per_second']:,} events/s and fans out {sent['fanned_out_per_second']:,}/s to"
                f" {sent['subscribers']} subscribers.",
            ]
    return lines
