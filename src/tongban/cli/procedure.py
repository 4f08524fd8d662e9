"""``tongban procedure``: check a procedure, read it from BPMN 2.0, write it as BPMN 2.0."""

import re
from pathlib import Path
from typing import Any

import click
import yaml

from tongban.common.errors import BadInput, NotFound
from tongban.registry.catalog.rules.bpmn import condition_text, read_bpmn, write_bpmn
from tongban.registry.catalog.rules.procedure import Procedure

BPMN = (".bpmn", ".xml")
PLAIN = (".yaml", ".yml", ".json")  # JSON is read as YAML, which contains it
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")  # JSON can write half characters, which no output can
MOST_BYTES = {**dict.fromkeys(BPMN, 5_000_000), **dict.fromkeys(PLAIN, 1_000_000)}


@click.group("procedure")
def command() -> None:
    """Check procedures; import them from and export them to BPMN 2.0 (see docs/procedures.md)."""


@command.command()
@click.argument("file", type=Path)
def check(file: Path) -> None:
    """Print the steps of FILE (.bpmn, .xml, .yaml, .json), the critical path and the terms, or the refusal."""
    procedure = load(file, (*BPMN, *PLAIN))
    heading = f"流程“{procedure.name}”" if procedure.name else "流程"
    click.echo(f"{heading}共{len(procedure.steps)}个环节:")
    for number, step in enumerate(procedure, start=1):
        after = "、".join(step.after) or "无"
        condition = condition_text(step.when) if step.when else "默认"
        choice = f",选择组 {step.choice}:{condition}" if step.choice else ""
        power = f",权力 {step.power}" if step.power else ""
        click.echo(f"{number:>3}. {step.key} {step.name}:{step.agency},{step.term.words},前置 {after}{choice}{power}")
    click.echo(f"关键路径:{'→'.join(procedure.critical_path)}")
    if procedure.parallel_term and procedure.serial_term:
        click.echo(f"并联时限:{procedure.parallel_term.words}({procedure.parallel_term})")
        click.echo(f"串联时限:{procedure.serial_term.words}({procedure.serial_term})")
    click.echo("OK,流程可用。")


@command.command("import")
@click.argument("file", type=Path)
@click.option("-o", "--output", type=Path, help="Write here instead of printing.")
def import_(file: Path, output: Path | None) -> None:
    """Turn the BPMN 2.0 FILE into our YAML."""
    text = yaml.safe_dump(as_document(load(file, BPMN)), allow_unicode=True, sort_keys=False, width=120)
    emit(text.encode(), output)


@command.command()
@click.argument("file", type=Path)
@click.option("-o", "--output", type=Path, help="Write here instead of printing.")
def export(file: Path, output: Path | None) -> None:
    """Turn FILE, our YAML or JSON, into BPMN 2.0 with a diagram."""
    emit(write_bpmn(load(file, PLAIN)), output)


def load(file: Path, endings: tuple[str, ...]) -> Procedure:
    """The procedure of a file, read by its ending; names written on the drawing that are not kept are told on stderr."""
    ending = file.suffix.lower()
    if ending not in endings:
        raise BadInput(
            "procedure.ending", "文件“{file}”不是本命令能读的:请给出 {endings}。", file=file, endings="、".join(endings)
        )
    data = read_bytes(file, MOST_BYTES[ending])
    if ending in PLAIN:
        return parse_plain(data, file)
    reading = read_bpmn(data)
    if reading.inscriptions:
        shown = "、".join(reading.inscriptions[:20]) + ("等" if len(reading.inscriptions) > 20 else "")
        click.echo(f"提示:图上这些标注不属于流程内容,没有读入:{shown}。", err=True)
    return reading.procedure


def read_bytes(file: Path, most: int) -> bytes:
    """The content of a file; missing, unreadable and oversized files are refused."""
    try:
        with file.open("rb") as stream:
            data = stream.read(most + 1)
    except FileNotFoundError:
        raise NotFound("procedure.file", "没有文件“{file}”:请核对路径。", file=file) from None
    except OSError as fault:
        raise BadInput(
            "procedure.unreadable", "文件“{file}”读不了({reason}):请核对路径和权限。", file=file, reason=fault.strerror
        ) from None
    if len(data) > most:
        raise BadInput("procedure.bytes", "文件“{file}”超过{most}MB,不予读取。", file=file, most=most // 1_000_000)
    return data


def parse_plain(data: bytes, file: Path) -> Procedure:
    """A list of steps, or ``name`` and ``steps``, in YAML or JSON."""
    try:
        given = yaml.safe_load(data)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise BadInput(
            "procedure.yaml", "文件“{file}”第{line}行不是合格的 YAML:请改正。", file=file, line=line
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise BadInput("procedure.yaml", "文件“{file}”不是合格的 YAML:请改正。", file=file) from None
    name = ""
    if isinstance(given, dict) and set(given) <= {"name", "steps"} and is_text(given.get("name", "")):
        name, given = given.get("name", ""), given.get("steps")
    if not isinstance(given, list) or not given or not all(isinstance(step, dict) for step in given):
        raise BadInput(
            "procedure.shape",
            "文件“{file}”不是环节列表:请写成列表,每个环节一项,或写 name 和 steps 两项。",
            file=file,
        )
    for number, step in enumerate(given, start=1):
        check_plain_step(step, number)
    return Procedure.parse(given, name)


def check_plain_step(step: dict[Any, Any], number: int) -> None:
    """Refuse values that are no clean texts: numbers and nested structures would be read as something else than written."""
    for key, value in step.items():
        texts = value if key == "after" and isinstance(value, list) else [value]
        if (key == "after" and texts is not value) or not all(is_text(one) for one in [key, *texts]):
            raise BadInput(
                "procedure.text",
                "第{number}个环节的“{key}”写法不对:after 请写列表,其余请写文字(必要时加引号)。",
                number=number,
                key=ascii(key)[:40] if not is_text(key) else key,
            )


def is_text(given: object) -> bool:
    """Whether it is a string that can be shown."""
    return isinstance(given, str) and not NOT_TEXT.search(given)


def as_document(procedure: Procedure) -> Any:
    """What is written as YAML: the list of steps, below ``name`` if the procedure has one."""
    steps = procedure.as_data()
    return {"name": procedure.name, "steps": steps} if procedure.name else steps


def emit(content: bytes, output: Path | None) -> None:
    """Print, or write to a file; a file that cannot be written is refused."""
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as fault:
        raise BadInput(
            "procedure.unwritable",
            "写不了文件“{file}”({reason}):请核对路径和权限。",
            file=output,
            reason=fault.strerror,
        ) from None
    click.echo(f"已写入 {output}。")
