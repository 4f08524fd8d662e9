"""How a party is reached: what it wants on each channel, and the proof that an address is its own."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import transaction
from django.db.models import F

from tongban.casework.exchange.rules import new_secret
from tongban.common.actors import Actor
from tongban.common.errors import BadInput, NotAllowed, Refused
from tongban.common.identifiers import digits
from tongban.registry.parties.queries import party as party_of
from tongban.registry.parties.rules import PartyKind

from ..models import ContactPoint, Dispatch
from ..queries import open_channels
from ..rules import CODE_LIFE, CODE_TRIES, Channel, DispatchStatus, Purpose, check_address, mask_address
from .sealing import opened, sealed
from .telling import DISPATCHES, dispatch_columns

PROOFS_AN_HOUR = 5
HOUR = timedelta(hours=1)


def check_is_party(actor: Actor) -> int:
    """The party an actor is; nobody else says where somebody wants to be reached."""
    if actor.party_id is None:
        raise NotAllowed("contact.not_yours", "只有当事人本人可以设置接收方式:请由本人登录后设置。")
    return actor.party_id


def check_open(channel: Channel) -> None:
    """Refuse a channel this deployment does not send on."""
    if channel not in open_channels():
        raise Refused("contact.closed", "本市尚未开通{channel}通知:请选择其他接收方式。", channel=channel.label)


def point_of(party_id: int, channel: Channel, *, actor: Actor, at: datetime) -> ContactPoint:
    """What the party has said of the channel, locked; made with what holds unsaid where it said nothing."""
    fresh = {"changed_at": at, "changed_by": actor.key}
    found, _ = ContactPoint.objects.select_for_update().get_or_create(
        party_id=party_id, channel=channel.value, defaults=fresh
    )
    return found


@transaction.atomic
def choose(*, channel: Channel, wanted: bool, quiet: bool, actor: Actor, at: datetime) -> None:
    """Say whether one wants to be told on a channel, and whether it is silent at night; what still waits is called off."""
    party_id = check_is_party(actor)
    if (
        channel is not Channel.SMS
        and not ContactPoint.objects.filter(party_id=party_id, channel=channel.value).exists()
    ):
        raise Refused("contact.no_address", "还没有填写{channel}地址:请先填写并验证。", channel=channel.label)
    point = point_of(party_id, channel, actor=actor, at=at)
    point.wanted, point.quiet, point.changed_at, point.changed_by = wanted, quiet, at, actor.key
    point.save(update_fields=["wanted", "quiet", "changed_at", "changed_by"])
    if not wanted:
        call_off(party_id, channel, Purpose.NOTICE)


def call_off(party_id: int, channel: Channel, purpose: Purpose) -> None:
    """What waits and is not being sent at this moment goes out no more."""
    waiting = Dispatch.objects.filter(party_id=party_id, channel=channel.value, purpose=purpose.value, claimed_by=None)
    waiting.filter(status=DispatchStatus.WAITING.value).update(
        status=DispatchStatus.DROPPED.value, next_attempt_at=None
    )


@transaction.atomic
def set_address(*, channel: Channel, address: str, actor: Actor, at: datetime, allow_loopback: bool = False) -> str:
    """Give an address and have a proof sent to it; until it is proven nothing else goes there.

    A system's address is proven by acknowledging the proof, all others by typing in what it says. Returns the secret
    that signs what goes to a system, readable only this once; empty otherwise.
    """
    party_id = check_is_party(actor)
    check_open(channel)
    if channel is Channel.WEBHOOK and party_of(party_id).kind != PartyKind.ENTERPRISE:
        raise Refused("contact.enterprises_only", "系统推送只向企业开通:个人请使用短信或电子邮件。")
    clear = check_address(channel, address, allow_loopback=allow_loopback)
    check_patience(party_id, at)
    point = ContactPoint.objects.select_for_update().filter(party_id=party_id, channel=channel.value).first()
    point = point or ContactPoint(party_id=party_id, channel=channel.value)
    secret = new_secret() if channel is Channel.WEBHOOK else ""
    point.address_sealed, point.address_masked = sealed(clear, "address", point), mask_address(channel, clear)
    point.secret_sealed = sealed(secret, "secret", point) if secret else ""
    point.allow_loopback = allow_loopback
    point.wanted, point.verified_at = True, None
    point.changed_at, point.changed_by = at, actor.key
    ask_proof(point, at=at)
    return secret


def check_patience(party_id: int, at: datetime) -> None:
    """Refuse more proofs than anybody mistypes: each one rings somewhere, perhaps at a stranger's."""
    recent = Dispatch.objects.filter(party_id=party_id, purpose=Purpose.PROOF.value, created_at__gt=at - HOUR)
    if recent.count() >= PROOFS_AN_HOUR:
        raise too_many()


