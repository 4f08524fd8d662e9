"""Tables of the notices: what was told, where parties want to be reached, what is on its way, what became of it."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from tongban.registry.parties.models import Party
from tongban.registry.regions.models import Region

from .rules import Channel, DispatchStatus, EntryKind, Purpose

STAFF_NUMBER_LIMIT = 20
WAITING = DispatchStatus.WAITING.value
CLAIMED = Q(claimed_until__isnull=False, claimed_by__isnull=False)
FREE = Q(claimed_until=None, claimed_by=None)


class Notice(models.Model):
    """Something told to one recipient, in its inbox from the moment the act is committed; ``uid`` is its address.

    ``dedupe`` names what it is about: the same recipient is told once under one key. A phone has no inbox: the notice
    keeps it sealed, bound to itself, with the region of the case whose desk looks after what does not arrive.
    """

    uid = models.UUIDField("编号", unique=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(  # no index of its own: it would tempt SQLite to read all notices of staff
        Party, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="当事人"
    )
    staff_number = models.CharField("工号", max_length=STAFF_NUMBER_LIMIT, blank=True, default="")
    phone_sealed = models.TextField("手机号(密)", blank=True, default="")
    phone_index = models.CharField("手机号索引", max_length=64, blank=True, default="")
    phone_masked = models.CharField("手机号", max_length=20, blank=True, default="")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="区划"
    )
    title = models.CharField("标题", max_length=60)
    text = models.TextField("内容", max_length=2000)
    case_number = models.CharField("办件编号", max_length=40, blank=True, default="")
    link = models.CharField("链接", max_length=200, blank=True, default="")
    dedupe = models.CharField("去重键", max_length=120, blank=True, default="")
    told_at = models.DateTimeField("通知时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-told_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="notice_one_recipient",
                condition=Q(party__isnull=False, staff_number="", phone_index="")
                | (Q(party__isnull=True, phone_index="") & ~Q(staff_number=""))
                | (Q(party__isnull=True, staff_number="") & ~Q(phone_index="")),
            ),
            models.CheckConstraint(
                name="notice_phone_whole_or_none",
                condition=Q(phone_sealed="", phone_index="", phone_masked="", region__isnull=True)
                | (
                    Q(phone_sealed__startswith="v", phone_masked__contains="****", region__isnull=False)
                    & ~Q(phone_index="")
                    & ~Q(case_number="")
                    & Q(read_at__isnull=True)
                ),
            ),
            models.CheckConstraint(name="notice_says_something", condition=~Q(title="") & ~Q(text="")),
            models.CheckConstraint(
                name="notice_link_is_ours",
                condition=Q(link="") | (Q(link__startswith="/") & ~Q(link__startswith="//")),
            ),
            models.UniqueConstraint(
                fields=["party", "dedupe"], condition=~Q(dedupe="") & Q(party__isnull=False), name="notice_party_once"
            ),
            models.UniqueConstraint(
                fields=["staff_number", "dedupe"],
                condition=~Q(dedupe="") & ~Q(staff_number=""),
                name="notice_staff_once",
            ),
            models.UniqueConstraint(
                fields=["phone_index", "case_number", "dedupe"],
                condition=~Q(dedupe="") & ~Q(phone_index=""),
                name="notice_phone_once",
            ),
        ]
        indexes = [
            # conditions a planner can prove without knowing the values asked for
            models.Index(fields=["party", "-told_at", "-id"], condition=Q(party__isnull=False), name="notice_of_party"),
            models.Index(
                fields=["staff_number", "-told_at", "-id"],
                condition=Q(party__isnull=True, region__isnull=True),  # a phone has a region: nobody reads it here
                name="notice_of_staff",
            ),
            models.Index(
                fields=["party"], condition=Q(read_at__isnull=True, party__isnull=False), name="notice_party_unread"
            ),
            models.Index(
                fields=["staff_number"],
                condition=Q(read_at__isnull=True, party__isnull=True, region__isnull=True),
                name="notice_staff_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.told_at:%Y-%m-%d} {self.title}"


class ContactPoint(models.Model):
    """Where and whether a party wants to be reached on one channel; the address is sealed, its mask is shown.

    An empty address of the channel SMS means the phone in the register. ``secret_sealed`` signs what goes to a system,
    ``code_sealed`` is the proof that waits to be typed in.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="contact_points", verbose_name="当事人")
    channel = models.CharField("渠道", max_length=10, choices=[(one.value, one.label) for one in Channel])
    address_sealed = models.TextField("地址(密)", blank=True, default="")
    address_masked = models.CharField("地址", max_length=260, blank=True, default="")
    wanted = models.BooleanField("接收", default=True)
    quiet = models.BooleanField("免打扰", default=True)
    allow_loopback = models.BooleanField("可指向本机", default=False)
    secret_sealed = models.TextField("签名密钥(密)", blank=True, default="")
    verified_at = models.DateTimeField("验证时间", null=True, blank=True)
    code_sealed = models.TextField("验证码(密)", blank=True, default="")
    code_until = models.DateTimeField("验证码有效至", null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField("验证次数", default=0)
    changed_at = models.DateTimeField("变更时间")
    changed_by = models.CharField("变更人", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "接收方式"
        ordering = ["party", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["party", "channel"], name="contact_one_per_channel"),
            models.CheckConstraint(
                name="contact_channel_known", condition=Q(channel__in=sorted(one.value for one in Channel))
            ),
            models.CheckConstraint(
                name="contact_address_whole_or_none",
                condition=Q(address_sealed="", address_masked="", channel=Channel.SMS.value, verified_at__isnull=True)
                | Q(address_sealed__startswith="v", address_masked__contains="****"),
            ),
            models.CheckConstraint(
                name="contact_system_has_secret",
                condition=Q(channel=Channel.WEBHOOK.value, secret_sealed__startswith="v")  # noqa: S106 - a prefix
                | (~Q(channel=Channel.WEBHOOK.value) & Q(secret_sealed="")),
            ),
            models.CheckConstraint(
                name="contact_code_whole_or_none",
                condition=Q(code_sealed="", code_until__isnull=True)
                | Q(code_sealed__startswith="v", code_until__isnull=False),
            ),
            models.CheckConstraint(name="contact_changed_by_somebody", condition=~Q(changed_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.channel}"


class PhoneProof(models.Model):
    """That a phone left with a case is in the hands of who follows it: a code on its way there, and whether it came back."""

    uid = models.UUIDField("编号", unique=True, default=uuid.uuid4, editable=False)
    case_number = models.CharField("办件编号", max_length=40)
    phone_sealed = models.TextField("手机号(密)")
    phone_index = models.CharField("手机号索引", max_length=64)
    phone_masked = models.CharField("手机号", max_length=20)
    code_sealed = models.TextField("验证码(密)", blank=True, default="")
    code_until = models.DateTimeField("验证码有效至", null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField("验证次数", default=0)
    asked_at = models.DateTimeField("索取时间")
    proven_at = models.DateTimeField("验证时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "手机验证"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="phone_proof_whole",
                condition=Q(phone_sealed__startswith="v", phone_masked__contains="****")
                & ~Q(phone_index="")
                & ~Q(case_number=""),
            ),
            models.CheckConstraint(
                name="phone_proof_code_or_proven",
                condition=Q(code_sealed="", code_until__isnull=True)
                | Q(code_sealed__startswith="v", code_until__isnull=False, proven_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["phone_index", "-asked_at"], name="phone_proof_lately")]

    def __str__(self) -> str:
        return f"{self.case_number} {self.phone_masked}"


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Words for reading dispatches."""

    def sendable(self, *, at: datetime, now: datetime) -> Self:
        """Due at ``at``, not leased to a worker at ``now``."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=now)
        # only what waits has a next attempt: asked for by its status, another index would be walked
        return self.filter(free, next_attempt_at__lte=at).order_by("next_attempt_at", "pk")


class Dispatch(models.Model):
    """One message on its way on one channel; ``uid`` goes along on every attempt and is what is acknowledged.

    Without a party it goes to the phone its notice keeps, or the proof of a phone.

    ``not_before_at`` is when quiet hours allow it, reckoned once; ``quiet`` keeps later attempts out of
    them, too. A worker that sends holds a lease (``claimed_until``,
    ``claimed_by``); a killed worker's lease runs out. ``sent_at`` is when it was first handed over.
    """

    uid = models.UUIDField("编号", unique=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, blank=True, related_name="dispatches", verbose_name="通知"
    )
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="当事人")
    proof = models.ForeignKey(
        PhoneProof, models.PROTECT, null=True, blank=True, related_name="dispatches", verbose_name="手机验证"
    )
    channel = models.CharField("渠道", max_length=10, choices=[(one.value, one.label) for one in Channel])
    purpose = models.CharField("用途", max_length=10, default=Purpose.NOTICE.value)
    status = models.CharField(
        "状态", max_length=10, default=WAITING, choices=[(one.value, one.label) for one in DispatchStatus]
    )
    address_masked = models.CharField("发往", max_length=260, blank=True, default="")
    created_at = models.DateTimeField("产生时间")
    quiet = models.BooleanField("免打扰", default=False)
    not_before_at = models.DateTimeField("最早发送时间")
    next_attempt_at = models.DateTimeField("下次发送时间", null=True, blank=True)
    claimed_until = models.DateTimeField("占用至", null=True, blank=True)
    claimed_by = models.UUIDField("占用者", null=True, blank=True)
    attempts = models.PositiveIntegerField("发送次数", default=0)
    attempts_before = models.PositiveIntegerField("重发前次数", default=0)
    refusals = models.PositiveIntegerField("拒收次数", default=0)
    last_error = models.TextField("未送达原因", blank=True, default="")
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    delivered_at = models.DateTimeField("送达时间", null=True, blank=True)
    receipt = models.TextField("回执", blank=True, default="")
    failed_at = models.DateTimeField("放弃时间", null=True, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知发送"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], condition=Q(notice__isnull=False), name="dispatch_once_per_channel"
            ),
            models.CheckConstraint(
                name="dispatch_channel_known", condition=Q(channel__in=sorted(one.value for one in Channel))
            ),
            models.CheckConstraint(
                name="dispatch_status_known", condition=Q(status__in=sorted(one.value for one in DispatchStatus))
            ),
            models.CheckConstraint(
                name="dispatch_carries_one_thing",
                condition=Q(purpose=Purpose.NOTICE.value, notice__isnull=False, proof__isnull=True)
                | Q(purpose=Purpose.PROOF.value, notice__isnull=True, proof__isnull=True, party__isnull=False)
                | Q(purpose=Purpose.PROOF.value, notice__isnull=True, proof__isnull=False, party__isnull=True),
            ),
            models.CheckConstraint(
                name="dispatch_to_a_phone_is_a_short_message",
                condition=Q(party__isnull=False) | Q(channel=Channel.SMS.value),
            ),
            models.CheckConstraint(
                name="dispatch_waiting_has_next",
                condition=Q(status=WAITING, next_attempt_at__isnull=False)
                | (~Q(status=WAITING) & Q(next_attempt_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="dispatch_delivered_has_receipt",
                condition=(Q(status=DispatchStatus.DELIVERED.value, delivered_at__isnull=False) & ~Q(receipt=""))
                | (~Q(status=DispatchStatus.DELIVERED.value) & Q(delivered_at__isnull=True, receipt="")),
            ),
            models.CheckConstraint(
                name="dispatch_failed_says_when",
                condition=Q(status=DispatchStatus.FAILED.value, failed_at__isnull=False)
                | Q(status=DispatchStatus.HANDLED.value)
                | (
                    ~Q(status__in=[DispatchStatus.FAILED.value, DispatchStatus.HANDLED.value])
                    & Q(failed_at__isnull=True)
                ),
            ),
            models.CheckConstraint(name="dispatch_claim_pair", condition=FREE | (CLAIMED & Q(status=WAITING))),
            models.CheckConstraint(
                name="dispatch_counts", condition=Q(attempts_before__lte=F("attempts"), refusals__lte=F("attempts"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], condition=Q(next_attempt_at__isnull=False), name="dispatch_due"
            ),
            models.Index(fields=["status", "-id"], name="dispatch_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.channel}"


class DispatchEntry(models.Model):
    """What happened to a dispatch, and through whom: append-only in the database itself."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="entries", verbose_name="通知发送")
    kind = models.CharField("事项", max_length=14, choices=[(one.value, one.label) for one in EntryKind])
    at = models.DateTimeField("时间")
    by = models.CharField("办理人", max_length=60, blank=True, default="")
    by_name = models.CharField("办理人姓名", max_length=100, blank=True, default="")
    words = models.TextField("说明", blank=True, default="")
    milliseconds = models.PositiveIntegerField("用时(毫秒)", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "通知发送记录"
        ordering = ["dispatch", "id"]
        constraints = [
            models.CheckConstraint(
                name="dispatch_entry_kind", condition=Q(kind__in=sorted(one.value for one in EntryKind))
            ),
            models.CheckConstraint(
                name="dispatch_entry_has_actor", condition=Q(kind=EntryKind.TRIED.value) | ~Q(by="")
            ),
            models.CheckConstraint(
                name="dispatch_entry_has_words",
                condition=~Q(kind__in=[EntryKind.HANDLED.value, EntryKind.REPORTED.value]) | ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.kind}"
