"""`tongban recount`: which open cases a new holiday notice moves, and moving them."""

import json
from datetime import UTC, datetime

import click

from tongban.cli import ready
from tongban.common.errors import DomainError


@click.command()
@click.option("--apply", "applied", is_flag=True, help="Write the new due days, each with a line in its journal.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(applied: bool, as_json: bool) -> None:
    """Show which open cases move under the calendar as it is now; with --apply move them."""
    ready()
    from tongban.casework.cases import queries, services
    from tongban.common.actors import worker

    moved = list(queries.moved_by_calendar())
    refused = {}
    if applied:
        for one in moved:
            try:
                services.recount(number=one.number, actor=worker("日历更新"), at=datetime.now(UTC))
            except DomainError as refusal:
                refused[one.number] = refusal.message
    if as_json:
        cases = [
            {"case_number": one.number, "before": one.before, "after": one.after, "steps": list(one.steps)}
            for one in moved
        ]
        click.echo(json.dumps({"moved": cases, "applied": applied, "refused": refused}, ensure_ascii=False, indent=2))
        return
    for one in moved:
        note = f"(未改:{refused[one.number]})" if one.number in refused else ""
        click.echo(f"{one.number}  {_days(one.before)} → {_days(one.after)}{note}")
    done = "已重算" if applied else "将变动(预览;加 --apply 写入)"
    click.echo(f"共{len(moved)}件{done}。" if moved else "没有办件的到期日需要变动。")


def _days(days: dict[str, str | bool | None]) -> str:
    return f"{days['due_on']}{'(暂定)' if days['provisional'] else ''}"
