"""Tables of blocked matters: what got stuck, joint reviews, reports of refusal, rectifications of items."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.casework.cases.models import Case
from tongban.hall.blocked.rules.words import Cause, Remedy, RootCause
from tongban.registry.constraints import known, pair
from tongban.registry.policies.models import Policy


class RefusalReport(models.Model):
    """A report of refusal (否定报备): a window that said no, to whom, on what ground, with what remedy. Append-only."""

    application = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="refusal_reports", verbose_name="办件"
    )
    item = models.ForeignKey("catalog.Item", models.PROTECT, verbose_name="事项", related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="单位", related_name="+")
    region = models.ForeignKey("regions.Region", models.PROTECT, verbose_name="区划", related_name="+")
    applicant = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, blank=True, verbose_name="申请人", related_name="+"
    )
    applicant_name = models.CharField("申请人姓名", max_length=120, blank=True, default="")
    cause = models.CharField("原因类别", max_length=12)
    asked = models.TextField("申请内容")
    ground = models.TextField("不予办理的理由")
    basis = models.CharField("依据", max_length=300)
    remedy = models.CharField("救济途径", max_length=20)
    remedy_text = models.TextField("救济途径说明")
    sample = models.BooleanField("示例数据", default=False)
    filed_at = models.DateTimeField("报备时间")
    filed_by = models.CharField("报备人", max_length=40)
    filed_by_name = models.CharField("报备人姓名", max_length=80)
    filed_agency = models.CharField("报备单位", max_length=40, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "否定报备"
        ordering = ["-id"]
        constraints: ClassVar = [
            known("refusal_cause_known", "cause", Cause),
            known("refusal_remedy_known", "remedy", Remedy),
            models.CheckConstraint(name="refusal_filed_pair", condition=~Q(filed_by="")),
            models.CheckConstraint(
                name="refusal_says_all",
                condition=~Q(asked="") & ~Q(ground="") & ~Q(basis="") & ~Q(remedy_text=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["item", "cause", "filed_at"], name="refusal_obstacle"),
            models.Index(fields=["region", "-id"], name="refusal_of_region"),
        ]

    def __str__(self) -> str:
        return f"refusal {self.pk}"


class BlockedMatter(models.Model):
    """A blocked matter beside its case: what failed, where, what it got stuck on, and why it could happen."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="blocked", verbose_name="案件")
    text = models.TextField("反映内容")
    cause = models.CharField("原因类别", max_length=12)
    application = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="blocked_matters", verbose_name="未办成的件"
    )
    report = models.OneToOneField(
        RefusalReport, models.PROTECT, null=True, blank=True, related_name="matter", verbose_name="否定报备"
    )
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所涉单位"
    )
    contact_name = models.CharField("联系人", max_length=60, blank=True, default="")
    phone_sealed = models.TextField("联系电话(密)", blank=True, default="")
    phone_index = models.CharField("联系电话索引", max_length=64, blank=True, default="", db_index=True)
    phone_masked = models.CharField("联系电话", max_length=20, blank=True, default="")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", verbose_name="服务政策")
    root_class = models.CharField("根因", max_length=12, blank=True, default="")
    root_words = models.TextField("根因说明", blank=True, default="")
    root_at = models.DateTimeField("根因认定时间", null=True, blank=True)
    root_by = models.CharField("根因认定人", max_length=40, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "办不成事"
        constraints: ClassVar = [
            known("blocked_cause_known", "cause", Cause),
            known("blocked_root_known", "root_class", RootCause, blank=True),
            pair("blocked_root_pair", "root_at", "root_by"),
            models.CheckConstraint(
                name="blocked_root_whole_or_none",
                condition=Q(root_at__isnull=True, root_class="", root_words="")
                | (Q(root_at__isnull=False) & ~Q(root_class="") & ~Q(root_words="")),
            ),
            models.CheckConstraint(
                name="blocked_phone_whole_or_none",
                condition=Q(phone_sealed="", phone_index="", phone_masked="")
                | (~Q(phone_sealed="") & ~Q(phone_index="") & ~Q(phone_masked="")),
            ),
        ]

    def __str__(self) -> str:
        return f"blocked {self.case_id}"


class JointReview(models.Model):
    """What a joint review came to; ``tasks``: each ``step``, ``agency``, ``agency_name``, ``what``, ``due_on``."""

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="joint_review", verbose_name="案件"
    )
    minutes = models.TextField("会审纪要")
    decision = models.TextField("会审决定")
    tasks = models.JSONField("任务", default=list)
    concluded_at = models.DateTimeField("形成时间")
    concluded_by = models.CharField("主持人", max_length=40)
    concluded_by_name = models.CharField("主持人姓名", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "联合会审"
        constraints: ClassVar = [
            models.CheckConstraint(name="review_concluded_pair", condition=~Q(concluded_by="")),
        ]

    def __str__(self) -> str:
        return f"review {self.case_id}"


class ItemRectification(models.Model):
    """A rectification of an item beside its case; ``matter`` is the blocked matter that showed the fault."""

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="item_rectification", verbose_name="案件"
    )
    matter = models.OneToOneField(
        BlockedMatter, models.PROTECT, related_name="rectification", verbose_name="来源的办不成事"
    )
    root_class = models.CharField("根因", max_length=12)
    what = models.TextField("应整改的内容")
    changed = models.TextField("整改结果", blank=True, default="")
    version = models.PositiveIntegerField("新版本号", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "事项整改"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="item_rectification_of_item",
                condition=Q(root_class__in=sorted(one.value for one in RootCause if one.mends_item)),
            ),
            models.CheckConstraint(
                name="item_rectification_version_said", condition=Q(version__isnull=True) | ~Q(changed="")
            ),
        ]

    def __str__(self) -> str:
        return f"rectification {self.case_id}"
