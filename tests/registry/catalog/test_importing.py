"""Import into the database and from the command line: all or nothing."""

import json

import pytest
from click.testing import CliRunner
from tests.registry.catalog.conftest import AT, AUTHOR

from tongban.cli.items import command
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, NotAllowed, NotFound
from tongban.registry.agencies import queries as agencies
from tongban.registry.catalog import queries, services
from tongban.registry.catalog.models import Item, ItemVersion
from tongban.registry.catalog.rules.imports import Options

HEADER = "department,main_item,name,areaCode,itemCode,taskType,deptCode,link\n"
GOOD = "合肥市城管局,市容,报刊亭,340102000000,k-1,1,x1,https://example.org/1\n".replace(
    "合肥市城管局", "瑶海区城市管理局"
)
ELSEWHERE = "区经信局,未分类,投资备案,511602000000,k-2,10,x2,\n"


def load(text, **options):
    return services.import_items(
        data=text.encode(), filename="items.csv", actor=AUTHOR, at=AT, options=Options(**options)
    )


@pytest.fixture
def file(tmp_path):
    def written(text, name="items.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def run(*words):
    return CliRunner().invoke(command, words)


def test_rows_become_items_with_a_draft(city):
    report = load(HEADER + GOOD)
    assert (report.items, report.written, report.accepted) == (1, True, True)
    version = queries.version("k-1", 1)
    assert (version.status, version.drafted_by, version.change_note) == ("draft", "staff:1", "由文件“items.csv”导入")
    assert version.spec["origin"]["file"] == "items.csv"
    assert queries.item("k-1").region_id == "340102"
    assert queries.pinned(version.pk).origin["url"] == "https://example.org/1"


def test_with_one_bad_row_nothing_is_written(city):
    report = load(HEADER + GOOD + ELSEWHERE)
    assert [(one.line, one.column) for one in report.problems] == [(3, "areaCode"), (3, "department")]
    assert (report.items, report.agencies, report.written) == (0, (), False)
    assert not Item.objects.exists()


def test_agencies_are_made_in_the_region_given(city):
    report = load(HEADER + GOOD + ELSEWHERE, create_agencies=True, region="340102")
    assert (report.items, report.agencies) == (2, ("区经信局",))
    made = agencies.agency(queries.item("k-2").agency_id)
    assert (made.name, made.region_id) == ("区经信局", "340102")


def test_agencies_made_before_are_found_again(city):
    load(HEADER + ELSEWHERE, create_agencies=True, region="340102")
    report = load(HEADER + ELSEWHERE.replace("k-2", "k-3"), create_agencies=True, region="340102")
    assert (report.items, report.agencies) == (1, ())


def test_the_same_file_twice_is_refused_row_by_row(city):
    load(HEADER + GOOD)
    assert [one.reason for one in load(HEADER + GOOD).problems] == ["事项编码已在目录中"]
    assert ItemVersion.objects.count() == 1


def test_a_region_that_is_not_there_is_refused(city):
    with pytest.raises(NotFound, match="511602"):
        load(HEADER + GOOD, region="511602")


def test_only_managers_of_items_import(city):
    clerk = Actor(kind="staff", name="窗口", roles=frozenset({Role.CLERK}), account_id=3)
    with pytest.raises(NotAllowed):
        services.import_items(data=(HEADER + GOOD).encode(), filename="items.csv", actor=clerk, at=AT)


def test_an_imported_draft_is_not_published_before_it_is_complete(city):
    load(HEADER + GOOD)
    reviewer = Actor(kind="staff", name="复核", roles=frozenset({Role.ITEM_MANAGER}), account_id=8)
    with pytest.raises(BadInput, match="promised_term"):
        services.publish(item="k-1", number=1, actor=reviewer, valid_from_on=AT.date(), at=AT)


def test_the_command_imports_and_lists(city, file):
    done = run("import", file(HEADER + GOOD))
    assert (done.exit_code, done.output) == (0, "文件“items.csv”已导入1个事项。\n")
    listed = run("list", "--text", "报刊", "--region", "340102").output.splitlines()
    assert listed[0].split() == ["编码", "名称", "部门", "区划"]
    assert listed[1].split() == ["k-1", "报刊亭", "340102-csgl", "340102"]
    assert listed[2] == "共1项。"
    assert json.loads(run("list", "--agency", "340102-csgl", "--json").output)[0]["code"] == "k-1"
    assert run("list", "--in-force").output == "共0项。\n"


def test_the_command_prints_every_problem_and_exits_2(city, file):
    refused = run("import", file(HEADER + ELSEWHERE + GOOD))
    lines = refused.output.splitlines()
    assert refused.exit_code == 2
    assert lines[0] == "文件“items.csv”共2行,其中1行有2处问题,未导入任何内容。"
    assert lines[1].split() == ["行", "列", "原因", "内容"]
    assert lines[2].split() == ["2", "areaCode", "区划代码不在本地行政区划内", "511602000000"]
    assert lines[3].split() == ["2", "department", "部门不在本地机构名录中", "区经信局"]
    assert not Item.objects.exists()


def test_the_command_reports_as_json(city, file):
    answer = run("import", file(HEADER + ELSEWHERE), "--json")
    report = json.loads(answer.output)
    assert answer.exit_code == 2
    assert (report["rows"], report["items"], report["written"]) == (1, 0, False)
    assert report["problems"][0] == {
        "line": 2,
        "column": "areaCode",
        "reason": "区划代码不在本地行政区划内",
        "value": "511602000000",
    }


def test_a_dry_run_writes_nothing(city, file):
    done = run("import", file(HEADER + ELSEWHERE), "--create-agencies", "--region", "340102", "--dry-run")
    assert (done.exit_code, done.output) == (0, "文件“items.csv”可以导入(试运行,未写入)1个事项,新建部门1个。\n")
    assert not Item.objects.exists()


def test_unknown_columns_are_refused_by_name_or_passed_over(city, file):
    path = file("colour," + HEADER + "red," + GOOD)
    refused = run("import", path)
    assert isinstance(refused.exception, BadInput)
    assert "colour" in refused.exception.message
    assert run("import", path, "--ignore-columns").exit_code == 0


def test_a_file_that_cannot_be_read_is_refused(city, tmp_path):
    refused = run("import", str(tmp_path / "none.csv"))
    assert isinstance(refused.exception, BadInput)
    assert "none.csv" in refused.exception.message
