"""Reads of accounts: who an account acts as on a day, what a token grants, lists of both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, NotFound
from tongban.common.time import localdate
from tongban.registry.accounts.models import Account, ApiToken, SavedFilter, SignInFailure
from tongban.registry.accounts.rules import (
    FAILURES_BEFORE_LOCK,
    LOCK,
    USE_NOTED_EVERY,
    AccountKind,
    check_username,
    digest_of,
    is_token,
)
from tongban.registry.agencies.models import Assignment
from tongban.registry.parties.queries import keyring, may_represent

__all__ = [
    "SCOPES",
    "AccountKind",
    "AccountLine",
    "Grant",
    "Lock",
    "TokenLine",
    "account_lines",
    "account_named",
    "account_of_session",
    "account_of_staff",
    "actor_by_token",
    "actor_of",
    "grant_of",
    "handler_of",
    "handlers_of",
    "lock_of",
    "may_act_for",
    "names_of",
    "saved_filters",
    "systems",
    "token_lines",
    "token_with",
]

# what a token can be issued for: the areas of the API, to look at and to act in
SCOPES = ("cases:read", "cases:write", "parties:read", "parties:write")
PREFIX_LETTERS = len("tb_") + 12


@dataclass(frozen=True, slots=True)
class Grant:
    """What a valid token stands for; ``is_stale`` when its last use was noted too long ago."""

    actor: Actor
    scopes: frozenset[str]
    token_id: int
    is_stale: bool

    def allows(self, scope: str) -> bool:
        """Whether the token was issued for this scope."""
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in a list: ``kind``, ``owner`` and ``agency`` as words; no agency is empty."""

    username: str
    kind: str
    owner: str
    agency: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token in a list, without its secret; ``state`` is a word."""

    prefix: str
    username: str
    name: str
    scopes: tuple[str, ...]
    state: str
    expires_at: datetime
    last_used_at: datetime | None


def account_named(username: str) -> Account:
    """The account with this sign-in name."""
    found = Account.objects.filter(username=check_username(username)).first()
    if found is None:
        raise NotFound("account.unknown", "没有登录名为“{username}”的账号,请核对。", username=username)
    return found


def account_of_session(account_id: int, **shown: Combinable) -> Account | None:
    """The account with its party and its member of staff, and with what rooms above show of it; one statement."""
    return Account.objects.select_related("party", "staff").annotate(**shown).filter(pk=account_id).first()


def account_of_staff(staff_id: int) -> Account | None:
    """The account of a member of staff, open or closed."""
    return Account.objects.filter(staff_id=staff_id).first()


def account_lines() -> Iterator[AccountLine]:
    """Every account, in the order they were opened; one statement."""
    for account in Account.objects.select_related("staff__agency", "party", "agency").order_by("id"):
        if account.staff is not None:
            owner, agency = f"{account.staff.name}({account.staff.number})", account.staff.agency.name
        else:
            owner = account.party.name if account.party else account.get_full_name()
            agency = account.agency.name if account.agency else ""
        yield AccountLine(account.username, AccountKind(account.kind).label, owner, agency, account.is_active)


@dataclass(frozen=True, slots=True)
class Lock:
    """Failed attempts under a name: how many in a row, the last one, and whether it is locked now."""

    failures: int
    last_at: datetime
    is_locked: bool


def lock_of(username: str, at: datetime) -> Lock | None:
    """The failed attempts under a name; None when there is none."""
    row = SignInFailure.objects.filter(pk=keyring().index_of(f"sign-in {username}")).first()
    if row is None:
        return None
    is_locked = row.failures >= FAILURES_BEFORE_LOCK and row.last_at > at - LOCK
    return Lock(row.failures, row.last_at, is_locked)


def systems() -> QuerySet[Account]:
    """The accounts of other systems, by name."""
    return Account.objects.filter(kind=AccountKind.SYSTEM.value).select_related("agency").order_by("username")


def token_lines(*, at: datetime, username: str = "") -> Iterator[TokenLine]:
    """Every token, or those of one account, with its state at that instant, oldest first."""
    tokens = ApiToken.objects.select_related("account").order_by("id")
    if username:
        tokens = tokens.filter(account=account_named(username))
    for token in tokens:
        yield TokenLine(
            prefix=token.prefix,
            username=token.account.username,
            name=token.name,
            scopes=tuple(token.scopes),
            state=_state(token, at),
            expires_at=token.expires_at,
            last_used_at=token.last_used_at,
        )


def _state(token: ApiToken, at: datetime) -> str:
    if token.revoked_at is not None and token.revoked_at <= at:
        return "已吊销"
    return "有效" if token.expires_at > at else "已过期"


def token_with(prefix: str) -> ApiToken:
    """The token with this prefix; a whole token will do as well, for that is what one has of a leaked one."""
    shown = prefix[:PREFIX_LETTERS] if is_token(prefix) else prefix
    found = ApiToken.objects.filter(prefix=shown).first()
    if found is None:
        raise NotFound("token.unknown", "没有前缀为“{prefix}”的接口令牌:请用 tongban token list 核对。", prefix=shown)
    return found


def actor_of(account: Account, on: date) -> Actor:
    """Whom the account acts as on that day; asked at every request, so one statement does.

    Staff have the roles and the region of their assignments in force; after they left, or without any, no role.
    """
    if account.staff_id is not None:
        return _staff_actor(account, account.staff_id, on)
    if account.party is not None:
        return Actor(
            kind=AccountKind.PARTY.value,
            name=account.party.name,
            roles=frozenset({Role.APPLICANT}),
            account_id=account.pk,
            party_id=account.party_id,
            region=account.party.region_id,
        )
    return Actor(
        kind=AccountKind.SYSTEM.value,
        name=account.get_full_name(),
        roles=frozenset({Role.SYSTEM}),
        account_id=account.pk,
        agency=account.agency_id or "",
        region=account.agency.region_id if account.agency else "",
    )


def _staff_actor(account: Account, staff_id: int, on: date) -> Actor:
    held = Assignment.objects.in_force(on).filter(staff_id=staff_id).order_by("id")
    rows = list(held.values_list("role", "jurisdiction_id", "staff__name", "staff__agency_id"))
    if rows:
        _, region, name, agency = rows[0]  # one region per person at a time: agencies.services sees to it
    else:
        region, name, agency = "", "", ""
        if account.staff is not None:
            name, agency = account.staff.name, account.staff.agency_id
    return Actor(
        kind=AccountKind.STAFF.value,
        name=name,
        roles=frozenset(Role(row[0]) for row in rows),
        account_id=account.pk,
        agency=agency,
        region=region,
    )


def grant_of(token: str, at: datetime) -> Grant | None:
    """What a token grants at that instant; None for one unknown, expired, revoked or of a closed account."""
    if not is_token(token):
        return None
    valid = ApiToken.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=at), digest=digest_of(token), expires_at__gt=at, account__is_active=True
    )
    found = valid.select_related("account__agency").first()
    if found is None:
        return None
    return Grant(
        actor=actor_of(found.account, localdate(at)),
        scopes=frozenset(found.scopes),
        token_id=found.pk,
        is_stale=found.last_used_at is None or at - found.last_used_at >= USE_NOTED_EVERY,
    )


def actor_by_token(token: str, at: datetime) -> Actor | None:
    """Whom a token acts as at that instant, if it is valid."""
    grant = grant_of(token, at)
    return grant.actor if grant else None


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Names of actors by their keys as records keep them (``staff:12``); unknown ones are left out. One statement."""
    numbers = {key: int(number) for key in keys for kind, _, number in [key.partition(":")] if number.isdigit()}
    wanted = Account.objects.filter(pk__in={number for key, number in numbers.items() if not key.startswith("party:")})
    names = {
        account.pk: account.staff.name if account.staff else account.get_full_name()
        for account in wanted.select_related("staff")
    }
    return {key: names[number] for key, number in numbers.items() if number in names and not key.startswith("party:")}


