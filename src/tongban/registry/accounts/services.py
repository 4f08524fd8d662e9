"""Acts on accounts: opening and closing them, tokens of systems, signing in."""

import json
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from tongban.common.text import clean_line
from tongban.registry.accounts.models import Account, ApiToken, SavedFilter, SignInFailure
from tongban.registry.accounts.queries import Grant, grant_of
from tongban.registry.accounts.rules import (
    FAILURES_BEFORE_LOCK,
    LOCK,
    LONGEST_FILTER,
    MOST_FILTERS,
    USE_NOTED_EVERY,
    USERNAME,
    AccountKind,
    check_name_free,
    check_scopes,
    check_username,
    new_token,
)
from tongban.registry.agencies.models import Agency, Staff
from tongban.registry.parties.models import Party
from tongban.registry.parties.queries import keyring


@transaction.atomic
def create_account(
    *,
    username: str,
    at: datetime,
    password: str | None = "",
    staff: Staff | None = None,
    party: Party | None = None,
    name: str = "",
    agency: Agency | None = None,
    must_change: bool = False,
) -> Account:
    """Open an account: of a member of staff, of a party, else of a system, which has a name and maybe an agency.

    People need a password that passes the validators, or None where they sign in through an identity provider; a
    system has none and signs in with tokens only. ``must_change``: the password is an initial one, good for changing it.
    """
    if (staff is not None) + (party is not None) + bool(name or agency) != 1:
        raise BadInput("account.owner", "账号应属于一名工作人员、一个当事人或一个业务系统,三者择一,请更正。")
    kind = AccountKind.STAFF if staff else AccountKind.PARTY if party else AccountKind.SYSTEM
    account = Account(
        username=check_username(username),
        kind=kind.value,
        staff=staff,
        party=party,
        agency=agency,
        name=clean_line(name, field="名称", limit=100, blank=kind is not AccountKind.SYSTEM),
        date_joined=at,
        must_change_password=must_change,
    )
    _put_password(account, password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise Conflict("account.known", "登录名已被使用,或该工作人员已有账号:请更换登录名或查询已有账号。") from None
    return account


def _put_password(account: Account, password: str | None) -> None:
    if password is None:
        account.set_unusable_password()
        return
    if account.kind == AccountKind.SYSTEM:
        if password:
            raise BadInput("account.password", "业务系统不使用密码,请签发接口令牌。")
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise BadInput("account.password", "密码不符合要求:{why}", why=" ".join(error.messages)) from None
    account.set_password(password)


@transaction.atomic
def change_password(*, account: Account, password: str, must_change: bool = False) -> None:
    """Give a person's account a new password; sessions opened with the former one end."""
    _put_password(account, password)
    account.must_change_password = must_change
    account.save(update_fields=["password", "must_change_password"])


def change_own_password(*, account: Account, present: str, password: str, address: str, at: datetime) -> None:
    """Change the password of who knows the present one; wrong guesses are counted and lock as at the sign-in.

    No transaction around it, as in ``sign_in``.
    """
    what = f"sign-in {account.username}"
    if not count_attempt(what=what, address=address, at=at):
        raise locked()
    if not account.check_password(present):
        raise NotAllowed("password.present", "当前密码不正确,请重新输入。")
    if password == present:
        raise BadInput("password.same", "新密码与当前密码相同,请另设一个。")
    change_password(account=account, password=password)
    forget_attempts(what=what, at=at)


def locked() -> NotAllowed:
    """The refusal of a name under which too many attempts failed."""
    return NotAllowed(
        "signin.locked", "登录失败次数过多,已暂时锁定:请{minutes}分钟后再试。", minutes=LOCK.seconds // 60
    )


@transaction.atomic
def unlock(*, account: Account) -> None:
    """Let a name that was locked after failed attempts sign in again at once."""
    if not SignInFailure.objects.filter(pk=keyring().index_of(f"sign-in {account.username}")).delete()[0]:
        raise Refused("account.not_locked", "账号“{username}”没有登录失败记录,无需解除。", username=account.username)


@transaction.atomic
def close_account(*, account: Account, at: datetime) -> None:
    """Close an account: it cannot sign in any more, its sessions and tokens end; it stays for the record."""
    if Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False) != 1:
        raise Refused("account.closed", "该账号已经停用,无需再次办理。")
    ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
    account.is_active = False


@transaction.atomic
def issue_token(
    *, account: Account, name: str, scopes: list[str], expires_at: datetime, at: datetime
) -> tuple[ApiToken, str]:
    """A new token of a system, and its text, which is shown this once and not kept; people cannot have one."""
    if account.kind != AccountKind.SYSTEM or not account.is_active:
        raise Refused("token.account", "接口令牌只签发给在用的业务系统账号,请更换账号。")
    if expires_at <= at:
        raise BadInput("token.expiry", "失效时间应晚于签发时间,请更正。")
    fresh = new_token()
    token = ApiToken.objects.create(
        account=account,
        name=clean_line(name, field="令牌名称", limit=100),
        prefix=fresh.prefix,
        digest=fresh.digest,
        scopes=check_scopes(scopes),
        created_at=at,
        expires_at=expires_at,
    )
    return token, fresh.text


