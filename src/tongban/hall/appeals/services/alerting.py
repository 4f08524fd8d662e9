"""Alerts of many on one matter: raised when an appeal makes the crowd, handled by somebody with words."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tongban.casework.exchange.models import OutboxEvent
from tongban.common.actors import Actor, Role
from tongban.common.errors import NotAllowed, NotFound, Refused
from tongban.common.text import clean_text
from tongban.common.time import localdate, midnight
from tongban.hall.appeals.checks import policy_of
from tongban.hall.appeals.models import Appeal, GroupAlert
from tongban.hall.appeals.queries.alerts import crowded
from tongban.registry.regions.rules import covers
from tongban.workdays.reckoning import EVERY_DAY

WATCHERS = (Role.COORDINATOR, Role.SUPERVISOR, Role.CLERK, Role.TOWN_CLERK, Role.ADMIN)


def alert_of(events: Sequence[OutboxEvent], at: datetime) -> int:
    """Raise or raise higher the alert of each newly registered appeal whose matter has its crowd; how many are new."""
    numbers = [event.subject for event in events if event.type.endswith(".registered")]
    raised = 0
    for appeal in Appeal.objects.filter(case__number__in=numbers).select_related("case", "policy"):
        if appeal.place or appeal.enterprise_id:
            raised += _raise(appeal, at)
    return raised


def _raise(appeal: Appeal, at: datetime) -> bool:
    said = policy_of(appeal)
    since = midnight(EVERY_DAY.add(localdate(appeal.case.opened_at), -said.group_within.amount))
    name, reports = crowded(appeal, since=since)
    if reports < said.group_reports:
        return False
    of = (
        {"place": appeal.place, "enterprise": None}
        if name == "place"
        else {"place": "", "enterprise": appeal.enterprise}
    )
    standing = GroupAlert.objects.filter(**of, raised_at__gte=since).order_by("-pk").first()
    if standing is not None:
        standing.reports = max(standing.reports, reports)
        standing.save(update_fields=["reports"])
        return False
    GroupAlert.objects.create(**of, region_id=appeal.case.region_id, since_at=since, raised_at=at, reports=reports)
    return True


@transaction.atomic
def handle_alert(*, alert: int, words: str, actor: Actor, at: datetime) -> GroupAlert:
    """Say what was done about the crowd; the alert leaves the list."""
    row = GroupAlert.objects.select_for_update().filter(pk=alert).first()
    if row is None or not covers(actor.region, row.region_id):
        raise NotFound("alert.unknown", "没有这条群体预警:请从列表中选择。")
    if not actor.has(*WATCHERS):
        raise NotAllowed("alert.role", "群体预警由窗口人员、协调员和督查员处置。")
    if row.handled_at is not None:
        raise Refused("alert.handled", "这条群体预警已由{name}处置。", name=row.handled_by_name)
    row.handling = clean_text(words, field="处置情况", limit=2000)
    row.handled_at, row.handled_by, row.handled_by_name = at, actor.key, actor.name
    row.save(update_fields=["handling", "handled_at", "handled_by", "handled_by_name"])
    return row
