"""How good answers are: F1 by label, how far confidence is from truth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Answers:
    """For each judged text the label wanted and the label given, as numbers, and how sure the model was."""

    wanted: NDArray[np.int64]
    given: NDArray[np.int64]
    confidence: NDArray[np.float64]
    labels: int

    def of(self, label: int) -> tuple[int, int, int]:
        """(rightly given, given at all, wanted at all) of a label."""
        given, wanted = self.given == label, self.wanted == label
        return int((given & wanted).sum()), int(given.sum()), int(wanted.sum())


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers of a range of confidence: how many, how sure on average, and how many of them right."""

    above: float
    upto: float
    count: int
    confidence: float
    accuracy: float


def portion(part: float, whole: float) -> float:
    """A part of a whole; nothing of nothing is 0."""
    return part / whole if whole else 0.0


def f1(right: int, given: int, wanted: int) -> float:
    """The harmonic mean of precision and recall."""
    return portion(2 * right, given + wanted)


def macro_f1(answers: Answers) -> float:
    """The mean of the F1 of all labels that are wanted or given, rare ones as weighty as frequent ones."""
    found = [answers.of(label) for label in range(answers.labels)]
    seen = [f1(*one) for one in found if one[1] or one[2]]
    return portion(sum(seen), len(seen))


def bins(answers: Answers) -> tuple[Bin, ...]:
    """The answers by tenths of confidence, empty tenths left out."""
    tenth = np.minimum((answers.confidence * BINS).astype(int), BINS - 1)
    right = answers.given == answers.wanted
    return tuple(
        Bin(
            above=one / BINS,
            upto=(one + 1) / BINS,
            count=int(inside.sum()),
            confidence=float(answers.confidence[inside].mean()),
            accuracy=float(right[inside].mean()),
        )
        for one in range(BINS)
        if (inside := tenth == one).any()
    )


def calibration_error(answers: Answers) -> float:
    """The expected calibration error: how far confidence and accuracy lie apart, bin by bin, weighted by count."""
    return portion(
        sum(one.count * abs(one.confidence - one.accuracy) for one in bins(answers)), float(len(answers.wanted))
    )
