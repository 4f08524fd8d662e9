"""The worker's round: claim what is due, send it outside any transaction, record what came back.

At least once: a worker killed between sending and recording leaves a lease that runs out, and the next worker sends the
same message with the same id.
"""

import logging
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from secrets import SystemRandom
from time import monotonic

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from tongban.casework.exchange.rules import Kind, is_dead, wait_seconds
from tongban.common.crypto import SealError
from tongban.registry.parties.queries import keyring

from ..models import ContactPoint, Dispatch, DispatchEntry, PhoneProof
from ..queries import open_channels, quiet_hours
from ..rules import (
    CODE_LIFE,
    Channel,
    DispatchStatus,
    EntryKind,
    Message,
    Outcome,
    Purpose,
    Result,
    code_message,
    mask_address,
    notice_message,
)
from .contacts import proven
from .sealing import code_context, opened, opened_phone, opened_phone_of
from .transports import Parcel, Transport, default_transports

LEASE_SECONDS = 60
BUDGET_SECONDS = 10.0
MINUTES = int(CODE_LIFE.total_seconds() // 60)
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Report:
    """What one round did; ``lost`` are outcomes not recorded because the lease had passed to another worker."""

    tried: int = 0
    sent: int = 0
    delivered: int = 0
    waiting: int = 0
    failed: int = 0
    lost: int = 0

    def count(self, status: DispatchStatus | None) -> None:
        """Count where a dispatch stands after its turn; None means that the lease was lost."""
        self.tried += 1
        name = "lost" if status is None else status.value
        setattr(self, name, getattr(self, name) + 1)


def send_due(
    *,
    at: datetime,
    limit: int = 100,
    now: Callable[[], datetime] | None = None,
    transports: Mapping[Channel, Transport] | None = None,
    rng: Random | None = None,
    budget_seconds: float = BUDGET_SECONDS,
) -> Report:
    """Send at most ``limit`` dispatches due at ``at``; ``now`` tells the time for leases, signatures and records.

    A way out that failed is left alone for the rest of the round, a system that did not answer likewise.
    """
    begun = monotonic()
    now = now or (lambda: at + timedelta(seconds=monotonic() - begun))
    ways = dict(transports or default_transports())
    rng = rng or SystemRandom()
    report = Report()
    silent: set[Channel] = set()
    deaf: set[int] = set()
    for _ in range(limit):
        claimed = claim(at=at, now=now(), silent=silent, deaf=deaf)
        if claimed is None:
            break
        result = send(claimed, ways, now=now())
        report.count(record(claimed, result, at=now(), rng=rng))
        if result.outcome is Outcome.FAILED:
            if claimed.channel == Channel.WEBHOOK and claimed.party_id is not None:
                deaf.add(claimed.party_id)
            else:
                silent.add(Channel(claimed.channel))
        if monotonic() - begun >= budget_seconds:
            break
    return report


@transaction.atomic
def claim(
    *, at: datetime, now: datetime, silent: Collection[Channel] = (), deaf: Collection[int] = ()
) -> Dispatch | None:
    """Lease the next dispatch to send; None when nothing is due or others have it all.

    The attempt is counted here, before sending, so that a dispatch that kills its worker still uses up its tries. In quiet
    hours also what is tried again, or was left over by a worker that stood still, waits for the morning.
    """
    due = Dispatch.objects.sendable(at=at, now=now)
    if silent:
        due = due.exclude(channel__in=[channel.value for channel in silent])
    if deaf:
        due = due.exclude(channel=Channel.WEBHOOK.value, party_id__in=deaf)
    if quiet_hours().holds(at):
        due = due.filter(quiet=False)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    found = due.select_related("notice", "party", "proof").first()
    if found is None:
        return None
    found.claimed_by = uuid.uuid4()
    found.claimed_until = now + timedelta(seconds=LEASE_SECONDS)
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    won = Dispatch.objects.filter(free, pk=found.pk, status=DispatchStatus.WAITING).update(
        claimed_by=found.claimed_by, claimed_until=found.claimed_until, attempts=F("attempts") + 1
    )
    found.attempts += 1
    return found if won == 1 else None


def send(dispatch: Dispatch, ways: Mapping[Channel, Transport], *, now: datetime) -> Result:
    """Bring a message to where its party wants it at this moment."""
    channel = Channel(dispatch.channel)
    if channel not in open_channels():
        return Result(Outcome.GONE, f"本市已停用{channel.label}通知,未发送")
    point = point_for(dispatch)
    try:
        parcel = packed(dispatch, point)
    except SealError:
        return Result(Outcome.FAILED, "地址或密钥无法解封:请核对本系统的密钥设置后重发")
    if parcel is None:
        return Result(Outcome.GONE, f"没有可用的{channel.label}地址:已被本人删除或尚未验证")
    dispatch.address_masked = masked_address(dispatch, parcel.address)
    try:
        return ways[channel](parcel, now=now)
    except Exception as failure:  # a city's own gateway may raise anything: recorded, tried again, nobody else waits
        log.exception("dispatch %s not sent", dispatch.uid)
        return Result(Outcome.FAILED, f"{channel.label}发送出错({type(failure).__name__})")


def point_for(dispatch: Dispatch) -> ContactPoint | None:
    """What its party has said of the channel; a phone alone has said nothing."""
    if dispatch.party_id is None:
        return None
    return ContactPoint.objects.filter(party_id=dispatch.party_id, channel=dispatch.channel).first()


def masked_address(dispatch: Dispatch, address: str) -> str:
    """How the address is shown; a phone as its notice shows it."""
    kept = dispatch.notice or dispatch.proof
    if dispatch.party_id is None and kept is not None:
        return kept.phone_masked
    return mask_address(Channel(dispatch.channel), address)


def packed(dispatch: Dispatch, point: ContactPoint | None) -> Parcel | None:
    """The message with its address; None when there is none to send to any more."""
    if dispatch.proof is not None:
        return proof_parcel(dispatch, dispatch.proof)
    address = address_for(dispatch, point)
    message = message_of(dispatch, point)
    if not address or message is None:
        return None
    system = point if point is not None and point.secret_sealed else None
    return Parcel(
        channel=Channel(dispatch.channel),
        address=address,
        message=message,
        sequence=dispatch.notice_id or 0,
        order_key=f"party:{dispatch.party_id}" if dispatch.party_id else "",
        secret=opened("secret", system) if system else "",
        allow_loopback=bool(system and system.allow_loopback),
    )


def address_for(dispatch: Dispatch, point: ContactPoint | None) -> str:
    """Where a dispatch goes: a proof to the address to be proven, a notice only to one that is."""
    is_proof = dispatch.purpose == Purpose.PROOF
    if point is not None and point.address_sealed and (is_proof or point.verified_at is not None):
        return opened("address", point)
    if dispatch.channel != Channel.SMS or is_proof:
        return ""
    if dispatch.party is not None:
        return opened_phone(dispatch.party)
    return opened_phone_of(dispatch.notice) if dispatch.notice is not None else ""


def proof_parcel(dispatch: Dispatch, proof: PhoneProof) -> Parcel | None:
    """The code on its way to a phone; None for one that is over."""
    if not proof.code_sealed:
        return None
    code = keyring().unseal(proof.code_sealed, context=code_context(proof.uid))
    message = code_message(uid=str(dispatch.uid), code=code, minutes=MINUTES, at=dispatch.created_at, where="查进度")
    return Parcel(channel=Channel.SMS, address=opened_phone_of(proof), message=message)


def message_of(dispatch: Dispatch, point: ContactPoint | None) -> Message | None:
    """What a dispatch says; None for a proof that is over."""
    notice = dispatch.notice
    if notice is not None:
        return notice_message(
            uid=str(dispatch.uid),
            title=notice.title,
            text=notice.text,
            case_number=notice.case_number,
            link=notice.link,
            at=notice.told_at,
            base=settings.PUBLIC_URL,
            is_for_phone=dispatch.party_id is None,
        )
    if point is None or not point.code_sealed:
        return None
    code = "" if point.channel == Channel.WEBHOOK else opened("code", point)
    return code_message(uid=str(dispatch.uid), code=code, minutes=MINUTES, at=dispatch.created_at)


@transaction.atomic
def record(dispatch: Dispatch, result: Result, *, at: datetime, rng: Random) -> DispatchStatus | None:
    """Record an attempt and where the dispatch stands now; None when the lease was lost (only the attempt is kept)."""
    refusals = dispatch.refusals + (result.outcome is Outcome.REFUSED)
    status, values = judged(dispatch, result, refusals=refusals, at=at, rng=rng)
    mine = Dispatch.objects.filter(pk=dispatch.pk, claimed_by=dispatch.claimed_by, status=DispatchStatus.WAITING.value)
    recorded = mine.update(
        status=status.value,
        claimed_by=None,
        claimed_until=None,
        refusals=refusals,
        last_error=result.error,
        address_masked=dispatch.address_masked,
        **values,
    )
    DispatchEntry.objects.create(
        dispatch=dispatch, kind=EntryKind.TRIED.value, at=at, words=result.error, milliseconds=result.milliseconds
    )
    if status is DispatchStatus.DELIVERED and dispatch.purpose == Purpose.PROOF and recorded:
        prove_system(dispatch, at=at)
    if status is DispatchStatus.FAILED and recorded:
        log.warning("dispatch %s given up: %s", dispatch.uid, result.error)
    return status if recorded else None


def judged(
    dispatch: Dispatch, result: Result, *, refusals: int, at: datetime, rng: Random
) -> tuple[DispatchStatus, dict[str, object]]:
    """Where a dispatch stands after an attempt, by the retry rule of the exchange, and what its row then says."""
    tries = dispatch.attempts - dispatch.attempts_before
    kind = result.outcome.kind
    if kind is Kind.ACKNOWLEDGED:
        taken: dict[str, object] = {"sent_at": at, "next_attempt_at": None}
        if result.outcome is Outcome.SENT:
            return DispatchStatus.SENT, taken
        return DispatchStatus.DELIVERED, taken | {"delivered_at": at, "receipt": result.receipt}
    if is_dead(kind, tries=tries, refusals=refusals):
        return DispatchStatus.FAILED, {"failed_at": at, "next_attempt_at": None}
    seconds = wait_seconds(tries=tries, retry_after=result.retry_after, now=at, rng=rng)
    return DispatchStatus.WAITING, {"next_attempt_at": at + timedelta(seconds=seconds)}


def prove_system(dispatch: Dispatch, *, at: datetime) -> None:
    """A system that acknowledged the proof has shown that the address is the party's."""
    point = point_for(dispatch)
    if dispatch.channel == Channel.WEBHOOK and point is not None:
        proven(point, at=at)
