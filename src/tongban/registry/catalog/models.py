"""Tables of the catalogue: items, and the versions of their guides."""

import secrets
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from tongban.registry.catalog.rules import ItemType, Topic


class Status(models.TextChoices):
    """Where a version stands; a retired one was in force until ``valid_until_on``."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    RETIRED = "retired", "已停用"


def unguessed_id() -> int:
    """A number of 52 bits that no other version ever had, not even one whose transaction was rolled back.

    Guides are cached for the life of a process under this number; 52 bits stay exact in JavaScript.
    """
    return 1 + secrets.randbits(52)


class Item(models.Model):
    """An item of service; name, type, agency, power, topics and words follow its newest published version.

    ``words`` is what people find it by beside name and code: summary, questions and answers.
    """

    code = models.CharField("事项编码", max_length=80, primary_key=True)
    name = models.CharField("事项名称", max_length=200)
    type = models.CharField("事项类型", max_length=16, choices=[(one.value, one.label) for one in ItemType])
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="items", verbose_name="指南编制部门")
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="items", verbose_name="行政区划")
    power = models.ForeignKey(
        "powers.Power", models.PROTECT, null=True, blank=True, related_name="items", verbose_name="权力事项"
    )
    words = models.TextField("检索用语", blank=True, default="")
    created_at = models.DateTimeField("创建时间")
    created_by = models.CharField("创建人", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="item_type_known", condition=Q(type__in=[one.value for one in ItemType])),
            models.CheckConstraint(name="item_named", condition=~Q(name="") & ~Q(code="") & ~Q(created_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}({self.code})"


class ItemTopic(models.Model):
    """A topic an item stands under."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="topics", verbose_name="事项", db_index=False)
    topic = models.CharField("主题", max_length=16, choices=[(one.value, one.label) for one in Topic])

    class Meta:
        verbose_name = verbose_name_plural = "事项主题"
        ordering = ["item", "topic"]
        constraints = [
            models.UniqueConstraint(fields=["item", "topic"], name="item_topic_once"),
            models.CheckConstraint(name="item_topic_known", condition=Q(topic__in=[one.value for one in Topic])),
        ]
        indexes = [models.Index(fields=["topic", "item"], name="item_topic_items")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.topic}"


class VersionQuerySet(models.QuerySet["ItemVersion"]):
    """Words for versions."""

    def in_force(self, on: date) -> Self:
        """Published versions, closed ones too, whose period contains the day; at most one of each item."""
        return self.exclude(status=Status.DRAFT).filter(
            Q(valid_until_on__isnull=True) | Q(valid_until_on__gte=on), valid_from_on__lte=on
        )


class ItemVersion(models.Model):
    """One version of an item's guide; once published it never changes, only its end is written, once.

    ``authors`` are the keys of all who wrote on the draft. Database triggers keep published rows and refuse periods
    that overlap.
    """

    id = models.BigIntegerField(primary_key=True, editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="versions", verbose_name="事项")
    number = models.PositiveIntegerField("版本号")
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT.value)
    spec = models.JSONField("办事指南")
    valid_from_on = models.DateField("生效日期", null=True, blank=True)
    valid_until_on = models.DateField("失效日期(含)", null=True, blank=True)
    document = models.CharField("发布文件", max_length=200, blank=True)
    change_note = models.TextField("变更说明", blank=True)
    authors = models.JSONField("起草人", default=list)
    drafted_at = models.DateTimeField("起草时间")
    drafted_by = models.CharField("起草人", max_length=60)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.CharField("发布人", max_length=60, null=True, blank=True)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)
    retired_by = models.CharField("停用人", max_length=60, null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事项版本"
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_numbered"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(status=Status.PUBLISHED.value), name="item_one_open_version"
            ),
            models.UniqueConstraint(fields=["item"], condition=Q(status=Status.DRAFT.value), name="item_one_draft"),
            models.CheckConstraint(
                name="item_version_number_from_one",
                condition=Q(number__gte=1),
            ),
            models.CheckConstraint(
                name="item_version_published_pair",
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="item_version_retired_pair",
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
            ),
            models.CheckConstraint(
                name="item_version_period",
                condition=Q(valid_until_on__isnull=True) | Q(valid_until_on__gte=models.F("valid_from_on")),
            ),
            models.CheckConstraint(
                name="item_version_status_fits",
                condition=Q(
                    status=Status.DRAFT.value,
                    published_at__isnull=True,
                    retired_at__isnull=True,
                    valid_from_on__isnull=True,
                    valid_until_on__isnull=True,
                )
                | Q(
                    status=Status.PUBLISHED.value,
                    published_at__isnull=False,
                    retired_at__isnull=True,
                    valid_from_on__isnull=False,
                    valid_until_on__isnull=True,
                )
                | Q(
                    status=Status.RETIRED.value,
                    published_at__isnull=False,
                    retired_at__isnull=False,
                    valid_from_on__isnull=False,
                    valid_until_on__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} 第{self.number}版"

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.status == Status.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether it was published and has no last day yet."""
        return self.status == Status.PUBLISHED


class DiscardedDraft(models.Model):
    """A draft put aside: what it said, who wrote it, who put it aside and why."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="discarded", verbose_name="事项")
    number = models.PositiveIntegerField("版本号")
    spec = models.JSONField("办事指南")
    change_note = models.TextField("变更说明", blank=True)
    authors = models.JSONField("起草人", default=list)
    drafted_at = models.DateTimeField("起草时间")
    drafted_by = models.CharField("起草人", max_length=60)
    reason = models.TextField("废弃理由")
    discarded_at = models.DateTimeField("废弃时间")
    discarded_by = models.CharField("废弃人", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "废弃的草稿"
        ordering = ["-discarded_at", "-pk"]
        constraints = [models.CheckConstraint(name="discarded_draft_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.item_id} 第{self.number}版草稿(已废弃)"
