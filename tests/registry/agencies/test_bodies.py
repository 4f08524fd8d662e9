"""Agencies, centres, windows and posts."""

from datetime import date

import pytest

from tongban.common.errors import BadInput, Conflict, DomainError, NotFound, Refused
from tongban.registry.agencies import queries, services
from tongban.registry.agencies.rules import WindowKind

START = date(2019, 1, 1)


def nearest(kind, region, on):
    found = queries.agency_of_kind(kind, region, on)
    return found and found.code


def test_an_agency_takes_its_level_from_its_region_and_its_name_as_short_name(agencies):
    agency = queries.agency("340122-scjg")
    assert (agency.level, agency.region_id, agency.short_name) == ("county", "340122", "肥东县市场监督管理局")


def test_an_agency_may_stand_under_another(agencies):
    below = services.open_agency(
        code="340121-scjg", name="长丰县市场监督管理局", kind="scjg", region="340121", from_on=START, parent="hf-scjg"
    )
    assert below.parent == queries.agency("hf-scjg")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "HF"}, "agency.code"),
        ({"kind": "市监"}, "agency.code"),
        ({"region": "340122105214"}, "agency.level"),
        ({"region": "340199"}, "region.unknown"),
        ({"until_on": date(2018, 1, 1)}, "period.reversed"),
        ({"code": "hf-scjg"}, "agency.code_taken"),
        ({"region": "340122", "kind": "scjg"}, "agency.line_taken"),
        ({"parent": "hf-xx"}, "agency.unknown"),
    ],
)
def test_an_agency_that_makes_no_sense_is_refused(agencies, change, code):
    given = {"code": "hf-new", "name": "新局", "kind": "new", "region": "340100", "from_on": START}
    with pytest.raises(DomainError) as refusal:
        services.open_agency(**(given | change))
    assert refusal.value.code == code
    assert refusal.value.message


def test_an_abolished_agency_makes_room_for_its_successor_and_stays_readable(agencies):
    services.close_agency(code="340122-scjg", last_on=date(2023, 12, 31))
    services.open_agency(
        code="340122-scjg2", name="肥东县市场监管局", kind="scjg", region="340122", from_on=date(2024, 1, 1)
    )
    assert nearest("scjg", "340122105214", date(2023, 12, 31)) == "340122-scjg"
    assert nearest("scjg", "340122105214", date(2024, 1, 1)) == "340122-scjg2"
    with pytest.raises(Refused):
        services.close_agency(code="340122-scjg", last_on=date(2022, 1, 1))
    with pytest.raises(BadInput):
        services.close_agency(code="hf-scjg", last_on=date(2018, 1, 1))


def test_the_nearest_agency_of_a_line_is_found_up_the_chain(agencies):
    on = date(2022, 7, 1)
    assert nearest("scjg", "340122", on) == "340122-scjg"
    assert nearest("scjg", "340121", on) == "hf-scjg"
    assert nearest("wm", "340122105214", on) == "340122105-wm"
    assert nearest("wm", "340122", on) is None
    assert nearest("scjg", "340122", date(2018, 12, 31)) is None


def test_agencies_are_listed_as_of_a_day(agencies):
    services.close_agency(code="hf-scjg", last_on=date(2020, 1, 1))
    assert [each.code for each in queries.agencies(date(2020, 1, 1), kind="scjg")] == ["340122-scjg", "hf-scjg"]
    assert [each.code for each in queries.agencies(date(2020, 1, 2), kind="scjg")] == ["340122-scjg"]
    assert [each.code for each in queries.agencies(date(2020, 1, 2), region="340122105")] == ["340122105-wm"]


@pytest.fixture
def centre(agencies):
    return services.open_centre(
        code="shitang",
        name="石塘镇为民服务中心",
        agency="340122105-wm",
        region="340122105",
        address="石塘镇",
        opens="08:30",
        closes="17:30",
    )


def test_a_window_belongs_to_a_centre(centre):
    services.open_window(code="st-1", name="综合窗口", centre="shitang", kind=WindowKind.COMPREHENSIVE)
    services.open_window(
        code="st-2", name="反映窗口", centre="shitang", kind=WindowKind.BLOCKED_MATTER, agency="340122105-wm"
    )
    assert [window.code for window in queries.windows(centre="shitang")] == ["st-1", "st-2"]
    assert [window.code for window in queries.windows(kind=WindowKind.BLOCKED_MATTER)] == ["st-2"]


def test_a_centre_outside_the_agencys_region_is_refused(agencies):
    with pytest.raises(BadInput) as refusal:
        services.open_centre(code="x", name="中心", agency="340122105-wm", region="340121", address="水湖镇")
    assert refusal.value.code == "centre.outside"


def test_codes_are_used_once(centre):
    services.open_window(code="st-1", name="综合窗口", centre="shitang", kind=WindowKind.COMPREHENSIVE)
    services.add_post(agency="hf-scjg", code="reg", name="登记岗")
    with pytest.raises(Conflict):
        services.open_window(code="st-1", name="综合窗口", centre="shitang", kind=WindowKind.COMPREHENSIVE)
    with pytest.raises(Conflict):
        services.open_centre(code="shitang", name="x", agency="hf-scjg", region="340100", address="x")
    with pytest.raises(Conflict):
        services.add_post(agency="hf-scjg", code="reg", name="登记岗")


def test_what_is_not_there_is_refused_by_its_code(agencies):
    for ask in (queries.agency, queries.centre, queries.staff_member):
        with pytest.raises(NotFound) as refusal:
            ask("nowhere")
        assert "nowhere" in refusal.value.message
