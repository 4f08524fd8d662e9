"""Staff: hired, given roles over a region for a period, relieved of them."""

from datetime import date

from django.db import transaction

from tongban.common.actors import STAFF_ROLES, Role
from tongban.common.errors import BadInput, Conflict, NotFound, Refused
from tongban.registry.agencies import queries
from tongban.registry.agencies.models import Agency, Assignment, Post, Staff, Window
from tongban.registry.agencies.rules import IdentityType, check_period, overlap
from tongban.registry.regions import queries as regions


@transaction.atomic
def hire(
    *,
    number: str,
    name: str,
    agency: str,
    identity_type: IdentityType,
    from_on: date,
    until_on: date | None = None,
    post: str | None = None,
    window: str | None = None,
) -> Staff:
    """Register a member of staff of an agency under a 工号 that nobody had before; ``post`` and ``window`` are codes."""
    check_period(from_on, until_on, f"工作人员“{name}”的在岗时间")
    if not number.strip() or not name.strip():
        raise BadInput("staff.nameless", "登记工作人员须填写工号和姓名。")
    if Staff.objects.filter(number=number).exists():
        raise Conflict("staff.number_taken", "工号“{number}”已被使用,请核对或另编工号。", number=number)
    return Staff.objects.create(
        number=number,
        name=name,
        agency=queries.agency(agency),
        post=_post(agency, post) if post else None,
        window=_window(window) if window else None,
        identity_type=IdentityType(identity_type).value,
        active_from_on=from_on,
        active_until_on=until_on,
    )


def _post(agency: str, code: str) -> Post:
    found = Post.objects.filter(agency_id=agency, code=code).first()
    if found is None:
        raise NotFound("post.unknown", "部门“{agency}”没有代码为“{given}”的岗位。", agency=agency, given=code)
    return found


def _window(code: str) -> Window:
    found = Window.objects.filter(code=code).first()
    if found is None:
        raise NotFound("window.unknown", "没有代码为“{given}”的窗口:请核对代码。", given=code)
    if found.valid_until_on is not None:
        raise Refused("window.closing", "窗口“{name}”已关闭或将关闭,不能安排人员。", name=found.name)
    return found


@transaction.atomic
def move_staff(*, number: str, agency: str, on: date, post: str | None = None, window: str | None = None) -> Staff:
    """Move a person to an agency, post and window; refused while the person holds a role outside the new agency's area."""
    staff = queries.staff_member(number)
    target = queries.agency(agency)
    if target.pk != staff.agency_id:
        _check_roles_fit(staff, target, on)
    staff.agency = target
    staff.post = _post(agency, post) if post else None
    if (window or None) != staff.window_id:  # whoever sits at a window that will close stays there until then
        staff.window = _window(window) if window else None
    staff.save(update_fields=["agency", "post", "window"])
    return staff


def _check_roles_fit(staff: Staff, target: Agency, on: date) -> None:
    for held in Assignment.objects.not_over(on).filter(staff=staff).select_related("jurisdiction"):
        if not regions.covers(target.region_id, held.jurisdiction_id):
            raise Refused(
                "staff.role_outside",
                "{name}仍在“{region}”任“{role}”,不在“{agency}”辖区内:请先终止该角色。",
                name=staff.name,
                region=held.jurisdiction.full_name,
                role=Role(held.role).label,
                agency=target.name,
            )


@transaction.atomic
def leave(*, number: str, last_on: date) -> Staff:
    """Record the last day at work; from the next day on the person holds no role."""
    staff = queries.staff_member(number)
    check_period(staff.active_from_on, last_on, f"工作人员“{staff.name}”的在岗时间")
    staff.active_until_on = last_on
    staff.save(update_fields=["active_until_on"])
    return staff


@transaction.atomic
def assign_role(
    *, number: str, role: Role, jurisdiction: str, from_on: date, document: str, until_on: date | None = None
) -> Assignment:
    """Give a member of staff a role over a region inside the agency's own, for a period, by a document.

    All roles a person holds on one day reach the same region: an actor has one region, and a role over a town must
    not grow to the city because another one does.
    """
    check_period(from_on, until_on, "角色")
    staff = Staff.objects.select_for_update(of=("self",)).select_related("agency").filter(number=number).first()
    if staff is None:
        raise NotFound("staff.unknown", "没有工号为“{number}”的工作人员:请核对工号。", number=number)
    place = regions.region(jurisdiction)
    _check_role(staff, Role(role), jurisdiction, document)
    for held in Assignment.objects.filter(staff=staff).select_related("jurisdiction").order_by("from_on", "id"):
        if overlap((from_on, until_on), (held.from_on, held.until_on)):
            _check_beside(held, Role(role), jurisdiction)
    return Assignment.objects.create(
        staff=staff, role=Role(role).value, jurisdiction=place, from_on=from_on, until_on=until_on, document=document
    )


def _check_role(staff: Staff, role: Role, jurisdiction: str, document: str) -> None:
    if role not in STAFF_ROLES:
        raise BadInput("role.not_staff", "“{role}”不是工作人员的角色,不能分配。", role=role.label)
    if not regions.covers(staff.agency.region_id, jurisdiction):
        raise BadInput(
            "role.outside",
            "{name}所在的“{agency}”不管辖区划{region},请选择其辖区内的区划。",
            name=staff.name,
            agency=staff.agency.name,
            region=jurisdiction,
        )
    if not document.strip():
        raise BadInput("role.document", "分配角色须写明依据文件。")


def _check_beside(held: Assignment, role: Role, jurisdiction: str) -> None:
    if held.jurisdiction_id != jurisdiction:
        raise Conflict(
            "role.two_regions",
            "该人员同一时间已在“{region}”任“{role}”,不能再在另一区划任职:请先终止原角色。",
            region=held.jurisdiction.full_name,
            role=Role(held.role).label,
        )
    if held.role == role.value:
        raise Conflict("role.held", "该人员在此期间已有角色“{role}”,无需重复分配。", role=role.label)


@transaction.atomic
def end_role(*, assignment_id: int, last_on: date) -> Assignment:
    """End a role; ``last_on`` is the last day it is held. An end may be brought forward, never put off."""
    held = Assignment.objects.select_for_update().filter(pk=assignment_id).first()
    if held is None:
        raise NotFound("role.unknown", "没有这项角色分配,请刷新后重试。")
    check_period(held.from_on, last_on, "角色")
    if held.until_on is not None and held.until_on < last_on:
        raise Refused("role.ended", "该角色已定于{until_on}终止,不能推迟:请重新分配。", until_on=held.until_on)
    held.until_on = last_on
    held.save(update_fields=["until_on"])
    return held
