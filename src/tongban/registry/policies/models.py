"""The table of policies: each with its document, in force from a day, proposed by one person and published by another."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from tongban.registry.policies.rules import PolicyState


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Words for choosing policies."""

    def published(self) -> Self:
        """Those that were published, the newest day first."""
        return self.filter(state=PolicyState.PUBLISHED.value).order_by("-effective_on", "-published_at", "-pk")


class Policy(models.Model):
    """A policy of service (服务政策): ``text`` is its content as YAML (rules.parse) and never changes once written."""

    title = models.CharField("名称", max_length=120)
    document = models.CharField("文号", max_length=80)
    effective_on = models.DateField("施行日期")
    text = models.TextField("内容")
    state = models.CharField("状态", max_length=10, default=PolicyState.PROPOSED.value)
    proposed_at = models.DateTimeField("提交时间")
    proposed_by = models.CharField("提交人", max_length=60)
    proposed_by_name = models.CharField("提交人姓名", max_length=100)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.CharField("发布人", max_length=60, blank=True, default="")
    published_by_name = models.CharField("发布人姓名", max_length=100, blank=True, default="")
    reason = models.CharField("放弃理由", max_length=200, blank=True, default="")

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务政策"
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="policy_state_known", condition=Q(state__in=sorted(state.value for state in PolicyState))
            ),
            models.CheckConstraint(
                name="policy_published_pair",
                condition=(Q(published_at__isnull=False) & ~Q(published_by=""))
                | Q(published_at__isnull=True, published_by=""),
            ),
            models.CheckConstraint(
                name="policy_published_has_time", condition=~Q(state="published") | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="policy_published_by_another",
                condition=Q(published_by__in=["", "worker"]) | ~Q(published_by=F("proposed_by")),
            ),
            models.UniqueConstraint(fields=["document"], condition=~Q(state="dropped"), name="policy_document_once"),
        ]
        indexes = [models.Index(fields=["state", "-effective_on"], name="policy_in_force")]

    def __str__(self) -> str:
        return self.document
