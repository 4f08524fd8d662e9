"""The text model of dispatch on labelled messages: files `titles.csv` and `records.csv` of a folder that is named."""

from pathlib import Path
from statistics import mean
from typing import Any

from tongban.casework.dispatch.rules import evaluate, read_rows

FILES = ("titles", "records")
SEEDS, QUICK_SEEDS = 5, 1


def measure(folder: Path | None, *, quick: bool) -> dict[str, Any]:
    """For each file the split the command makes, and how much the figures differ between ways to part the rows."""
    if folder is None:
        return {"skipped": "no folder of messages was named: --messages FOLDER"}
    found = {name: folder / f"{name}.csv" for name in FILES}
    return {
        name: measure_file(file, QUICK_SEEDS if quick else SEEDS) if file.exists() else {"skipped": "no such file"}
        for name, file in found.items()
    }


def measure_file(file: Path, seeds: int) -> dict[str, Any]:
    """One file, parted in several ways; the first is the one the command makes."""
    rows = read_rows(file.read_bytes()).rows
    runs = [evaluate(rows, at="", seed=seed) for seed in range(seeds)]
    scores = [run.macro_f1 for run in runs]
    first = runs[0]
    return {
        "rows": len(rows),
        "learned": first.learned,
        "tested": first.tested,
        "macro_f1": round(first.macro_f1, 4),
        "macro_f1_of_seeds": {"mean": round(mean(scores), 4), "range": [round(min(scores), 4), round(max(scores), 4)]},
        "calibration_error": [round(run.calibration_error, 4) for run in runs],
        "records_per_second": round(max(run.speed.records_per_second for run in runs)),
        "model_bytes": first.speed.model_bytes,
        "load_seconds": round(min(run.speed.load_seconds for run in runs), 4),
    }
