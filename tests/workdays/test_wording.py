"""Notices in their own wording come to the same days as the YAML the house keeps."""

from datetime import date

import pytest

from tongban.workdays import Head, is_yaml, read_text, read_wording
from tongban.workdays.notices import PACKAGED

NOTICE_2026 = """
国务院办公厅关于2026年
部分节假日安排的通知
国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府,国务院各部委、各直属机构:
经国务院批准,现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
二、春节:2月15日(农历腊月二十八、周日)至23日(农历正月初七、周一)放假调休,共9天。2月14日(周六)、2月28日(周六)上班。
三、清明节:4月4日(周六)至6日(周一)放假,共3天。
四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。
五、端午节:6月19日(周五)至21日(周日)放假,共3天。
六、中秋节:9月25日(周五)至27日(周日)放假,共3天。
七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。
节假日期间,各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""
NOTICE_2024 = """
国务院办公厅关于2024年部分节假日安排的通知
国办发明电〔2023〕7号
一、元旦:1月1日放假,与周末连休。
二、春节:2月10日至17日放假调休,共8天。2月4日(星期日)、2月18日(星期日)上班。鼓励各单位结合带薪年休假等制度落实,安排职工在除夕(2月9日)休息。
三、清明节:4月4日至6日放假调休,共3天。4月7日(星期日)上班。
四、劳动节:5月1日至5日放假调休,共5天。4月28日(星期日)、5月11日(星期六)上班。
五、端午节:6月10日放假,与周末连休。
六、中秋节:9月15日至17日放假调休,共3天。9月14日(星期六)上班。
七、国庆节:10月1日至7日放假调休,共7天。9月29日(星期日)、10月12日(星期六)上班。
2023年10月25日
"""
NOTICE_2023 = """
国务院办公厅关于2023年部分节假日安排的通知
国办发明电〔2022〕16号
一、元旦:2022年12月31日至2023年1月2日放假调休,共3天。
二、春节:1月21日至27日放假调休,共7天。1月28日(星期六)、1月29日(星期日)上班。
三、清明节:4月5日放假,共1天。
四、劳动节:4月29日至5月3日放假调休,共5天。4月23日(星期日)、5月6日(星期六)上班。
五、端午节:6月22日至24日放假调休,共3天。6月25日(星期日)上班。
六、中秋节、国庆节:9月29日至10月6日放假调休,共8天。10月7日(星期六)、10月8日(星期日)上班。
2022年12月8日
"""


def days_of(text):
    (notice,) = read_text(text).notices
    return (
        notice.number,
        notice.title,
        notice.issued_on,
        {day for one in notice.holidays for day in one.days_off},
        {day for one in notice.holidays for day in one.makeup_days},
    )


@pytest.mark.parametrize(
    ("year", "text"), [(2023, NOTICE_2023), (2024, NOTICE_2024), (2026, NOTICE_2026)], ids=["2023", "2024", "2026"]
)
def test_the_published_wording_comes_to_the_days_the_house_keeps(year, text):
    worded = read_wording(text)
    assert worded.problems == ()
    assert days_of(worded.text) == days_of((PACKAGED / f"{year}.yaml").read_text(encoding="utf-8"))


def test_what_nothing_was_taken_from_is_shown():
    (unused,) = read_wording(NOTICE_2024).unused
    assert unused.startswith("春节:鼓励各单位")


def test_full_width_signs_and_spaces_change_nothing():
    wide = NOTICE_2024.replace(",", ",").replace("(", "(").replace(")", ")").replace(":", ":").replace("月", " 月 ")
    assert days_of(read_wording(wide).text) == days_of(read_wording(NOTICE_2024).text)


def test_a_plain_list_with_what_is_given_beside_it_is_enough():
    head = Head("国办发明电〔2026〕9号", "2027年安排", date(2026, 11, 10), 2027)
    worded = read_wording("元旦:12月31日至1月2日放假\n春节:2月6日至12日放假,共7天。2月14日上班。", head)
    assert worded.problems == ()
    _, _, issued_on, off, worked = days_of(worded.text)
    assert issued_on == date(2026, 11, 10)
    assert date(2026, 12, 31) in off
    assert len(off) == 10
    assert worked == {date(2027, 2, 14)}


@pytest.mark.parametrize(
    ("old", "new", "key", "problem"),
    [
        ("1月1日(周四)", "1月1日(周五)", "元旦", "2026-01-01写作周五,实为星期四"),
        ("共9天", "共8天", "春节", "写明共8天,日期合计9天"),
        ("2月14日(周六)", "2月31日(周六)", "春节", "不存在的日期"),
        ("4月4日(周六)至6日(周一)放假,共3天。", "4月4日休息。", "清明节", "没有读到放假或上班的日期"),
    ],
)
def test_what_the_wording_says_twice_must_agree(old, new, key, problem):
    assert old in NOTICE_2026
    (found,) = read_wording(NOTICE_2026.replace(old, new)).problems
    assert found.key == key
    assert problem in found.sentence


def test_a_text_without_a_year_or_without_days_is_refused_in_words():
    assert "没有读到年份" in read_wording("一、元旦:1月1日放假。").problems[0].sentence
    assert "没有读到“一、元旦" in read_wording("关于延长2020年春节假期的通知").problems[0].sentence


def test_an_extension_in_free_words_is_not_guessed():
    text = "关于延长2020年春节假期的通知\n春节:延长2020年春节假期至2月2日,2月3日(星期一)起正常上班。"
    worded = read_wording(text)
    assert "没有读到放假或上班的日期" in worded.problems[0].sentence


def test_all_problems_of_a_text_are_told_at_once():
    text = "year: 2027\nnotices:\n  - {number: x, title: '', issued_on: 去年, holidays: [{name: 元旦, days_off: [2027-02-30..1, 2030-01-01]}]}"
    keys = [problem.key.rpartition(".")[2] for problem in read_text(text).problems]
    assert keys == ["number", "title", "issued_on", "days_off", "days_off"]


@pytest.mark.parametrize(
    "text",
    ["a: &x [1]\nb: *x", "[" * 5000, "x" * 20_001, "year: 2027\nnotices: 5", "- 1", "", "year: true\nnotices: []"],
    ids=["reference", "deep", "long", "no list", "a list", "empty", "no year"],
)
def test_hostile_texts_are_problems_not_failures(text):
    assert read_text(text).problems
    assert read_text(text).notices == ()


def test_the_two_forms_are_told_apart():
    assert is_yaml("year: 2027\nnotices: []")
    assert not is_yaml(NOTICE_2026)
