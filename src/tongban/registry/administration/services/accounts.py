"""Accounts and tokens."""

from datetime import datetime

from django.db import transaction

from tongban.common.actors import Actor
from tongban.common.errors import Refused
from tongban.registry.accounts import queries, services
from tongban.registry.accounts.models import Account, ApiToken
from tongban.registry.accounts.rules import AccountKind, initial_password
from tongban.registry.administration.checks import check_administers, check_not_oneself
from tongban.registry.administration.rules import Deed
from tongban.registry.administration.services.record import note
from tongban.registry.agencies import queries as agencies


@transaction.atomic
def open_account(*, number: str, username: str, actor: Actor, at: datetime) -> tuple[Account, str]:
    """Open an account for a member of staff; returns it with its initial password, readable only this once."""
    check_administers(actor)
    password = initial_password()
    account = services.create_account(
        username=username, staff=agencies.staff_member(number), password=password, must_change=True, at=at
    )
    note(Deed.ACCOUNT_OPENED, f"account:{account.username}", actor=actor, at=at, staff=number)
    return account, password


@transaction.atomic
def reset_password(*, username: str, actor: Actor, at: datetime) -> tuple[Account, str]:
    """Give a person's account an initial password again; its sessions end."""
    check_administers(actor)
    account = queries.account_named(username)
    if account.kind == AccountKind.SYSTEM or not account.is_active:
        raise Refused("account.no_password", "只有在用的个人账号可以重置密码:业务系统使用令牌,停用的账号不再登录。")
    password = initial_password()
    services.change_password(account=account, password=password, must_change=True)
    note(Deed.PASSWORD_RESET, f"account:{account.username}", actor=actor, at=at)
    return account, password


@transaction.atomic
def close_account(*, username: str, actor: Actor, at: datetime) -> Account:
    """Close an account, with its sessions and tokens; one's own is closed by somebody else."""
    check_administers(actor)
    account = queries.account_named(username)
    check_not_oneself(account.staff_id, actor)
    services.close_account(account=account, at=at)
    note(Deed.ACCOUNT_CLOSED, f"account:{account.username}", actor=actor, at=at)
    return account


@transaction.atomic
def unlock(*, username: str, actor: Actor, at: datetime) -> Account:
    """Let a name locked after failed attempts sign in again."""
    check_administers(actor)
    account = queries.account_named(username)
    services.unlock(account=account)
    note(Deed.UNLOCKED, f"account:{account.username}", actor=actor, at=at)
    return account


@transaction.atomic
def open_system(*, username: str, name: str, actor: Actor, at: datetime, agency: str = "") -> Account:
    """Open an account for another system."""
    check_administers(actor)
    owner = agencies.agency(agency) if agency else None
    account = services.create_account(username=username, name=name, agency=owner, at=at)
    note(Deed.SYSTEM_OPENED, f"account:{account.username}", actor=actor, at=at, name=name, agency=agency)
    return account


@transaction.atomic
def issue_token(
    *, username: str, name: str, scopes: list[str], expires_at: datetime, actor: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Issue a token to another system; returns it with its text, readable only this once."""
    check_administers(actor)
    token, text = services.issue_token(
        account=queries.account_named(username), name=name, scopes=scopes, expires_at=expires_at, at=at
    )
    kept = {"token": token.prefix, "name": token.name, "scopes": token.scopes}
    note(Deed.TOKEN_ISSUED, f"account:{username}", actor=actor, at=at, **kept)
    return token, text


@transaction.atomic
def revoke_token(*, prefix: str, actor: Actor, at: datetime) -> ApiToken:
    """Revoke a token from now on."""
    check_administers(actor)
    token = queries.token_with(prefix)
    services.revoke_token(token=token, at=at)
    owner = Account.objects.get(pk=token.account_id)
    note(Deed.TOKEN_REVOKED, f"account:{owner.username}", actor=actor, at=at, token=token.prefix, name=token.name)
    return token
