"""Rounds into figures: medians, percentiles, ratios of the same round, targets."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from bench.contest import Answer

WHOLE_CASES_PER_SECOND = 80
TIMES_SPIFFWORKFLOW = 1.2
TIMES_CHINESECALENDAR = 400
MOST_MILLISECONDS = 60
DISPATCH_MACRO_F1 = 0.91
DISPATCH_RECORDS_PER_SECOND = 3_000


def per_second(rounds: Sequence[Answer]) -> list[float]:
    """Cases per second of each round."""
    return [answer["count"] / answer["seconds"] for answer in rounds]


def speed(rounds: Sequence[Answer]) -> dict[str, Any]:
    """Median cases per second of the rounds, with the slowest and the quickest."""
    seen = per_second(rounds)
    return {"per_second": round(median(seen), 1), "rounds": [round(min(seen), 1), round(max(seen), 1)]}


def milliseconds(rounds: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """p50 and p95 of each act over all rounds, in milliseconds."""
    acts: dict[str, list[float]] = {}
    for answer in rounds:
        for name, spent in answer["acts"].items():
            acts.setdefault(name, []).extend(spent)
    return {name: {"p50": percentile(spent, 0.5), "p95": percentile(spent, 0.95)} for name, spent in acts.items()}


def percentile(values: Sequence[float], part: float) -> float:
    """The value that this part of all does not exceed."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))], 3)


def ratio(ours: Sequence[Answer], theirs: Sequence[Answer]) -> float:
    """How many times as fast: the median of the ratios of neighbouring rounds, so that noise hits both."""
    return round(median(a / b for a, b in zip(per_second(ours), per_second(theirs), strict=True)), 3)


def target(what: str, measured: float | None, aim: float) -> dict[str, Any]:
    """A target beside what was measured; ``met`` is None when it was not."""
    return {"target": what, "aim": aim, "measured": measured, "met": None if measured is None else measured >= aim}


def targets(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Every target of the run, the issue's words first."""
    found = []
    for name in ("sqlite", "postgresql"):
        life = result.get("engine", {}).get(name, {}).get("five_human_steps", {}).get("life", {})
        found.append(target(f"whole cases per second, {name}", life.get("per_second"), WHOLE_CASES_PER_SECOND))
    peer = result.get("spiffworkflow", {})
    kept = "times SpiffWorkflow, state written to PostgreSQL after every step"
    found.append(target(kept, peer.get("ours_times_kept"), TIMES_SPIFFWORKFLOW))
    found.append(target(f"{kept} and read before it", peer.get("ours_times_reloaded"), TIMES_SPIFFWORKFLOW))
    if "pages" in result:
        share = f"share of pages with p95 within {MOST_MILLISECONDS} ms, sqlite, 100,000 cases"
        found.append(target(share, result["pages"].get("share_within_aim"), 1.0))
    for name, part in result.get("dispatch", {}).items():
        if isinstance(part, dict) and "macro_f1" in part:
            found.append(target(f"macro-F1 of dispatch, {name}", part["macro_f1"], DISPATCH_MACRO_F1))
            found.append(
                target(f"messages per second, {name}", part["records_per_second"], DISPATCH_RECORDS_PER_SECOND)
            )
    days = result.get("workdays", {}).get("ratio", {})
    found += [
        target(f"times chinesecalendar, {name}", days.get(name), TIMES_CHINESECALENDAR) for name in ("add", "count")
    ]
    return found
