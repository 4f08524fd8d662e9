"""Reads of accounts: who an account acts as on a day, what a token grants."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from tongban.common.actors import Actor, Role
from tongban.common.errors import NotFound
from tongban.common.time import localdate
from tongban.registry.accounts.models import Account, ApiToken
from tongban.registry.accounts.rules import USE_NOTED_EVERY, AccountKind, check_username, digest_of, is_token
from tongban.registry.agencies.models import Assignment
from tongban.registry.parties.queries import may_represent

__all__ = ["AccountKind", "Grant", "account_named", "actor_by_token", "actor_of", "grant_of", "may_act_for"]


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


def account_named(username: str) -> Account:
    """The account with this sign-in name."""
    found = Account.objects.filter(username=check_username(username)).first()
    if found is None:
        raise NotFound("account.unknown", "没有登录名为“{username}”的账号,请核对。", username=username)
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


def may_act_for(actor: Actor, party_id: int, on: date) -> bool:
    """Whether the actor is the party itself or may act for it on that day."""
    if actor.party_id is None:
        return False
    return actor.party_id == party_id or may_represent(actor.party_id, party_id, on)
