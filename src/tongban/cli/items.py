"""``tongban items``: import a list of items from CSV or XLSX, list the catalogue."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from tongban.cli import ready
from tongban.cli.columns import show_columns
from tongban.cli.files import content_of
from tongban.common.actors import Actor, Role
from tongban.common.time import localdate

# Whoever may run commands on the server may read and write its database: an administrator.
OPERATOR = Actor(kind="worker", name="命令行", roles=frozenset({Role.ADMIN}))


@click.group("items")
def command() -> None:
    """The catalogue of items: import lists, list what is there."""


@command.command("import")
@click.argument("file", type=Path)
@click.option(
    "--create-agencies", is_flag=True, help="Create agencies that are not known, in the region of their items."
)
@click.option("--region", default="", metavar="CODE", help="Put all items in this region, whatever the file says.")
@click.option("--ignore-columns", is_flag=True, help="Pass over columns that are not known.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def import_file(
    context: click.Context,
    file: Path,
    create_agencies: bool,
    region: str,
    ignore_columns: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import the items of FILE (.csv, .xlsx): all of them or none, with every problem of every row."""
    data = content_of(file)
    ready()
    from tongban.registry.catalog.rules.imports import Options
    from tongban.registry.catalog.services import import_items

    report = import_items(
        data=data,
        filename=file.name,
        actor=OPERATOR,
        at=datetime.now(UTC),
        options=Options(create_agencies=create_agencies, region=region, ignore_columns=ignore_columns),
        dry_run=dry_run,
    )
    if as_json:
        click.echo(json.dumps(report.as_data(), ensure_ascii=False, indent=2))
    else:
        click.echo(report.sentence)
        show_columns(("行", "列", "原因", "内容"), report.table())
    if not report.accepted:
        context.exit(2)


@command.command("list")
@click.option("--text", default="", help="Words in name or code.")
@click.option("--region", default="", metavar="CODE", help="Items of this region and below.")
@click.option("--agency", default="", metavar="CODE", help="Items of this agency.")
@click.option("--in-force", is_flag=True, help="Only items with a published guide in force today.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_items(text: str, region: str, agency: str, in_force: bool, as_json: bool) -> None:
    """List items: code, name, type, agency."""
    ready()
    from tongban.registry.catalog import queries

    today = localdate(datetime.now(UTC)) if in_force else None
    found = [
        {"code": one.code, "name": one.name, "type": one.type, "agency": one.agency_id, "region": one.region_id}
        for one in queries.items(text=text, region=region, agency=agency, in_force_on=today)
    ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    show_columns(
        ("编码", "名称", "部门", "区划"), [(one["code"], one["name"], one["agency"], one["region"]) for one in found]
    )
    click.echo(f"共{len(found)}项。")
