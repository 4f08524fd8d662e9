"""A point on the map, as degrees (WGS84): how it is read, kept and said. Pure."""

from decimal import Decimal, InvalidOperation

from tongban.common.said import Said, said

MOST_LATITUDE, MOST_LONGITUDE = 90, 180
PLACES = Decimal("0.000001")  # about a decimetre
LONGEST = 40


def degrees(given: str, most: int) -> Decimal | None:
    """Degrees to six places; None for what is no number of degrees within ``most``."""
    try:
        found = Decimal(given.strip())
    except InvalidOperation:
        return None
    if len(given) > LONGEST or not found.is_finite() or abs(found) > most:
        return None
    return found.quantize(PLACES)


def point_words(latitude: Decimal | None, longitude: Decimal | None) -> Said | str:
    """A point as people read it; nothing where there is none."""
    if latitude is None or longitude is None:
        return ""
    return said(
        "{north}{latitude}°,{east}{longitude}°",
        north=said("北纬") if latitude >= 0 else said("南纬"),
        latitude=_plain(latitude),
        east=said("东经") if longitude >= 0 else said("西经"),
        longitude=_plain(longitude),
    )


def _plain(given: Decimal) -> str:
    return f"{abs(given):.6f}".rstrip("0").rstrip(".")