@transaction.atomic
def revoke_token(*, token: ApiToken, at: datetime) -> None:
    """Revoke a token from this instant; one already revoked is refused."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at) != 1:
        raise Refused("token.revoked", "该接口令牌已经吊销,无需再次办理。")
    token.revoked_at = at


def admit(*, token: str, at: datetime) -> Grant:
    """What a valid token grants, its use noted once an hour; any other is refused in the same words."""
    grant = grant_of(token, at)
    if grant is None:
        raise NotAllowed("token.invalid", "接口令牌无效、已过期或已吊销:请向管理员申请新的令牌。")
    if grant.is_stale:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lte=at - USE_NOTED_EVERY)
        ApiToken.objects.filter(unnoted, pk=grant.token_id).update(last_used_at=at)
    return grant


def sign_in(*, username: str, password: str, address: str, at: datetime) -> Account:
    """The account of a person who knows the password; name unknown, closed or password wrong read the same.

    After five failures under a name, known or not, it stays locked for 15 minutes. ``address`` is where it comes
    from. Deliberately no transaction around it: the refusal must not undo the failure it counted.
    """
    wrong = NotAllowed(
        "signin.wrong",
        "登录名或密码不正确,请核对后重试;连续{failures}次不正确将锁定{minutes}分钟。",
        failures=FAILURES_BEFORE_LOCK,
        minutes=LOCK.seconds // 60,
    )
    folded = username.strip().lower()
    if not USERNAME.match(folded):  # no account can have such a name
        raise wrong
    what = f"sign-in {folded}"
    if not count_attempt(what=what, address=address, at=at):
        raise locked()
    account = authenticate(username=folded, password=password)
    if not isinstance(account, Account):
        raise wrong
    forget_attempts(what=what, at=at)
    return account


def count_attempt(*, what: str, address: str, at: datetime, most: int = FAILURES_BEFORE_LOCK) -> bool:
    """Count one attempt under ``what``; False once ``most`` were made, until 15 minutes have passed since the last.

    Counted before anything is looked at, in one statement, so that parallel guesses cannot all slip through. Attempts
    made while locked do not prolong the lock. ``what`` is kept as an index only: people type passwords anywhere.
    """
    cutoff = at - LOCK
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, _prepared(keyring().index_of(what), at, _address(address), cutoff, most))
        (failures,) = cursor.fetchone()
    return int(failures) <= most


def forget_attempts(*, what: str, at: datetime) -> None:
    """Forget the attempts under ``what``, which ended well, and all that are too old to count."""
    SignInFailure.objects.filter(Q(pk=keyring().index_of(what)) | Q(last_at__lte=at - LOCK)).delete()


# the count stops at one more than is allowed, and so does its instant: a lock ends by itself
_COUNT = f"""
INSERT INTO {SignInFailure._meta.db_table} AS kept (name_index, failures, last_at, address) VALUES (%s, 1, %s, %s)
ON CONFLICT (name_index) DO UPDATE SET
  failures = CASE WHEN kept.last_at <= %s THEN 1 WHEN kept.failures > %s THEN kept.failures ELSE kept.failures + 1 END,
  last_at = CASE WHEN kept.last_at > %s AND kept.failures >= %s THEN kept.last_at ELSE excluded.last_at END,
  address = excluded.address
RETURNING failures
"""  # noqa: S608 - the name of the table is ours


def _prepared(index: str, at: datetime, address: str, cutoff: datetime, most: int) -> list[Any]:
    adapt = connection.ops.adapt_datetimefield_value
    return [index, adapt(at), address, adapt(cutoff), most, adapt(cutoff), most]


def _address(text: str) -> str:
    try:
        return str(ip_address(text))[:64]
    except ValueError:
        return ""


@transaction.atomic
def save_filter(*, name: str, asked: Mapping[str, str], actor: Actor, at: datetime) -> SavedFilter:
    """Keep a way to look at a list under a name; twelve at most for each account, each name once."""
    account, name = _account(actor), clean_line(name, field="筛选名称", limit=20)
    if len(json.dumps(dict(asked), ensure_ascii=False)) > LONGEST_FILTER:
        raise BadInput("saved.long", "筛选条件太长,不能保存:请减少条件。")
    # the account is locked, so that two sent at once cannot both be the twelfth
    Account.objects.select_for_update().filter(pk=account).first()
    kept = list(SavedFilter.objects.filter(account_id=account).values_list("name", flat=True))
    check_name_free(name, kept)
    if len(kept) >= MOST_FILTERS:
        raise Refused("saved.full", "最多保存{most}个筛选:请先删除不用的。", most=MOST_FILTERS)
    return SavedFilter.objects.create(account_id=account, name=name, asked=dict(asked), created_at=at)


@transaction.atomic
def rename_filter(*, filter_id: int, name: str, actor: Actor) -> SavedFilter:
    """Give a filter of one's own another name."""
    account, name = _account(actor), clean_line(name, field="筛选名称", limit=20)
    found = _own_filter(filter_id, actor)
    others = SavedFilter.objects.filter(account_id=account).exclude(pk=found.pk)
    check_name_free(name, list(others.values_list("name", flat=True)))
    found.name = name
    found.save(update_fields=["name"])
    return found


@transaction.atomic
def delete_filter(*, filter_id: int, actor: Actor) -> str:
    """Drop a filter of one's own; returns its name."""
    found = _own_filter(filter_id, actor)
    found.delete()
    return found.name


def _own_filter(filter_id: int, actor: Actor) -> SavedFilter:
    found = SavedFilter.objects.select_for_update().filter(pk=filter_id, account_id=_account(actor)).first()
    if found is None:
        raise NotFound("saved.unknown", "没有这个保存的筛选:它可能已经删除。")
    return found


def _account(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotAllowed("saved.account", "只有登录的人员可以保存筛选。")
    return actor.account_id
