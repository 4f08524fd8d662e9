"""The standing of an enterprise: suspension of business (歇业), resumption, and the ways out of the register."""

from datetime import date, datetime

from django.db import transaction

from tongban.common.errors import BadInput, Refused
from tongban.common.text import clean_line
from tongban.common.time import localdate
from tongban.registry.parties.models import Enterprise, EnterpriseStatus, Party
from tongban.registry.parties.queries import suspended_days
from tongban.registry.parties.rules import (
    ALIVE,
    FACT_LABELS,
    FACT_LIMITS,
    StatusKind,
    check_alive,
    check_extension,
    check_filing,
    check_ground,
    check_period,
    check_staff,
    day_before,
    publish_by,
)
from tongban.registry.parties.services.record import (
    Changes,
    Facts,
    clean_case_number,
    clean_document,
    iso,
    locked,
    record,
)


@transaction.atomic
def suspend(
    *,
    party: Party,
    from_on: date,
    until_on: date,
    ground: str,
    staff_agreed_on: date | None,
    case_number: str,
    at: datetime,
    filed_on: date | None = None,
    service_address: str = "",
    document: str = "",
) -> Facts:
    """Put an enterprise into suspension (歇业) from one day to another, both included; returns the changed facts.

    Refused with the article: a ground not in the list, no agreement with the staff beforehand, filed after the
    beginning (``filed_on``, by default the day of the act), more than three years with all earlier suspensions.
    ``service_address`` becomes the address for legal documents; without one the address held stays, else the premises.
    """
    known_ground = check_ground(ground)
    check_staff(staff_agreed_on, from_on)
    check_filing(filed_on or localdate(at), from_on)
    enterprise = locked(party)
    current = _current(enterprise)
    _check_may_suspend(current, from_on)
    check_period(from_on, until_on, suspended_days(enterprise.pk))
    _replace(current, from_on)
    EnterpriseStatus.objects.create(
        enterprise=enterprise,
        status=StatusKind.SUSPENDED.value,
        from_on=from_on,
        until_on=until_on,
        ground=known_ground.value,
        case_number=clean_case_number(case_number),
        document=clean_document(document),
    )
    changes = _addressed(enterprise, service_address) | {
        "status": (StatusKind.ACTIVE.value, StatusKind.SUSPENDED.value),
        "suspended_from": (None, iso(from_on)),
        "suspended_until": (None, iso(until_on)),
    }
    return record(enterprise, changes, case_number=case_number, at=at)


def _current(enterprise: Enterprise) -> EnterpriseStatus:
    return EnterpriseStatus.objects.get(enterprise=enterprise, is_current=True)


def _check_may_suspend(current: EnterpriseStatus, from_on: date) -> None:
    if current.status == StatusKind.SUSPENDED and not _has_run_out(current, from_on):
        raise Refused(
            "suspension.status",
            "该经营主体已备案歇业至{until_on}:需要更长时间的,请在期满前30日内申请延长。",
            until_on=current.until_on,
        )
    check_alive(StatusKind(current.status), "歇业备案")
    if from_on < current.from_on:
        raise BadInput(
            "suspension.dates", "歇业起始日不能早于现登记状态的起始日{from_on},请更正。", from_on=current.from_on
        )


def _addressed(enterprise: Enterprise, service_address: str) -> dict[str, tuple[str | None, str | None]]:
    given = clean_line(
        service_address, field=FACT_LABELS["service_address"], limit=FACT_LIMITS["service_address"], blank=True
    )
    held = enterprise.service_address
    wanted = given or held or enterprise.address  # the register publishes one for every suspension (art. 30)
    if wanted == held:
        return {}
    enterprise.service_address = wanted
    enterprise.save(update_fields=["service_address"])
    return {"service_address": (held, wanted)}


@transaction.atomic
def extend_suspension(
    *, party: Party, until_on: date, case_number: str, at: datetime, filed_on: date | None = None
) -> Facts:
    """Move the last day of a suspension; filed within the last 30 days of it, three years in total at most."""
    enterprise = locked(party)
    current = _suspension(enterprise)
    ends_on = _end_of(current)
    check_extension(filed_on or localdate(at), ends_on, until_on)
    check_period(current.from_on, until_on, suspended_days(enterprise.pk, but=current.pk))
    current.until_on = until_on
    current.save(update_fields=["until_on"])
    changes = {"suspended_until": (iso(ends_on), iso(until_on))}
    return record(enterprise, changes, case_number=case_number, at=at)


