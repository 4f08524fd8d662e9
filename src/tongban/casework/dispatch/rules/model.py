"""The text model: ranks the labels of a text, says how sure it is, and shows the words that led to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .counting import Floats, Vocabulary
from .grams import grams
from .words import Piece, fragments

MOST_WORDS = 5
CANDIDATES = 80  # n-grams handed on to be joined: some fall away as punctuation or masked places


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A label, how sure the model is of it (0 to 1), and the fragments of the text that led to it, strongest first."""

    label: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """Labels and vocabulary with a weight for each pair of them; ``measures`` were taken on rows it did not learn from."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats
    bias: Floats
    temperature: float
    rows: int
    trained_at: str
    measures: Mapping[str, float] = field(default_factory=dict)

    def scores(self, texts: Sequence[str]) -> Floats:
        """One row a text, one column a label."""
        if not texts:
            return np.zeros((0, len(self.labels)), np.float32)
        found: Floats = self.vocabulary.features(texts) @ self.weights + self.bias
        return found

    def confidences(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """How sure the model is of each label of each text; every row sums to one."""
        return confidences(self.scores(texts), self.temperature)

    def predict(self, texts: Sequence[str]) -> list[str]:
        """The first label of each text."""
        return [self.labels[best] for best in self.scores(texts).argmax(axis=1)]

    def suggest(self, text: str, most: int = 5) -> list[Suggestion]:
        """The ``most`` likely labels of a text, the likeliest first."""
        sure = self.confidences([text])[0]
        ranked = np.argsort(-sure, kind="stable")[:most]
        pieces = self._pieces(text, ranked)
        return [
            Suggestion(self.labels[label], float(sure[label]), fragments(text, found, MOST_WORDS))
            for label, found in zip(ranked, pieces, strict=True)
        ]

    def _pieces(self, text: str, ranked: NDArray[np.int64]) -> list[list[Piece]]:
        """For each label the places of the text that speak for it more than for the average label."""
        found = grams([text], self.vocabulary.longest)
        place = self.vocabulary.places(found.key)
        known = np.flatnonzero(place >= 0)
        row = self.vocabulary.features([text])
        value = np.zeros(max(len(self.vocabulary.keys), 1), np.float32)
        value[row.indices] = row.data
        weights = self.weights[place[known]]
        gain = value[place[known], None] * (weights[:, ranked] - weights.mean(axis=1, keepdims=True))
        begins, ends = found.begins[known], found.ends[known]
        return [
            [
                Piece(int(begins[one]), int(ends[one]), float(column[one]))
                for one in np.argsort(-column, kind="stable")[:CANDIDATES]
                if column[one] > 0
            ]
            for column in gain.T
        ]


def confidences(scores: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """Scores as shares of one; a higher temperature makes them more alike."""
    warm = scores.astype(np.float64) / temperature
    grown = np.exp(warm - warm.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = grown / grown.sum(axis=1, keepdims=True)
    return shares
