"""`tongban due` as a person and as a program read it."""

import json

import pytest
from click.testing import CliRunner

from tongban.cli import main


def run(*words: str):
    return CliRunner().invoke(main, ["due", *words])


def answer(*words: str):
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_one_line_says_the_due_day_and_its_weekday():
    result = run("2022-07-01", "10wd")
    assert result.exit_code == 0
    assert result.output == "2022-07-01(星期五)起10个工作日,于2022-07-15(星期五)24时届满。\n"


def test_a_provisional_due_day_says_why():
    lines = run("2026-12-25", "10wd").output.splitlines()
    assert lines[0].endswith("于2027-01-08(星期五)24时届满。")
    assert lines[1].startswith("暂定:2027年节假日安排尚未公布")


def test_the_explanation_is_a_table_aligned_for_double_width():
    result = run("2022-07-01", "10wd", "--pause", "2022-07-06..2022-07-08", "--extend", "10wd", "--explain")
    lines = result.output.splitlines()
    assert lines[0] == "2022-07-01(星期五)起10个工作日,延期10个工作日,于2022-08-02(星期二)24时届满。"
    assert lines[1] == "日期        星期    是否计入  理由"
    assert lines[2].startswith("2022-07-01  星期五  不计      起算日不计入")
    assert lines[7] == "2022-07-06  星期三  不计      中止(2022-07-06至2022-07-08,起日不计、止日计入)"
    assert lines[9] == "2022-07-08  星期五  第3日     工作日"
    assert lines[-1] == "2022-08-02  星期二  第20日    工作日"


def test_json_has_exactly_the_promised_keys():
    found = answer("2022-07-01", "10wd", "--pause", "2022-07-06..2022-07-08", "--extend", "10wd")
    assert list(found) == ["start", "term", "counting", "due_on", "provisional", "days_counted", "why"]
    assert {tuple(row) for row in found["why"]} == {("on", "counted", "reason")}
    assert (found["start"], found["term"], found["counting"]) == ("2022-07-01", "10wd", "working")
    assert (found["due_on"], found["provisional"], found["days_counted"]) == ("2022-08-02", False, 20)
    assert sum(row["counted"] for row in found["why"]) == 20
    assert found["why"][0]["on"] == "2022-07-01"
    assert found["why"][-1] == {"on": "2022-08-02", "counted": True, "reason": "工作日"}


@pytest.mark.parametrize(
    ("term", "counting", "due_on"),
    [
        ("10wd", "working", "2022-07-15"),
        ("90d", "calendar", "2022-09-29"),
        ("2dr", "calendar_roll", "2022-07-04"),
        ("24h", "hours", "2022-07-02"),
    ],
)
def test_json_names_the_counting(term, counting, due_on):
    found = answer("2022-07-01", term)
    assert (found["counting"], found["due_on"]) == (counting, due_on)


def test_hours_may_start_at_a_time_of_day_with_or_without_zone():
    assert "于2022-07-02(星期六)09:00届满" in run("2022-07-01T09:00", "24h").output
    assert "于2022-07-03(星期日)01:00届满" in run("2022-07-01T17:00Z", "24h").output


def test_an_open_pause_has_no_due_day_and_as_of_tells_the_state():
    found = answer("2022-07-01", "10wd", "--pause", "2022-07-06..", "--as-of", "2022-07-08")
    assert found["due_on"] is None
    assert found["as_of"] == {"on": "2022-07-08", "state": "paused", "consumed": 2, "remaining": 8}
    assert found["why"][-1]["on"] == "2022-07-08"
    lines = run("2022-07-01", "10wd", "--pause", "2022-07-06..", "--as-of", "2022-07-08").output.splitlines()
    assert lines[0].endswith("中止尚未结束,届满日期待恢复后确定。")
    assert lines[1] == "截至2022-07-08(星期五):已中止,已用2个工作日,剩余8个工作日。"


def test_as_of_past_the_due_day_says_how_far_past():
    assert run("2022-07-01", "10wd", "--as-of", "2022-07-19").output.splitlines()[1] == (
        "截至2022-07-19(星期二):已超期,已用12个工作日,超期2个工作日。"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["2022-07-01", "10weeks"], "时限“10weeks”无法识别:请写作 10wd、90d、90dr 或 24h。"),
        (["2022-07-01", "9999wd"], "时限“9999wd”超出允许范围"),
        (["2022-02-30", "10wd"], "日期“2022-02-30”无法识别"),
        (["20220701", "10wd"], "日期“20220701”无法识别"),
        (["2022-W26-5", "10wd"], "日期“2022-W26-5”无法识别"),
        (["0001-01-01", "10wd"], "日期0001-01-01超出日历范围"),
        (["9999-12-31", "10d"], "日期9999-12-31超出日历范围"),
        (["2022-07-01T25:00", "24h"], "日期“2022-07-01T25:00”无法识别"),
        (["2022-07-01", "10wd", "--pause", "2022-07-08..2022-07-06"], "中止的止日2022-07-06早于起日2022-07-08"),
        (["2022-07-01", "10wd", "--pause", "2022-07-08"], "中止“2022-07-08”无法识别"),
        (["2022-07-01", "10wd", "--pause", "..2022-07-08"], "日期“”无法识别"),
        (["2022-07-01", "10wd", "--extend", "10d"], "延期“10d”与时限“10wd”的计算方式不同"),
        (["2022-07-01", "10wd", "--extend", "0wd"], "延期的时限不能为零"),
        (["2022-07-01", "10wd", "--as-of", "明天"], "日期“明天”无法识别"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence_and_exit_code_two(words, sentence):
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1
