"""Tables of powers, of their holders by level, and of delegations to towns."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from tongban.registry.agencies.models import Agency
from tongban.registry.agencies.rules import AGENCY_LEVELS
from tongban.registry.powers.rules import DELEGATION_MODES, PowerType, Status
from tongban.registry.regions.models import Region

_FROM_UNTIL = Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))


def _both(moment: str, person: str) -> Q:
    """A condition: an act has its instant and its person, or neither."""
    return Q(**{f"{moment}__isnull": True, person: ""}) | (Q(**{f"{moment}__isnull": False}) & ~Q(**{person: ""}))


class Power(models.Model):
    """A power (权力事项) with its type and its basis in law."""

    code = models.CharField("代码", max_length=40, primary_key=True)
    name = models.CharField("名称", max_length=120)
    type = models.CharField("类型", max_length=16, choices=[(kind.value, kind.label) for kind in PowerType])
    basis = models.CharField("法律依据", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "权力事项"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="power_type_known", condition=Q(type__in=[kind.value for kind in PowerType]))
        ]

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """All agencies of one line at one level hold a power, each over its own region, for a period."""

    power = models.ForeignKey(Power, models.PROTECT, related_name="holdings", verbose_name="权力事项")
    level = models.CharField("层级", max_length=8, choices=[(level.value, level.label) for level in AGENCY_LEVELS])
    kind = models.CharField("条线", max_length=20)
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True)
    document = models.CharField("公布文件", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "权力层级"
        ordering = ["power", "level", "kind", "from_on"]
        constraints = [
            models.CheckConstraint(
                name="holding_level_known", condition=Q(level__in=[level.value for level in AGENCY_LEVELS])
            ),
            models.CheckConstraint(name="holding_from_until", condition=_FROM_UNTIL),
            models.UniqueConstraint(fields=["power", "level", "kind", "from_on"], name="holding_once_per_beginning"),
        ]

    def __str__(self) -> str:
        return f"{self.power_id} {self.level}:{self.kind}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Words for choosing delegations."""

    def announced(self) -> Self:
        """Those published, also where recalled since: they were in force in their time."""
        return self.exclude(status=Status.PROPOSED.value)

    def in_force(self, on: date) -> Self:
        """Those in force on that day."""
        return self.announced().filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


class Delegation(models.Model):
    """One power given to one town (赋权) for a period, by a document, in a mode, on conditions.

    ``conditions`` are kept as announced (for example ``{"officers": 2}``); the reform office judges them.
    """

    power = models.ForeignKey(Power, models.PROTECT, related_name="delegations", verbose_name="权力事项")
    town = models.ForeignKey(Region, models.PROTECT, related_name="delegations", verbose_name="镇")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="delegations", verbose_name="承接部门")
    giver = models.ForeignKey(Agency, models.PROTECT, related_name="given_delegations", verbose_name="赋权部门")
    mode = models.CharField("方式", max_length=16, choices=[(mode.value, mode.label) for mode in DELEGATION_MODES])
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True)
    document = models.CharField("公布文件", max_length=120)
    conditions = models.JSONField("承接条件", default=dict, blank=True)
    status = models.CharField(
        "状态",
        max_length=16,
        choices=[(status.value, status.label) for status in Status],
        default=Status.PROPOSED.value,
    )
    published_at = models.DateTimeField("公布时间", null=True, blank=True)
    published_by = models.CharField("公布人", max_length=60, blank=True)
    recalled_at = models.DateTimeField("收回时间", null=True, blank=True)
    recalled_by = models.CharField("收回人", max_length=60, blank=True)
    recall_document = models.CharField("收回文件", max_length=120, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "赋权"
        ordering = ["town", "power", "from_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="delegation_mode_known", condition=Q(mode__in=[mode.value for mode in DELEGATION_MODES])
            ),
            models.CheckConstraint(
                name="delegation_status_known", condition=Q(status__in=[status.value for status in Status])
            ),
            models.CheckConstraint(name="delegation_from_until", condition=_FROM_UNTIL),
            models.CheckConstraint(name="delegation_published_pair", condition=_both("published_at", "published_by")),
            models.CheckConstraint(name="delegation_recalled_pair", condition=_both("recalled_at", "recalled_by")),
            models.CheckConstraint(
                name="delegation_published_is_recorded",
                condition=Q(status=Status.PROPOSED.value, published_at__isnull=True)
                | (~Q(status=Status.PROPOSED.value) & Q(published_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="delegation_recalled_is_recorded",
                condition=(
                    Q(status=Status.RECALLED.value, recalled_at__isnull=False, until_on__isnull=False)
                    & ~Q(recall_document="")
                )
                | (~Q(status=Status.RECALLED.value) & Q(recalled_at__isnull=True, recall_document="")),
            ),
            models.CheckConstraint(name="delegation_not_to_itself", condition=~Q(agency=F("giver"))),
            models.UniqueConstraint(
                fields=["power", "town", "from_on"],
                condition=~Q(status=Status.PROPOSED.value),
                name="delegation_once_per_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.power_id} → {self.town_id}"
