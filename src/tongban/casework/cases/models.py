"""Tables of the engine: case, step, ledger of pauses and extensions, journal, attachments, number series.

Nothing here stores "overdue" or "paused": the stored instants and the ledger are the facts, states of time are
derived. ``due_at``, ``statutory_due_at``, ``wake_at`` are projections for indexes, written by clock.py alone.
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from tongban.casework.cases.rules import ENDED, Kind, Outcome, PauseGround, Status, StepState
from tongban.registry.constraints import pair


def _known(name: str, field: str, values: Any, *, empty: bool = False) -> models.CheckConstraint:
    """As ``constraints.known``, but in the order of the enum: these tables were made so, and rebuilding one drops triggers."""
    known = [value.value for value in values] + ([""] if empty else [])
    return models.CheckConstraint(condition=Q(**{f"{field}__in": known}), name=name)


# sorted: a set has another order in every process, and migrations would never be complete
CLOSED = sorted(status.value for status in ENDED)
OPEN = Q(ended_at__isnull=True)


class CaseQuerySet(models.QuerySet["Case"]):
    """Words for lists of cases."""

    def open(self) -> Self:
        """Cases still on somebody's desk."""
        return self.exclude(status__in=CLOSED)

    def overdue(self, at: datetime) -> Self:
        """Accepted cases whose handling term has run out."""
        return self.filter(status=Status.ACCEPTED.value, due_at__lte=at, ended_at=None)

    def to_wake(self, at: datetime) -> Self:
        """Cases the worker has to look at now, oldest first."""
        return self.filter(wake_at__lte=at).order_by("wake_at", "pk")


