"""Tables of administration: what was done, append-only, and the last round of every worker."""

from django.db import models
from django.db.models import Q

from tongban.registry.administration.rules import Deed


class AdministrativeAct(models.Model):
    """What an administrator did to a member of staff, an account, a body or a token; append-only in the database itself.

    ``subject`` is ``staff:S001``, ``account:wangxiao``, ``agency:hf-zwfw``, ``token:tb_…`` (its prefix); ``data`` what
    changed, never a secret.
    """

    subject = models.CharField("对象", max_length=120)
    deed = models.CharField("行为", max_length=20, choices=[(deed.value, deed.label) for deed in Deed])
    at = models.DateTimeField("时间")
    by = models.CharField("办理人", max_length=60)
    by_name = models.CharField("办理人姓名", max_length=100)
    data = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "系统管理记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject", "id"], name="administrative_subject")]
        constraints = [
            models.CheckConstraint(
                name="administrative_deed_known", condition=Q(deed__in=[deed.value for deed in Deed])
            ),
            models.CheckConstraint(name="administrative_named", condition=~Q(subject="") & ~Q(by="")),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.deed}"


class WorkerRound(models.Model):
    """When a process with background work last ended a round, right to some seconds; one row a machine and process."""

    name = models.CharField("进程", max_length=100, primary_key=True)
    started_at = models.DateTimeField("启动时间")
    last_at = models.DateTimeField("最近一轮")
    rounds = models.BigIntegerField("轮数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "后台办理"
        ordering = ["-last_at", "name"]
        indexes = [models.Index(fields=["last_at"], name="worker_last")]

    def __str__(self) -> str:
        return self.name
