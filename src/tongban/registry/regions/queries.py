"""Reads of regions; what the code alone can tell needs no database."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.db.models import QuerySet

from tongban.common.errors import NotFound
from tongban.registry.regions.models import Region
from tongban.registry.regions.rules import Box, Level, chain, covers, level_of, prefix_of

__all__ = [
    "Box",
    "Level",
    "box_around",
    "chain",
    "check_known",
    "children",
    "city",
    "counties_and_towns",
    "covers",
    "down_to_towns",
    "level_of",
    "placed",
    "prefix_of",
    "region",
    "regions_named",
]

BOXES = Path(__file__).parent / "data" / "boxes.csv"


def region(code: str) -> Region:
    """The region with this code; one that is not in the registry is refused by its code."""
    found = Region.objects.filter(code=code).first()
    if found is None:
        raise NotFound("region.unknown", "没有代码为“{given}”的行政区划:请核对代码,或先载入区划数据。", given=code)
    return found


def city() -> Region:
    """The city the house serves: the region above all others."""
    found = Region.objects.filter(level=Level.CITY.value).order_by("code").first()
    if found is None:
        raise NotFound("region.none", "尚未载入行政区划数据:请先载入区划数据。")
    return found


def box_around(code: str) -> Box | None:
    """The outermost degrees of the city a region lies in; None for a city whose box is not known."""
    return _boxes().get(chain(code)[-1])


@cache
def _boxes() -> dict[str, Box]:
    with BOXES.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: Box(*(Decimal(row[side]) for side in ("south", "west", "north", "east")))
            for row in csv.DictReader(lines)
        }


@cache
def _known(code: str) -> str:
    return region(code).code  # what raises is not kept: a region loaded later is found


def check_known(code: str) -> None:
    """Refuse a region that is not in the registry; regions never go, so each is asked for once a process."""
    _known(code)


def children(code: str) -> QuerySet[Region]:
    """The regions directly below, in the order of their codes."""
    return Region.objects.filter(parent_id=code).order_by("code")


def counties_and_towns() -> QuerySet[Region]:
    """Every county with its towns behind it, in the order of their codes."""
    return Region.objects.filter(level__in=[Level.COUNTY.value, Level.TOWN.value]).order_by("code")


def regions_named(text: str, within: str = "", level: Level | None = None) -> QuerySet[Region]:
    """Regions whose full name contains the text, the widest first; ``within`` narrows to one region and below."""
    found = Region.objects.filter(full_name__contains=text.strip())
    if within:
        found = found.filter(code__startswith=prefix_of(within))
    if level is not None:
        found = found.filter(level=level.value)
    return found.order_by("full_name", "code")


def down_to_towns() -> QuerySet[Region]:
    """The city, its counties and their towns, in the order of their codes: each above what lies in it."""
    return Region.objects.exclude(level=Level.VILLAGE.value).order_by("code")


def placed(address: str, known: Sequence[Region]) -> Region | None:
    """The region an address names, among those ``down_to_towns`` gives: a county, and in it a town; None if it names none.

    A town named without its county counts only where no other town has its name.
    """
    named = [one for one in known if one.name in address]
    counties = [one for one in named if one.level == Level.COUNTY.value]
    towns = [one for one in named if one.level == Level.TOWN.value]
    if counties:
        return next((one for one in towns if one.parent_id == counties[0].code), counties[0])
    return towns[0] if len(towns) == 1 else None
