"""What a notice says, cleaned, and how it reads on each channel."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from tongban.common.errors import BadInput
from tongban.common.text import clean_line, clean_text

from .channels import Channel
from .recipients import Recipient

TITLE_LIMIT = 60
TEXT_LIMIT = 2000
LINK_LIMIT = 200
CASE_NUMBER_LIMIT = 40
DEDUPE_LIMIT = 120
SMS_LIMIT = 300
SMS_LINK_LIMIT = 160  # what is longer would leave no room for the text
WORDS_LIMIT = 500
LINK = re.compile(r"/(?!/)[\x21-\x5b\x5d-\x7e]*\Z")  # an address of this house, no other host, no backslash
CUT, CUT_FOR_PHONE = "…(全文见“消息”)", "…(全文请凭编号查询)"
KEY = re.compile(r"[\x21-\x7e]*\Z")


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice to be told; the parameters of ``services.tell``.

    Whoever tells a party sees to it that nothing of another party stands in title, text or link.
    """

    to: Recipient
    title: str
    text: str
    at: datetime
    case_number: str = ""
    link: str = ""
    channels: Collection[Channel] | None = None
    dedupe: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out on a channel: ``uid`` is the same on every attempt, so that a receiver may drop the second.

    ``is_for_phone`` where nobody signs in to read the whole of it.
    """

    uid: str
    title: str
    text: str
    case_number: str
    link: str
    at: datetime
    is_for_phone: bool = False


def cleaned(given: NewNotice) -> NewNotice:
    """The notice as it may be stored, shown and sent; refuses what may not."""
    if not LINK.match(given.link or "/") or len(given.link) > LINK_LIMIT:
        raise BadInput(
            "notice.link", "通知的链接须是本系统的网址,以“/”开头,最多{limit}个字符:请核对。", limit=LINK_LIMIT
        )
    if not KEY.match(given.dedupe) or len(given.dedupe) > DEDUPE_LIMIT:
        raise BadInput("notice.dedupe", "通知的去重键须为可见 ASCII 字符,最多{limit}个:请核对。", limit=DEDUPE_LIMIT)
    return replace(
        given,
        title=clean_line(given.title, field="通知标题", limit=TITLE_LIMIT),
        text=clean_text(given.text, field="通知内容", limit=TEXT_LIMIT),
        case_number=clean_line(given.case_number, field="办件编号", limit=CASE_NUMBER_LIMIT, blank=True),
    )


def notice_message(
    *,
    uid: str,
    title: str,
    text: str,
    case_number: str,
    link: str,
    at: datetime,
    base: str,
    is_for_phone: bool = False,
) -> Message:
    """A notice on its way; ``base`` is the public address of the house, without it no link goes out."""
    return Message(uid, title, text, case_number, f"{base}{link}" if base and link else "", at, is_for_phone)


def code_message(*, uid: str, code: str, minutes: int, at: datetime, where: str = "接收方式") -> Message:
    """The message that proves an address; it says to nobody whose it is. A system acknowledges instead of typing a code."""
    if not code:
        return Message(uid, "验证接收地址", "这是一条验证消息:请答复 2xx 和回执,以后的通知即发往本地址。", "", "", at)
    text = f"验证码 {code},{minutes} 分钟内有效。请在“{where}”页面填写。不是您本人操作的,请不要理会,也不要告诉他人。"
    return Message(uid, "验证接收方式", text, "", "", at)


def sms_text(message: Message) -> str:
    """One paragraph for a telephone: title, text, number, link; a text too long is cut and says so, a link never."""
    text = " ".join(message.text.split())
    tail = f"(办件编号 {message.case_number})" if message.case_number else ""
    tail += f" {message.link}" if 0 < len(message.link) <= SMS_LINK_LIMIT else ""
    head = f"【通办】{message.title}:"
    room = SMS_LIMIT - len(head) - len(tail)
    cut = CUT_FOR_PHONE if message.is_for_phone else CUT
    return f"{head}{text if len(text) <= room else text[: room - len(cut)] + cut}{tail}"
