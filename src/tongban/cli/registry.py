"""`tongban registry`: the reference data the program brings, and the city's own staff."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tongban.cli import ready
from tongban.common.errors import BadInput


@click.group("registry")
def command() -> None:
    """Reference data: load what the program brings, load staff."""


@command.command("load")
def load() -> None:
    """Load the packaged regions, agencies, powers and catalogue; loading again changes nothing.

    The delegations of the sample are not part of it.
    """
    ready()
    from django.db import transaction

    from tongban.demo.reference import load_registry

    with transaction.atomic():  # all or nothing: an agency without its region helps nobody
        loaded = load_registry(at=datetime.now(UTC))
    if not any(loaded):
        click.echo("基础数据已是最新,没有变化。")
        return
    click.echo(
        f"基础数据已载入(新增或变更):区划{loaded.regions}个,机构、中心和窗口{loaded.agencies}个,"
        f"权力事项及其主体{loaded.powers}项,办事指南{loaded.guides}份。"
    )


@command.command("staff")
@click.argument("file", type=Path)
def staff(file: Path) -> None:
    """Load the people of FILE, a YAML list, with their roles: all of them or none; again changes nothing.

    Each entry: number, name, agency, identity, from; optional until, post, window, and roles, a list of role, region,
    from, document, optional until.
    """
    ready()
    from tongban.registry.agencies import services

    entries = _entries(file)
    count = services.load_staff(entries=entries)
    if count:
        click.echo(f"已载入:文件列有{len(entries)}人,新增人员和角色共{count}项。")
    else:
        click.echo(f"文件所列{len(entries)}人及其角色都已登记,没有变化。")


def _entries(file: Path) -> list[Any]:
    from tongban.registry.agencies.rules import read_yaml

    try:
        entries = read_yaml(file)
    except OSError as error:
        raise BadInput(
            "cli.unreadable", "文件“{file}”无法读取({why}):请核对路径和权限。", file=file, why=error.strerror
        ) from error
    except RecursionError:
        raise BadInput("registry.staff", "文件“{file}”嵌套过深,无法读取:请改正。", file=file) from None
    if not isinstance(entries, list) or not entries:
        raise BadInput("registry.staff", "文件“{file}”不是人员列表:请写成列表,每人一项。", file=file)
    return entries
