"""Tables of appeals: what was asked beside the case, answers, call-backs, alerts of many on one matter."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.hall.appeals.rules.words import CallResult
from tongban.registry.constraints import known, pair
from tongban.registry.policies.models import Policy
from tongban.registry.policies.rules import AppealType


class Appeal(models.Model):
    """An appeal beside its case: the words, the place, who it was, how often it was handed on.

    The phone is sealed; ``is_anonymous`` keeps the name from everybody but the desk.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="appeal", verbose_name="案件")
    type = models.CharField("类型", max_length=12)
    text = models.TextField("内容")
    place = models.CharField("地点", max_length=200, blank=True, default="")
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    enterprise = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所涉企业"
    )
    is_emergency = models.BooleanField("紧急", default=False)
    is_complex = models.BooleanField("疑难", default=False)
    is_anonymous = models.BooleanField("匿名", default=False)
    contact_name = models.CharField("联系人", max_length=60, blank=True, default="")
    phone_sealed = models.TextField("联系电话(密)", blank=True, default="")
    phone_index = models.CharField("联系电话索引", max_length=64, blank=True, default="", db_index=True)
    phone_masked = models.CharField("联系电话", max_length=20, blank=True, default="")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", verbose_name="服务政策")
    domain = models.CharField("领域", max_length=60, blank=True, default="")
    duty = models.CharField("权责条目", max_length=64, blank=True, default="")
    suggested = models.JSONField("交办建议", default=list, blank=True)
    source = models.CharField("来源编号", max_length=80, blank=True, default="")
    lead = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="并入的件"
    )
    returns = models.PositiveSmallIntegerField("退单次数", default=0)
    reopenings = models.PositiveSmallIntegerField("重办次数", default=0)
    must_call_back = models.BooleanField("应回访", default=False)
    misses = models.PositiveSmallIntegerField("未接通次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "诉求"
        constraints: ClassVar = [
            known("appeal_type_known", "type", AppealType),
            models.CheckConstraint(
                name="appeal_phone_whole_or_none",
                condition=Q(phone_sealed="", phone_index="", phone_masked="")
                | (~Q(phone_sealed="") & ~Q(phone_index="") & ~Q(phone_masked="")),
            ),
            models.CheckConstraint(
                name="appeal_place_whole_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
            ),
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="appeal_source_once"),
            models.CheckConstraint(name="appeal_two_returns_at_most", condition=Q(returns__lte=2)),
            models.CheckConstraint(name="appeal_reopened_once", condition=Q(reopenings__lte=1)),
            models.CheckConstraint(name="appeal_follows_another", condition=Q(lead__isnull=True) | ~Q(lead=F("case"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place"], name="appeal_place"),
        ]

    def __str__(self) -> str:
        return f"appeal {self.case_id}"


class Answer(models.Model):
    """An answer, kept when the appeal is reopened; ``fingerprint`` shows one copied from another."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="answers", verbose_name="案件")
    text = models.TextField("答复")
    outcome = models.CharField("结果", max_length=8)
    fingerprint = models.CharField("文本指纹", max_length=64)
    agency = models.CharField("答复单位", max_length=40)
    evidence = models.JSONField("佐证", default=list, blank=True)
    answered_at = models.DateTimeField("答复时间")
    answered_by = models.CharField("答复人", max_length=40)
    answered_by_name = models.CharField("答复人姓名", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="answer_outcome_known",
                condition=Q(outcome__in=[Outcome.INFORMED.value, Outcome.RESOLVED.value, Outcome.UNMET.value]),
            ),
            models.CheckConstraint(name="answer_answered_pair", condition=~Q(answered_by="")),
        ]
        indexes: ClassVar = [models.Index(fields=["fingerprint", "answered_at"], name="answer_copied")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class CallBack(models.Model):
    """A call-back by somebody who did not handle the appeal."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="callbacks", verbose_name="案件")
    result = models.CharField("结果", max_length=12)
    remark = models.TextField("回访记录", blank=True, default="")
    called_at = models.DateTimeField("回访时间")
    called_by = models.CharField("回访人", max_length=40)
    called_by_name = models.CharField("回访人姓名", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        constraints: ClassVar = [
            known("callback_result_known", "result", CallResult),
            models.CheckConstraint(name="callback_called_pair", condition=~Q(called_by="")),
        ]

    def __str__(self) -> str:
        return f"call-back {self.pk}"


class GroupAlert(models.Model):
    """Many on one matter within the period (群体性诉求预警); ``handled`` once somebody took it up."""

    place = models.CharField("地点", max_length=200, blank=True, default="")
    enterprise = models.ForeignKey(
        "parties.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所涉企业"
    )
    region = models.ForeignKey("regions.Region", models.PROTECT, related_name="+", verbose_name="区划")
    since_at = models.DateTimeField("起始时间")
    raised_at = models.DateTimeField("预警时间")
    reports = models.PositiveIntegerField("件数")
    handled_at = models.DateTimeField("处置时间", null=True, blank=True)
    handled_by = models.CharField("处置人", max_length=40, blank=True, default="")
    handled_by_name = models.CharField("处置人姓名", max_length=80, blank=True, default="")
    handling = models.TextField("处置情况", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "群体预警"
        constraints: ClassVar = [
            pair("alert_handled_pair", "handled_at", "handled_by"),
            models.CheckConstraint(
                name="alert_of_a_place_or_enterprise",
                condition=~Q(place="") | Q(enterprise__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["handled_at", "-raised_at"], name="alert_open")]

    def __str__(self) -> str:
        return f"alert {self.pk}"


class TextModel(models.Model):
    """A text model of whom appeals are for (casework/dispatch), learnt from ``cases`` closed appeals and the catalogue."""

    learnt_at = models.DateTimeField("训练时间")
    cases = models.PositiveIntegerField("已办结诉求数")
    rows = models.PositiveIntegerField("样本数")
    labels = models.PositiveIntegerField("条线数")
    measures = models.JSONField("检验", default=dict, blank=True)
    digest = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField("模型")

    class Meta:
        verbose_name = verbose_name_plural = "交办模型"

    def __str__(self) -> str:
        return f"model {self.pk}"
