"""The chain of the journal: each line carries the digest of the one before, so that any edit shows.

SHA-256 (FIPS 180-4) over the previous digest and the canonical text of the line.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
# moves whose lines are the office's own: no party ever reads them. What a party must know is told by a paper.
INSIDE = frozenset({"note", "review_material", "open_phone"})


@dataclass(frozen=True, slots=True)
class Line:
    """What one journal line says; ``data`` is canonical JSON text, kept to the letter as it was hashed."""

    number: str
    seq: int
    at: datetime
    move: str
    role: str
    actor: str
    actor_name: str
    agency: str
    status: str
    step: str
    data: str


def payload(data: Mapping[str, Any]) -> str:
    """Canonical JSON: sorted keys, no spaces, dates and decimals as text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest(before: str, line: Line) -> str:
    """The digest (64 hex digits) of a line after the line whose digest is ``before``."""
    parts = (
        before,
        line.number,
        str(line.seq),
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.move,
        line.role,
        line.actor,
        line.actor_name,
        line.agency,
        line.status,
        line.step,
        line.data,
    )
    # JSON of a list keeps the borders between the parts: ("ab", "c") and ("a", "bc") differ
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
