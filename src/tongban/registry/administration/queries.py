"""Reads of administration: people with what they hold today, what was done to whom, how the workers are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import sqlite_version

from django.db import connection
from django.db.models import Q, QuerySet

from tongban.common.actors import Role
from tongban.registry.accounts.models import Account
from tongban.registry.administration.models import AdministrativeAct, WorkerRound
from tongban.registry.agencies.models import Assignment, Staff

AT_WORK = "at_work"
LEFT = "left"


@dataclass(frozen=True)
class Person:
    """A member of staff in a list: the row, the roles of the day with their region, the account where there is one."""

    staff: Staff
    roles: Sequence[Assignment]
    account: Account | None

    @property
    def role_labels(self) -> list[str]:
        """The roles as words."""
        return [Role(held.role).label for held in self.roles]


def staff(*, text: str = "", agency: str = "", role: str = "", state: str = "", on: date) -> QuerySet[Staff]:
    """Members of staff by number, narrowed by name or number, agency, role of the day, at work or not."""
    found = Staff.objects.select_related("agency", "post", "window", "account")
    if text:
        found = found.filter(Q(name__contains=text) | Q(number__contains=text) | Q(account__username__contains=text))
    if agency:
        found = found.filter(agency_id=agency)
    if role:
        found = found.filter(pk__in=Assignment.objects.in_force(on).filter(role=role).values("staff_id"))
    at_work = Q(active_until_on=None) | Q(active_until_on__gte=on)
    if state == AT_WORK:
        found = found.filter(at_work)
    elif state == LEFT:
        found = found.exclude(at_work)
    return found.order_by("number")


def persons(rows: Sequence[Staff], on: date) -> list[Person]:
    """Members of staff with what they hold on that day; one statement for all."""
    held: dict[int, list[Assignment]] = {row.pk: [] for row in rows}
    for one in Assignment.objects.in_force(on).filter(staff_id__in=list(held)).select_related("jurisdiction"):
        held[one.staff_id].append(one)
    return [Person(row, held[row.pk], getattr(row, "account", None)) for row in rows]


def history(*subjects: str, most: int = 50) -> list[AdministrativeAct]:
    """What was done to these, the newest first."""
    return list(AdministrativeAct.objects.filter(subject__in=subjects).order_by("-pk")[:most])


def acts() -> QuerySet[AdministrativeAct]:
    """Everything done, the newest first."""
    return AdministrativeAct.objects.order_by("-pk")


def engine() -> str:
    """The database engine and its version."""
    if connection.vendor == "postgresql":
        major, minor = divmod(connection.pg_version, 10000)  # type: ignore[attr-defined]  # of this engine only
        return f"PostgreSQL {major}.{minor}"
    return f"SQLite {sqlite_version}"


def workers(since: datetime) -> list[WorkerRound]:
    """The processes with background work heard of since then, the latest first."""
    return list(WorkerRound.objects.filter(last_at__gte=since).order_by("-last_at", "name"))