def may_act_for(actor: Actor, party_id: int, on: date) -> bool:
    """Whether the actor is the party itself or may act for it on that day."""
    if actor.party_id is None:
        return False
    return actor.party_id == party_id or may_represent(actor.party_id, party_id, on)


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody a step can be given to: 工号, name, and the key under which the person acts."""

    number: str
    name: str
    key: str


def handlers_of(agency: str, on: date, number: str = "") -> list[Handler]:
    """Who may handle steps of an agency on that day and has an account to do it with, by 工号; one statement."""
    held = Assignment.objects.in_force(on).filter(
        staff__agency_id=agency, role__in=[Role.HANDLER.value, Role.HEAD.value], staff__account__is_active=True
    )
    if number:
        held = held.filter(staff__number=number)
    rows = held.order_by("staff__number").values_list("staff__number", "staff__name", "staff__account__id").distinct()
    return [Handler(code, name, f"{AccountKind.STAFF.value}:{account}") for code, name, account in rows]


def handler_of(agency: str, number: str, on: date) -> Handler:
    """The one of them with this 工号. Raises BadInput."""
    found = handlers_of(agency, on, number) if number else []
    if not found:
        raise BadInput(
            "assign.nobody",
            "工号“{number}”不是本单位在岗的经办人或负责人,或没有可用的账号:请从名单中选择。",
            number=number,
        )
    return found[0]


def saved_filters(account_id: int) -> list[SavedFilter]:
    """The filters an account keeps, the oldest first."""
    return list(SavedFilter.objects.filter(account_id=account_id).order_by("id"))