def too_many() -> Refused:
    """The refusal of one more proof within the hour."""
    return Refused(
        "contact.patience", "一小时内最多发送{most}次验证:请稍后再试,或核对地址是否填对。", most=PROOFS_AN_HOUR
    )


def ask_proof(point: ContactPoint, *, at: datetime) -> None:
    """Make a new proof, save the point, and have the proof sent; an older one holds no more."""
    point.code_sealed = sealed(f"{secrets.randbelow(1_000_000):06d}", "code", point)
    point.code_until, point.code_tries = at + CODE_LIFE, 0
    point.save()
    channel = Channel(point.channel)
    call_off(point.party_id, channel, Purpose.PROOF)
    DISPATCHES.append(
        dispatch_columns(notice_id=None, party_id=point.party_id, channel=channel, quiet=False, at=at, not_before_at=at)
    )


@transaction.atomic
def send_proof_again(*, channel: Channel, actor: Actor, at: datetime) -> None:
    """Have another proof sent to an address that is not proven yet."""
    party_id = check_is_party(actor)
    check_open(channel)
    point = ContactPoint.objects.select_for_update().filter(party_id=party_id, channel=channel.value).first()
    if point is None or not point.address_sealed:
        raise Refused("contact.no_address", "还没有填写{channel}地址:请先填写并验证。", channel=channel.label)
    if point.verified_at is not None:
        raise Refused("contact.proven", "这个地址已经验证过,无需再验证。")
    check_patience(party_id, at)
    ask_proof(point, at=at)


def verify(*, channel: Channel, code: str, actor: Actor, at: datetime) -> None:
    """Prove an address by what was sent to it; a wrong code counts, so it must not run inside another transaction."""
    party_id = check_is_party(actor)
    point = take_a_try(party_id, channel, at)
    if not compare_digest(opened("code", point), digits(code)):
        raise BadInput(
            "contact.code",
            "验证码不对:请核对最近收到的一条,还可以试{left}次。",
            left=max(CODE_TRIES - point.code_tries, 0),
        )
    proven(point, at=at)


@transaction.atomic
def take_a_try(party_id: int, channel: Channel, at: datetime) -> ContactPoint:
    """Count a try before the code is looked at; refuses when there is nothing to try."""
    waiting = ContactPoint.objects.filter(party_id=party_id, channel=channel.value, code_until__gt=at)
    tried = waiting.filter(code_tries__lt=CODE_TRIES).exclude(channel=Channel.WEBHOOK.value)
    if tried.update(code_tries=F("code_tries") + 1) != 1:
        raise Refused("contact.code_over", "验证码已失效或试过太多次:请重新发送验证码。")
    return ContactPoint.objects.get(party_id=party_id, channel=channel.value)


@transaction.atomic
def proven(point: ContactPoint, *, at: datetime) -> bool:
    """Note that an address is the party's, unless another was given meanwhile."""
    same = ContactPoint.objects.filter(pk=point.pk, address_sealed=point.address_sealed, verified_at=None)
    return same.update(verified_at=at, code_sealed="", code_until=None, code_tries=0) == 1


@transaction.atomic
def remove_address(*, channel: Channel, actor: Actor, at: datetime) -> None:
    """Forget an address; SMS goes to the phone in the register again, the other channels end."""
    party_id = check_is_party(actor)
    call_off(party_id, channel, Purpose.PROOF)
    if channel is not Channel.SMS:
        call_off(party_id, channel, Purpose.NOTICE)
        ContactPoint.objects.filter(party_id=party_id, channel=channel.value).delete()
        return
    ContactPoint.objects.filter(party_id=party_id, channel=channel.value).update(
        address_sealed="",
        address_masked="",
        verified_at=None,
        code_sealed="",
        code_until=None,
        changed_at=at,
        changed_by=actor.key,
    )
