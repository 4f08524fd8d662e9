"""The reader of notices refuses what it does not know, by file and key."""

from datetime import date
from pathlib import Path

import pytest

from tongban.common.errors import BadInput
from tongban.workdays import load_calendar
from tongban.workdays.notices import PACKAGED, read_folders

GOOD = """\
year: 2027
notices:
  - number: 国办发明电〔2026〕9号
    title: 国务院办公厅关于2027年部分节假日安排的通知
    issued_on: 2026-11-10
    holidays:
      - {name: 元旦, days_off: [2026-12-31..2027-01-02], makeup_days: [2026-12-27]}
"""

AMENDED = (
    GOOD
    + """\
  - number: 国办发明电〔2027〕1号
    title: 国务院办公厅关于调整2027年元旦假期的通知
    issued_on: 2026-12-20
    holidays:
      - {name: 元旦, days_off: [2026-12-27], makeup_days: [2026-12-31]}
"""
)


def write(folder: Path, text: str, name: str = "2027.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_notice_continues_the_packaged_years_and_ends_their_being_provisional(tmp_path):
    calendar = load_calendar(write(tmp_path, GOOD))
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2026, 12, 27))
    assert calendar.day(date(2026, 12, 31)).notice == "国办发明电〔2026〕9号"
    assert calendar.provisional_between(date(2026, 12, 1), date(2027, 12, 31)) == ""


def test_a_later_notice_amends_an_earlier_one_even_back_to_a_worked_weekday(tmp_path):
    calendar = load_calendar(write(tmp_path, AMENDED))
    assert calendar.is_workday(date(2026, 12, 31))
    assert not calendar.is_workday(date(2026, 12, 27))
    assert calendar.day(date(2026, 12, 31)).notice == "国办发明电〔2027〕1号"


def test_a_further_folder_amends_a_packaged_year(tmp_path):
    text = GOOD.replace("year: 2027", "year: 2026").replace("2026-12-31..2027-01-02", "2026-12-31").replace(", makeup_days: [2026-12-27]", "")  # fmt: skip
    calendar = load_calendar(write(tmp_path, text, "2026.yaml"))
    assert not calendar.is_workday(date(2026, 12, 31))
    assert not calendar.is_workday(date(2026, 10, 1))


def test_a_further_folder_may_hold_the_same_notice_again(tmp_path):
    write(tmp_path, (PACKAGED / "2026.yaml").read_text(encoding="utf-8"), "2026.yaml")
    again, packaged = load_calendar(tmp_path), load_calendar()
    assert again.count(date(2026, 1, 1), date(2026, 12, 31)) == packaged.count(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "key", "problem"),
    [
        ("year: 2027\n", "year: 2027\nyears: 1\n", "文件.years", "不认识的键"),
        ("    title: 国务院办公厅关于2027年部分节假日安排的通知\n", "", "notices[1].title", "缺少此键"),
        ("title: 国务院办公厅关于2027年部分节假日安排的通知", "title: ''", "notices[1].title", "非空文字"),
        ("days_off", "off", "notices[1].holidays[1].False", "不认识的键"),
        ("year: 2027", "year: 2028", "year", "同一年份不得有两个文件"),
        ("year: 2027\n", "year: 2027\nyear: 2027\n", "内容", "重复的键 year"),
        ("国办发明电〔2026〕9号", "国办发明电2026年9号", "notices[1].number", "应写作"),
        ("issued_on: 2026-11-10", "issued_on: 去年", "notices[1].issued_on", "应为日期"),
        ("issued_on: 2026-11-10", "issued_on: 2026-11-10 08:00:00", "notices[1].issued_on", "应为日期"),
        ("2026-12-31..2027-01-02", "2026-11-30", "notices[1].holidays[1].days_off", "不在2027年内"),
        ("2026-12-31..2027-01-02", "2028-01-01", "notices[1].holidays[1].days_off", "不在2027年内"),
        ("2026-12-31..2027-01-02", "2027-01-02..2027-01-01", "notices[1].holidays[1].days_off", "止日早于起日"),
        ("2026-12-31..2027-01-02", "2027-02-01..2027-02-30", "notices[1].holidays[1].days_off", "不存在的日期"),
        ("2026-12-31..2027-01-02", "2027-02-30", "内容", "无法读取"),
        ("2026-12-31..2027-01-02", "元月一日", "notices[1].holidays[1].days_off", "应写作"),
        ("[2026-12-31..2027-01-02]", "2027-01-01", "notices[1].holidays[1].days_off", "应为非空列表"),
        ("2026-12-31..2027-01-02", "2027-01-01, 2027-01-01", "notices[1].元旦", "2027-01-01出现两次"),
        ("[2026-12-27]", "[2027-01-01]", "notices[1].元旦", "2027-01-01出现两次"),
        ("[2026-12-27]", "[2026-12-28]", "notices[1].元旦.makeup_days", "2026-12-28本来就是工作日"),
        ("[2026-12-31..2027-01-02], makeup_days: [2026-12-27]", "[]", "notices[1].holidays[1].days_off", "没有列出任何日期"),
        ("      - {name: 元旦, days_off: [2026-12-31..2027-01-02], makeup_days: [2026-12-27]}", "      []", "notices[1].holidays", "非空列表"),
        ("      - {name: 元旦, days_off: [2026-12-31..2027-01-02], makeup_days: [2026-12-27]}", "      - 元旦", "notices[1].holidays[1]", "应为键值表"),
        ("year: 2027", "year: [", "内容", "无法读取"),
    ],
)  # fmt: skip
def test_what_the_reader_does_not_know_is_refused_by_file_and_key(tmp_path, old, new, key, problem):
    assert old in GOOD
    with pytest.raises(BadInput) as refusal:
        load_calendar(write(tmp_path, GOOD.replace(old, new, 1)))
    assert refusal.value.params["file"] == "2027.yaml"
    assert refusal.value.params["key"] == key
    assert problem in refusal.value.message


def test_a_notice_issued_before_the_one_above_it_is_refused(tmp_path):
    with pytest.raises(BadInput, match="后发的通知应写在后面"):
        load_calendar(write(tmp_path, AMENDED.replace("2026-12-20", "2026-11-09")))


@pytest.mark.parametrize(
    ("name", "problem"), [("2027.yml", "扩展名"), ("next.yaml", "以年份命名"), ("2028.yaml", "year")]
)
def test_a_file_by_another_name_is_refused(tmp_path, name, problem):
    with pytest.raises(BadInput, match=problem):
        load_calendar(write(tmp_path, GOOD, name))


def test_a_year_outside_the_calendar_is_refused(tmp_path):
    with pytest.raises(BadInput, match="超出日历范围"):
        load_calendar(write(tmp_path, GOOD.replace("2027-01-02", "2026-12-31").replace("2026-12", "1949-12").replace("year: 2027", "year: 1950").replace("1949-12-27", "1949-12-25"), "1950.yaml"))  # fmt: skip


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="不存在"):
        load_calendar(tmp_path / "absent")


def test_every_packaged_make_up_day_is_a_weekend_and_every_notice_precedes_its_year():
    for notice in read_folders([PACKAGED]):
        assert notice.issued_on < date(notice.year, 4, 1), notice.number
        for holiday in notice.holidays:
            assert all(day.weekday() >= 5 for day in holiday.makeup_days), holiday
