"""`tongban account`: sign-ins of staff and of other systems."""

import sys
from datetime import UTC, datetime

import click

from tongban.cli import ready
from tongban.cli.columns import show_columns
from tongban.common.errors import BadInput

from_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")


@click.group("account")
def command() -> None:
    """Accounts: open, close, change a password, list."""


@command.command("add")
@click.argument("username")
@click.option("--staff", "number", required=True, metavar="NUMBER", help="The number (工号) of a member of staff.")
@from_stdin
def add(username: str, number: str, password_stdin: bool) -> None:
    """Open the account USERNAME for a member of staff; the password is asked for twice."""
    ready()
    from tongban.registry.accounts import services
    from tongban.registry.agencies import queries as agencies

    member = agencies.staff_member(number)  # before anybody thinks of a password
    password = _password(password_stdin)
    account = services.create_account(username=username, staff=member, password=password, at=datetime.now(UTC))
    click.echo(f"已为{member.name}(工号{member.number})开通账号 {account.username}。")


@command.command("system")
@click.argument("username")
@click.option("--name", required=True, help="What the system is called.")
@click.option("--agency", default="", metavar="CODE", help="The agency it belongs to.")
def system(username: str, name: str, agency: str) -> None:
    """Open the account USERNAME for another system; it has no password and signs in with tokens."""
    ready()
    from tongban.registry.accounts import services
    from tongban.registry.agencies import queries as agencies

    owner = agencies.agency(agency) if agency else None
    account = services.create_account(username=username, name=name, agency=owner, at=datetime.now(UTC))
    click.echo(f"已为业务系统“{account.name}”开通账号 {account.username}。")
    click.echo(f"签发令牌:tongban token issue {account.username} --name 名称 --scope cases:read")


@command.command("password")
@click.argument("username")
@from_stdin
def password(username: str, password_stdin: bool) -> None:
    """Give the account USERNAME of a person a new password; sessions that are open end."""
    ready()
    from tongban.registry.accounts import queries, services

    account = queries.account_named(username)
    services.change_password(account=account, password=_password(password_stdin))
    click.echo(f"账号 {account.username} 的密码已更换,原有会话已失效。")


@command.command("close")
@click.argument("username")
def close(username: str) -> None:
    """Close the account USERNAME: no more sign-ins, its sessions and tokens end; it stays for the record."""
    ready()
    from tongban.registry.accounts import queries, services

    account = queries.account_named(username)
    services.close_account(account=account, at=datetime.now(UTC))
    click.echo(f"账号 {account.username} 已停用,其会话和接口令牌同时失效。")


@command.command("list")
def list_accounts() -> None:
    """List accounts: name, kind, whose, agency, state."""
    ready()
    from tongban.registry.accounts import queries

    rows = [
        (one.username, one.kind, one.owner, one.agency, "在用" if one.is_open else "停用")
        for one in queries.account_lines()
    ]
    show_columns(("登录名", "类别", "使用者", "部门", "状态"), rows)
    click.echo(f"共{len(rows)}个账号。")


def _password(from_standard_input: bool) -> str:
    if from_standard_input:
        given = _line_of_stdin()
    else:
        given = str(click.prompt("密码", hide_input=True))
        if click.prompt("再次输入密码", hide_input=True) != given:
            raise BadInput("account.password_twice", "两次输入的密码不一致,请重新办理。")
    if not given:
        raise BadInput("account.password_missing", "没有读到密码:请在标准输入给出一行密码。")
    return given


def _line_of_stdin() -> str:
    try:
        return sys.stdin.buffer.readline().decode().rstrip("\r\n")  # UTF-8 whatever the terminal is set to
    except UnicodeDecodeError:
        raise BadInput("account.password_text", "标准输入中的密码不是 UTF-8 文字,请更正。") from None
