"""`tongban appeals`: a table taken in row by row, and learning anew."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.cast import OPENED_ON

from tongban.casework.cases.models import Case
from tongban.cli import main
from tongban.common.time import noon
from tongban.registry.policies import services as policies

TABLE = """来源编号,类型,内容,区划,联系电话
1,求助,小区停水两天,340100,13900000001
2,闲聊,随便说说,340100,13900000001
"""


@pytest.fixture
def table(city, tmp_path: Path) -> Path:
    policies.load_default(at=noon(OPENED_ON))
    file = tmp_path / "诉求.csv"
    file.write_text(TABLE, encoding="utf-8")
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["appeals", *map(str, arguments)])


def test_good_rows_are_taken_and_bad_ones_named(table):
    done = run("import", table)
    assert done.exit_code == 1
    assert "登记1件,退回1行" in done.stdout
    assert "咨询" in done.stdout  # the types there are
    again = json.loads(run("import", table, "--json").stdout)
    assert (again["taken"], again["refused"], Case.objects.count()) == (0, 1, 1)


def test_a_file_that_is_not_there_is_one_sentence(table):
    done = run("import", table.with_name("无.csv"))
    assert done.exit_code == 2
    assert "无法读取" in done.stderr


def test_learning_says_what_it_learnt_from(table):
    said = json.loads(run("learn", "--json").stdout)
    assert said["labels"] >= 2
    assert said["closed"] == 0
