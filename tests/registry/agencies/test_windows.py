"""Where an item is taken in: windows near a place, the nearest first."""

from datetime import date

import pytest
from tests.registry.agencies.conftest import START

from tongban.registry.agencies import queries, services
from tongban.registry.agencies.rules import WindowKind

ON, AFTER = date(2022, 7, 1), date(2022, 7, 2)


@pytest.fixture
def halls(agencies):
    services.open_agency(code="hf-zwfw", name="合肥市政务服务管理局", kind="zwfw", region="340100", from_on=START)
    places = [("hall", "hf-zwfw", "340100"), ("county", "340122-scjg", "340122"), ("town", "340122105-wm", "340122105")]
    for code, owner, region in places:
        services.open_centre(code=code, name=f"{code}中心", agency=owner, region=region, address="某路1号")
    windows = [
        ("h1", "hall", WindowKind.COMPREHENSIVE, "hf-zwfw"),
        ("h2", "hall", WindowKind.SPECIALIST, "hf-scjg"),
        ("h3", "hall", WindowKind.ENTERPRISE, "hf-zwfw"),
        ("h4", "hall", WindowKind.BLOCKED_MATTER, "hf-zwfw"),
        ("h5", "hall", WindowKind.DELIVERY, "hf-scjg"),
        ("c1", "county", WindowKind.COMPREHENSIVE, None),
        ("t1", "town", WindowKind.COMPREHENSIVE, "340122105-wm"),
    ]
    for code, centre, kind, agency in windows:
        services.open_window(code=code, name=f"{code}窗口", centre=centre, kind=kind, agency=agency)


def serving(region: str, *, agencies=(), enterprises: bool = False) -> list[str]:
    """Codes of the windows, in the order people see them."""
    return [
        one.code for one in queries.windows_serving(region=region, agencies=agencies, enterprises=enterprises, on=ON)
    ]


def test_the_nearest_centre_comes_first(halls):
    assert serving("340122105") == ["t1", "c1", "h1"]
    assert serving("340122") == ["c1", "h1"]
    assert serving("340100") == ["h1"]


def test_a_town_without_a_centre_of_its_own_goes_to_the_next_one(halls):
    assert serving("340121") == ["h1"]


def test_windows_of_the_agency_and_for_enterprises_are_added_others_never(halls):
    assert serving("340100", agencies={"hf-scjg"}) == ["h1", "h2"]
    assert serving("340100", enterprises=True) == ["h1", "h3"]
    assert serving("340100", agencies={"hf-scjg", "hf-zwfw"}, enterprises=True) == ["h1", "h2", "h3"]


def test_a_window_that_closes_is_named_to_its_last_day(halls):
    services.close_window(code="c1", last_on=ON)
    assert serving("340122") == ["c1", "h1"]
    assert [one.code for one in queries.windows_serving(region="340122", agencies=(), enterprises=False, on=AFTER)] == [
        "h1"
    ]


def test_it_takes_one_statement(halls, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [
            one.centre.agency.phone
            for one in queries.windows_serving(region="340122", agencies=(), enterprises=False, on=ON)
        ]