class Case(models.Model):
    """One matter, of any kind."""

    number = models.CharField("编号", max_length=32, unique=True)
    # the digits of the number from the last to the first: people know a number by its end
    tail = models.CharField("编号倒写", max_length=32, default="", blank=True, editable=False)
    kind = models.CharField("种类", max_length=16, default=Kind.APPLICATION.value)
    status = models.CharField("状态", max_length=12, default=Status.DRAFT.value)
    outcome = models.CharField("结果", max_length=8, default="", blank=True)
    title = models.CharField("标题", max_length=200)
    item = models.ForeignKey("catalog.Item", models.PROTECT, verbose_name="事项", null=True, blank=True)
    item_version = models.ForeignKey(
        "catalog.ItemVersion", models.PROTECT, verbose_name="事项版本", null=True, blank=True, db_index=False
    )
    region = models.ForeignKey("regions.Region", models.PROTECT, verbose_name="区划", db_index=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="主办单位", db_index=False)
    applicant = models.ForeignKey("parties.Party", models.PROTECT, verbose_name="申请人", null=True, blank=True)
    channel = models.CharField("来源", max_length=12, default="window")
    sample = models.BooleanField("示例数据", default=False)
    form = models.JSONField("表单", default=dict)
    # of a case without an item: the terms of the policy it was filed under (rules.terms)
    terms = models.JSONField("政策时限", default=dict, blank=True)
    answerable = models.CharField("首问负责人", max_length=40, default="", blank=True)
    answerable_name = models.CharField("首问负责人姓名", max_length=80, default="", blank=True)
    specialist_name = models.CharField("企业专员", max_length=80, default="", blank=True)
    acceptance = models.CharField("受理方式", max_length=12, default="", blank=True)
    corrections = models.PositiveSmallIntegerField("补正次数", default=0)

    opened_at = models.DateTimeField("建立时间")
    filed_at = models.DateTimeField("申请时间", null=True, blank=True)
    received_at = models.DateTimeField("收件时间", null=True, blank=True)
    asked_at = models.DateTimeField("告知补正时间", null=True, blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    touched_at = models.DateTimeField("最后办理时间")

    promised_term = models.CharField("承诺时限", max_length=12, default="", blank=True)
    statutory_term = models.CharField("法定时限", max_length=12, default="", blank=True)
    due_at = models.DateTimeField("承诺到期(投影)", null=True, blank=True)
    statutory_due_at = models.DateTimeField("法定到期(投影)", null=True, blank=True)
    provisional = models.BooleanField("到期日暂定", default=False)
    wake_at = models.DateTimeField("唤醒时间(投影)", null=True, blank=True)

    steps_left = models.PositiveSmallIntegerField("未完成环节数", default=0)
    ledger_size = models.PositiveSmallIntegerField("台账行数", default=0)
    journal_seq = models.PositiveIntegerField("日志序号", default=0)
    journal_digest = models.CharField("日志链尾", max_length=64, default="")

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案件"
        constraints: ClassVar = [
            _known("case_kind_known", "kind", Kind),
            _known("case_status_known", "status", Status),
            _known("case_outcome_known", "outcome", Outcome),
            models.CheckConstraint(
                name="case_accepted_has_received",
                condition=Q(accepted_at__isnull=True) | Q(received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_decided_has_outcome",
                condition=Q(decided_at__isnull=True, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="case_decided_after_accepted",
                condition=Q(decided_at__isnull=True) | Q(accepted_at__lte=F("decided_at")),
            ),
            models.CheckConstraint(
                name="case_ended_iff_closed",
                condition=Q(ended_at__isnull=False, status__in=CLOSED)
                | (Q(ended_at__isnull=True) & ~Q(status__in=CLOSED)),
            ),
            models.CheckConstraint(
                name="case_accepted_has_terms",
                condition=Q(accepted_at__isnull=True) | (~Q(promised_term="") & ~Q(statutory_term="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "status", "due_at"], name="case_agency_queue"),
            models.Index(fields=["region", "status", "due_at"], name="case_region_queue"),
            # all that the mean time of an item is reckoned from, so that no row has to be read for it
            models.Index(
                fields=["item", "decided_at", "accepted_at", "ledger_size"],
                name="case_time_taken",
                condition=Q(decided_at__isnull=False),
            ),
            # what waits on a desk, by time left: of the city, of a region, of an agency, of one person; they hold all
            # that a queue narrows and counts by, so that neither reads a row of the table
            models.Index(fields=["due_at", "id", "region", "agency", "status"], name="case_open_due", condition=OPEN),
            models.Index(
                fields=["region", "due_at", "id", "agency", "status"], name="case_open_region", condition=OPEN
            ),
            models.Index(
                fields=["agency", "due_at", "id", "region", "status"], name="case_open_agency", condition=OPEN
            ),
            models.Index(fields=["answerable"], name="case_open_answerable", condition=OPEN & ~Q(answerable="")),
            models.Index(fields=["tail"], name="case_tail"),
            # what came in by one way, the newest first: the public list of the Open311 door
            models.Index(fields=["channel", "opened_at"], name="case_channel"),
            models.Index(fields=["wake_at"], name="case_wake", condition=Q(wake_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number


class Step(models.Model):
    """One step of one case, with its own clock."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", db_index=False)
    key = models.CharField("环节代码", max_length=40)
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("环节", max_length=80)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, verbose_name="办理单位", db_index=False)
    # of another agency than the lead (协办); kept so that an agency's assisted cases are found without its own
    assists = models.BooleanField("协办", default=False)
    power = models.CharField("权力", max_length=64, default="", blank=True)
    term = models.CharField("时限", max_length=12)
    state = models.CharField("状态", max_length=8, default=StepState.WAITING.value)
    assignee = models.CharField("经办人", max_length=40, default="", blank=True)
    assignee_name = models.CharField("经办人姓名", max_length=80, default="", blank=True)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    ended_at = models.DateTimeField("完成时间", null=True, blank=True)
    ended_by = models.CharField("完成人", max_length=40, default="", blank=True)
    due_at = models.DateTimeField("到期(投影)", null=True, blank=True)
    result = models.TextField("办理意见", default="", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "环节"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "key"], name="step_key_once"),
            _known("step_state_known", "state", StepState),
            pair("step_ended_pair", "ended_at", "ended_by"),
            models.CheckConstraint(
                name="step_started_iff_begun",
                condition=Q(state="waiting", started_at__isnull=True)
                | Q(state="passed")
                | Q(state__in=["open", "done"], started_at__isnull=False),
            ),
            models.CheckConstraint(
                name="step_ended_iff_done",
                condition=Q(state="done", ended_at__isnull=False, ended_at__gte=F("started_at"))
                | (~Q(state="done") & Q(ended_at__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["assignee", "agency", "case"], name="step_held", condition=Q(state="open")),
            models.Index(fields=["agency", "state", "case"], name="step_agency"),
            models.Index(fields=["agency", "case"], name="step_assists", condition=Q(assists=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.key}"


class LedgerEntry(models.Model):
    """The ledger of the clock: a pause (of the whole or of one step) or the one extension."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ledger", db_index=False)
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("种类", max_length=10)
    step_key = models.CharField("环节", max_length=40, default="", blank=True)
    ground = models.CharField("事由", max_length=20, default="", blank=True)
    reason = models.TextField("说明")
    evidence = models.TextField("依据材料", default="", blank=True)
    term = models.CharField("延长时限", max_length=12, default="", blank=True)
    started_at = models.DateTimeField("开始")
    started_by = models.CharField("决定人", max_length=40)
    started_by_name = models.CharField("决定人姓名", max_length=80)
    limit_on = models.DateField("最迟恢复日", null=True, blank=True)
    ended_at = models.DateTimeField("结束", null=True, blank=True)
    ended_by = models.CharField("恢复人", max_length=40, default="", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "时限台账"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "position"], name="ledger_position_once"),
            # one extension: 行政许可法 art. 42
            models.UniqueConstraint(fields=["case"], condition=Q(kind="extension"), name="ledger_one_extension"),
            models.CheckConstraint(
                name="ledger_kind_known",
                condition=(
                    Q(kind="pause", term="", limit_on__isnull=False)
                    & Q(ground__in=[ground.value for ground in PauseGround])
                )
                | (Q(kind="extension", ground="", step_key="", limit_on__isnull=True) & ~Q(term="")),
            ),
            pair("ledger_ended_pair", "ended_at", "ended_by"),
            models.CheckConstraint(
                name="ledger_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["case"], name="ledger_paused", condition=Q(kind="pause", step_key="", ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.position}"


class JournalEntry(models.Model):
    """One line of the journal: append-only (triggers), each carrying the digest of the line before."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="journal", db_index=False)
    seq = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    move = models.CharField("动作", max_length=32)
    role = models.CharField("身份", max_length=16)
    actor = models.CharField("办理人", max_length=40)
    actor_name = models.CharField("办理人姓名", max_length=80)
    agency = models.CharField("单位", max_length=40, default="", blank=True)
    status = models.CharField("办后状态", max_length=12)
    step = models.CharField("环节", max_length=40, default="", blank=True)
    data = models.TextField("内容")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "办理日志"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq"], name="journal_seq_once"),
            models.CheckConstraint(name="journal_seq_from_one", condition=Q(seq__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq}"


class Attachment(models.Model):
    """A file that belongs to a case; the bytes lie under UPLOADS by their SHA-256."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    material = models.CharField("材料", max_length=40, default="", blank=True)
    name = models.CharField("文件名", max_length=160)
    media_type = models.CharField("类型", max_length=100)
    size_bytes = models.PositiveIntegerField("大小")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.CharField("上传人", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        constraints: ClassVar = [
            models.CheckConstraint(name="attachment_not_empty", condition=Q(size_bytes__gt=0)),
            pair("attachment_uploaded_pair", "uploaded_at", "uploaded_by"),
        ]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """The last serial given in one region on one day."""

    region = models.CharField(max_length=6)
    day_on = models.DateField()
    serial = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"
        constraints: ClassVar = [models.UniqueConstraint(fields=["region", "day_on"], name="series_day_once")]

    def __str__(self) -> str:
        return f"{self.region}-{self.day_on}"
