"""Tables of the calendar: notices loaded by two persons, and the recounting that follows one."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from tongban.registry.calendars.rules import NoticeState


class NoticeQuerySet(models.QuerySet["LoadedNotice"]):
    """Words for choosing notices."""

    def in_force(self) -> Self:
        """Those that move days now, in the order in which they were confirmed."""
        return self.filter(state=NoticeState.IN_FORCE.value).order_by("issued_on", "confirmed_at", "pk")


class LoadedNotice(models.Model):
    """A holiday notice of the State Council (节假日通知) proposed by one person and confirmed by another.

    ``text`` is the YAML it is read from, ``source`` what was pasted; neither ever changes. ``moves_from_on`` is the first day on
    which it changed the calendar, known when it was confirmed. ``ended_at`` is when it was dropped, replaced or
    withdrawn.
    """

    year = models.PositiveSmallIntegerField("年份")
    number = models.CharField("文号", max_length=60)
    title = models.CharField("标题", max_length=120)
    issued_on = models.DateField("发布日期")
    text = models.TextField("内容")
    source = models.TextField("粘贴的原文", blank=True, default="")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(state.value, state.label) for state in NoticeState],
        default=NoticeState.PROPOSED.value,
    )
    loaded_at = models.DateTimeField("提交时间")
    loaded_by = models.CharField("提交人", max_length=60)
    loaded_by_name = models.CharField("提交人姓名", max_length=100)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.CharField("确认人", max_length=60, blank=True, default="")
    confirmed_by_name = models.CharField("确认人姓名", max_length=100, blank=True, default="")
    moves_from_on = models.DateField("影响起始日", null=True, blank=True)
    asked_at = models.DateTimeField("申请撤回时间", null=True, blank=True)
    asked_by = models.CharField("申请撤回人", max_length=60, blank=True, default="")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = models.CharField("结束人", max_length=60, blank=True, default="")
    ended_by_name = models.CharField("结束人姓名", max_length=100, blank=True, default="")
    reason = models.CharField("理由", max_length=200, blank=True, default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日通知"
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["state", "year"], name="notice_state_year")]
        constraints = [
            models.CheckConstraint(
                name="notice_state_known", condition=Q(state__in=[state.value for state in NoticeState])
            ),
            models.CheckConstraint(
                name="notice_confirmed_pair",
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
            ),
            models.CheckConstraint(
                name="notice_asked_pair",
                condition=Q(asked_at__isnull=True, asked_by="") | (Q(asked_at__isnull=False) & ~Q(asked_by="")),
            ),
            models.CheckConstraint(
                name="notice_ended_pair",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
            models.CheckConstraint(
                name="notice_two_persons", condition=Q(confirmed_by="") | ~Q(confirmed_by=F("loaded_by"))
            ),
            models.CheckConstraint(
                name="notice_state_fits",
                condition=Q(state="proposed", confirmed_at__isnull=True, ended_at__isnull=True)
                | Q(state="in_force", confirmed_at__isnull=False, ended_at__isnull=True)
                | Q(state="dropped", confirmed_at__isnull=True, ended_at__isnull=False)
                | Q(state__in=["replaced", "withdrawn"], confirmed_at__isnull=False, ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["year", "number", "state"],
                condition=Q(state__in=["proposed", "in_force"]),
                name="notice_once_in_a_state",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Recount(models.Model):
    """The recounting of open cases after the calendar changed; a worker goes through them behind ``cursor``.

    A worker holds a lease until ``claimed_until``; one that was killed leaves it to run out.
    """

    notice = models.ForeignKey(
        LoadedNotice, models.PROTECT, null=True, blank=True, related_name="recounts", verbose_name="通知"
    )
    since_on = models.DateField("影响起始日", null=True, blank=True)
    asked_at = models.DateTimeField("启动时间")
    asked_by = models.CharField("启动人", max_length=60)
    asked_by_name = models.CharField("启动人姓名", max_length=100)
    cursor = models.BigIntegerField("已查到", default=0)
    examined = models.PositiveIntegerField("已检查", default=0)
    moved = models.PositiveIntegerField("已变动", default=0)
    refused = models.PositiveIntegerField("未变动(有人先办)", default=0)
    claimed_until = models.DateTimeField("占用至", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限重算"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], condition=Q(finished_at__isnull=True), name="recount_unfinished")]
        constraints = [
            models.CheckConstraint(
                name="recount_counts", condition=Q(examined__gte=F("moved")) & Q(examined__gte=F("refused"))
            ),
            models.CheckConstraint(
                name="recount_claimed_unfinished", condition=Q(claimed_until__isnull=True) | Q(finished_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.moved}/{self.examined}"
