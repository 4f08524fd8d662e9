"""Reads of the catalogue."""

from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.common.errors import NotFound
from tongban.registry.catalog.models import Item, ItemVersion, Status
from tongban.registry.catalog.rules import ItemSpec, ItemType
from tongban.registry.regions.queries import prefix_of


def item(code: str) -> Item:
    """The item with this code. Raises NotFound."""
    found = Item.objects.select_related("agency", "region").filter(code=code).first()
    if found is None:
        raise NotFound("item.unknown", "没有编码为“{item}”的事项:请核对编码。", item=code)
    return found


def versions(code: str) -> QuerySet[ItemVersion]:
    """All versions of an item, the newest first."""
    return ItemVersion.objects.filter(item_id=code).order_by("-number")


def version(code: str, number: int) -> ItemVersion:
    """One version of an item. Raises NotFound."""
    found = ItemVersion.objects.filter(item_id=code, number=number).first()
    if found is None:
        raise NotFound("item.version", "事项“{item}”没有第{number}版。", item=code, number=number)
    return found


def version_in_force(code: str, on: date) -> ItemVersion:
    """The version of an item in force on a day. Raises NotFound, also for an item without one on that day."""
    found = ItemVersion.objects.in_force(on).filter(item_id=code).select_related("item").first()
    if found is None:
        raise NotFound(
            "item.not_in_force",
            "事项“{item}”在{on}没有已生效的办事指南:请核对编码和日期,或先发布一版。",
            item=code,
            on=on.isoformat(),
        )
    return found


def version_id_in_force(code: str, on: date) -> int:
    """The id of the version in force on a day, for ``pinned``; read by every filing, so by one plain statement."""
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [code, day, day])
        row = cursor.fetchone()
    return int(row[0]) if row else version_in_force(code, on).pk  # which refuses with its sentence


_IN_FORCE = """
SELECT id FROM catalog_itemversion
WHERE item_id = %s AND status <> 'draft' AND valid_from_on <= %s AND (valid_until_on IS NULL OR valid_until_on >= %s)
"""


def pinned(version_id: int) -> ItemSpec:
    """The guide a case was accepted under; published ones are kept in the process, since they never change."""
    try:
        return _kept(version_id)
    except _StillDraftError as draft:
        return draft.spec


class _StillDraftError(LookupError):
    """Carries the guide of a draft past the cache: drafts change, and what raises is not kept."""

    def __init__(self, spec: ItemSpec) -> None:
        super().__init__(spec)
        self.spec = spec


@lru_cache(maxsize=4096)
def _kept(version_id: int) -> ItemSpec:
    found = _row(version_id)
    spec = ItemSpec.parse(found.spec)
    if found.status == Status.DRAFT:
        raise _StillDraftError(spec)
    return spec


def _row(version_id: int) -> ItemVersion:
    found = ItemVersion.objects.filter(pk=version_id).only("status", "spec").first()
    if found is None:
        raise NotFound("item.version_id", "没有编号为{id}的事项版本。", id=version_id)
    return found


def items(
    *,
    text: str = "",
    kind: ItemType | None = None,
    agency: str = "",
    region: str = "",
    power: str = "",
    in_force_on: date | None = None,
) -> QuerySet[Item]:
    """Items by words in name or code, type, agency, region and below, power, being in force on a day; by code."""
    found = Item.objects.select_related("agency", "region").order_by("code")
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(code__icontains=word))
    if kind is not None:
        found = found.filter(type=kind.value)
    if agency:
        found = found.filter(agency_id=agency)
    if region:
        found = found.filter(region__code__startswith=prefix_of(region))
    if power:
        found = found.filter(power_id=power)
    if in_force_on is not None:
        found = found.filter(Exists(ItemVersion.objects.in_force(in_force_on).filter(item_id=OuterRef("pk"))))
    return found
