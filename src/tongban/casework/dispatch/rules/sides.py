"""The part of labelled texts to learn from and the part to be judged by: the same text is never on both sides."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from .grams import normalised
from .reading import Row

TESTED_PERCENT = 20


@dataclass(frozen=True, slots=True)
class Sides:
    """Rows to learn from, rows to be judged by."""

    learned: tuple[Row, ...]
    tested: tuple[Row, ...]


def share(text: str, seed: str) -> float:
    """A number from 0 to below 1 that depends on the normalised text and the seed only."""
    digest = blake2b(f"{seed}|{normalised(text)}".encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56


def parted(rows: Iterable[Row], *, seed: int = 0) -> Sides:
    """Four fifths to learn from, a fifth to be judged by, the same in every run."""
    learned: list[Row] = []
    tested: list[Row] = []
    for row in rows:
        (tested if share(row[0], f"side {seed}") * 100 < TESTED_PERCENT else learned).append(row)
    return Sides(learned=tuple(learned), tested=tuple(tested))
