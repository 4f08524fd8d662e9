"""`tongban notice`: the same checks and the same two persons as on the page."""

from datetime import date

import pytest
from click.testing import CliRunner, Result
from tests.faces.cast import assemble
from tests.registry.calendars.conftest import NUMBER, TEXT

from tongban import workdays
from tongban.cli import main
from tongban.common.actors import Role
from tongban.common.time import noon
from tongban.registry.accounts import services as accounts
from tongban.registry.agencies import services as agencies
from tongban.registry.agencies.rules import IdentityType
from tongban.registry.calendars.models import LoadedNotice

AT = noon(date(2026, 11, 26))


@pytest.fixture
def administrators(db):
    assemble(AT)
    member = agencies.hire(
        number="T0014",
        name="管理员乙",
        agency="hf-zwfw",
        identity_type=IdentityType.ADMINISTRATIVE,
        from_on=date(2020, 1, 1),
    )
    agencies.assign_role(
        number="T0014", role=Role.ADMIN, jurisdiction="340100", from_on=date(2020, 1, 1), document="任职文件"
    )
    accounts.create_account(username="second", password=None, staff=member, at=AT)


@pytest.fixture
def file(tmp_path):
    (tmp_path / "notice.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path / "notice.yaml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["notice", *map(str, arguments)])


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    (sentence,) = result.stderr.splitlines()
    return sentence


def test_check_says_what_changes_and_writes_nothing(administrators, file):
    result = run("check", file)
    assert result.exit_code == 0, result.output
    assert "2027-01-01 改为放假(元旦)" in result.stdout
    assert "2027-02-14 改为上班(春节)" in result.stdout
    assert "没有办件的到期日需要变动" in result.stdout
    assert not LoadedNotice.objects.exists()


def test_check_refuses_with_everything_that_is_wrong(administrators, file):
    file.write_text(TEXT.replace("title: ", "titel: ").replace("2027-02-14", "2027-02-16"), encoding="utf-8")
    sentence = refused(run("check", file))
    assert "titel”:不认识的键" in sentence
    assert "title”:缺少此键" in sentence


def test_load_by_one_waits_for_another(administrators, file):
    result = run("load", file, "--by", "admin")
    assert result.exit_code == 0, result.output
    assert f"通知{NUMBER}已提交" in result.stdout
    assert workdays.refresh().is_workday(date(2027, 1, 1))
    assert "待确认" in run("list").stdout


def test_load_by_two_holds_at_once(administrators, file):
    result = run("load", file, "--by", "admin", "--confirmed-by", "second")
    assert result.exit_code == 0, result.output
    assert "已确认载入" in result.stdout
    assert not workdays.refresh().is_workday(date(2027, 1, 1))
    assert "已载入" in run("list").stdout


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--by", "admin", "--confirmed-by", "admin"), "不能是同一人"),
        (("--by", "clerk"), "只有系统管理员"),
        (("--by", "nobody"), "没有登录名为"),
        (("--by", "admin", "--issued", "昨天"), "应写作 2026-11-10"),
    ],
)
def test_load_refuses_in_the_words_of_the_page(administrators, file, more, sentence):
    assert sentence in refused(run("load", file, *more))


def test_a_file_that_is_no_text_is_refused(administrators, file):
    file.write_bytes(b"\xff\xfe\x00")
    assert "不是 UTF-8" in refused(run("check", file))
