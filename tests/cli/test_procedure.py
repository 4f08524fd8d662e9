"""The command `tongban procedure`: what it prints and writes, and every refusal as one sentence with exit code 2."""

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from tongban.cli import main

STEPS = [
    {"key": "precheck", "name": "预审", "agency": "@lead", "term": "1wd"},
    {"key": "survey", "name": "权籍调查", "agency": "hf-cehui", "term": "10wd", "after": ["precheck"]},
    {"key": "tax", "name": "缴税", "agency": "hf-swj", "term": "2wd", "after": ["precheck"], "power": "swj-01"},
    {
        "key": "review",
        "name": "复审",
        "agency": "@lead",
        "term": "3wd",
        "after": ["survey", "tax"],
        "choice": "size",
        "when": "area >= 1234567.5",
    },
    {"key": "issue", "name": "发证", "agency": "@lead", "term": "1wd", "after": ["survey", "tax"], "choice": "size"},
]


@pytest.fixture
def plain(tmp_path):
    path = tmp_path / "procedure.yaml"
    path.write_text(yaml.safe_dump(STEPS, allow_unicode=True), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["procedure", *map(str, arguments)])


def refused(result: Result) -> str:
    """The one sentence of a refusal."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (sentence,) = result.stderr.splitlines()
    return sentence


def test_check_prints_steps_critical_path_and_terms(plain):
    result = run("check", plain)
    assert result.exit_code == 0
    assert "  2. survey 权籍调查:hf-cehui,10个工作日,前置 precheck" in result.stdout.splitlines()
    assert "选择组 size:area >= 1234567.5" in result.stdout
    assert "关键路径:precheck→survey→review" in result.stdout
    assert "并联时限:14个工作日(14wd)" in result.stdout
    assert "串联时限:16个工作日(16wd)" in result.stdout
    assert result.stdout.splitlines()[-1] == "OK,流程可用。"


def test_export_and_import_give_the_same_steps_back(plain, tmp_path):
    drawing, back = tmp_path / "p.bpmn", tmp_path / "back.yaml"
    assert run("export", plain, "-o", drawing).exit_code == 0
    assert run("import", drawing, "-o", back).exit_code == 0
    assert yaml.safe_load(back.read_text(encoding="utf-8")) == STEPS
    assert run("check", drawing).stdout == run("check", back).stdout


def test_without_output_the_result_is_printed(plain, tmp_path):
    printed = run("export", plain).stdout_bytes
    drawing = tmp_path / "p.XML"
    drawing.write_bytes(printed)
    assert yaml.safe_load(run("import", drawing).stdout) == STEPS


def test_json_with_a_name_keeps_the_name(tmp_path):
    given, drawing = tmp_path / "p.json", tmp_path / "p.bpmn"
    given.write_text(json.dumps({"name": "转移登记", "steps": STEPS}), encoding="utf-8")
    run("export", given, "-o", drawing)
    assert yaml.safe_load(run("import", drawing).stdout) == {"name": "转移登记", "steps": STEPS}
    assert run("check", drawing).stdout.startswith("流程“转移登记”共5个环节:")


def test_names_on_the_drawing_that_are_not_kept_are_told(plain, tmp_path):
    drawing = tmp_path / "p.bpmn"
    drawing.write_bytes(
        run("export", plain).stdout_bytes.replace(b'id="EndEvent"', 'id="EndEvent" name="归档"'.encode())
    )
    result = run("import", drawing)
    assert result.exit_code == 0
    assert result.stderr == "提示:图上这些标注不属于流程内容,没有读入:endEvent“归档”(EndEvent)。\n"


def test_what_bpmn_holds_beyond_the_subset_is_one_sentence(plain, tmp_path):
    drawing = tmp_path / "p.bpmn"
    drawing.write_bytes(run("export", plain).stdout_bytes.replace(b"bpmn:userTask", b"bpmn:serviceTask"))
    sentence = refused(run("import", drawing, "-o", tmp_path / "never.yaml"))
    assert "serviceTask“预审”(precheck)、serviceTask“权籍调查”(survey)" in sentence
    assert not (tmp_path / "never.yaml").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "不是环节列表"),
        ("name: 甲", "不是环节列表"),
        ("[1, 2]", "不是环节列表"),
        ("steps: []\nowner: 乙", "不是环节列表"),
        ("a: [b\nc: d", "第2行不是合格的 YAML"),
        ("[" * 3000, "不是合格的 YAML"),
        ("!!python/object:os.system {}", "第1行不是合格的 YAML"),
        ("[{key: 1}]", "第1个环节的“key”写法不对"),
        ("[{1: a}]", "第1个环节的“1”写法不对"),
        ("[{key: a, after: b}]", "第1个环节的“after”写法不对"),
        ('[{"key": "a", "name": "\\ud800"}]', "第1个环节的“name”写法不对"),
        ("[{key: a, name: 甲, agency: x, term: 1wd, colour: red}]", "colour"),
        ("[{key: a, name: 甲, agency: x, term: 1wd, after: [a]}]", "环路"),
        ("[{key: a, name: 甲, agency: x, term: soon}]", "时限“soon”无法识别"),
        ("[{key: a, name: 甲, agency: x}]", "缺少:term"),
    ],
)
def test_plain_steps_that_cannot_be_read_are_refused(tmp_path, text, said):
    path = tmp_path / "p.yaml"
    path.write_text(text, encoding="utf-8")
    assert said in refused(run("check", path))


@pytest.mark.parametrize("verb", ["check", "import", "export"])
def test_a_missing_file_a_folder_and_another_ending_are_refused(tmp_path, verb):
    ending = "yaml" if verb == "export" else "bpmn"
    (tmp_path / f"folder.{ending}").mkdir()
    assert "没有文件" in refused(run(verb, tmp_path / f"none.{ending}"))
    assert "读不了" in refused(run(verb, tmp_path / f"folder.{ending}"))
    assert "不是本命令能读的" in refused(run(verb, tmp_path / "a.docx"))


def test_too_large_a_file_is_refused(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_bytes(b" " * 1_000_001)
    assert "超过1MB" in refused(run("check", path))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_bytes(b"\xff\xfe\xfa")
    assert "不是合格的 YAML" in refused(run("check", path))


def test_an_output_that_cannot_be_written_is_refused(plain, tmp_path):
    assert "写不了文件" in refused(run("export", plain, "-o", tmp_path / "no" / "where.bpmn"))


def test_the_example_of_the_documentation_is_what_import_prints(tmp_path):
    text = (Path(__file__).parents[2] / "docs" / "procedures.md").read_text(encoding="utf-8")
    steps, drawn = (re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)[0] for kind in ("yaml", "xml"))
    drawing = tmp_path / "p.bpmn"
    drawing.write_text(drawn, encoding="utf-8")
    assert yaml.safe_load(run("import", drawing).stdout) == yaml.safe_load(steps)
