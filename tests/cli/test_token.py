"""`tongban token`: tokens of other systems, shown once."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from tongban.cli import main
from tongban.registry.accounts import queries, services

AT = datetime(2022, 8, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def tax(db):
    return services.create_account(username="tax", name="税务业务系统", at=AT)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["token", *arguments])


def issued(*more: str) -> str:
    """A token as the command prints it."""
    result = run("issue", "tax", "--name", "联调", "--scope", "cases:read", *more)
    assert result.exit_code == 0, result.output
    (token,) = result.stdout.splitlines()
    return token


def refused(result: Result) -> str:
    """The one sentence of a refusal."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (sentence,) = result.stderr.splitlines()
    return sentence


def test_a_token_is_printed_alone_and_grants_what_it_was_issued_for(tax):
    grant = queries.grant_of(issued("--scope", "parties:write"), datetime.now(UTC))
    assert grant is not None
    assert grant.scopes == {"cases:read", "parties:write"}
    assert grant.actor.account_id == tax.pk


@pytest.mark.parametrize(("more", "days"), [((), 365), (("--days", "2"), 2)], ids=["a year", "two days"])
def test_a_token_ends_after_its_days(tax, more, days):
    token, now = issued(*more), datetime.now(UTC)
    assert queries.grant_of(token, now + timedelta(days=days, minutes=-5)) is not None
    assert queries.grant_of(token, now + timedelta(days=days, minutes=5)) is None


def test_a_scope_the_program_does_not_know_is_refused(tax):
    result = run("issue", "tax", "--name", "联调", "--scope", "cases:all")
    assert "没有授权范围“cases:all”" in refused(result)
    assert list(queries.token_lines(at=AT)) == []


def test_an_unknown_account_has_no_tokens(tax):
    assert "没有登录名为“nobody”的账号" in refused(run("issue", "nobody", "--name", "联调", "--scope", "cases:read"))
    assert "没有登录名为“nobody”的账号" in refused(run("list", "nobody"))


@pytest.mark.parametrize("letters", [15, None], ids=["by its prefix", "by the whole token"])
def test_a_revoked_token_grants_nothing_and_is_revoked_once(tax, letters):
    token = issued()
    assert run("revoke", token[:letters]).exit_code == 0
    assert queries.grant_of(token, datetime.now(UTC)) is None
    assert "已经吊销" in refused(run("revoke", token[:letters]))


def test_revoking_what_is_not_there_is_refused_without_repeating_a_secret(tax):
    unknown = f"tb_{'0' * 12}_{'x' * 43}"
    sentence = refused(run("revoke", unknown))
    assert "没有前缀为“tb_000000000000”的接口令牌" in sentence
    assert "x" * 43 not in sentence


def test_the_list_shows_states_and_no_secret(tax):
    services.create_account(username="fund", name="公积金业务系统", at=AT)
    kept, gone = issued(), issued()
    run("revoke", gone[:15])
    services.issue_token(
        account=queries.account_named("fund"), name="旧", scopes=[], expires_at=AT + timedelta(hours=1), at=AT
    )
    shown = run("list").stdout
    states = [line.split()[4 if "cases:read" in line else 3] for line in shown.splitlines()[1:-1]]
    assert states == ["有效", "已吊销", "已过期"]
    assert kept[:15] in shown
    assert kept not in shown
    assert run("list", "fund").stdout.splitlines()[-1] == "共1个令牌。"
    assert "联调" not in run("list", "fund").stdout
