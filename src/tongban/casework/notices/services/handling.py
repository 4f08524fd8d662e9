"""What becomes of a dispatch afterwards: it is acknowledged, reported undelivered, sent again, or told otherwise."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.common.actors import Actor, Role
from tongban.common.errors import NotAllowed, Refused
from tongban.common.text import clean_line, clean_text

from ..models import Dispatch, DispatchEntry
from ..queries import as_uuid, no_dispatch, reaches
from ..rules import WORDS_LIMIT, Channel, DispatchStatus, EntryKind

RECEIPT_LIMIT = 2000


@transaction.atomic
def acknowledge(*, dispatch_id: UUID | str, receipt: str, actor: Actor, at: datetime) -> Dispatch:
    """Note that a message arrived, as its gateway says; said twice it stays what it was.

    It may come before the worker has noted the sending, and after it gave up; ``dispatch_id`` is the ``uid`` that
    travelled with the message.
    """
    check_is_gateway(actor)
    receipt = clean_line(receipt, field="回执", limit=RECEIPT_LIMIT)
    found = handed_over(dispatch_id)
    if found.status == DispatchStatus.DELIVERED:
        return found
    if found.status != DispatchStatus.HANDLED:
        found.status = DispatchStatus.DELIVERED.value
        found.delivered_at, found.receipt = at, receipt
        found.sent_at = found.sent_at or at
        found.failed_at = found.next_attempt_at = found.claimed_until = found.claimed_by = None
        found.save()
    note(found, EntryKind.ACKNOWLEDGED, actor=actor, at=at, words=receipt)
    return found


@transaction.atomic
def report_undelivered(*, dispatch_id: UUID | str, reason: str, actor: Actor, at: datetime) -> Dispatch:
    """Note that a message will not arrive, as its gateway says: it goes onto the list of the undelivered."""
    check_is_gateway(actor)
    reason = clean_line(reason, field="原因", limit=WORDS_LIMIT)
    found = handed_over(dispatch_id)
    if found.status == DispatchStatus.FAILED:
        return found
    if found.status not in {DispatchStatus.WAITING, DispatchStatus.SENT}:
        raise Refused(
            "dispatch.settled", "这条通知现在是“{status}”,不能再报告未送达。", status=DispatchStatus(found.status).label
        )
    found.status = DispatchStatus.FAILED.value
    found.failed_at, found.last_error = at, reason
    found.next_attempt_at = found.claimed_until = found.claimed_by = None
    found.save()
    note(found, EntryKind.REPORTED, actor=actor, at=at, words=reason)
    return found


@transaction.atomic
def handle(*, dispatch_id: UUID | str, words: str, actor: Actor, at: datetime) -> Dispatch:
    """Write down how an undelivered notice was told otherwise (“told by phone on …”); the words stay for ever."""
    words = clean_text(words, field="如何告知", limit=WORDS_LIMIT)
    found = failed(dispatch_id, actor)
    found.status = DispatchStatus.HANDLED.value
    found.save(update_fields=["status"])
    note(found, EntryKind.HANDLED, actor=actor, at=at, words=words)
    return found


@transaction.atomic
def resend(*, dispatch_id: UUID | str, actor: Actor, at: datetime) -> Dispatch:
    """Put an undelivered notice back in line, with its tries counted anew."""
    found = failed(dispatch_id, actor)
    found.status = DispatchStatus.WAITING.value
    found.attempts_before, found.refusals = found.attempts, 0
    found.next_attempt_at, found.failed_at = at, None
    found.save(update_fields=["status", "attempts_before", "refusals", "next_attempt_at", "failed_at"])
    note(found, EntryKind.RESENT, actor=actor, at=at)
    return found


def check_is_gateway(actor: Actor) -> None:
    """Refuse anyone but a system: what a person has learned is told by ``handle``."""
    if not actor.has(Role.SYSTEM, Role.WORKER):
        raise NotAllowed("dispatch.gateway_only", "只有接入的发送网关可以回报送达情况:请使用业务系统的接口令牌。")


def handed_over(dispatch_id: UUID | str) -> Dispatch:
    """A dispatch that was at least begun to be sent, locked; known by the number that travelled with it."""
    known = as_uuid(dispatch_id)
    found = Dispatch.objects.select_for_update().filter(uid=known, attempts__gt=0).first() if known else None
    if found is None or found.channel == Channel.WEBHOOK:  # a system acknowledges in its answer
        raise no_dispatch()
    return found


def failed(dispatch_id: UUID | str, actor: Actor) -> Dispatch:
    """An undelivered dispatch the actor looks after, locked."""
    known = as_uuid(dispatch_id)
    mine = Dispatch.objects.filter(reaches(actor), uid=known, notice__isnull=False) if known else None
    pk = mine.values_list("pk", flat=True).first() if mine is not None else None
    found = Dispatch.objects.select_for_update().filter(pk=pk).first() if pk else None
    if found is None:
        raise no_dispatch()
    if found.status != DispatchStatus.FAILED:
        raise Refused(
            "dispatch.not_failed",
            "只有“未送达”的通知需要人工告知:这条现在是“{status}”。",
            status=DispatchStatus(found.status).label,
        )
    return found


def note(dispatch: Dispatch, kind: EntryKind, *, actor: Actor, at: datetime, words: str = "") -> None:
    """Write down who did what to a dispatch."""
    DispatchEntry.objects.create(
        dispatch=dispatch, kind=kind.value, at=at, by=actor.key, by_name=actor.name[:100], words=words
    )
