"""What a human does with a delivery that did not get through; every act leaves a note."""

from datetime import datetime

from django.db import transaction

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Refused
from tongban.common.text import clean_line

from ..models import UNFINISHED, Delivery, DeliveryNote
from ..queries import no_delivery
from ..rules import DeliveryStatus, NoteAct
from .subscribing import check_administers


@transaction.atomic
def resend(*, delivery_id: int, actor: Actor, at: datetime, reason: str = "") -> Delivery:
    """Put a dead delivery back in line, with its tries counted anew; ``reason`` is a note for whoever looks later."""
    check_administers(actor)
    reason = clean_line(reason, field="说明", limit=500, blank=True)
    delivery = locked(delivery_id)
    if delivery.status != DeliveryStatus.DEAD:
        raise Refused(
            "delivery.not_dead", "只有送达失败的记录可以重发:这条记录现在是“{status}”。", status=label(delivery)
        )
    delivery.status = DeliveryStatus.PENDING.value
    delivery.attempts_before = delivery.attempts
    delivery.refusals = 0
    delivery.next_attempt_at = at
    delivery.save(update_fields=["status", "attempts_before", "refusals", "next_attempt_at"])
    note(delivery, NoteAct.RESENT, actor=actor, at=at, reason=reason)
    return delivery


@transaction.atomic
def skip(*, delivery_id: int, actor: Actor, reason: str, at: datetime) -> Delivery:
    """Give up an unfinished delivery for a reason, so that its successors may go on."""
    check_administers(actor)
    reason = reason.strip()
    if not reason or len(reason) > 500:
        raise BadInput("delivery.reason", "请写明不再发送的理由(1 至 500 字)。")
    delivery = locked(delivery_id)
    if delivery.status not in UNFINISHED:
        raise Refused(
            "delivery.finished", "只有待送达或送达失败的记录可以跳过:这条记录现在是“{status}”。", status=label(delivery)
        )
    if delivery.claimed_until and delivery.claimed_until > at:
        raise Refused("delivery.sending", "这条记录正在发送,结果未知:请稍后查看结果再决定是否跳过。")
    delivery.status = DeliveryStatus.SKIPPED.value
    delivery.skip_reason = reason
    delivery.next_attempt_at = delivery.claimed_until = delivery.claimed_by = None
    delivery.save(update_fields=["status", "skip_reason", "next_attempt_at", "claimed_until", "claimed_by"])
    note(delivery, NoteAct.SKIPPED, actor=actor, at=at, reason=reason)
    return delivery


def locked(delivery_id: int) -> Delivery:
    """The delivery, locked until the act is over."""
    found = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if found is None:
        raise no_delivery()
    return found


def label(delivery: Delivery) -> str:
    """The Chinese word for where a delivery stands."""
    return DeliveryStatus(delivery.status).label


def note(delivery: Delivery, act: NoteAct, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Write down who did what to a delivery."""
    DeliveryNote.objects.create(
        delivery=delivery, act=act.value, at=at, by=actor.key, by_name=actor.name, reason=reason
    )
