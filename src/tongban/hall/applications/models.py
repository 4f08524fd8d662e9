"""Tables of applications: what became of each material, and every paper told to the applicant."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.hall.applications.rules.materials import MaterialState, Review
from tongban.hall.applications.rules.notices import WRITTEN
from tongban.registry.constraints import pair


class MaterialRow(models.Model):
    """One material of one application; a material without a row has not been given."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="materials", db_index=False)
    key = models.CharField("材料代码", max_length=40)
    state = models.CharField("状态", max_length=10)
    attachment = models.ForeignKey(
        "cases.Attachment", models.PROTECT, verbose_name="附件", null=True, blank=True, db_index=False
    )
    due_on = models.DateField("补交期限", null=True, blank=True)
    given_at = models.DateTimeField("提交时间", null=True, blank=True)
    given_by = models.CharField("提交人", max_length=40, default="", blank=True)
    review = models.CharField("审核", max_length=10, default="", blank=True)
    remark = models.TextField("审核说明", default="", blank=True)
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    reviewed_by = models.CharField("审核人", max_length=40, default="", blank=True)
    reviewed_by_name = models.CharField("审核人姓名", max_length=80, default="", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请材料"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "key"], name="material_key_once"),
            models.CheckConstraint(
                name="material_state_known", condition=Q(state__in=[state.value for state in MaterialState])
            ),
            models.CheckConstraint(
                name="material_deferred_has_due",
                condition=Q(state="deferred", due_on__isnull=False, given_at__isnull=True)
                | (~Q(state="deferred") & Q(given_at__isnull=False)),
            ),
            pair("material_given_pair", "given_at", "given_by"),
            models.CheckConstraint(
                name="material_review_known", condition=Q(review__in=["", *(review.value for review in Review)])
            ),
            pair("material_reviewed_pair", "reviewed_at", "reviewed_by"),
            models.CheckConstraint(
                name="material_review_is_of_somebody",
                condition=(~Q(review="") & Q(reviewed_at__isnull=False, given_at__isnull=False))
                | Q(review="", remark="", reviewed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="material_doubt_has_remark", condition=Q(review__in=["", "approved"]) | ~Q(remark="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.key}"


class Notice(models.Model):
    """A paper told to the applicant with words of its own: one-time notice, refusal, denial, correction of a decision.

    What a pause, an extension or deferred materials tell stands in their own rows; ``queries.notices`` joins them.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notices")
    kind = models.CharField("种类", max_length=12)
    told_at = models.DateTimeField("告知时间")
    told_by = models.CharField("告知人", max_length=40)
    reason = models.TextField("内容")
    remedy = models.TextField("救济途径", default="", blank=True)
    items = models.JSONField("清单", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "告知书"
        constraints: ClassVar = [
            models.CheckConstraint(name="notice_kind_known", condition=Q(kind__in=[kind.value for kind in WRITTEN])),
            # asked once (行政许可法 art. 32): the database refuses a second one-time notice
            models.UniqueConstraint(fields=["case"], condition=Q(kind="correction"), name="notice_correction_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(kind="refusal"), name="notice_refusal_once"),
            models.CheckConstraint(name="notice_told_pair", condition=Q(told_at__isnull=False) & ~Q(told_by="")),
            models.CheckConstraint(
                name="notice_refusal_has_remedy", condition=~Q(kind__in=["refusal", "denial"]) | ~Q(remedy="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.kind}"
