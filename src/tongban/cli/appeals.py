"""`tongban appeals`: take in a table of appeals, and learn anew whom appeals are for."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from tongban.cli import ready
from tongban.cli.columns import show_columns
from tongban.cli.files import content_of
from tongban.common.actors import Actor, Role
from tongban.common.time import localdate


@click.group("appeals")
def command() -> None:
    """Appeals: bulk intake, and the model that proposes whom they are for."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report of every row as JSON.")
def import_file(file: Path, as_json: bool) -> None:
    """Register every row of FILE, a CSV or XLSX, as an appeal; a row that was taken before is not taken twice.

    Exit code 1 when a row was refused; the others are taken all the same.
    """
    content = content_of(file)
    ready()
    from tongban.hall.appeals import services as appeals
    from tongban.registry.agencies import queries as agencies
    from tongban.registry.policies import queries as policies

    at = datetime.now(UTC)
    desk = agencies.agency(policies.content(policies.in_force(localdate(at))).appeals.desk)
    actor = Actor("worker", "命令行批量导入", frozenset({Role.CLERK}), agency=desk.code, region=desk.region_id)
    report = appeals.import_rows(appeals.read_file(file.name, content), actor=actor, at=at)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(
            f"登记{report.taken}件,退回{report.refused}行,此前已登记{len(report.rows) - report.taken - report.refused}行。"
        )
        show_columns(("行", "原因"), [(str(one.row), one.problem) for one in report.rows if one.problem])
    if report.refused:
        raise SystemExit(1)


@command.command("learn")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def learn(as_json: bool) -> None:
    """Learn whom appeals are for, from the closed ones and the catalogue; the worker does so by itself once enough closed."""
    ready()
    from tongban.hall.appeals import services as appeals

    row = appeals.learn(at=datetime.now(UTC))
    said = {
        "rows": row.rows,
        "labels": row.labels,
        "closed": row.cases,
        "bytes": len(row.content),
        "measures": row.measures,
    }
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    click.echo(f"已学习{row.rows}条文本、{row.labels}个条线,其中已办结诉求{row.cases}件;交办建议从现在起用新模型。")
