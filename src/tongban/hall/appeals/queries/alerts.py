"""Many on one matter: how many appeals a place or an enterprise has had within the policy's days, and the alerts raised."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Kind
from tongban.common.actors import Actor
from tongban.hall.appeals.models import Appeal, GroupAlert
from tongban.registry.regions.rules import covers


def crowded(appeal: Appeal, *, since: datetime) -> tuple[str, int]:
    """(``place`` or ``enterprise``, how many) of the greater crowd this appeal belongs to since an instant."""
    recent = Appeal.objects.filter(case__opened_at__gte=since)
    counts = {
        "place": recent.filter(place=appeal.place).count() if appeal.place else 0,
        "enterprise": recent.filter(enterprise_id=appeal.enterprise_id).count() if appeal.enterprise_id else 0,
    }
    name = max(counts, key=lambda one: counts[one])
    return name, counts[name]


def crowds(found: Sequence[GroupAlert], reader: Actor, *, most: int) -> dict[int, list[Case]]:
    """The newest appeals of each crowd in the reader's region, at most ``most``, by the key of its alert; one statement."""
    if not found:
        return {}
    matter = Q()
    for one in found:
        of = Q(appeal__enterprise_id=one.enterprise_id) if one.enterprise_id else Q(appeal__place=one.place)
        matter |= of & Q(opened_at__gte=one.since_at)
    rows = list(Case.objects.filter(matter, kind=Kind.APPEAL.value).select_related("appeal").order_by("-pk")[:500])
    return {
        one.pk: [
            row
            for row in rows
            if row.opened_at >= one.since_at
            and covers(reader.region, row.region_id)
            and (row.appeal.enterprise_id == one.enterprise_id if one.enterprise_id else row.appeal.place == one.place)
        ][:most]
        for one in found
    }


def alerts(reader: Actor, *, is_open: bool = True) -> list[GroupAlert]:
    """The alerts of the reader's region, the newest first."""
    found: QuerySet[GroupAlert] = GroupAlert.objects.filter(handled_at__isnull=is_open).select_related(
        "enterprise", "region"
    )
    return [one for one in found.order_by("-raised_at")[:200] if covers(reader.region, one.region_id)]
