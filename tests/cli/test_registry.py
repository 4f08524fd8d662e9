"""`tongban registry`: what the program brings, and a city's own staff."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tongban.cli import main
from tongban.common.actors import Role
from tongban.common.errors import NotFound
from tongban.demo.reference import load_reference
from tongban.registry.agencies import queries as agencies
from tongban.registry.agencies import services
from tongban.registry.catalog import queries as catalog
from tongban.registry.powers.models import Delegation
from tongban.registry.regions import queries as regions
from tongban.registry.regions.services import load_regions

STAFF = """\
- number: "10001"
  name: 王晓
  agency: 340122-scjg
  identity: administrative
  from: 2020-01-01
  roles:
    - {role: handler, region: "340122", from: 2020-01-01, document: 任职通知1号}
    - {role: head, region: "340122", from: 2021-01-01, document: 任职通知2号}
- number: "10002"
  name: 李明
  agency: 340122-scjg
  identity: institution
  from: 2020-01-01
"""


@pytest.fixture
def office(db):
    load_regions(rows=[("340100", "合肥市"), ("340122", "肥东县")])
    services.open_agency(
        code="340122-scjg", name="肥东县市场监督管理局", kind="scjg", region="340122", from_on=date(2019, 1, 1)
    )


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["registry", *map(str, arguments)])


def refused(result: Result) -> str:
    """The one sentence of a refusal."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (sentence,) = result.stderr.splitlines()
    return sentence


@pytest.mark.django_db
def test_load_brings_the_registry_without_the_delegations_of_the_sample_and_once():
    first = run("load")
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("基础数据已载入")
    assert regions.region("340122105").name == "石塘镇"
    assert agencies.agency("hf-scjg").name == "合肥市市场监督管理局"
    assert catalog.items(in_force_on=date(2022, 7, 1)).count() >= 10
    assert not Delegation.objects.exists()
    assert run("load").stdout == "基础数据已是最新,没有变化。\n"


@pytest.mark.django_db
def test_load_changes_nothing_where_the_sample_stands_on_the_same_data():
    load_reference(at=datetime(2022, 1, 1, tzinfo=UTC))
    assert run("load").stdout == "基础数据已是最新,没有变化。\n"


@pytest.mark.django_db
def test_the_staff_file_and_the_agencies_of_the_operating_guide_fit_what_load_brings(tmp_path):
    guide = (Path(__file__).parents[2] / "docs" / "operating.md").read_text(encoding="utf-8")
    path = tmp_path / "staff.yaml"
    path.write_text(re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)[0], encoding="utf-8")
    assert run("load").exit_code == 0
    assert run("staff", path).stdout == "已载入:文件列有1人,新增人员和角色共2项。\n"
    assert {agencies.agency(code).code for code in re.findall(r"--agency (\S+)", guide)} == {"hf-swj"}


def test_staff_of_a_file_are_hired_with_their_roles_once(office, tmp_path):
    path = tmp_path / "staff.yaml"
    path.write_text(STAFF, encoding="utf-8")
    assert run("staff", path).stdout == "已载入:文件列有2人,新增人员和角色共4项。\n"
    member = agencies.staff_member("10001")
    assert agencies.roles_on(member.pk, date(2022, 7, 1)) == {Role.HANDLER, Role.HEAD}
    assert run("staff", path).stdout == "文件所列2人及其角色都已登记,没有变化。\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "不是人员列表"),
        ("staff: []", "不是人员列表"),
        ("[]", "不是人员列表"),
        ("- {number: [", "数据文件“staff.yaml”无法读取"),
        ("[" * 3000, "staff.yaml"),
        ("[甲]", "数据“staff[1]”应为键值表"),
        ("- {number: A, name: 甲, agency: 340122-scjg, identity: administrative}", "缺少此键"),
        (STAFF + "  colour: red\n", "数据“staff[2]”的“colour”有误"),
    ],
)
def test_a_file_with_anything_wrong_in_it_is_refused_whole(office, tmp_path, text, said):
    path = tmp_path / "staff.yaml"
    path.write_text(text, encoding="utf-8")
    assert said in refused(run("staff", path))
    with pytest.raises(NotFound):
        agencies.staff_member("10001")


@pytest.mark.django_db
def test_files_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\xfa")
    assert f"文件“{tmp_path / 'none.yaml'}”无法读取" in refused(run("staff", tmp_path / "none.yaml"))
    assert f"文件“{tmp_path}”无法读取" in refused(run("staff", tmp_path))
    assert "“bytes.yaml”无法读取" in refused(run("staff", tmp_path / "bytes.yaml"))
