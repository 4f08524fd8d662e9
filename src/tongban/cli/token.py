"""`tongban token`: tokens of other systems, shown once when they are issued."""

from datetime import UTC, datetime, timedelta

import click

from tongban.cli import ready
from tongban.cli.columns import show_columns
from tongban.common.errors import BadInput
from tongban.common.time import local

DAYS = 365
MOST_DAYS = 3650


@click.group("token")
def command() -> None:
    """Tokens of other systems: issue, revoke, list."""


@command.command("issue")
@click.argument("username")
@click.option("--name", required=True, help="What the token is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    metavar="SCOPE",
    help="cases:read, cases:write, parties:read, parties:write; may be repeated.",
)
@click.option(
    "--days", type=click.IntRange(1, MOST_DAYS), default=DAYS, show_default=True, help="Good for so many days."
)
def issue(username: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """Issue a token to the system account USERNAME and print it, this once."""
    ready()
    from tongban.registry.accounts import queries, services

    for scope in scopes:
        if scope not in queries.SCOPES:
            template = "没有授权范围“{scope}”:请从{known}中选择。"
            raise BadInput("token.scope_unknown", template, scope=scope, known="、".join(queries.SCOPES))
    at = datetime.now(UTC)
    token, text = services.issue_token(
        account=queries.account_named(username),
        name=name,
        scopes=list(scopes),
        expires_at=at + timedelta(hours=24 * days),  # an age, not a legal term
        at=at,
    )
    click.echo(text)
    click.echo(f"以上令牌只显示这一次,请立即妥善保存;{local(token.expires_at):%Y-%m-%d %H:%M}失效。", err=True)


@command.command("revoke")
@click.argument("prefix")
def revoke(prefix: str) -> None:
    """Revoke the token with this PREFIX (tb_ and 12 digits, see `tongban token list`) from now on."""
    ready()
    from tongban.registry.accounts import queries, services

    token = queries.token_with(prefix)
    services.revoke_token(token=token, at=datetime.now(UTC))
    click.echo(f"令牌 {token.prefix}(“{token.name}”)已吊销,立即失效。")


@command.command("list")
@click.argument("username", default="")
def list_tokens(username: str) -> None:
    """List tokens, of all systems or of USERNAME: prefix, account, name, scopes, state, end, last use."""
    ready()
    from tongban.registry.accounts import queries

    rows = [
        (
            one.prefix,
            one.username,
            one.name,
            " ".join(one.scopes),
            one.state,
            f"{local(one.expires_at):%Y-%m-%d %H:%M}",
            f"{local(one.last_used_at):%Y-%m-%d %H:%M}" if one.last_used_at else "未使用",
        )
        for one in queries.token_lines(at=datetime.now(UTC), username=username)
    ]
    show_columns(("前缀", "登录名", "名称", "授权范围", "状态", "失效时间", "最近使用"), rows)
    click.echo(f"共{len(rows)}个令牌。")
