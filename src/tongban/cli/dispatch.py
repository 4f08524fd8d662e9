"""`tongban dispatch`: train the text model that proposes whom a message is for, and judge it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tongban.cli.columns import show_columns
from tongban.cli.files import content_of
from tongban.common.errors import BadInput

if TYPE_CHECKING:
    from tongban.casework.dispatch.rules import Evaluation, Labelled

MOST_FILE_BYTES = 500_000_000
NAME = "dispatch-model.npz"

given_file = click.argument("file", type=click.Path(path_type=Path))
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")


@click.group("dispatch")
def command() -> None:
    """The text model of dispatch: train it on labelled messages, judge it."""


@command.command("train")
@given_file
@click.option("--model", type=click.Path(path_type=Path), default=Path(NAME), help=f"The file to write ({NAME}).")
@as_json_option
def train(file: Path, model: Path, as_json: bool) -> None:
    """Train on all rows of FILE, a CSV in UTF-8 with the columns text and label, and write the model.

    Other columns are ignored. The figures printed come from folds kept apart while training.
    """
    from tongban.casework.dispatch import rules

    labelled = _rows(file)
    made = rules.train(labelled.rows, at=datetime.now(UTC).isoformat(timespec="seconds"))
    content = rules.save(made)
    _write(model, content)
    said = {
        "model": str(model),
        "rows": made.rows,
        "passed_over": labelled.passed_over,
        "labels": list(made.labels),
        "grams": len(made.vocabulary.keys),
        "model_bytes": len(content),
        "trained_at": made.trained_at,
        "measures": dict(made.measures),
    }
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    click.echo(f"已用{made.rows}条不同文本、{len(made.labels)}个标签训练,略过空白{labelled.passed_over}行。")
    if made.measures:
        click.echo(
            f"{made.measures['folds']}折交叉检验:宏平均 F1 {made.measures['macro_f1']:.3f},"
            f"校准误差 {made.measures['calibration_error']:.3f}。"
        )
    click.echo(f"模型已写入“{model}”({len(content) / 1e6:.1f} 兆字节)。")


@command.command("evaluate")
@given_file
@click.option("--model", type=click.Path(path_type=Path), help="Judge this model on all rows of FILE instead.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another way to part the rows.")
@as_json_option
def evaluate(file: Path, model: Path | None, seed: int, as_json: bool) -> None:
    """Train on four fifths of FILE and judge by the rest; the same text is never on both sides.

    Prints macro-F1, each label, calibration, texts per second on one core, size of the model and time to load it.
    """
    from tongban.casework.dispatch import rules

    rows = _rows(file).rows
    if model is not None:
        found = rules.measure(rules.load(_content(model)), rows)
    else:
        found = rules.evaluate(rows, at=datetime.now(UTC).isoformat(timespec="seconds"), seed=seed)
    if as_json:
        click.echo(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
    else:
        _tell(found)


def _rows(file: Path) -> "Labelled":
    from tongban.casework.dispatch.rules import read_rows

    return read_rows(_content(file))


def _content(file: Path) -> bytes:
    content = content_of(file, MOST_FILE_BYTES + 1)
    if len(content) > MOST_FILE_BYTES:
        raise BadInput(
            "dispatch.file_size",
            "文件“{file}”超过{most}兆字节,请分成几份。",
            file=file,
            most=MOST_FILE_BYTES // 1_000_000,
        )
    return content


def _write(file: Path, content: bytes) -> None:
    # First beside it, then in its place: a model in use is never half a file.
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except OSError as error:
        raise BadInput(
            "cli.unwritable", "文件“{file}”无法写入({why}):请核对路径和权限。", file=file, why=error.strerror
        ) from error


def _tell(found: "Evaluation") -> None:
    click.echo(
        f"训练{found.learned}条,测试{found.tested}条:宏平均 F1 {found.macro_f1:.4f},正确率 {found.accuracy:.4f}。"
    )
    show_columns(
        ("标签", "精确率", "召回率", "F1", "条数"),
        [
            (one.label, f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}", str(one.count))
            for one in found.classes
        ],
    )
    click.echo(f"期望校准误差 {found.calibration_error:.4f}:")
    show_columns(
        ("把握", "条数", "平均把握", "正确率"),
        [
            (f"{one.above:.1f}–{one.upto:.1f}", str(one.count), f"{one.confidence:.3f}", f"{one.accuracy:.3f}")
            for one in found.bins
        ],
    )
    speed = found.speed
    click.echo(
        f"单核每秒{speed.records_per_second:.0f}条;模型 {speed.model_bytes / 1e6:.2f} 兆字节,"
        f"载入 {speed.load_seconds:.3f} 秒。"
    )
