"""How a message looks on the wire: CloudEvents 1.0 structured JSON, signed per Standard Webhooks."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tongban.common.errors import BadInput

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
SECRET_PREFIX = "whsec_"  # noqa: S105 - the public prefix of the format, not a secret
SECRET_BYTES = range(24, 65)  # Standard Webhooks: between 24 and 64 bytes


def envelope(
    *,
    uid: str,
    source: str,
    event_type: str,
    subject: str,
    at: datetime,
    sequence: int,
    order_key: str,
    data: Mapping[str, Any],
) -> bytes:
    """The body of a message: the same bytes for the same event and fields, on every attempt.

    ``sequence`` is zero-padded because the extension compares as text; ``partitionkey`` is left out without order.
    """
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": uid,
        "source": source,
        "type": event_type,
        "subject": subject,
        "time": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "sequence": f"{sequence:020d}",
    }
    if order_key:
        event["partitionkey"] = order_key
    event["data"] = data
    return json.dumps(event, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def new_secret() -> str:
    """A fresh signing secret in the form of Standard Webhooks (256 bits)."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def secret_bytes(secret: str) -> bytes:
    """The key inside a ``whsec_`` secret; refuses another form or an unsafe length, never repeating the secret."""
    try:
        if not secret.startswith(SECRET_PREFIX):
            raise ValueError
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
        if len(key) not in SECRET_BYTES:
            raise ValueError
    except (ValueError, binascii.Error):
        raise BadInput(
            "subscriber.secret", "签名密钥不合规则:应为 whsec_ 加上 24 至 64 字节随机数的 Base64,或留空由系统生成。"
        ) from None
    return key


def check_secret(secret: str) -> None:
    """Refuse a secret that cannot sign."""
    secret_bytes(secret)


def sign(*, secret: str, uid: str, timestamp: int, body: bytes) -> str:
    """The value of ``webhook-signature``: version 1, HMAC-SHA256 over id, Unix time in seconds and body."""
    signed = f"{uid}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret_bytes(secret), signed, hashlib.sha256)).decode()


def message_headers(*, secret: str, uid: str, now: datetime, body: bytes) -> dict[str, str]:
    """Headers of one attempt; the id is the event's on every attempt, only the time and its signature change."""
    timestamp = int(now.timestamp())
    return {
        "Content-Type": CONTENT_TYPE,
        "Idempotency-Key": uid,
        "webhook-id": uid,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secret=secret, uid=uid, timestamp=timestamp, body=body),
    }
