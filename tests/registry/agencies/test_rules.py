"""Pure rules of agencies: periods, hours, codes, strict entries."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.common.errors import BadInput
from tongban.registry.agencies.rules import (
    Entry,
    IdentityType,
    WindowKind,
    agency_code,
    check_hours,
    check_period,
    check_slug,
    overlap,
    read_yaml,
)
from tongban.registry.regions.rules import Level

days = st.integers(1, 12)
ends = st.none() | days


def period(first, last):
    return date(2024, 3, first), None if last is None else date(2024, 3, max(first, last))


def as_days(first, last):
    return set(range(first, 31 if last is None else max(first, last) + 1))


@given(days, ends, days, ends)
def test_periods_overlap_exactly_when_they_share_a_day(first, last, other_first, other_last):
    shared = as_days(first, last) & as_days(other_first, other_last)
    assert overlap(period(first, last), period(other_first, other_last)) == bool(shared)


def test_a_period_of_one_day_and_one_without_end_are_fine():
    check_period(date(2024, 3, 1), date(2024, 3, 1), "权力")
    check_period(date(2024, 3, 1), None, "权力")


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadInput) as refusal:
        check_period(date(2024, 3, 2), date(2024, 3, 1), "权力")
    assert refusal.value.message == "权力的截止日2024-03-01早于起始日2024-03-02,请更正日期。"


@pytest.mark.parametrize(("opens", "closes"), [("", ""), ("09:00", "17:00"), ("00:00", "23:59")])
def test_office_hours_are_both_given_or_neither(opens, closes):
    check_hours(opens, closes)


@pytest.mark.parametrize(
    ("opens", "closes"), [("09:00", ""), ("", "17:00"), ("17:00", "09:00"), ("9:00", "17:00"), ("09:00", "24:00")]
)
def test_office_hours_of_another_form_are_refused(opens, closes):
    with pytest.raises(BadInput) as refusal:
        check_hours(opens, closes)
    assert refusal.value.code == "window.hours"


@pytest.mark.parametrize("text", ["", "HF", "hf_scjg", "-hf", "a" * 41, "市局", "hf\n"])
def test_a_code_of_another_form_is_refused(text):
    with pytest.raises(BadInput):
        check_slug(text, "部门代码")


def test_agency_codes_carry_the_region_except_in_the_city():
    assert agency_code("340100", Level.CITY, "scjg") == "hf-scjg"
    assert agency_code("340122", Level.COUNTY, "scjg") == "340122-scjg"
    assert agency_code("340122105", Level.TOWN, "zf") == "340122105-zf"


def test_every_kind_and_identity_has_a_chinese_word():
    assert len({each.label for each in WindowKind}) == len(WindowKind)
    assert [each.label for each in IdentityType] == ["行政", "事业", "聘用"]


def test_an_entry_names_an_unknown_and_a_missing_key():
    with pytest.raises(BadInput) as unknown:
        Entry({"name": "a", "colour": "red"}, "x[1]", required={"name"})
    assert unknown.value.message == "数据“x[1]”的“colour”有误:不认识的键,请删去或更正拼写。"
    with pytest.raises(BadInput) as missing:
        Entry({}, "x[1]", required={"name"})
    assert missing.value.message == "数据“x[1]”的“name”有误:缺少此键,请补齐。"


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (Entry.text, 340122),
        (Entry.text, " "),
        (Entry.text, None),
        (Entry.day, "2022-07-01"),
        (Entry.day, None),
        (Entry.day_or_none, 20220701),
        (Entry.rows, {}),
        (Entry.table, []),
        (Entry.table, {1: "a"}),
    ],
)
def test_an_entry_refuses_a_value_of_another_type(read, value):
    with pytest.raises(BadInput):
        read(Entry({"key": value}, "x[1]", required={"key"}), "key")


def test_an_entry_refuses_what_is_no_mapping():
    with pytest.raises(BadInput) as refusal:
        Entry(["a"], "x[1]", required=set())
    assert refusal.value.code == "data.entry"


def test_absent_optional_keys_read_as_nothing():
    entry = Entry({}, "x[1]", required=set(), optional={"key"})
    assert (entry.text("key"), entry.day_or_none("key"), entry.rows("key"), entry.table("key")) == ("", None, [], {})


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: [1\n", "a: 2022-13-01\n"])
def test_a_file_with_a_key_twice_or_not_yaml_is_refused(tmp_path, text):
    path = tmp_path / "agencies.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        read_yaml(path)
    assert "agencies.yaml" in refusal.value.message
