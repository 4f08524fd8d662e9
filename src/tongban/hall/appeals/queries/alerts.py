"""Many on one matter: how many appeals a place or an enterprise has had within the policy's days, and the alerts raised."""

from datetime import datetime

from django.db.models import QuerySet

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


def alerts(reader: Actor, *, is_open: bool = True) -> list[GroupAlert]:
    """The alerts of the reader's region, the newest first."""
    found: QuerySet[GroupAlert] = GroupAlert.objects.filter(handled_at__isnull=is_open).select_related(
        "enterprise", "region"
    )
    return [one for one in found.order_by("-raised_at")[:200] if covers(reader.region, one.region_id)]
