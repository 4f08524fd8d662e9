"""The ways out: Django's mail, a file of short messages or a city's own gateway, and HTTP signed as the exchange signs."""

import json
import os
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from tongban.casework.exchange.rules import envelope, message_headers
from tongban.casework.exchange.services.sending import Limits, Sender, default_sender

from ..rules import Channel, Message, Outcome, Result, SmsGateway, from_answer, sms_text

EVENT = "cn.tongban.notice.told"
CONNECT_SECONDS, READ_SECONDS = 3, 10
FOR_EVER = 500  # replies of mail servers from here on will be the same tomorrow


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message with the address it goes to, in clear for the moment of sending."""

    channel: Channel
    address: str
    message: Message
    sequence: int = 0
    order_key: str = ""
    secret: str = field(default="", repr=False)
    allow_loopback: bool = False


class FileGateway:
    """Writes one JSON line for each short message: for trying out, and for a gateway that reads files."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or Path(settings.SMS_FILE)

    def send(self, *, uid: str, phone: str, text: str) -> Result:
        """Append a line by one write, so that lines of several workers never mix."""
        line = json.dumps({"id": uid, "to": phone, "text": text}, ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, line.encode())
            finally:
                os.close(handle)
        except OSError as failure:
            return Result(Outcome.FAILED, f"短信文件写不进去({type(failure).__name__}):请检查磁盘和权限")
        return Result(Outcome.SENT)


@cache
def gateway(name: str) -> SmsGateway:
    """The SMS gateway of the configuration: the file, or the class a city named."""
    made: SmsGateway = FileGateway() if name == "file" else import_string(name)()
    return made


def send_sms(parcel: Parcel, *, now: datetime, chosen: SmsGateway | None = None) -> Result:
    """Hand a short message to the gateway of the configuration."""
    taken = chosen or gateway(settings.SMS_GATEWAY)
    return taken.send(uid=parcel.message.uid, phone=parcel.address, text=sms_text(parcel.message))


def mail_text(message: Message) -> str:
    """The body of a letter: text, number and where to look."""
    number = f"办件编号:{message.case_number}" if message.case_number else ""
    link = f"查看:{message.link}" if message.link else ""
    foot = "本邮件由系统自动发出,请勿直接回复。登录后可在“接收方式”里改变或停收。"
    return "\n\n".join(part for part in (message.text, number, link, foot) if part) + "\n"


def send_mail(parcel: Parcel, *, now: datetime) -> Result:
    """Send a letter through Django's mail; the id of the message is the same on every attempt."""
    message = parcel.message
    domain = settings.MAIL_FROM.rpartition("@")[2].strip("> ") or "tongban.invalid"
    letter = EmailMessage(
        subject=message.title,
        body=mail_text(message),
        from_email=settings.MAIL_FROM,
        to=[parcel.address],
        headers={"Message-ID": f"<{message.uid}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code = max((reply[0] for reply in refusal.recipients.values()), default=0)
        outcome = Outcome.REFUSED if code >= FOR_EVER else Outcome.FAILED
        return Result(outcome, f"邮件服务器拒收这个地址({code})")
    except smtplib.SMTPResponseException as refusal:
        return Result(Outcome.FAILED, f"邮件服务器答复 {refusal.smtp_code}:未接收")
    except (smtplib.SMTPException, OSError) as failure:
        return Result(Outcome.FAILED, f"连不上邮件服务器或中断({type(failure).__name__})")
    except ValueError:  # BadHeaderError: a line end in a header
        return Result(Outcome.GONE, "标题或地址含有邮件不能用的字符,未发送")
    return Result(Outcome.SENT)


def send_webhook(parcel: Parcel, *, now: datetime, sender: Sender | None = None) -> Result:
    """Post to a system, signed; 2xx with a receipt acknowledges."""
    message = parcel.message
    data = {"title": message.title, "text": message.text, "case_number": message.case_number, "link": message.link}
    body = envelope(
        uid=message.uid,
        source="/tongban",
        event_type=EVENT,
        subject=message.case_number or message.uid,
        at=message.at,
        sequence=parcel.sequence,
        order_key=parcel.order_key,
        data=data,
    )
    headers = message_headers(secret=parcel.secret, uid=message.uid, now=now, body=body)
    limits = Limits(CONNECT_SECONDS, READ_SECONDS, parcel.allow_loopback, allow_private=False)
    return from_answer((sender or default_sender()).send(url=parcel.address, body=body, headers=headers, limits=limits))


Transport = Callable[..., Result]
TRANSPORTS: Mapping[Channel, Transport] = {
    Channel.SMS: send_sms,
    Channel.EMAIL: send_mail,
    Channel.WEBHOOK: send_webhook,
}


def default_transports() -> dict[Channel, Any]:
    """The ways out of this deployment."""
    return dict(TRANSPORTS)
