"""Tables of the ratings: what people said, what was not taken, what is not to count, what a bad one set going."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from tongban.hall.ratings.rules import (
    BAD,
    ExclusionGround,
    ExclusionState,
    Level,
    RatingChannel,
    RatingState,
    RefusedWhy,
    Stage,
)
from tongban.registry.constraints import known, pair

LOW = sorted(level.value for level in BAD)


class RatingQuerySet(models.QuerySet["Rating"]):
    """Words for lists of ratings."""

    def firsts(self) -> Self:
        """All but those given once more after a rectification."""
        return self.filter(first=None)

    def unseen(self) -> Self:
        """Bad ones nobody has reacted to, oldest first."""
        return self.filter(is_bad=True, first=None, seen_at=None).order_by("rated_at", "pk")


class Rating(models.Model):
    """One rating of one act (case, stage, line of the journal); ``first`` is set where it was given once more.

    ``source`` is an index of the address it came from; the address is not kept.
    """

    uid = models.UUIDField("编号", unique=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="ratings", verbose_name="办件", db_index=False)
    stage = models.CharField("环节", max_length=12)
    act_seq = models.PositiveIntegerField("被评动作的日志序号")
    act_at = models.DateTimeField("被评动作的时间")
    level = models.CharField("满意程度", max_length=20)
    is_bad = models.BooleanField("差评")
    tags = models.JSONField("标签", default=list, blank=True)
    words = models.TextField("评价内容", default="", blank=True)
    channel = models.CharField("渠道", max_length=12)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="被评单位", db_index=False)
    window = models.ForeignKey("agencies.Window", models.PROTECT, null=True, blank=True, verbose_name="被评窗口")
    clerk = models.CharField("被评人", max_length=40, default="", blank=True)
    clerk_name = models.CharField("被评人姓名", max_length=80, default="", blank=True)
    item = models.ForeignKey("catalog.Item", models.PROTECT, null=True, blank=True, verbose_name="事项")
    region = models.ForeignKey("regions.Region", models.PROTECT, verbose_name="区划", db_index=False)
    rated_at = models.DateTimeField("评价时间")
    rated_by = models.CharField("评价人", max_length=40)
    source = models.CharField("来源索引", max_length=64, default="", blank=True)
    first = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="again", verbose_name="首次评价"
    )
    state = models.CharField("是否计入", max_length=10, default=RatingState.COUNTED.value)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.CharField("撤回人", max_length=40, default="", blank=True)
    seen_at = models.DateTimeField("其他流程处理时间", null=True, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        ordering = ["-rated_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "stage", "act_seq"], condition=Q(first__isnull=True), name="rating_act_once"
            ),
            known("rating_stage_known", "stage", Stage),
            known("rating_level_known", "level", Level),
            known("rating_channel_known", "channel", RatingChannel),
            known("rating_state_known", "state", RatingState),
            models.CheckConstraint(
                name="rating_bad_is_low",
                condition=Q(is_bad=True, level__in=LOW) | (Q(is_bad=False) & ~Q(level__in=LOW)),
            ),
            models.CheckConstraint(name="rating_of_an_ended_act", condition=Q(rated_at__gte=F("act_at"))),
            pair("rating_withdrawn_pair", "withdrawn_at", "withdrawn_by"),
            models.CheckConstraint(
                name="rating_withdrawn_has_time",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "-rated_at", "-id"], name="rating_of_agency"),
            models.Index(fields=["region", "-rated_at", "-id"], name="rating_of_region"),
            models.Index(fields=["-rated_at", "-id"], name="rating_newest"),
            models.Index(fields=["source", "agency", "rated_at"], name="rating_source", condition=~Q(source="")),
            models.Index(
                fields=["rated_at", "id"],
                name="rating_unseen",
                condition=Q(is_bad=True, seen_at__isnull=True, first__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.stage}#{self.act_seq}"


class RatingRefusal(models.Model):
    """A rating that was not taken, and why; never the words of it."""

    why = models.CharField("原因", max_length=16)
    channel = models.CharField("渠道", max_length=12)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办件")
    stage = models.CharField("环节", max_length=12, default="", blank=True)
    agency = models.CharField("被评单位", max_length=40, default="", blank=True)
    source = models.CharField("来源索引", max_length=64, default="", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "未采纳的评价"
        ordering = ["-at", "-id"]
        constraints: ClassVar = [
            known("rating_refusal_why_known", "why", RefusedWhy),
            known("rating_refusal_channel_known", "channel", RatingChannel),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "-at"], name="rating_refused_agency")]

    def __str__(self) -> str:
        return f"{self.why} {self.at:%Y-%m-%d %H:%M}"


class Exclusion(models.Model):
    """A proposal not to count a rating: one person proposes it with a reason, another confirms or declines it."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="exclusions", verbose_name="评价", db_index=False)
    ground = models.CharField("事由", max_length=10)
    reason = models.CharField("理由", max_length=500)
    state = models.CharField("状态", max_length=10, default=ExclusionState.PROPOSED.value)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.CharField("提出人", max_length=40)
    proposed_by_name = models.CharField("提出人姓名", max_length=80)
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)
    decided_by = models.CharField("复核人", max_length=40, default="", blank=True)
    decided_by_name = models.CharField("复核人姓名", max_length=80, default="", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评价排除"
        ordering = ["rating", "id"]
        constraints: ClassVar = [
            known("exclusion_ground_known", "ground", ExclusionGround),
            known("exclusion_state_known", "state", ExclusionState),
            models.CheckConstraint(name="exclusion_has_reason", condition=~Q(reason="")),
            pair("exclusion_decided_pair", "decided_at", "decided_by"),
            models.CheckConstraint(
                name="exclusion_decided_has_time",
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(name="exclusion_by_two", condition=~Q(decided_by=F("proposed_by"))),
            models.UniqueConstraint(fields=["rating"], condition=~Q(state="declined"), name="exclusion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rating_id} {self.state}"


class Rectification(models.Model):
    """The case a bad rating opened, with the term of the policy of that day and who did what in it."""

    rating = models.OneToOneField(Rating, models.PROTECT, related_name="rectification", verbose_name="评价")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="rectification", verbose_name="整改件")
    rectify_term = models.CharField("整改时限", max_length=12)
    contacted_at = models.DateTimeField("联系时间", null=True, blank=True)
    contacted_by = models.CharField("联系人", max_length=40, default="", blank=True)
    rectified_at = models.DateTimeField("整改时间", null=True, blank=True)
    rectified_by = models.CharField("整改人", max_length=40, default="", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "差评整改"
        constraints: ClassVar = [
            pair("rectification_contacted_pair", "contacted_at", "contacted_by"),
            pair("rectification_rectified_pair", "rectified_at", "rectified_by"),
            models.CheckConstraint(
                name="rectification_contacted_first",
                condition=Q(rectified_at__isnull=True) | Q(contacted_at__lte=F("rectified_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating_id}→{self.case_id}"


class AgencySource(models.Model):
    """An address from which staff of an agency signed in, as an index, and when last."""

    source = models.CharField("来源索引", max_length=64)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="部门", db_index=False)
    seen_at = models.DateTimeField("最近登录")

    class Meta:
        verbose_name = verbose_name_plural = "部门电脑来源"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "agency"], name="agency_source_once"),
            models.CheckConstraint(name="agency_source_named", condition=~Q(source="")),
        ]
        indexes: ClassVar = [models.Index(fields=["seen_at"], name="agency_source_seen")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.seen_at:%Y-%m-%d}"
