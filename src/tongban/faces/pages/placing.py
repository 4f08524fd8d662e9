"""Coordinates in a form: two optional inputs, filled by hand or by the browser that knows where it is."""

from decimal import Decimal
from typing import Any

from tongban.common.errors import BadInput
from tongban.common.said import said
from tongban.faces.pages.inputs import Input, Typed, Widget
from tongban.hall.appeals.rules.points import MOST_LATITUDE, MOST_LONGITUDE, degrees

LATITUDE, LONGITUDE = "latitude", "longitude"
NAMES = (LATITUDE, LONGITUDE)
ASKED = (
    Input(LATITUDE, said("纬度"), Widget.NUMBER, said("小数度,如31.820600。")),
    Input(LONGITUDE, said("经度"), Widget.NUMBER, said("小数度,如117.227200。")),
)
MOST = {LATITUDE: MOST_LATITUDE, LONGITUDE: MOST_LONGITUDE}


def point(typed: Typed) -> dict[str, Any]:
    """Latitude and longitude as the intake takes them, each None where nothing was typed."""
    return {one.name: _read(one, typed.value(one.name)) for one in ASKED}


def _read(one: Input, given: str) -> Decimal | None:
    if not given.strip():
        return None
    found = degrees(given, MOST[one.name])
    if found is None:
        raise BadInput(
            "appeal.degrees",
            "“{field}”应为-{most}至{most}的小数度:请核对,或留空。",
            field=one.label,
            most=MOST[one.name],
        )
    return found
