"""Where an appeal is: a point that is read, kept, said, and refused where it cannot be in the city."""

from decimal import Decimal

import pytest
from tests.cast import City
from tests.hall.appeals.cases import registered

from tongban.common.errors import BadInput
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.rules.points import degrees, point_words
from tongban.registry.regions import queries as regions

INSIDE = {"latitude": Decimal("31.820600"), "longitude": Decimal("117.227200")}


def test_a_point_is_kept_and_said(town_hall: City):
    case = registered(town_hall, latitude=INSIDE["latitude"], longitude=INSIDE["longitude"])
    assert (case.appeal.latitude, case.appeal.longitude) == (INSIDE["latitude"], INSIDE["longitude"])
    assert point_words(**INSIDE) == "北纬31.8206°,东经117.2272°"


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        ("31.82", None, "appeal.point"),
        (None, "117.22", "appeal.point"),
        ("39.904200", "116.407400", "appeal.outside"),
        ("117.2272", "31.8206", "appeal.outside"),
        ("-31.8206", "117.2272", "appeal.outside"),
    ],
    ids=["no longitude", "no latitude", "in Beijing", "the wrong way round", "in the south"],
)
def test_half_a_point_and_one_outside_the_city_are_refused(
    town_hall: City, latitude: str | None, longitude: str | None, code: str
):
    with pytest.raises(BadInput) as refusal:
        registered(
            town_hall,
            latitude=Decimal(latitude) if latitude else None,
            longitude=Decimal(longitude) if longitude else None,
        )
    assert refusal.value.code == code
    assert not Appeal.objects.exists()


def test_a_city_whose_box_is_not_known_takes_any_point():
    assert regions.box_around("330100") is None
    assert regions.box_around("340122107") == regions.box_around("340100")


@pytest.mark.parametrize("given", ["", "NaN", "inf", "91", "-90.1", "1e5", "三十一", "1" * 50, "31,82", "0x1f"])
def test_what_is_no_latitude_is_none(given: str):
    assert degrees(given, 90) is None


@pytest.mark.parametrize(
    ("given", "kept"), [(" 31.8 ", "31.800000"), ("-0.0000001", "-0.000000"), ("30", "30.000000"), ("9e1", "90.000000")]
)
def test_degrees_are_kept_to_six_places(given: str, kept: str):
    assert str(degrees(given, 90)) == kept


def test_round_degrees_are_said_as_they_are():
    assert point_words(Decimal("30"), Decimal("-120.5")) == "北纬30°,西经120.5°"
    assert point_words(None, None) == ""
