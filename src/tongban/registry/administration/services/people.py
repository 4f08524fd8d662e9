"""Staff and their roles."""

from datetime import date, datetime

from django.db import transaction

from tongban.common.actors import Actor, Role
from tongban.common.errors import NotFound
from tongban.common.text import clean_line
from tongban.common.time import localdate
from tongban.registry.administration.checks import check_administers, check_not_oneself, check_not_own_last
from tongban.registry.administration.rules import Deed
from tongban.registry.administration.services.record import note
from tongban.registry.agencies import queries as agencies
from tongban.registry.agencies import services
from tongban.registry.agencies.models import Assignment, Staff
from tongban.registry.agencies.rules import IdentityType


@transaction.atomic
def hire(
    *,
    number: str,
    name: str,
    agency: str,
    identity_type: IdentityType,
    from_on: date,
    actor: Actor,
    at: datetime,
    post: str = "",
    window: str = "",
) -> Staff:
    """Register a member of staff."""
    check_administers(actor)
    staff = services.hire(
        number=clean_line(number, field="工号", limit=20),
        name=clean_line(name, field="姓名", limit=40),
        agency=agency,
        identity_type=identity_type,
        from_on=from_on,
        post=post or None,
        window=window or None,
    )
    kept = {"name": staff.name, "agency": agency, "post": post, "window": window, "from": from_on}
    note(Deed.HIRED, f"staff:{staff.number}", actor=actor, at=at, **kept)
    return staff


@transaction.atomic
def move_staff(*, number: str, agency: str, actor: Actor, at: datetime, post: str = "", window: str = "") -> Staff:
    """Move a person to an agency, post and window, from now on."""
    check_administers(actor)
    before = agencies.staff_member(number)
    former = {
        "former_agency": before.agency_id,
        "former_post": before.post.code if before.post else "",
        "former_window": before.window_id or "",
    }
    staff = services.move_staff(
        number=number, agency=agency, post=post or None, window=window or None, on=localdate(at)
    )
    now = {"agency": agency, "post": post, "window": window}
    note(Deed.MOVED, f"staff:{number}", actor=actor, at=at, **former, **now)
    return staff


@transaction.atomic
def leave(*, number: str, last_on: date, actor: Actor, at: datetime) -> Staff:
    """Record a person's last day at work."""
    check_administers(actor)
    check_not_oneself(agencies.staff_member(number).pk, actor)
    staff = services.leave(number=number, last_on=last_on)
    note(Deed.LEFT, f"staff:{number}", actor=actor, at=at, last=last_on)
    return staff


@transaction.atomic
def give_role(
    *,
    number: str,
    role: Role,
    jurisdiction: str,
    from_on: date,
    document: str,
    actor: Actor,
    at: datetime,
    until_on: date | None = None,
) -> Assignment:
    """Give a person a role over a region from a day."""
    check_administers(actor)
    held = services.assign_role(
        number=number,
        role=role,
        jurisdiction=jurisdiction,
        from_on=from_on,
        until_on=until_on,
        document=clean_line(document, field="依据文件", limit=120),
    )
    kept = {"role": role.value, "region": jurisdiction, "from": from_on, "until": until_on, "document": document}
    note(Deed.ROLE_GIVEN, f"staff:{number}", actor=actor, at=at, **kept)
    return held


@transaction.atomic
def end_role(*, assignment_id: int, last_on: date, actor: Actor, at: datetime) -> Assignment:
    """End a role; one's own last role of administrator is ended by somebody else."""
    check_administers(actor)
    found = Assignment.objects.select_related("staff").filter(pk=assignment_id).first()
    if found is None:
        raise NotFound("role.unknown", "没有这项角色分配,请刷新后重试。")
    check_not_own_last(found, last_on, actor)
    held = services.end_role(assignment_id=assignment_id, last_on=last_on)
    kept = {"role": held.role, "region": held.jurisdiction_id, "last": last_on}
    note(Deed.ROLE_ENDED, f"staff:{found.staff.number}", actor=actor, at=at, **kept)
    return held
