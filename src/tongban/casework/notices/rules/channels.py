"""The ways a notice goes out, what an address of each looks like, and how it is shown."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from tongban.casework.exchange.rules import check_url
from tongban.common.errors import BadInput
from tongban.common.identifiers import check_mobile, mask_mobile

ADDRESS_LIMIT = 254
CODE_LIFE = timedelta(minutes=30)
CODE_TRIES = 5
# Narrower than RFC 5322 on purpose: what a mail server would have to quote is refused, and so is every line end.
EMAIL = re.compile(
    r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}\Z"
)


class Channel(StrEnum):
    """A way out of the house; the inbox is none of them, every notice stands in it."""

    SMS = "sms"
    EMAIL = "email"
    WEBHOOK = "webhook"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return LABELS[self]

    @property
    def is_quiet_at_night(self) -> bool:
        """Whether it rings beside somebody's bed; a system sleeps through nothing."""
        return self is not Channel.WEBHOOK


LABELS = {Channel.SMS: "短信", Channel.EMAIL: "电子邮件", Channel.WEBHOOK: "系统推送"}
CHANNELS = frozenset(Channel)


def check_email(text: str) -> str:
    """An e-mail address as mail servers take it without quoting; the domain in lower case."""
    address = unicodedata.normalize("NFKC", text).strip()
    if len(address) > ADDRESS_LIMIT or not EMAIL.match(address):
        raise BadInput("contact.email", "电子邮件地址无法识别:应如 name@example.cn,请核对后重新填写。")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def check_address(channel: Channel, text: str, *, allow_loopback: bool = False) -> str:
    """The address of a channel in its one spelling; refuses what nothing can be sent to."""
    match channel:
        case Channel.SMS:
            return check_mobile(text)
        case Channel.EMAIL:
            return check_email(text)
        case Channel.WEBHOOK:
            address = text.strip()
            if len(address) > ADDRESS_LIMIT:
                raise BadInput(
                    "contact.url", "接收地址最多{limit}个字符:请向系统的开发单位要一个短一些的。", limit=ADDRESS_LIMIT
                )
            check_url(address, allow_loopback=allow_loopback, allow_private=False)
            if not address.startswith("https:") and not allow_loopback:
                raise BadInput("contact.https", "接收地址须以 https:// 开头:通知里有办件信息,不能明文传送。")
            return address


def mask_email(address: str) -> str:
    """The first sign of the name and the domain: ``g****@example.cn``."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}****@{domain}"


def mask_address(channel: Channel, address: str) -> str:
    """How an address is shown: never whole, and always with four stars."""
    match channel:
        case Channel.SMS:
            return mask_mobile(address)
        case Channel.EMAIL:
            return mask_email(address)
        case Channel.WEBHOOK:
            parts = urlsplit(address)
            return f"{parts.scheme}://{parts.hostname}/****"


@dataclass(frozen=True, slots=True)
class Point:
    """What a party wants on one channel; ``is_proven`` when the address there is known to be the party's."""

    wanted: bool = True
    quiet: bool = True
    is_proven: bool = False


def ways_to(points: Mapping[Channel, Point], *, has_phone: bool, open_ones: Collection[Channel]) -> dict[Channel, bool]:
    """On which channels a party is told, and whether quiet hours bind there.

    An address nobody has proven gets nothing but the proof; the phone in the register needs none.
    """
    default = Point() if has_phone else Point(wanted=False)
    known = {Channel.SMS: default, **points}
    return {
        channel: point.quiet and channel.is_quiet_at_night
        for channel, point in known.items()
        if channel in open_ones and point.wanted and (point.is_proven or (channel is Channel.SMS and has_phone))
    }
