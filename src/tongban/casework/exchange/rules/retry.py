"""What an answer means, and when a delivery is tried again.

Failures wait exponentially with full jitter (2 s doubling to 1 h) and die after 12 tries; an answer that
repeating cannot mend (4xx, a redirect, a 2xx without receipt) dies after 3; 410 Gone dies at once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from random import Random

BASE_SECONDS = 2.0
CAP_SECONDS = 3600.0
MAX_TRIES = 12
MAX_REFUSALS = 3
GONE = 410
PASSING = frozenset({408, 425, 429})  # the 4xx that say "later", not "never"


class DeliveryStatus(StrEnum):
    """Where a delivery stands; pending and dead are unfinished and hold back what comes after them."""

    PENDING = "pending"
    ACKNOWLEDGED = "acknowledged"
    SKIPPED = "skipped"
    DEAD = "dead"

    @property
    def label(self) -> str:
        """The Chinese word an official would use."""
        return STATUS_LABELS[self]


STATUS_LABELS = {
    DeliveryStatus.PENDING: "待送达",
    DeliveryStatus.ACKNOWLEDGED: "已回执",
    DeliveryStatus.SKIPPED: "不发送",
    DeliveryStatus.DEAD: "送达失败",
}


class NoteAct(StrEnum):
    """What a human did to a delivery."""

    RESENT = "resent"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from one attempt; ``status_code`` is None when no answer came, then ``error`` says why.

    ``cut`` tells that the body was longer than what is read of it.
    """

    status_code: int | None = None
    body: str = ""
    error: str = ""
    retry_after: str = ""
    cut: bool = False
    milliseconds: int = 0


class Kind(StrEnum):
    """The meaning of an answer."""

    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The meaning of an answer and, unless acknowledged, the sentence for the person who looks after it."""

    kind: Kind
    error: str = ""


def judge(answer: Answer) -> Judgement:
    """Read an answer: only 2xx with a whole, non-empty receipt counts as acknowledged."""
    code = answer.status_code
    if code is None:
        return Judgement(Kind.FAILED, answer.error or "接收方没有应答")
    if 200 <= code < 300:
        return judge_receipt(answer)
    if code == GONE:
        return Judgement(Kind.GONE, "接收方答复 410:该地址已停用,不再接收")
    if 300 <= code < 400:
        return Judgement(Kind.REFUSED, f"接收方答复 {code}:要求转到别的地址,系统不跟随跳转")
    if 400 <= code < 500 and code not in PASSING:
        return Judgement(Kind.REFUSED, f"接收方答复 {code}:拒绝接收")
    return Judgement(Kind.FAILED, f"接收方答复 {code}:暂时不能接收")


def judge_receipt(answer: Answer) -> Judgement:
    """A 2xx without a receipt proves nothing to a later reader, so it is not taken as delivered."""
    if answer.cut:
        return Judgement(Kind.REFUSED, f"接收方答复 {answer.status_code},但回执超过 64 KB,未予采信")
    if not answer.body.strip():
        return Judgement(Kind.REFUSED, f"接收方答复 {answer.status_code},但没有回执")
    return Judgement(Kind.ACKNOWLEDGED)


def is_dead(kind: Kind, *, tries: int, refusals: int) -> bool:
    """Whether a delivery is given up; both counts include this attempt and begin anew when a human resends."""
    return kind is Kind.GONE or tries >= MAX_TRIES or (kind is Kind.REFUSED and refusals >= MAX_REFUSALS)


def backoff(attempt: int, rng: Random) -> float:
    """Seconds to wait after the given attempt (1 is the first): full jitter under a doubling ceiling."""
    ceiling = min(CAP_SECONDS, BASE_SECONDS * 2.0 ** min(attempt - 1, 30))
    return rng.uniform(0.0, ceiling)


def retry_after_seconds(text: str, *, now: datetime) -> float | None:
    """Seconds asked for by a Retry-After header (number or HTTP date), held between 0 and 1 h; None if unreadable."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return CAP_SECONDS if len(text) > 9 else min(float(text), CAP_SECONDS)
    try:
        until = parsedate_to_datetime(text)
        if until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        return min(max((until - now).total_seconds(), 0.0), CAP_SECONDS)
    except (ValueError, OverflowError):  # a year or a zone no calendar has
        return None


def wait_seconds(*, tries: int, retry_after: str, now: datetime, rng: Random) -> float:
    """Seconds until the next attempt: what the receiver asked for, but never sooner than our own back-off."""
    asked = retry_after_seconds(retry_after, now=now) if retry_after else None
    return max(backoff(tries, rng), asked or 0.0)
