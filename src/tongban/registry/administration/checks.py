"""What nobody may do, an administrator included: saw off the branch one sits on."""

from datetime import date

from django.db.models import Q

from tongban.common.actors import Actor, Role
from tongban.common.errors import NotAllowed, Refused
from tongban.registry.accounts.models import Account
from tongban.registry.agencies.models import Assignment


def check_administers(actor: Actor) -> None:
    """Refuse anyone but an administrator."""
    if not actor.has(Role.ADMIN):
        raise NotAllowed("manage.role", "只有系统管理员可以进入系统管理:请联系系统管理员。")


def staff_of(actor: Actor) -> int | None:
    """The member of staff whose sign-in the actor uses."""
    if actor.account_id is None:
        return None
    return Account.objects.filter(pk=actor.account_id).values_list("staff_id", flat=True).first()


def check_not_own_last(assignment: Assignment, last_on: date, actor: Actor) -> None:
    """Refuse to end one's own last role of administrator: so that at least one is always left."""
    if assignment.role != Role.ADMIN or assignment.staff_id != staff_of(actor):
        return
    later = Q(until_on=None) | Q(until_on__gt=last_on)
    others = Assignment.objects.filter(later, staff_id=assignment.staff_id, role=Role.ADMIN.value)
    if not others.exclude(pk=assignment.pk).exists():
        raise Refused("role.own_last", "不能终止自己最后一个系统管理员角色:请由另一名系统管理员办理。")


def check_not_oneself(staff_id: int | None, actor: Actor) -> None:
    """Refuse to let oneself go or to close one's own account."""
    if staff_id is not None and staff_id == staff_of(actor):
        raise Refused("staff.oneself", "不能为自己办理离岗或停用自己的账号:请由另一名系统管理员办理。")
