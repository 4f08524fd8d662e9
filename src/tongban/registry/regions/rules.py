"""Codes of regions: what the digits say, without a table.

GB/T 2260 gives the first six digits (province, city, county), the statistics bureau the next three (town or street)
and the last three (village). A code is the code of its parent plus its own digits, so who contains whom is read off.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tongban.common.errors import BadInput


class Level(StrEnum):
    """The four floors of a city."""

    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return LEVEL_LABELS[self]


LEVEL_LABELS = {Level.CITY: "市级", Level.COUNTY: "县级", Level.TOWN: "镇(街道)级", Level.VILLAGE: "村(社区)级"}
WIDTHS = {Level.CITY: 6, Level.COUNTY: 6, Level.TOWN: 9, Level.VILLAGE: 12}


def level_of(code: str) -> Level:
    """The level a code's digits say; a code of another shape, a province or a padded code is refused."""
    level = _level(code)
    if level is None:
        raise BadInput(
            "region.code",
            "行政区划代码“{given}”无法识别:应为市、县6位,镇(街道)9位或村(社区)12位数字,例如 340122105。",
            given=code,
        )
    return level


def is_valid(code: str) -> bool:
    """Whether the digits can be a region's code; whether the region exists is another question."""
    return _level(code) is not None


def _level(code: str) -> Level | None:
    if not (code.isascii() and code.isdecimal() and len(code) in (6, 9, 12)) or code[:2] == "00" or code[2:4] == "00":
        return None
    if len(code) == 6:
        return Level.CITY if code[4:] == "00" else Level.COUNTY
    if code[4:6] == "00" or "000" in (code[6:9], code[9:12]):
        return None
    return Level.TOWN if len(code) == 9 else Level.VILLAGE


def parent_of(code: str) -> str:
    """The code one level up; empty for a city, which is the top here."""
    match level_of(code):
        case Level.VILLAGE:
            return code[:9]
        case Level.TOWN:
            return code[:6]
        case Level.COUNTY:
            return code[:4] + "00"
        case _:
            return ""


def chain(code: str) -> tuple[str, ...]:
    """The region itself and all that contain it, up to the city: ``("340122105", "340122", "340100")``."""
    found = [code]
    while above := parent_of(found[-1]):
        found.append(above)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Box:
    """The outermost degrees of a city (WGS84): what lies outside is not in it; what lies inside may still not be."""

    south: Decimal
    west: Decimal
    north: Decimal
    east: Decimal

    def holds(self, latitude: Decimal, longitude: Decimal) -> bool:
        """Whether a point lies inside."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def covers(wide: str, narrow: str) -> bool:
    """Whether ``wide`` is ``narrow`` or contains it."""
    level_of(wide)
    return wide in chain(narrow)


def prefix_of(code: str) -> str:
    """What the code of every region inside this one begins with; a village's is its whole code."""
    return code[:4] if level_of(code) is Level.CITY else code


def bounds_of(prefix: str) -> tuple[str, str]:
    """(first, first beyond) of the codes that begin with these digits, so that an index reads only those.

    Digits compare alike in every collation; a sign placed behind them would not.
    """
    beyond = str(int(prefix) + 1)
    return prefix, beyond.zfill(len(prefix)) if len(beyond) <= len(prefix) else ""
