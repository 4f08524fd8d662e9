"""`tongban dispatch`: train writes a model, evaluate judges, refusals are one sentence and exit code 2."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.casework.dispatch.cast import as_csv, messages

from tongban.casework.dispatch.rules import load
from tongban.cli import main


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["dispatch", *map(str, arguments)])


def answered(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "messages.csv").write_text(as_csv(messages()), encoding="utf-8-sig")
    return tmp_path / "messages.csv"


def test_train_writes_a_model_that_answers(file: Path, tmp_path: Path):
    kept = tmp_path / "model.npz"
    said = json.loads(answered("train", file, "--model", kept, "--json"))
    assert said["rows"] == len(messages())
    assert said["labels"] == ["交通", "卫生", "教育"]
    assert said["model_bytes"] == kept.stat().st_size
    assert load(kept.read_bytes()).predict(["公交车不来"]) == ["交通"]
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_train_says_in_words_what_it_did(file: Path, tmp_path: Path):
    said = answered("train", file, "--model", tmp_path / "model.npz")
    assert f"{len(messages())}条" in said
    assert "3个标签" in said


def test_evaluate_prints_every_figure(file: Path):
    said = answered("evaluate", file)
    assert "宏平均 F1" in said
    assert "期望校准误差" in said
    assert "单核每秒" in said


def test_evaluate_says_the_same_as_data(file: Path):
    said = json.loads(answered("evaluate", file, "--json"))
    assert set(said) == {
        *("learned", "tested", "macro_f1", "accuracy", "classes", "bins", "calibration_error", "speed"),
    }
    again = json.loads(answered("evaluate", file, "--json"))
    assert {**said, "speed": 0} == {**again, "speed": 0}


def test_evaluate_judges_a_model_from_its_file(file: Path, tmp_path: Path):
    answered("train", file, "--model", tmp_path / "model.npz")
    said = json.loads(answered("evaluate", file, "--model", tmp_path / "model.npz", "--json"))
    assert said["tested"] == len(messages())


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "空"), (b"a,b\n1,2\n", "缺少列"), (b"text,label\nx,y\n", "两个不同的标签"), (b"\xff", "UTF-8")],
)
@pytest.mark.parametrize("act", ["train", "evaluate"])
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, act: str, content: bytes, word: str):
    (tmp_path / "bad.csv").write_bytes(content)
    rest = ["--model", tmp_path / "no.npz"] if act == "train" else []
    result = run(act, tmp_path / "bad.csv", *rest)
    assert result.exit_code == 2
    (sentence,) = result.stderr.splitlines()
    assert word in sentence
    assert not (tmp_path / "no.npz").exists()


def test_a_missing_file_and_a_bad_model_are_refused(file: Path, tmp_path: Path):
    assert "无法读取" in run("train", tmp_path / "none.csv").stderr
    assert "模型文件" in run("evaluate", file, "--model", file).stderr
    assert "无法写入" in run("train", file, "--model", tmp_path / "no" / "model.npz").stderr