def _suspension(enterprise: Enterprise) -> EnterpriseStatus:
    current = _current(enterprise)
    if current.status != StatusKind.SUSPENDED:
        raise Refused(
            "suspension.none",
            "该经营主体的登记状态为“{status}”,没有歇业备案。",
            status=StatusKind(current.status).label,
        )
    return current


def _has_run_out(current: EnterpriseStatus, on: date) -> bool:
    return current.status == StatusKind.SUSPENDED and _end_of(current) < on


def _end_of(suspension: EnterpriseStatus) -> date:
    if suspension.until_on is None:
        raise ValueError("the database holds no suspension without its last day")
    return suspension.until_on


@transaction.atomic
def resume(*, party: Party, resumed_on: date, case_number: str, at: datetime, document: str = "") -> Facts:
    """End a suspension: ``resumed_on`` is the first day of business, or the day trading was found (art. 30).

    The facts say by which day the resumption is to be published (implementing rules art. 42).
    """
    enterprise = locked(party)
    current = _suspension(enterprise)
    ends_on = _end_of(current)
    if not current.from_on <= resumed_on <= ends_on:
        raise Refused(
            "suspension.none",
            "恢复经营日应在歇业期间({from_on}至{ends_on})内;期满视为自动恢复经营,无需办理。",
            from_on=current.from_on,
            ends_on=ends_on,
        )
    _replace(current, resumed_on)
    _open(enterprise, StatusKind.ACTIVE, resumed_on, case_number, document)
    changes = {
        "status": (StatusKind.SUSPENDED.value, StatusKind.ACTIVE.value),
        "suspended_until": (iso(ends_on), None),
        "resumed_on": (None, iso(resumed_on)),
        "publish_by": (None, iso(publish_by(resumed_on))),
    }
    return record(enterprise, changes, case_number=case_number, at=at)


def _replace(current: EnterpriseStatus, on: date) -> None:
    """Close the row of the former status the day before ``on``; its first day stays even when that is the same day."""
    last_on = max(current.from_on, day_before(on))
    current.until_on = min(current.until_on, last_on) if current.until_on else last_on
    current.is_current = False
    current.save(update_fields=["until_on", "is_current"])


def _open(enterprise: Enterprise, status: StatusKind, on: date, case_number: str, document: str) -> None:
    EnterpriseStatus.objects.create(
        enterprise=enterprise,
        status=status.value,
        from_on=on,
        case_number=clean_case_number(case_number),
        document=clean_document(document),
    )


@transaction.atomic
def cancel(*, party: Party, on: date, case_number: str, document: str, at: datetime) -> Facts:
    """Strike an enterprise off the register (注销); a revoked one may and must still be cancelled."""
    return _leave(party, StatusKind.CANCELLED, ALIVE | {StatusKind.REVOKED}, on, case_number, document, at)


@transaction.atomic
def revoke(*, party: Party, on: date, case_number: str, document: str, at: datetime) -> Facts:
    """Record that the licence of an enterprise was revoked (吊销) by a decision on penalty."""
    return _leave(party, StatusKind.REVOKED, ALIVE, on, case_number, document, at)


@transaction.atomic
def move_out(*, party: Party, on: date, case_number: str, document: str, at: datetime) -> Facts:
    """Record that an enterprise moved to the register of another place (迁出)."""
    return _leave(party, StatusKind.MOVED_OUT, ALIVE, on, case_number, document, at)


def _leave(
    party: Party,
    target: StatusKind,
    sources: frozenset[StatusKind],
    on: date,
    case_number: str,
    document: str,
    at: datetime,
) -> Facts:
    enterprise = locked(party)
    current = _current(enterprise)
    status = StatusKind.ACTIVE if _has_run_out(current, on) else StatusKind(current.status)
    if status not in sources:
        check_alive(status, f"{target.label}登记")
    if on < current.from_on or on > localdate(at):
        raise BadInput(
            "enterprise.status_dates",
            "{status}日期应在{from_on}与办理当日之间,请更正。",
            status=target.label,
            from_on=current.from_on,
        )
    _replace(current, on)
    _open(enterprise, target, on, case_number, document)
    changes: Changes = {"status": (status.value, target.value), "status_from": (None, iso(on))}
    return record(enterprise, changes, case_number=case_number, at=at)
