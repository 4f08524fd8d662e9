"""Opening and closing accounts, tokens of systems, and what the database itself refuses."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.db.models import F
from tests.registry.accounts.conftest import AT, PASSWORD

from tongban.common.actors import Role
from tongban.common.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from tongban.registry.accounts import queries, services
from tongban.registry.accounts.models import Account, ApiToken, SignInFailure

LATER = AT + timedelta(hours=24 * 365)


def test_an_account_is_found_by_its_name_however_written(clerk):
    assert queries.account_named("WangXiao") == clerk
    with pytest.raises(NotFound, match="nobody"):
        queries.account_named("nobody")


@pytest.mark.parametrize("username", ["", "ab", "王晓", "wang xiao", "-wang", "w" * 65, "wang\x00xiao"])
def test_a_name_that_is_misread_easily_is_refused(staff, username):
    with pytest.raises(BadInput, match="登录名"):
        services.create_account(username=username, password=PASSWORD, staff=staff, at=AT)


@pytest.mark.parametrize("password", ["", "1234567", "password", "wangxiao"])
def test_a_weak_password_is_refused(staff, password):
    with pytest.raises(BadInput, match="密码"):
        services.create_account(username="wangxiao", password=password, staff=staff, at=AT)


def test_an_account_has_exactly_one_owner(staff, party):
    for owners in ({}, {"staff": staff, "party": party}, {"staff": staff, "name": "系统"}):
        with pytest.raises(BadInput, match="择一"):
            services.create_account(username="somebody", password=PASSWORD, at=AT, **owners)


def test_a_name_and_a_member_of_staff_have_one_account(clerk, staff, party):
    with pytest.raises(Conflict):
        services.create_account(username="WANGXIAO", password=PASSWORD, party=party, at=AT)
    with pytest.raises(Conflict):
        services.create_account(username="another", password=PASSWORD, staff=staff, at=AT)


def test_a_system_has_no_password(system, places):
    assert not system.has_usable_password()
    with pytest.raises(BadInput, match="令牌"):
        services.create_account(username="other", name="别的系统", password=PASSWORD, at=AT)


def test_a_new_password_replaces_the_former_one(clerk):
    services.change_password(account=clerk, password="qiu-yue-2023")
    assert authenticate(username="wangxiao", password="qiu-yue-2023") == clerk
    assert authenticate(username="wangxiao", password=PASSWORD) is None


def issued(system, scopes=("cases:read",)):
    return services.issue_token(account=system, name="推送", scopes=list(scopes), expires_at=LATER, at=AT)


def test_a_token_is_shown_once_and_kept_as_a_digest(system):
    token, text = issued(system, ["cases:write", "cases:read", "cases:read"])
    kept = ApiToken.objects.get()
    assert kept == token
    assert text.startswith(f"{kept.prefix}_")
    assert kept.scopes == ["cases:read", "cases:write"]
    secret = text.removeprefix(f"{kept.prefix}_")
    assert not [value for value in vars(kept).values() if secret in str(value)]
    assert secret not in repr(token)


def test_a_token_acts_as_its_system(system, django_assert_num_queries):
    _, text = issued(system)
    with django_assert_num_queries(1):
        grant = queries.grant_of(text, AT)
    assert grant
    assert grant.actor == queries.actor_by_token(text, AT)
    assert grant.actor.roles == {Role.SYSTEM}
    assert grant.actor.agency == "340122-scjg"
    assert grant.allows("cases:read")
    assert not grant.allows("cases:write")


@pytest.mark.parametrize(
    "text",
    ["", "tb_", "Bearer x", "tb_0123456789ab_" + "A" * 43, "\x00" * 60, "\ud800" * 60],
    ids=["empty", "prefix only", "another scheme", "well formed", "NUL", "lone surrogates"],
)
def test_an_unknown_token_acts_as_nobody(system, text):
    issued(system)
    assert queries.actor_by_token(text, AT) is None
    with pytest.raises(NotAllowed, match="令牌无效"):
        services.admit(token=text, at=AT)


def test_a_token_ends_with_its_term_its_revocation_or_its_account(system):
    token, text = issued(system)
    assert queries.actor_by_token(text, LATER - timedelta(seconds=1))
    assert queries.actor_by_token(text, LATER) is None
    services.revoke_token(token=token, at=AT + timedelta(hours=1))
    assert queries.actor_by_token(text, AT)
    assert queries.actor_by_token(text, AT + timedelta(hours=1)) is None
    with pytest.raises(Refused, match="已经吊销"):
        services.revoke_token(token=token, at=AT)
    _, second = issued(system)
    services.close_account(account=system, at=AT + timedelta(hours=2))
    assert queries.actor_by_token(second, AT + timedelta(hours=3)) is None
    with pytest.raises(Refused, match="已经停用"):
        services.close_account(account=system, at=AT)


def test_the_use_of_a_token_is_noted_once_an_hour(system, django_assert_num_queries):
    token, text = issued(system)
    services.admit(token=text, at=AT)
    with django_assert_num_queries(1):
        services.admit(token=text, at=AT + timedelta(minutes=59))
    token.refresh_from_db()
    assert token.last_used_at == AT
    services.admit(token=text, at=AT + timedelta(minutes=60))
    token.refresh_from_db()
    assert token.last_used_at == AT + timedelta(minutes=60)


def test_tokens_are_for_systems_only_with_a_term_and_known_scopes(system, clerk):
    with pytest.raises(Refused, match="业务系统"):
        issued(clerk)
    with pytest.raises(BadInput, match="授权范围"):
        issued(system, ["Cases Read"])
    with pytest.raises(BadInput, match="失效时间"):
        services.issue_token(account=system, name="推送", scopes=[], expires_at=AT, at=AT)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("kind", ["staff", "party", "system", "robot"])
def test_the_database_ties_the_kind_of_an_account_to_its_owner(staff, party, kind):
    fitting = {"staff": {"staff": staff}, "party": {"party": party}, "system": {}, "robot": None}
    for owner in ({}, {"staff": staff}, {"party": party}, {"staff": staff, "party": party}):
        account = Account(username=f"{kind}-{len(owner)}-{'party' in owner}", kind=kind, **owner)
        if owner == fitting[kind]:
            account.save()
            account.delete()
            continue
        with pytest.raises(IntegrityError, match="account_kind_fits_link"), transaction.atomic():
            account.save()


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("token_expires_after_created", {"expires_at": F("created_at")}),
        ("token_revoked_after_created", {"revoked_at": AT - timedelta(seconds=1)}),
    ],
)
def test_the_database_refuses_a_nonsense_token(system, name, changes):
    issued(system)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ApiToken.objects.update(**changes)


def test_the_database_refuses_a_failure_that_never_happened(db):
    with pytest.raises(IntegrityError, match="signin_failures_counted"), transaction.atomic():
        SignInFailure.objects.create(name_index="a", failures=0, last_at=AT)


def test_who_signs_in_elsewhere_has_no_password_here(staff):
    account = services.create_account(username="elsewhere", password=None, staff=staff, at=AT)
    assert not account.has_usable_password()
    assert authenticate(username="elsewhere", password="") is None
