"""The law of suspension, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.common.errors import BadInput, Refused
from tongban.registry.parties.rules import (
    ALIVE,
    StatusKind,
    SuspensionGround,
    check_alive,
    check_capital,
    check_extension,
    check_filing,
    check_ground,
    check_period,
    check_staff,
    days_of,
    latest_end,
    years_after,
)

FROM = date(2022, 8, 15)


@pytest.mark.parametrize(
    ("on", "years", "expected"),
    [
        pytest.param(date(2022, 8, 15), 3, date(2025, 8, 15), id="the same day"),
        pytest.param(date(2024, 2, 29), 3, date(2027, 2, 28), id="29 February to a common year"),
        pytest.param(date(2024, 2, 29), 4, date(2028, 2, 29), id="29 February to a leap year"),
        pytest.param(date(2021, 2, 28), 3, date(2024, 2, 28), id="28 February to a leap year"),
        pytest.param(date(2022, 12, 31), 0, date(2022, 12, 31), id="no year"),
    ],
)
def test_years_end_on_the_same_calendar_day(on, years, expected):
    assert years_after(on, years) == expected


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(0, 20))
def test_years_after_keeps_month_and_nearly_the_day(on, years):
    later = years_after(on, years)
    assert (later.year, later.month) == (on.year + years, on.month)
    assert on.day - later.day in ({0, 1} if (on.month, on.day) == (2, 29) else {0})


@pytest.mark.parametrize("ground", ["market_downturn", "", "自然灾害", "PUBLIC_HEALTH"])
def test_a_ground_outside_the_list_is_refused_with_the_article_and_the_list(ground):
    with pytest.raises(Refused) as refusal:
        check_ground(ground)
    assert refusal.value.code == "suspension.ground"
    assert "第三十条" in refusal.value.message
    assert all(each.label in refusal.value.message for each in SuspensionGround)


@pytest.mark.parametrize("ground", ["natural_disaster", "accident", "public_health", "social_security"])
def test_the_four_grounds_of_the_article_are_taken(ground):
    assert check_ground(ground) == ground


@pytest.mark.parametrize("agreed_on", [None, date(2022, 8, 16)])
def test_without_agreement_of_the_staff_beforehand_it_is_refused(agreed_on):
    with pytest.raises(Refused, match="第三十条") as refusal:
        check_staff(agreed_on, FROM)
    assert refusal.value.code == "suspension.staff"


def test_agreement_on_the_first_day_is_still_beforehand():
    check_staff(FROM, FROM)


def test_filing_after_the_beginning_is_refused_and_on_the_day_is_not():
    check_filing(FROM, FROM)
    with pytest.raises(Refused, match="2022-08-16") as refusal:
        check_filing(date(2022, 8, 16), FROM)
    assert refusal.value.code == "suspension.filing"


def test_three_years_are_the_longest_and_one_day_more_is_refused():
    check_period(FROM, date(2025, 8, 15), 0)
    with pytest.raises(Refused, match="最迟至2025-08-15") as refusal:
        check_period(FROM, date(2025, 8, 16), 0)
    assert refusal.value.code == "suspension.period"
    assert "第三十条" in refusal.value.message


def test_earlier_suspensions_count_towards_the_three_years():
    used = days_of([(date(2019, 1, 1), date(2019, 12, 31))])
    assert used == 365
    assert latest_end(FROM, used) == date(2024, 8, 15)
    with pytest.raises(Refused, match="365日"):
        check_period(FROM, date(2024, 8, 16), used)


def test_after_three_years_no_day_is_left():
    with pytest.raises(Refused, match="不能再次歇业") as refusal:
        check_period(FROM, FROM, 1097)
    assert refusal.value.code == "suspension.period"
    check_period(FROM, FROM, 1096)


def test_a_period_that_ends_before_it_begins_is_bad_input():
    with pytest.raises(BadInput, match="不能早于"):
        check_period(FROM, date(2022, 8, 14), 0)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 1090), st.integers(1, 1200))
def test_splitting_a_suspension_never_gains_a_day(from_on, used, length):
    until_on = date.fromordinal(from_on.toordinal() + length - 1)
    allowed = length + used <= (years_after(from_on, 3) - from_on).days + 1
    if allowed:
        check_period(from_on, until_on, used)
    else:
        with pytest.raises(Refused):
            check_period(from_on, until_on, used)


ENDS = date(2023, 8, 14)


@pytest.mark.parametrize("filed_on", [date(2023, 7, 15), date(2023, 8, 1), ENDS])
def test_an_extension_is_taken_in_the_last_thirty_days(filed_on):
    check_extension(filed_on, ENDS, date(2024, 8, 14))


@pytest.mark.parametrize(
    ("filed_on", "words"),
    [
        pytest.param(date(2023, 7, 14), "2023-07-15至2023-08-14", id="31 days before the end"),
        pytest.param(date(2023, 8, 15), "视为自动恢复经营", id="the day after the end"),
    ],
)
def test_an_extension_outside_the_window_is_refused_with_the_window(filed_on, words):
    with pytest.raises(Refused, match=words) as refusal:
        check_extension(filed_on, ENDS, date(2024, 8, 14))
    assert refusal.value.code == "suspension.extension"
    assert "第四十一条" in refusal.value.message


def test_an_extension_that_extends_nothing_is_bad_input():
    with pytest.raises(BadInput, match="晚于"):
        check_extension(ENDS, ENDS, ENDS)


@pytest.mark.parametrize("status", [*StatusKind, None])
def test_only_an_active_or_suspended_enterprise_is_alive(status):
    if status in ALIVE:
        check_alive(status, "变更登记")
        assert status.label in {"存续", "歇业"}
    else:
        with pytest.raises(Refused, match="变更登记"):
            check_alive(status, "变更登记")


@pytest.mark.parametrize(
    ("given_amount", "expected"),
    [("2000000", "2000000.00"), (5, "5.00"), (Decimal("0.10"), "0.10"), (0.5, "0.50"), (" 1e3 ", "1000.00")],
)
def test_a_capital_is_read_as_exact_yuan(given_amount, expected):
    assert str(check_capital(given_amount)) == expected


@pytest.mark.parametrize("given_amount", ["", "二百万", "-1", "0.001", "NaN", "Infinity", "1e40", True, None, 10**15])
def test_what_is_no_capital_is_refused(given_amount):
    with pytest.raises(BadInput, match="注册资本"):
        check_capital(given_amount)
