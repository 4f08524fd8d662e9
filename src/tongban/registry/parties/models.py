"""Tables of parties. Identifiers and phones are sealed; beside them stand a blind index to find and a mask to show."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from tongban.registry.parties.rules import (
    IdentifierField,
    PartyKind,
    RepresentativeKind,
    SearchKind,
    StatusKind,
    SuspensionGround,
)
from tongban.registry.regions.models import Region


def _ends_after_it_begins() -> Q:
    return Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))


class Party(models.Model):
    """A person or an enterprise (当事人); the name is clear, identifier and phone never are."""

    kind = models.CharField("类别", max_length=12, choices=[(kind.value, kind.label) for kind in PartyKind])
    name = models.CharField("名称", max_length=200)
    identifier_sealed = models.TextField("证照号码(密)")
    identifier_index = models.CharField("证照号码索引", max_length=64, unique=True)
    identifier_masked = models.CharField("证照号码", max_length=18)
    phone_sealed = models.TextField("手机号码(密)", blank=True)
    phone_index = models.CharField("手机号码索引", max_length=64, blank=True, db_index=True)
    phone_masked = models.CharField("手机号码", max_length=11, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在区划")
    created_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        ordering = ["id"]
        indexes = [models.Index(fields=["name"], name="party_name")]
        constraints = [
            models.CheckConstraint(
                name="party_kind_known", condition=Q(kind__in=sorted(kind.value for kind in PartyKind))
            ),
            models.CheckConstraint(
                name="party_identifier_sealed",
                condition=Q(identifier_sealed__startswith="v") & Q(identifier_masked__contains="****"),
            ),
            models.CheckConstraint(
                name="party_phone_whole_or_none",
                condition=Q(phone_sealed="", phone_index="", phone_masked="")
                | (Q(phone_sealed__startswith="v", phone_masked__contains="****") & ~Q(phone_index="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{PartyKind(self.kind).label} {self.pk}"


class Enterprise(models.Model):
    """What the register says of an enterprise beside its name and code."""

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="enterprise")
    legal_representative = models.CharField("法定代表人", max_length=100)
    business_scope = models.TextField("经营范围")
    address = models.CharField("住所", max_length=300)
    service_address = models.CharField("法律文书送达地址", max_length=300, blank=True)
    registered_capital_yuan = models.DecimalField("注册资本(元)", max_digits=16, decimal_places=2)
    established_on = models.DateField("成立日期")

    class Meta:
        verbose_name = verbose_name_plural = "经营主体"
        ordering = ["party"]
        constraints = [
            models.CheckConstraint(name="enterprise_capital_not_negative", condition=Q(registered_capital_yuan__gte=0))
        ]

    def __str__(self) -> str:
        return f"{PartyKind.ENTERPRISE.label} {self.pk}"


class EnterpriseStatus(models.Model):
    """One status in an enterprise's history; a suspension always knows its last day (inclusive).

    The row of a status is current until the next one replaces it; a suspension whose last day has passed counts as
    resumed without a row (implementing rules art. 42), so ask ``queries.status_on``.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="statuses", verbose_name="经营主体")
    status = models.CharField("登记状态", max_length=12, choices=[(kind.value, kind.label) for kind in StatusKind])
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True)
    is_current = models.BooleanField("现行", default=True)
    ground = models.CharField(
        "歇业原因", max_length=20, blank=True, choices=[(ground.value, ground.label) for ground in SuspensionGround]
    )
    case_number = models.CharField("办件编号", max_length=40, blank=True)
    document = models.CharField("依据文件", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "登记状态"
        ordering = ["enterprise", "from_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="status_known", condition=Q(status__in=sorted(kind.value for kind in StatusKind))
            ),
            models.CheckConstraint(name="status_from_until", condition=_ends_after_it_begins()),
            models.CheckConstraint(
                name="status_replaced_has_end", condition=Q(is_current=True) | Q(until_on__isnull=False)
            ),
            models.CheckConstraint(
                name="status_suspension_whole",
                condition=Q(
                    status=StatusKind.SUSPENDED.value,
                    until_on__isnull=False,
                    ground__in=sorted(ground.value for ground in SuspensionGround),
                )
                | (~Q(status=StatusKind.SUSPENDED.value) & Q(ground="")),
            ),
            models.UniqueConstraint(fields=["enterprise"], condition=Q(is_current=True), name="status_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.status} {self.from_on}"


class EnterpriseChange(models.Model):
    """What one act changed: ``{fact: [before, after]}``. Append-only in the database."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="changes", verbose_name="经营主体")
    changes = models.JSONField("变更内容")
    case_number = models.CharField("办件编号", max_length=40, blank=True)
    at = models.DateTimeField("变更时间")

    class Meta:
        verbose_name = verbose_name_plural = "变更记录"
        ordering = ["enterprise", "at", "id"]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.at:%Y-%m-%d}"


class IdentifierOpening(models.Model):
    """Who saw which sealed field of whom, when and why. Append-only in the database."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="openings", verbose_name="当事人")
    field = models.CharField("字段", max_length=12, choices=[(field.value, field.label) for field in IdentifierField])
    by = models.CharField("查看人", max_length=40)
    name = models.CharField("查看人姓名", max_length=100)
    at = models.DateTimeField("查看时间")
    reason = models.CharField("理由", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "证照号码查看记录"
        ordering = ["party", "at", "id"]
        indexes = [models.Index(fields=["by", "at"], name="opening_by_at")]
        constraints = [
            models.CheckConstraint(
                name="opening_field_known", condition=Q(field__in=sorted(field.value for field in IdentifierField))
            ),
            models.CheckConstraint(name="opening_has_reason", condition=~Q(reason="") & ~Q(by="")),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.field} {self.party_id}"


class PartySearch(models.Model):
    """Who looked for whom, by what, and how many were found; what was typed is kept masked. Append-only in the database."""

    kind = models.CharField("查找方式", max_length=12, choices=[(kind.value, kind.label) for kind in SearchKind])
    shown = models.CharField("查找内容", max_length=200)
    found = models.PositiveIntegerField("找到")
    by = models.CharField("查找人", max_length=40)
    name = models.CharField("查找人姓名", max_length=100)
    at = models.DateTimeField("查找时间")

    class Meta:
        verbose_name = verbose_name_plural = "当事人查找记录"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["by", "at"], name="search_by_at")]
        constraints = [
            models.CheckConstraint(
                name="search_kind_known", condition=Q(kind__in=sorted(kind.value for kind in SearchKind))
            ),
            models.CheckConstraint(name="search_has_searcher", condition=~Q(by="")),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.kind}"


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    """Words for choosing representatives."""

    def in_force(self, on: date) -> Self:
        """Those whose period contains the day."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


class Representative(models.Model):
    """A person who may act for an enterprise for a period, both days included."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="representatives", verbose_name="经营主体")
    person = models.ForeignKey(Party, models.PROTECT, related_name="represents", verbose_name="代理人")
    kind = models.CharField("身份", max_length=8, choices=[(kind.value, kind.label) for kind in RepresentativeKind])
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True)
    document = models.CharField("依据文件", max_length=200)

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代理关系"
        ordering = ["enterprise", "from_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="representative_kind_known",
                condition=Q(kind__in=sorted(kind.value for kind in RepresentativeKind)),
            ),
            models.CheckConstraint(name="representative_from_until", condition=_ends_after_it_begins()),
            models.CheckConstraint(name="representative_not_itself", condition=~Q(enterprise=F("person"))),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(kind=RepresentativeKind.LEGAL.value, until_on__isnull=True),
                name="representative_one_legal",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "person", "kind"],
                condition=Q(until_on__isnull=True),
                name="representative_one_open_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.enterprise_id}"
