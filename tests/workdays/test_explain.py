"""“Why this day?”: each kind of row names its reason and its source."""

from datetime import date

import pytest

from tongban.common.time import noon
from tongban.workdays import Clock, Extension, Pause, Term, load_calendar

CALENDAR = load_calendar()


def rows(term: str, on: date, *pauses: Pause, until: date | None = None):
    return Clock(Term.parse(term), noon(on, 9), pauses).explain(CALENDAR, until)


def row_of(on: date, found):
    return next(row for row in found if row.on == on)


@pytest.mark.parametrize(
    ("on", "weekday", "counted", "ordinal", "reason"),
    [
        (
            date(2022, 9, 29),
            "星期四",
            False,
            None,
            "起算日不计入,自次日起按工作日计算(民法典第二百零一条、行政许可法第八十二条)",
        ),
        (date(2022, 9, 30), "星期五", True, 1, "工作日"),
        (date(2022, 10, 1), "星期六", False, None, "国庆节放假(国办发明电〔2021〕11号)"),
        (date(2022, 10, 8), "星期六", True, 2, "国庆节调休上班(国办发明电〔2021〕11号)"),
        (date(2022, 10, 11), "星期二", False, None, "中止:专家评审(2022-10-11至2022-10-13,起日不计、止日计入)"),
        (date(2022, 10, 15), "星期六", False, None, "周末"),
    ],
)
def test_each_kind_of_day_names_its_reason(on, weekday, counted, ordinal, reason):
    found = rows("10wd", date(2022, 9, 29), Pause.from_dates(date(2022, 10, 11), date(2022, 10, 13), "专家评审"))
    row = row_of(on, found)
    assert (row.weekday, row.counted, row.ordinal, row.reason) == (weekday, counted, ordinal, reason)


def test_days_of_an_unannounced_year_say_so():
    found = rows("10wd", date(2026, 12, 25))
    assert "未公布" not in row_of(date(2026, 12, 31), found).reason
    assert row_of(date(2027, 1, 1), found).reason == "工作日(该年节假日安排未公布,暂按周一至周五推算)"


def test_a_rolled_term_says_where_it_ended_and_why_it_moved():
    found = rows("2dr", date(2022, 7, 1))
    assert found[0].reason == "起算日不计入,自次日起计算(民法典第二百零一条)"
    assert [(row.counted, row.reason) for row in found[1:]] == [
        (True, "自然日"),
        (True, "自然日,期限最后一日:周末"),
        (False, "期限最后一日遇休息日,顺延至下一工作日(民法典第二百零三条):工作日"),
    ]


def test_overlapping_pauses_are_both_named_on_the_days_each_takes_out():
    first = Pause.from_dates(date(2022, 7, 5), date(2022, 7, 8), "听证")
    second = Pause.from_dates(date(2022, 7, 6), date(2022, 7, 11), "检测")
    found = rows("10wd", date(2022, 7, 1), first, second)
    named = [
        (ground in row_of(date(2022, 7, day), found).reason) for day in (5, 6, 7, 8) for ground in ("听证", "检测")
    ]
    assert named == [True, False, True, True, True, True, False, True]


def test_an_open_pause_ends_the_rows_with_its_first_day_or_the_day_asked():
    held = Pause.from_dates(date(2022, 7, 6), ground="鉴定")
    assert rows("10wd", date(2022, 7, 1), held)[-1].on == date(2022, 7, 6)
    asked = rows("10wd", date(2022, 7, 1), held, until=date(2022, 7, 8))
    assert asked[-1].on == date(2022, 7, 8)
    assert asked[-1].reason == "中止:鉴定(2022-07-06起,尚未恢复)"


def test_a_same_day_term_says_so():
    assert [(row.counted, row.reason) for row in rows("0wd", date(2022, 7, 2))] == [(False, "当日办结,截至当日24时")]
    moved = rows("0wd", date(2022, 7, 1), Pause.from_dates(date(2022, 7, 1), date(2022, 7, 2)))
    assert moved[-1].on == date(2022, 7, 4)
    assert moved[-1].reason == "恢复后的首日,当日办结,截至当日24时"
    assert not any(row.counted for row in moved)


def test_hours_show_how_long_each_day_ran():
    pause = Pause(noon(date(2022, 7, 1), 10), noon(date(2022, 7, 1), 11, 30), "停电")
    found = rows("24h", date(2022, 7, 1), pause)
    assert [row.reason.split(",")[0] for row in found] == ["计13小时30分", "计10小时30分"]
    assert found[0].reason.endswith("中止:停电(2022-07-01 10:00至2022-07-01 11:30)")
    assert "停电" not in found[1].reason
    open_pause = Pause(noon(date(2022, 7, 1), 9), ground="停电")
    held = rows("24h", date(2022, 7, 1), open_pause)
    assert [(row.counted, row.reason) for row in held] == [(False, "未计时; 中止:停电(2022-07-01 09:00起,尚未恢复)")]


def test_an_extended_clock_counts_on_through_the_extension():
    extended = Clock(Term.parse("10wd"), noon(date(2022, 7, 1)), extensions=(Extension(Term.parse("10wd")),))
    assert extended.explain(CALENDAR)[-1].ordinal == 20
