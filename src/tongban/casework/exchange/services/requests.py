"""Requests answered once: the same key with the same content gets the first answer again, and nothing is done twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from tongban.common.errors import Conflict

from ..models import IdempotencyKey
from ..rules import check_key

KEPT_DAYS = 7


@transaction.atomic
def once(
    *, owner: str, key: str, fingerprint: str, at: datetime, act: Callable[[], tuple[int, Any]]
) -> tuple[int, Any, bool]:
    """Run ``act`` unless this key of this owner has an answer; returns (status, JSON answer, whether replayed).

    One transaction holds key, act and answer: when ``act`` raises, all is undone and the key is free again. Of two
    at once the second waits for the first (PostgreSQL on the unique index, SQLite on its one writer).
    """
    check_key(key)
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(owner=owner, key=key, fingerprint=fingerprint, created_at=at)
    except IntegrityError:
        return replay(owner=owner, key=key, fingerprint=fingerprint)
    status_code, response = act()
    row.status_code = status_code
    row.response = response
    row.save(update_fields=["status_code", "response"])
    return status_code, response, False


def replay(*, owner: str, key: str, fingerprint: str) -> tuple[int, Any, bool]:
    """The answer kept under a key; refuses another content, and an answer still being found."""
    row = IdempotencyKey.objects.get(owner=owner, key=key)
    if row.fingerprint != fingerprint:
        raise Conflict(
            "idempotency.mismatch",
            "Idempotency-Key“{key}”已用于另一个请求:请为新的请求换一个键,或按原内容重发。",
            key=key,
        )
    if row.status_code is None:
        raise Conflict("idempotency.under_way", "同一请求正在办理:请稍后用同一个 Idempotency-Key 查询结果。")
    return row.status_code, row.response, True


@transaction.atomic
def forget_keys(*, at: datetime, older_than_days: int = KEPT_DAYS) -> int:
    """Delete keys older than so many times 24 hours (an age, not a legal term); returns how many."""
    deleted, _ = IdempotencyKey.objects.filter(created_at__lt=at - timedelta(hours=24 * older_than_days)).delete()
    return deleted
