"""The calendar: every announced day against a second source, the words of a day, what is provisional, the edges."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workdays.oracle import DAY, days

from tongban.common.errors import BadInput
from tongban.workdays import FIRST_DAY, LAST_DAY, Calendar, Kind, load_calendar
from tongban.workdays.notices import PACKAGED, read_folders

CALENDAR = load_calendar()


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_of_an_announced_year_agrees_with_chinesecalendar(year):
    on, disagreements = date(year, 1, 1), []
    while on.year == year:
        if CALENDAR.is_workday(on) is not chinese_calendar.is_workday(on):
            disagreements.append(on)
        on += DAY
    assert disagreements == []


@pytest.mark.parametrize(
    ("on", "is_workday", "kind", "name", "notice"),
    [
        pytest.param(date(2022, 7, 1), True, Kind.WORKDAY, "", "", id="Friday 2022-07-01 plain"),
        pytest.param(date(2022, 7, 2), False, Kind.WEEKEND, "", "", id="Saturday 2022-07-02 plain"),
        pytest.param(date(2022, 10, 3), False, Kind.HOLIDAY, "国庆节", "国办发明电〔2021〕11号", id="Monday 2022-10-03 off"),
        pytest.param(date(2022, 10, 8), True, Kind.MAKEUP, "国庆节", "国办发明电〔2021〕11号", id="Saturday 2022-10-08 worked"),
        pytest.param(date(2018, 12, 29), True, Kind.MAKEUP, "元旦", "国办发明电〔2018〕15号", id="Saturday 2018-12-29 worked by the notice of 2019"),
        pytest.param(date(2018, 12, 31), False, Kind.HOLIDAY, "元旦", "国办发明电〔2018〕15号", id="Monday 2018-12-31 off by the notice of 2019"),
        pytest.param(date(2022, 12, 31), False, Kind.HOLIDAY, "元旦", "国办发明电〔2022〕16号", id="Saturday 2022-12-31 off by the notice of 2023"),
        pytest.param(date(2019, 5, 2), False, Kind.HOLIDAY, "劳动节", "国办发明电〔2019〕3号", id="Thursday 2019-05-02 off by the change"),
        pytest.param(date(2019, 4, 28), True, Kind.MAKEUP, "劳动节", "国办发明电〔2019〕3号", id="Sunday 2019-04-28 worked by the change"),
        pytest.param(date(2020, 1, 31), False, Kind.HOLIDAY, "春节", "国办发明电〔2020〕1号", id="Friday 2020-01-31 off by the extension"),
        pytest.param(date(2020, 2, 1), False, Kind.HOLIDAY, "春节", "国办发明电〔2020〕1号", id="Saturday 2020-02-01 off, once a make-up day"),
        pytest.param(date(2020, 2, 3), True, Kind.WORKDAY, "", "", id="Monday 2020-02-03 back to work"),
        pytest.param(date(2024, 2, 9), True, Kind.WORKDAY, "", "", id="Friday 2024-02-09 leave encouraged, yet a working day"),
    ],
)  # fmt: skip
def test_a_day_says_its_kind_and_the_notice_behind_it(on, is_workday, kind, name, notice):
    day = CALENDAR.day(on)
    assert (day.on, day.is_workday, day.kind, day.name, day.notice, day.provisional) == (on, is_workday, kind, name, notice, False)  # fmt: skip


def test_the_packaged_years_are_2019_to_2026():
    assert CALENDAR.years == frozenset(range(2019, 2027))


@pytest.mark.parametrize(
    ("on", "added", "expected"),
    [
        pytest.param(date(2022, 7, 1), 1, date(2022, 7, 4), id="Friday + 1 is Monday"),
        pytest.param(date(2022, 7, 2), 1, date(2022, 7, 4), id="Saturday + 1 is Monday"),
        pytest.param(date(2022, 7, 1), 10, date(2022, 7, 15), id="Friday + 10 is Friday"),
        pytest.param(
            date(2022, 9, 30), 1, date(2022, 10, 8), id="Friday before National Day + 1 is the make-up Saturday"
        ),
        pytest.param(
            date(2022, 9, 30), 2, date(2022, 10, 9), id="Friday before National Day + 2 is the make-up Sunday"
        ),
        pytest.param(date(2022, 12, 30), 1, date(2023, 1, 3), id="Friday 2022-12-30 + 1 is Tuesday of the next year"),
        pytest.param(date(2018, 12, 28), 1, date(2018, 12, 29), id="Friday 2018-12-28 + 1 is the make-up Saturday"),
        pytest.param(
            date(2020, 1, 23), 1, date(2020, 2, 3), id="Thursday before the long Spring Festival + 1 is Monday"
        ),
        pytest.param(date(2022, 7, 4), -1, date(2022, 7, 1), id="Monday − 1 is Friday"),
        pytest.param(date(2022, 7, 3), -1, date(2022, 7, 1), id="Sunday − 1 is Friday"),
        pytest.param(date(2022, 10, 8), -1, date(2022, 9, 30), id="make-up Saturday − 1 is Friday before the holiday"),
        pytest.param(date(2022, 7, 2), 0, date(2022, 7, 2), id="Saturday + 0 stays Saturday"),
    ],
)
def test_add_finds_the_nth_working_day(on, added, expected):
    assert CALENDAR.add(on, added) == expected


@given(days, st.integers(1, 300))
def test_count_undoes_add(on, added):
    assert CALENDAR.count(on, CALENDAR.add(on, added)) == added


@given(days, st.integers(1, 300))
def test_a_negative_add_walks_back_over_the_same_days(on, added):
    workday = CALENDAR.roll(on)
    assert CALENDAR.add(CALENDAR.add(workday, added), -added) == workday


@given(days, days, days)
def test_counts_of_neighbouring_spans_add_up_and_reverse(first, second, third):
    assert CALENDAR.count(first, second) + CALENDAR.count(second, third) == CALENDAR.count(first, third)
    assert CALENDAR.count(first, second) == -CALENDAR.count(second, first)


@given(days, st.integers(0, 200))
def test_count_agrees_with_counting_day_by_day(after, length):
    until = after + timedelta(days=length)
    walked = sum(chinese_calendar.is_workday(after + timedelta(days=step)) for step in range(1, length + 1) if (after + timedelta(days=step)).year <= 2026)  # fmt: skip
    if until.year <= 2026:
        assert CALENDAR.count(after, until) == walked


@given(days)
def test_roll_stays_on_a_working_day_or_moves_to_the_next(on):
    rolled = CALENDAR.roll(on)
    assert CALENDAR.is_workday(rolled)
    assert rolled == (on if CALENDAR.is_workday(on) else CALENDAR.add(on, 1))


@pytest.mark.parametrize(
    ("after", "until", "year"),
    [
        pytest.param(date(2026, 12, 31), date(2027, 1, 4), "2027年", id="into 2027, not announced"),
        pytest.param(date(2026, 12, 1), date(2028, 3, 1), "2027年至2028年", id="into 2028"),
        pytest.param(date(2018, 12, 31), date(2027, 1, 4), "2027年", id="from the last day of 2018 into 2027"),
        pytest.param(date(2018, 12, 27), date(2018, 12, 28), "2018年", id="before the first notice"),
    ],
)
def test_a_span_touching_an_unannounced_year_is_provisional_with_the_reason(after, until, year):
    assert CALENDAR.provisional_between(after, until).startswith(f"{year}节假日安排尚未公布或未载入")


@pytest.mark.parametrize(
    ("after", "until"),
    [
        pytest.param(date(2026, 12, 1), date(2026, 12, 31), id="to the last day of 2026"),
        pytest.param(date(2027, 5, 1), date(2027, 5, 1), id="an empty span in 2027"),
        pytest.param(date(2018, 12, 28), date(2019, 1, 2), id="days of December 2018 that the notice of 2019 names"),
    ],
)
def test_a_span_of_announced_days_is_not_provisional(after, until):
    assert CALENDAR.provisional_between(after, until) == ""


def test_a_gap_between_announced_years_is_named_alone():
    partial = Calendar(notice for notice in read_folders([PACKAGED]) if notice.year != 2021)
    assert partial.provisional_between(date(2020, 12, 1), date(2022, 2, 1)).startswith("2021年节假日")
    assert partial.is_provisional(date(2021, 6, 1))
    assert not partial.is_provisional(date(2022, 6, 1))


def test_an_unannounced_year_follows_the_weekday_rule():
    assert [CALENDAR.is_workday(date(2027, 10, day)) for day in range(1, 8)] == [
        True,
        False,
        False,
        True,
        True,
        True,
        True,
    ]
    assert CALENDAR.day(date(2027, 10, 1)).provisional


@pytest.mark.parametrize("on", [FIRST_DAY - DAY, LAST_DAY + DAY, date.min, date.max], ids=str)
def test_days_outside_the_calendar_are_refused_by_every_question(on):
    for ask in (
        lambda: CALENDAR.add(on, 1),
        lambda: CALENDAR.add(on, -1),
        lambda: CALENDAR.add(on, 0),
        lambda: CALENDAR.count(on, date(2022, 1, 1)),
        lambda: CALENDAR.count(date(2022, 1, 1), on),
        lambda: CALENDAR.is_workday(on),
        lambda: CALENDAR.is_provisional(on),
        lambda: CALENDAR.day(on),
        lambda: CALENDAR.roll(on),
    ):
        with pytest.raises(BadInput, match="超出日历范围") as refusal:
            ask()
        assert refusal.value.code == "calendar.range"


def test_a_sum_beyond_either_end_of_the_calendar_is_refused():
    with pytest.raises(BadInput, match="10个工作日超出日历范围"):
        CALENDAR.add(LAST_DAY - DAY, 10)
    with pytest.raises(BadInput, match="-10个工作日超出日历范围"):
        CALENDAR.add(FIRST_DAY + DAY, -10)


def test_an_instant_is_not_taken_for_a_day_because_utc_lags_eight_hours():
    at = datetime(2022, 7, 1, 17, tzinfo=UTC)
    for ask in (
        lambda: CALENDAR.add(at, 1),
        lambda: CALENDAR.count(at, date(2022, 7, 9)),
        lambda: CALENDAR.is_workday(at),
    ):
        with pytest.raises(TypeError, match="localdate"):
            ask()


def test_the_longest_span_is_measured_on_the_announced_years():
    # Thursday 2020-01-23 to Monday 2020-02-03, the lengthened Spring Festival.
    assert CALENDAR.longest_span(1) == 11
    assert CALENDAR.longest_roll() == 10
    assert Calendar().longest_span(5) == 7
