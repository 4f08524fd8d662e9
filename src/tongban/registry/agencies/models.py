"""Tables of agencies, centres, windows, posts, staff and their assignments."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from tongban.common.actors import ROLE_LABELS, STAFF_ROLES
from tongban.registry.agencies.rules import AGENCY_LEVELS, IdentityType, WindowKind
from tongban.registry.regions.models import Region


def _ends_after(start: str, end: str) -> Q:
    """A condition: the period has no end, or one on or after its beginning."""
    return Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)})


def _hours() -> Q:
    """A condition: neither hour is given, or both, the later one last."""
    return Q(opens="", closes="") | (~Q(opens="") & Q(closes__gt=F("opens")))


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Words for choosing agencies."""

    def existing(self, on: date) -> Self:
        """Those that exist on that day."""
        return self.filter(Q(valid_until_on=None) | Q(valid_until_on__gte=on), valid_from_on__lte=on)


class Agency(models.Model):
    """A public body (部门): ``kind`` is its functional line, ``level`` that of its region."""

    code = models.CharField("代码", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("条线", max_length=20)
    level = models.CharField("层级", max_length=8, choices=[(level.value, level.label) for level in AGENCY_LEVELS])
    region = models.ForeignKey(Region, models.PROTECT, related_name="agencies", verbose_name="区划")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="上级部门"
    )
    phone = models.CharField("电话", max_length=30, blank=True)
    valid_from_on = models.DateField("设立日期")
    valid_until_on = models.DateField("撤销日期", null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering = ["code"]
        indexes = [models.Index(fields=["region", "kind"], name="agency_region_kind")]
        constraints = [
            models.CheckConstraint(
                name="agency_level_known", condition=Q(level__in=[level.value for level in AGENCY_LEVELS])
            ),
            models.CheckConstraint(
                name="agency_valid_from_until", condition=_ends_after("valid_from_on", "valid_until_on")
            ),
            models.UniqueConstraint(
                fields=["region", "kind"], condition=Q(valid_until_on__isnull=True), name="agency_one_open_per_line"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Centre(models.Model):
    """A service centre (政务服务中心, 为民服务中心) run by an agency; hours as ``09:00``."""

    code = models.CharField("代码", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="centres", verbose_name="管理部门")
    region = models.ForeignKey(Region, models.PROTECT, related_name="centres", verbose_name="区划")
    address = models.CharField("地址", max_length=120)
    opens = models.CharField("开始办公", max_length=5, blank=True)
    closes = models.CharField("结束办公", max_length=5, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "服务中心"
        ordering = ["code"]
        constraints = [models.CheckConstraint(name="centre_hours", condition=_hours())]

    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """A window of a centre; ``agency`` staffs it where it belongs to one, hours where they differ from the centre's."""

    code = models.CharField("代码", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=80)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="windows", verbose_name="服务中心")
    kind = models.CharField("类别", max_length=20, choices=[(kind.value, kind.label) for kind in WindowKind])
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="windows", verbose_name="派驻部门"
    )
    opens = models.CharField("开始办公", max_length=5, blank=True)
    closes = models.CharField("结束办公", max_length=5, blank=True)
    valid_until_on = models.DateField("最后开放日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "窗口"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="window_kind_known", condition=Q(kind__in=[kind.value for kind in WindowKind])),
            models.CheckConstraint(name="window_hours", condition=_hours()),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post (岗位) of an agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name="部门")
    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["agency", "code"]
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="post_code_unique_in_agency")]

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """A member of staff: 工号, where the person belongs and sits, and from when until when."""

    number = models.CharField("工号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff", verbose_name="部门")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name="岗位")
    window = models.ForeignKey(Window, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name="窗口")
    identity_type = models.CharField(
        "身份", max_length=16, choices=[(identity.value, identity.label) for identity in IdentityType]
    )
    active_from_on = models.DateField("到岗日期")
    active_until_on = models.DateField("离岗日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作人员"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="staff_identity_known",
                condition=Q(identity_type__in=[identity.value for identity in IdentityType]),
            ),
            models.CheckConstraint(
                name="staff_active_from_until", condition=_ends_after("active_from_on", "active_until_on")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}({self.number})"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Words for choosing assignments."""

    def not_over(self, on: date) -> Self:
        """Those in force on that day or later."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=on))

    def in_force(self, on: date) -> Self:
        """Those of that day whose holder is at work on that day."""
        return self.filter(
            Q(until_on=None) | Q(until_on__gte=on),
            Q(staff__active_until_on=None) | Q(staff__active_until_on__gte=on),
            from_on__lte=on,
            staff__active_from_on__lte=on,
        )


class Assignment(models.Model):
    """A role a member of staff holds over a region for a period, by a document."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="assignments", verbose_name="工作人员")
    role = models.CharField(
        "角色", max_length=16, choices=[(role.value, ROLE_LABELS[role]) for role in sorted(STAFF_ROLES)]
    )
    jurisdiction = models.ForeignKey(Region, models.PROTECT, related_name="assignments", verbose_name="管辖范围")
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True)
    document = models.CharField("依据文件", max_length=120)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色分配"
        ordering = ["staff", "from_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="assignment_role_known", condition=Q(role__in=sorted(role.value for role in STAFF_ROLES))
            ),
            models.CheckConstraint(name="assignment_from_until", condition=_ends_after("from_on", "until_on")),
            models.UniqueConstraint(
                fields=["staff", "role", "jurisdiction", "from_on"], name="assignment_once_per_beginning"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"
