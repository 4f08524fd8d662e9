"""All measurements as one JSON document: ``make bench``, or this file beside a PostgreSQL named by DATABASE_URL.

Contenders take turns within every round, so that the ratios are fair on a noisy machine; absolute figures are only
comparable within one run.
"""

import argparse
import contextlib
import json
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import arena, figures, pages
from bench.arena import Arena
from bench.contest import Answer, Contender
from bench.processes import PROCESSES, Process

SECTIONS = ("engine", "bare_sql", "spiffworkflow", "workdays", "verify", "outbox", "pages", "dispatch", "appeals")
ALONE = frozenset({"workdays", "pages", "dispatch", "appeals"})  # these need no contenders
CITY, QUICK_CITY = 100_000, 2_000
WARM_UP = 5
Rounds = dict[str, list[Answer]]


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few cases and two rounds: does it run, not how fast")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="one section; may be repeated")
    parser.add_argument("--rounds", type=int, help="rounds of every contender (5)")
    parser.add_argument("--cases", type=int, help="cases of a contender in a round (60)")
    parser.add_argument("--messages", type=Path, metavar="FOLDER", help="titles.csv and records.csv, for dispatch")
    parser.add_argument("--write-docs", action="store_true", help="put the figures into docs/benchmarks.md too")
    chosen = parser.parse_args(arguments)
    chosen.only = set(chosen.only or SECTIONS)
    chosen.rounds = chosen.rounds or (2 if chosen.quick else 5)
    chosen.cases = chosen.cases or (8 if chosen.quick else 60)
    if chosen.write_docs and (chosen.quick or chosen.only != set(SECTIONS)):
        parser.error("--write-docs wants a whole run")
    return chosen


def take_turns(players: Arena, process: Process, chosen: argparse.Namespace) -> Rounds:
    """Rounds of lives and acceptances, every contender once a round, after a warm-up."""
    question = {"process": process.code, "steps": process.steps, "delivered": process.delivered}
    turns: list[tuple[str, Contender, str, dict[str, Any]]] = []
    for name, player in (("ours", players.ours), ("bare", players.bare)):
        turns += [(f"{name}.{do}", player, do, question) for do in ("life", "acceptances")]
    if players.spiff:
        turns += [(f"spiff.{do}", players.spiff, do, {}) for do in ("kept", "reloaded")]
    for _, player, do, given in turns:
        player.ask(do, **given, count=WARM_UP)
    seen: Rounds = {name: [] for name, *_ in turns}
    for _ in range(chosen.rounds):
        for name, player, do, given in turns:
            seen[name].append(player.ask(do, **given, count=chosen.cases))
    return seen


def check_same_rows(players: Arena) -> Answer:
    """The bare SQL has to have written as many rows as the engine, table by table."""
    ours, bare = players.ours.ask("rows"), players.bare.ask("rows")
    if ours != bare:
        raise SystemExit(f"the contenders did not write the same rows: {ours} and {bare}")
    return ours


def measure(name: str, players: Arena, chosen: argparse.Namespace, result: dict[str, Any]) -> None:
    """Everything on one engine, into the sections of the result."""
    for process in PROCESSES:
        seen = take_turns(players, process, chosen)
        rows = check_same_rows(players)
        statements = players.ours.ask("statements", process=process.code)
        players.bare.ask("life", process=process.code, steps=process.steps, delivered=process.delivered, count=1)
        result["engine"].setdefault(name, {})[process.key] = {
            "acts_per_case": len(process.acts),
            "human_acts_per_case": len(process.acts) - 1,
            "statements_per_case": sum(statements.values()),
            "statements": statements,
            "life": figures.speed(seen["ours.life"]),
            "acceptances": figures.speed(seen["ours.acceptances"]),
            "milliseconds": figures.milliseconds(seen["ours.life"]),
        }
        result["bare_sql"].setdefault(name, {})[process.key] = {
            "life": figures.speed(seen["bare.life"]),
            "acceptances": figures.speed(seen["bare.acceptances"]),
            "ours_times_life": figures.ratio(seen["ours.life"], seen["bare.life"]),
            "ours_times_acceptances": figures.ratio(seen["ours.acceptances"], seen["bare.acceptances"]),
            "same_rows": rows,
        }
        if players.spiff:
            compare(process, seen, result["spiffworkflow"])
    result["verify"][name] = players.ours.ask("verify")
    result["outbox"][name] = players.ours.ask("outbox", count=chosen.cases * 10)


