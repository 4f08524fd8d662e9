"""What the digits of a code say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.common.errors import BadInput
from tongban.registry.regions.rules import Level, chain, covers, is_valid, level_of, parent_of


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("340100", Level.CITY, ""),
        ("340122", Level.COUNTY, "340100"),
        ("340176", Level.COUNTY, "340100"),
        ("340122105", Level.TOWN, "340122"),
        ("340122105214", Level.VILLAGE, "340122105"),
    ],
)
def test_a_code_tells_its_level_and_its_parent(code, level, parent):
    assert level_of(code) is level
    assert parent_of(code) == parent


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="empty"),
        pytest.param("340000", id="a province"),
        pytest.param("000100", id="no province"),
        pytest.param("3401", id="four digits"),
        pytest.param("34012210", id="eight digits"),
        pytest.param("340122000", id="a county padded to nine"),
        pytest.param("340122105000", id="a town padded to twelve"),
        pytest.param("340100105", id="a town straight under the city"),
        pytest.param("34012a", id="a letter"),
        pytest.param("３４０１２２", id="full-width digits"),
        pytest.param(" 340122", id="a blank"),
        pytest.param("340122\n", id="a line end"),
    ],
)
def test_what_is_not_a_code_is_refused(code):
    assert not is_valid(code)
    with pytest.raises(BadInput) as refusal:
        level_of(code)
    assert refusal.value.code == "region.code"
    assert "340122105" in refusal.value.message


def test_a_chain_goes_from_the_region_up_to_the_city():
    assert chain("340122105214") == ("340122105214", "340122105", "340122", "340100")
    assert chain("340100") == ("340100",)


def test_covers_refuses_a_code_that_is_none_on_either_side():
    with pytest.raises(BadInput):
        covers("34", "340122")
    with pytest.raises(BadInput):
        covers("340122", "34")


def test_a_county_does_not_cover_the_city_nor_its_neighbour():
    assert covers("340122", "340122105")
    assert covers("340122", "340122")
    assert not covers("340122", "340100")
    assert not covers("340122", "340121104")
    assert not covers("340100", "340201")


parts = st.integers(1, 99).map("{:02d}".format)
threes = st.integers(1, 999).map("{:03d}".format)
cities = st.builds(lambda province, city: province + city + "00", parts, parts)
counties = st.builds(lambda city, county: city[:4] + county, cities, parts)
towns = st.builds(str.__add__, counties, threes)
villages = st.builds(str.__add__, towns, threes)


@given(cities | counties | towns | villages)
def test_every_region_of_a_chain_covers_all_below_it(code):
    regions = chain(code)
    assert level_of(regions[-1]) is Level.CITY
    assert len({level_of(region) for region in regions}) == len(regions)
    for place, wide in enumerate(regions):
        assert [covers(wide, narrow) for narrow in regions] == [other <= place for other in range(len(regions))]
