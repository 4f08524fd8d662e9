"""Reads of regions; what the code alone can tell needs no database."""

from functools import cache

from django.db.models import QuerySet

from tongban.common.errors import NotFound
from tongban.registry.regions.models import Region
from tongban.registry.regions.rules import Level, chain, covers, level_of, prefix_of

__all__ = [
    "Level",
    "chain",
    "check_known",
    "children",
    "counties_and_towns",
    "covers",
    "down_to_towns",
    "level_of",
    "prefix_of",
    "region",
    "regions_named",
]


def region(code: str) -> Region:
    """The region with this code; one that is not in the registry is refused by its code."""
    found = Region.objects.filter(code=code).first()
    if found is None:
        raise NotFound("region.unknown", "没有代码为“{given}”的行政区划:请核对代码,或先载入区划数据。", given=code)
    return found


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