def compare(process: Process, seen: Rounds, section: dict[str, Any]) -> None:
    """The peer beside the process of the same human steps; beside the longer one only the ratio."""
    kept = figures.ratio(seen["ours.life"], seen["spiff.kept"])
    reloaded = figures.ratio(seen["ours.life"], seen["spiff.reloaded"])
    if process.key != "five_human_steps":
        section[f"ours_{process.key}_times_kept"] = kept
        return
    section |= {
        "human_steps": 5,
        "kept": figures.speed(seen["spiff.kept"]),
        "reloaded": figures.speed(seen["spiff.reloaded"]),
        "ours_times_kept": kept,
        "ours_times_reloaded": reloaded,
    }


def sizes(chosen: argparse.Namespace) -> dict[str, Any]:
    """What was run, and on what."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "rounds": chosen.rounds,
        "cases_per_round": chosen.cases,
        "processors": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """The whole document."""
    result: dict[str, Any] = {"sizes": sizes(chosen), **{section: {} for section in SECTIONS}}
    if "workdays" in chosen.only:
        from bench import workdays

        result["workdays"] = workdays.measure(quick=chosen.quick)
    if "dispatch" in chosen.only:
        from bench import messages

        result["dispatch"] = messages.measure(chosen.messages, quick=chosen.quick)
    if "pages" in chosen.only:
        with tempfile.TemporaryDirectory(prefix="tongban-bench-pages-") as folder:
            result["pages"] = ask_pages(Path(folder), chosen)
    if "appeals" in chosen.only:
        with tempfile.TemporaryDirectory(prefix="tongban-bench-appeals-") as folder:
            result["appeals"] = ask_appeals(Path(folder), chosen)
    if chosen.only - ALONE:
        with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder, contextlib.ExitStack() as stack:
            home = Path(folder)
            if chosen.only - ALONE - {"spiffworkflow"}:
                measure("sqlite", stack.enter_context(arena.sqlite(home)), chosen, result)
            on_postgresql(home, stack, chosen, result)
    result = {name: part for name, part in result.items() if name == "sizes" or name in chosen.only}
    result["sizes"]["load_after"] = round(os.getloadavg()[0], 2)
    result["targets"] = figures.targets(result)
    return result


def on_postgresql(home: Path, stack: contextlib.ExitStack, chosen: argparse.Namespace, result: dict[str, Any]) -> None:
    """The same on PostgreSQL, with the peer; says why where there is none."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        for section in ("engine", "bare_sql", "verify", "outbox"):
            result[section]["postgresql"] = {"skipped": "DATABASE_URL names no PostgreSQL: use make bench"}
        result["spiffworkflow"] = {"skipped": "it needs PostgreSQL: use make bench"}
        return
    problem = arena.spiff_problem() if "spiffworkflow" in chosen.only else "not asked for"
    if problem:
        result["spiffworkflow"]["skipped"] = problem
    players = stack.enter_context(arena.postgresql(server, home, spiff=not problem))
    measure("postgresql", players, chosen, result)


def ask_pages(home: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Every page of a city on SQLite: its size, its statements, p50 and p95; and how many keep within the aim."""
    server = Contender("bench.serving_process", arena.environment(f"sqlite:///{home / 'city.sqlite3'}", home))
    city = server.ask("gather", total=QUICK_CITY if chosen.quick else CITY)
    asked = server.ask("pages", count=5 if chosen.quick else 40)
    server.end()
    within = [one["p95"] <= figures.MOST_MILLISECONDS for one in asked.values()]
    return {"city": city, "pages": asked, "share_within_aim": round(sum(within) / len(within), 3)}


def ask_appeals(home: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Bulk intake and the look-up of similar ones, on SQLite and, where there is one, on PostgreSQL."""
    found: dict[str, Any] = {}
    with contextlib.ExitStack() as stack:
        urls = {"sqlite": f"sqlite:///{home / 'appeals.sqlite3'}"}
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            urls["postgresql"] = stack.enter_context(arena.throwaway(os.environ["DATABASE_URL"], "template0"))
        for engine, url in urls.items():
            process = Contender("bench.appeals_process", arena.environment(url, home))
            found[engine] = {
                "import": (process.ask("prepare"), process.ask("import", rows=200 if chosen.quick else 5_000))[1],
                "similar": process.ask(
                    "similar", total=2_000 if chosen.quick else 100_000, looks=20 if chosen.quick else 200
                ),
            }
            process.end()
    return found


def main() -> None:
    """Measure, print, and write the page where asked."""
    chosen = options()
    result = run(chosen)
    print(json.dumps(result, ensure_ascii=False, indent=2))
    if chosen.write_docs:
        pages.write(result)


if __name__ == "__main__":
    main()
