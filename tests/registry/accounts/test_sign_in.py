"""Signing in: one wording for every failure, a lock after five."""

from datetime import timedelta

import pytest
from tests.registry.accounts.conftest import AT, PASSWORD

from tongban.common.errors import NotAllowed
from tongban.registry.accounts import services
from tongban.registry.accounts.models import SignInFailure

MINUTE = timedelta(minutes=1)


def attempted(username="wangxiao", password=PASSWORD, at=AT):
    return services.sign_in(username=username, password=password, address="10.1.2.3", at=at)


def refusal_of(**given):
    with pytest.raises(NotAllowed) as refusal:
        attempted(**given)
    return refusal.value.code, refusal.value.message


def test_who_knows_the_password_signs_in_and_capitals_do_not_matter(clerk):
    assert attempted() == clerk
    assert attempted(username=" WangXiao ") == clerk
    assert not SignInFailure.objects.exists()


def test_unknown_name_wrong_password_closed_account_and_system_read_the_same(clerk, citizen, system):
    services.close_account(account=citizen, at=AT)
    refusals = {
        refusal_of(password="wrong"),
        refusal_of(username="nobody"),
        refusal_of(username="gao-mou"),
        refusal_of(username="tax"),
        refusal_of(username="王晓\x00"),
        refusal_of(username="\ud800"),
        refusal_of(username=""),
    }
    assert len(refusals) == 1
    code, message = refusals.pop()
    assert code == "signin.wrong"
    assert "登录名或密码不正确" in message


@pytest.mark.parametrize("username", ["wangxiao", "nobody"])
def test_after_five_failures_a_name_is_locked_whether_it_exists_or_not(clerk, username):
    for _ in range(5):
        assert refusal_of(username=username, password="wrong")[0] == "signin.wrong"
    assert refusal_of(username=username) == ("signin.locked", "登录失败次数过多,已暂时锁定:请15分钟后再试。")


def test_the_lock_opens_after_fifteen_minutes_and_attempts_meanwhile_do_not_prolong_it(clerk):
    for _ in range(5):
        refusal_of(password="wrong")
    assert refusal_of(at=AT + 14 * MINUTE)[0] == "signin.locked"
    assert attempted(at=AT + 15 * MINUTE) == clerk


def test_the_right_password_wipes_the_failures(clerk):
    for _ in range(4):
        refusal_of(password="wrong")
    assert attempted() == clerk
    for _ in range(4):
        refusal_of(password="wrong")
    assert attempted() == clerk


def test_failures_a_quarter_of_an_hour_apart_do_not_add_up(clerk):
    for step in range(8):
        assert refusal_of(password="wrong", at=AT + 15 * step * MINUTE)[0] == "signin.wrong"
    assert SignInFailure.objects.get().failures == 1


def test_the_lock_of_one_name_leaves_the_others_alone(clerk, citizen):
    for _ in range(6):
        refusal_of(password="wrong")
    assert attempted(username="gao-mou") == citizen


def test_failures_keep_neither_the_name_nor_the_password(clerk):
    refusal_of(username="my-secret-password")
    row = SignInFailure.objects.get()
    assert row.address == "10.1.2.3"
    assert "my-secret-password" not in "".join(str(value) for value in vars(row).values())


def test_old_failures_go_when_somebody_signs_in(clerk):
    refusal_of(username="nobody")
    attempted(at=AT + 15 * MINUTE)
    assert not SignInFailure.objects.exists()


def test_an_address_that_is_none_is_not_kept(clerk):
    with pytest.raises(NotAllowed):
        services.sign_in(username="wangxiao", password="wrong", address="\x00<script>", at=AT)
    assert SignInFailure.objects.get().address == ""
