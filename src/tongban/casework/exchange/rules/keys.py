"""Idempotency keys of requests: their form, and the fingerprint of what was asked under one."""

import hashlib
import re

from tongban.common.errors import BadInput

KEY = re.compile(r"[\x21-\x7e]{1,200}\Z")


def check_key(key: str) -> None:
    """Refuse a key that is empty, too long or not visible ASCII."""
    if not KEY.match(key):
        raise BadInput(
            "idempotency.key", "Idempotency-Key 不合规则:请使用 1 至 200 个可见 ASCII 字符(不含空格),例如一个 UUID。"
        )


def fingerprint(*, method: str, path: str, body: bytes) -> str:
    """SHA-256 (hex) of what was asked; parts carry their length so that none can flow into the next."""
    digest = hashlib.sha256()
    for part in (method.upper().encode(), path.encode(), body):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
