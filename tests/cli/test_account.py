"""`tongban account`: sign-ins of people and systems from the command line."""

from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner, Result

from tongban.cli import main
from tongban.common.errors import NotAllowed
from tongban.registry.accounts import queries, services
from tongban.registry.agencies import services as agencies
from tongban.registry.agencies.rules import IdentityType
from tongban.registry.regions.services import load_regions

PASSWORD, OTHER = "chun-feng-2022", "qiu-shui-2023"


@pytest.fixture
def office(db):
    load_regions(rows=[("340100", "合肥市"), ("340122", "肥东县")])
    agencies.open_agency(
        code="340122-scjg", name="肥东县市场监督管理局", kind="scjg", region="340122", from_on=date(2019, 1, 1)
    )
    return agencies.hire(
        number="S001",
        name="王晓",
        agency="340122-scjg",
        identity_type=IdentityType.INSTITUTION,
        from_on=date(2020, 1, 1),
    )


def run(*arguments: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["account", *arguments], input=typed)


def refused(result: Result) -> str:
    """The one sentence of a refusal."""
    assert result.exit_code == 2, result.output
    (sentence,) = result.stderr.splitlines()
    return sentence


def sign_in(username: str, password: str) -> str:
    """The name of who signed in."""
    at = datetime.now(UTC)
    return services.sign_in(username=username, password=password, address="127.0.0.1", at=at).username


def test_the_password_is_asked_twice_and_never_shown(office):
    result = run("add", "WangXiao", "--staff", "S001", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "已为王晓(工号S001)开通账号 wangxiao。"
    assert PASSWORD not in result.output
    assert sign_in("wangxiao", PASSWORD) == "wangxiao"


def test_two_passwords_that_differ_open_nothing(office):
    assert "两次输入的密码不一致" in run("add", "wangxiao", "--staff", "S001", typed=f"{PASSWORD}\n{OTHER}\n").stderr
    assert list(queries.account_lines()) == []


def test_a_password_comes_from_standard_input_without_its_line_end(office):
    result = run("add", "wangxiao", "--staff", "S001", "--password-stdin", typed=f"{PASSWORD}\r\n{OTHER}\n")
    assert result.exit_code == 0, result.output
    assert sign_in("wangxiao", PASSWORD) == "wangxiao"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "没有读到密码"), ("\n", "没有读到密码"), (b"\xff\xfe\n", "不是 UTF-8"), ("123\n", "密码不符合要求")],
    ids=["nothing", "an empty line", "no text", "too weak"],
)
def test_a_password_that_will_not_do_is_refused(office, typed, said):
    assert said in refused(run("add", "wangxiao", "--staff", "S001", "--password-stdin", typed=typed))
    assert list(queries.account_lines()) == []


def test_somebody_unknown_is_refused_before_a_password_is_asked(office):
    result = run("add", "nobody", "--staff", "S999")
    assert "没有工号为“S999”的工作人员" in refused(result)
    assert result.stdout == ""


def test_a_second_account_of_the_same_person_is_refused(office):
    run("add", "wangxiao", "--staff", "S001", "--password-stdin", typed=PASSWORD)
    again = run("add", "wang2", "--staff", "S001", "--password-stdin", typed=PASSWORD)
    assert "该工作人员已有账号" in refused(again)


def test_a_new_password_replaces_the_old_one(office):
    run("add", "wangxiao", "--staff", "S001", "--password-stdin", typed=PASSWORD)
    assert run("password", "wangxiao", typed=f"{OTHER}\n{OTHER}\n").exit_code == 0
    assert sign_in("wangxiao", OTHER) == "wangxiao"
    with pytest.raises(NotAllowed):
        sign_in("wangxiao", PASSWORD)


def test_a_system_has_an_agency_and_no_password(office):
    result = run("system", "tax", "--name", "税务业务系统", "--agency", "340122-scjg")
    assert result.exit_code == 0, result.output
    (line,) = queries.account_lines()
    assert (line.kind, line.owner, line.agency) == ("业务系统", "税务业务系统", "肥东县市场监督管理局")
    assert "业务系统不使用密码" in refused(run("password", "tax", "--password-stdin", typed=PASSWORD))


def test_a_system_of_an_unknown_agency_is_refused(office):
    assert "340122-none" in refused(run("system", "tax", "--name", "税务业务系统", "--agency", "340122-none"))
    assert list(queries.account_lines()) == []


def test_a_closed_account_signs_in_no_more_and_is_closed_once(office):
    run("add", "wangxiao", "--staff", "S001", "--password-stdin", typed=PASSWORD)
    assert run("close", "wangxiao").exit_code == 0
    with pytest.raises(NotAllowed):
        sign_in("wangxiao", PASSWORD)
    assert "已经停用" in refused(run("close", "wangxiao"))
    assert "没有登录名为“nobody”的账号" in refused(run("close", "nobody"))


def test_the_list_names_everybody_and_their_state(office):
    assert run("list").stdout == "共0个账号。\n"
    run("add", "wangxiao", "--staff", "S001", "--password-stdin", typed=PASSWORD)
    run("system", "tax", "--name", "税务业务系统")
    run("close", "wangxiao")
    rows = [line.split() for line in run("list").stdout.splitlines()]
    assert rows == [
        ["登录名", "类别", "使用者", "部门", "状态"],
        ["wangxiao", "工作人员", "王晓(S001)", "肥东县市场监督管理局", "停用"],
        ["tax", "业务系统", "税务业务系统", "在用"],
        ["共2个账号。"],
    ]
