"""Character n-grams of many texts at once, as arrays of numbers: no loop over characters, no dictionary of strings.

Chinese writes no spaces between words, so runs of one to a few characters stand for them. A run is known by a 64-bit
hash of its characters; two runs of the same hash are as likely as a fault of the memory.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

LONGEST_TEXT = 20_000  # characters of one text that are looked at
BATCH = 60_000  # characters counted at once: what fits near the processor
# Places that were masked before publication (A市, C4区): which one it was must not be learned.
MASKED = re.compile(r"[A-Za-z]\d{0,3}(?=[市县区州镇乡村])")
DROPPED, EDGE = 0, ord(",")
FIRST_PLANE = 0x10000
UNCHANGED = ((0x3400, 0xA000), (0xAC00, 0xD7A4))  # ideographs and Hangul: each is its own simplest form
# A message opens with what it is about: its title, or its first sentence. That opening counts as much as all the rest.
SENTENCE_END = re.compile(r"[。！？!?\n]")
LONGEST_OPENING, OPENING = 40, 25
MIX = np.uint64(0x9E3779B97F4A7C15)
HALF, FEWER = np.uint64(32), np.uint64(29)


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of some texts: whose, which, whether in the opening, and where in the text as given."""

    owner: Places
    key: Keys
    opens: NDArray[np.bool_]
    begins: Places
    ends: Places


@cache
def _forms() -> Codes:
    """The simplest form of each character of the first plane; 0 drops it, every punctuation mark becomes a comma."""
    forms = np.arange(FIRST_PLANE, dtype=np.uint32)
    for point in range(FIRST_PLANE):
        if not any(low <= point < high for low, high in UNCHANGED):
            forms[point] = _form(point)
    return forms


def _form(point: int) -> int:
    simple = unicodedata.normalize("NFKC", chr(point)).lower()
    letter = simple if len(simple) == 1 else chr(point)
    kind = unicodedata.category(letter)
    if kind[0] in "CZ":
        return DROPPED
    if kind[0] == "P":
        return EDGE
    return ord("0") if kind == "Nd" else ord(letter)


def _masked(text: str) -> str:
    """The text, as long as it was, with masked places all the same."""
    return MASKED.sub(lambda found: "某" + "\0" * (len(found[0]) - 1), text[:LONGEST_TEXT])


def _opening(text: str) -> int:
    """Where the first sentence ends, or what is taken for it where it is long; a short text is all opening."""
    if len(text) <= LONGEST_OPENING:
        return len(text) + 1
    end = SENTENCE_END.search(text, 0, LONGEST_OPENING)
    return end.end() if end else OPENING


def _codes(text: str) -> Codes:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    low = points < FIRST_PLANE
    return np.where(low, _forms()[np.where(low, points, 0)], points)


def normalised(text: str) -> str:
    """What two texts share that differ only in width, case, spaces, digits, kind of punctuation or masked place."""
    codes = _codes(_masked(text))
    kept: bytes = codes[codes != DROPPED].tobytes()
    return kept.decode("utf-32-le", "surrogatepass")


def batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in their order, so many at once that memory stays small."""
    begin = size = 0
    for place, text in enumerate(texts):
        size += min(len(text), LONGEST_TEXT)
        if size >= BATCH:
            yield texts[begin : place + 1]
            begin, size = place + 1, 0
    if begin < len(texts):
        yield texts[begin:]


def grams(texts: Sequence[str], longest: int) -> Grams:
    """All n-grams of 1 to ``longest`` characters; the edge of a text counts as punctuation."""
    same_length = [_masked(text) for text in texts]
    sizes = np.array([len(text) + 1 for text in same_length], dtype=np.int64)
    codes = _codes("".join(f"{text}," for text in same_length))
    firsts = np.cumsum(sizes) - sizes
    kept = np.flatnonzero(codes != DROPPED)
    points = codes[kept].astype(np.uint64)
    owner = np.repeat(np.arange(len(texts)), sizes)[kept]
    at = kept - firsts[owner]
    opens = at < np.array([_opening(text) for text in texts], dtype=np.int64)[owner]
    pieces = []
    hashed = np.zeros(len(points), np.uint64)
    for order in range(1, longest + 1):
        hashed = _mixed(hashed[: len(points) - order + 1], points[order - 1 :])
        inside = np.flatnonzero(owner[: len(hashed)] == owner[order - 1 :])
        pieces.append((owner[inside], hashed[inside], opens[inside], at[inside], at[inside + order - 1] + 1))
    return Grams(*(np.concatenate(column) for column in zip(*pieces, strict=True)))


def _mixed(hashed: Keys, codes: Keys) -> Keys:
    grown = ((hashed ^ (hashed >> FEWER)) * MIX + codes + np.uint64(1)) * MIX
    return grown ^ (grown >> HALF)
