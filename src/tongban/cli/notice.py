"""`tongban notice`: holiday notices of the State Council, checked and loaded as the pages of administration do it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tongban.cli import ready
from tongban.cli.columns import show_columns
from tongban.common.errors import BadInput
from tongban.common.time import local, localdate
from tongban.workdays import Calendar, Head

if TYPE_CHECKING:
    from tongban.casework.cases.queries import Moved
    from tongban.common.actors import Actor
    from tongban.registry.calendars.rules import Candidate

FIRST_CASES = 20

given_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
head_options = (
    click.option("--number", default="", metavar="NUMBER", help="文号, where the text does not say it."),
    click.option(
        "--issued", "issued", default="", metavar="DATE", help="Published on, where the text does not say it."
    ),
)


@click.group("notice")
def command() -> None:
    """Holiday notices: check a text, load it, list what is loaded."""


@command.command("check")
@given_file
@head_options[0]
@head_options[1]
def check(file: Path, number: str, issued: str) -> None:
    """Say what the notice in FILE comes to (YAML, or the text as published) and which open cases it would move.

    Writes nothing; exit 2 with everything that is wrong at once.
    """
    ready()
    from tongban.registry.calendars import queries as calendars
    from tongban.registry.calendars.rules import bad_text

    found = calendars.check(_text(file), _head(number, issued))
    if found.notice is None:
        raise bad_text(found.problems)
    before, after = calendars.holding(), calendars.candidate(found.notice)
    _tell(found, before, after)
    _tell_cases(before, after)


@command.command("load")
@given_file
@head_options[0]
@head_options[1]
@click.option("--by", "by", required=True, metavar="USERNAME", help="The administrator who loads it.")
@click.option("--confirmed-by", "second", default="", metavar="USERNAME", help="Another administrator who confirms it.")
def load(file: Path, number: str, issued: str, by: str, second: str) -> None:
    """Load the notice in FILE; it holds once another administrator confirms it, here or on the page."""
    ready()
    from django.db import transaction

    from tongban.registry.calendars import services as calendars

    at = datetime.now(UTC)
    first = _administrator(by, at)
    other = _administrator(second, at) if second else None
    with transaction.atomic():
        notice = calendars.propose(text=_text(file), head=_head(number, issued), actor=first, at=at)
        if other is not None:
            calendars.confirm(notice=notice.pk, actor=other, at=at)
    click.echo(f"通知{notice.number}已提交(编号{notice.pk}),等待另一名系统管理员确认。")
    if other is not None:
        click.echo("已确认载入,各进程在一秒左右内生效。未结办件请用 tongban recount 预览并重算。")


@command.command("list")
def list_notices() -> None:
    """List the notices in the database: year, number, state, issued, who loaded and confirmed it."""
    ready()
    from tongban.registry.calendars import queries as calendars
    from tongban.registry.calendars.rules import NoticeState

    rows = [
        (
            str(one.year),
            one.number,
            NoticeState(one.state).label,
            str(one.issued_on),
            f"{one.loaded_by_name} {local(one.loaded_at):%Y-%m-%d %H:%M}",
            one.confirmed_by_name,
        )
        for one in calendars.notices()
    ]
    show_columns(("年份", "文号", "状态", "发布", "提交", "确认"), rows)
    click.echo(f"共{len(rows)}份通知。")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadInput("notice.encoding", "文件“{file}”不是 UTF-8 文字,请转换后再载入。", file=file.name) from None


def _head(number: str, issued: str) -> Head:
    try:
        return Head(number, "", date.fromisoformat(issued) if issued else None)
    except ValueError:
        raise BadInput("notice.issued", "发布日期“{given}”应写作 2026-11-10。", given=issued) from None


def _administrator(username: str, at: datetime) -> "Actor":
    from tongban.registry.accounts import queries as accounts

    return accounts.actor_of(accounts.account_named(username), localdate(at))


def _tell(found: "Candidate", before: Calendar, after: Calendar) -> None:
    from tongban.registry.calendars.rules import changes

    if found.notice is None:
        return
    click.echo(f"{found.notice.title}({found.notice.number},{found.notice.issued_on}发布)")
    for one in changes(before, after):
        click.echo(f"  {one.on} {'改为上班' if one.becomes_workday else '改为放假'}({one.name})")
    for sentence in found.unused:
        click.echo(f"  未采用:{sentence}")


def _tell_cases(before: Calendar, after: Calendar) -> None:
    from tongban.casework.cases import queries as cases

    since = after.first_difference(before)
    moved = list(cases.moved_by_calendar(calendar=after, since=since)) if since else []
    for one in moved[:FIRST_CASES]:
        click.echo(f"  {one.number}  {_shifts(one)}")
    click.echo(_sentence(moved))


def _shifts(one: "Moved") -> str:
    named = (("due_on", "当前时限"), ("statutory_due_on", "法定时限"))
    days = [f"{label}{shift[0]} → {shift[1]}" for name, label in named if (shift := one.shift(name))]
    return ";".join(days) or "环节时限或“暂定”标记变动"


def _sentence(moved: Sequence[object]) -> str:
    return f"载入后有{len(moved)}件未结办件的时限将变动。" if moved else "载入后没有办件的到期日需要变动。"
