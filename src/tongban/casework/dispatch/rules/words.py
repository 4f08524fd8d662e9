"""Overlapping n-grams into fragments a person can read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .grams import MASKED

STRONGEST = 24  # n-grams looked at: more would join into whole sentences
LONGEST_FRAGMENT = 12
# Characters of grammar at the edges of a stretch: they join words and are none.
GRAMMAR = "的了在是和与及或为对把被就也都还又很请我你他她们这那有没不向从到让给吗呢吧啊之其于着过"
BORDERS = re.compile(rf"^[\W_{GRAMMAR}]+|[\W_{GRAMMAR}]+$")
WORTH_SHOWING = 0.2  # of what the strongest stretch adds
MARK = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and how much it speaks for a label."""

    begin: int
    end: int
    gain: float


def fragments(text: str, pieces: Sequence[Piece], most: int) -> tuple[str, ...]:
    """The strongest stretches of the text, overlapping ones joined, each wording once, the strongest first."""
    masked = [(found.start(), found.end() + 1) for found in MASKED.finditer(text)]
    spoken = [piece for piece in pieces if _speaks(text, piece, masked)]
    strongest = sorted(spoken, key=lambda piece: (-piece.gain, piece.begin))[:STRONGEST]
    weight: dict[str, float] = {}
    for piece in joined(sorted(strongest, key=lambda piece: (piece.begin, piece.end))):
        if words := BORDERS.sub("", text[piece.begin : piece.end]):
            weight[words] = max(weight.get(words, 0.0), piece.gain)
    least = max(weight.values(), default=0.0) * WORTH_SHOWING
    ranked = sorted((words for words in weight if weight[words] >= least), key=lambda words: -weight[words])
    # A single character says little by itself: it is shown only where nothing longer is.
    longer = [words for words in ranked if len(words) > 1]
    return tuple((longer or ranked)[:most])


def _speaks(text: str, piece: Piece, masked: Sequence[tuple[int, int]]) -> bool:
    """Whether a stretch is words: neither punctuation nor a place whose name was masked."""
    if MARK.search(text[piece.begin : piece.end]):
        return False
    return not any(piece.begin < end and begin < piece.end for begin, end in masked)


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Overlapping stretches as one, up to a readable length; ``pieces`` come in the order of the text."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and piece.begin < last.end and max(piece.end, last.end) - last.begin <= LONGEST_FRAGMENT:
            found[-1] = Piece(last.begin, max(piece.end, last.end), last.gain + piece.gain)
        else:
            found.append(piece)
    return found
