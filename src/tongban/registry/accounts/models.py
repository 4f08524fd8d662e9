"""Tables of sign-ins: accounts of people and systems, tokens, failures."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from tongban.registry.accounts.rules import AccountKind
from tongban.registry.agencies.models import Agency, Staff
from tongban.registry.parties.models import Party


class Account(AbstractUser):
    """A sign-in (账号) of one member of staff, of one party, or of another system, which may belong to an agency."""

    first_name = None  # type: ignore[assignment]  # staff and parties have their names in their own tables
    last_name = None  # type: ignore[assignment]
    kind = models.CharField(
        "类别",
        max_length=8,
        choices=[(kind.value, kind.label) for kind in AccountKind],
        default=AccountKind.SYSTEM.value,
    )
    name = models.CharField("名称", max_length=100, blank=True)
    staff = models.OneToOneField(
        Staff, models.PROTECT, null=True, blank=True, related_name="account", verbose_name="工作人员"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name="当事人"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="system_accounts", verbose_name="所属部门"
    )

    must_change_password = models.BooleanField("须更换初始密码", default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "账号"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="account_kind_fits_link",
                condition=Q(kind=AccountKind.STAFF.value, staff__isnull=False, party__isnull=True, agency__isnull=True)
                | Q(kind=AccountKind.PARTY.value, staff__isnull=True, party__isnull=False, agency__isnull=True)
                | Q(kind=AccountKind.SYSTEM.value, staff__isnull=True, party__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Names are kept in lower case, so that nobody is locked out by a capital."""
        return super().normalize_username(username).lower()

    def get_full_name(self) -> str:
        """The name of a system, else the sign-in name; who a person is stands in staff and parties."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """As the full name."""
        return self.get_full_name()


class ApiToken(models.Model):
    """A token of a system: kept as a digest, shown once; ``last_used_at`` is right to the hour."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens", verbose_name="账号")
    name = models.CharField("名称", max_length=100)
    prefix = models.CharField("前缀", max_length=20, unique=True)
    digest = models.CharField("摘要", max_length=64, unique=True)
    scopes = models.JSONField("授权范围", default=list)
    created_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ["account", "id"]
        constraints = [
            models.CheckConstraint(name="token_expires_after_created", condition=Q(expires_at__gt=F("created_at"))),
            models.CheckConstraint(
                name="token_revoked_after_created",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.prefix


class SignInFailure(models.Model):
    """Failed attempts under one name, known or not; the name is an index because people type passwords into it."""

    name_index = models.CharField("登录名索引", max_length=64, primary_key=True)
    failures = models.PositiveSmallIntegerField("连续失败次数")
    last_at = models.DateTimeField("最近一次")
    address = models.CharField("来源地址", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录失败"
        ordering = ["-last_at", "name_index"]
        constraints = [models.CheckConstraint(name="signin_failures_counted", condition=Q(failures__gte=1))]

    def __str__(self) -> str:
        return f"{self.failures} {self.last_at:%Y-%m-%d %H:%M}"


class SavedFilter(models.Model):
    """A way to look at a list that a person named; ``asked`` is what the list is asked for, by its own words."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="saved_filters", verbose_name="账号")
    name = models.CharField("名称", max_length=20)
    asked = models.JSONField("筛选条件", default=dict)
    created_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "保存的筛选"
        ordering = ["account", "id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="saved_filter_name_once"),
            models.CheckConstraint(name="saved_filter_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
