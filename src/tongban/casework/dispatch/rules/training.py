"""Training: ridge regression on n-grams weighted by log-count ratios; how sure a model is comes from folds kept apart.

scikit-learn is imported inside the function that fits; whoever only asks a model never loads it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tongban.common.errors import BadInput

from .counting import Floats, Vocabulary, learn, told
from .judging import Answers, calibration_error, macro_f1
from .model import Model, confidences
from .reading import Row
from .sides import share

FEWEST_ROWS = 5  # of a label, where a model is trained on messages; a catalogue has one text for each
MOST_LABELS = 5_000
FOLDS = 4
MOST_GRAMS = 200_000
MOST_WEIGHTS = 6_000_000  # n-grams times labels: two bytes each, so that a model of hundreds of agencies stays small
MOST_SCORES = 10_000_000  # rows times labels up to which several strengths are tried: each keeps its scores
RARE_ENOUGH = 20  # rows a label from which n-grams of a single text are left out
STRENGTHS = (0.3, 0.5, 0.8, 1.2)  # of regularisation: long texts bear less of it than short ones, so the rows choose
RIDGE = 0.8  # where there are too few rows to choose
COLD = 0.25  # temperature where there are too few rows to find one
TEMPERATURES = np.geomspace(0.03, 3, 80)

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Strength of regularisation and temperature, with how good the answers were on texts kept apart."""

    strength: float
    temperature: float
    measures: dict[str, float]


def train(rows: Iterable[Row], *, at: str, fewest: int = FEWEST_ROWS) -> Model:
    """A model of all rows; ``at`` is when, in ISO 8601; raises BadInput where there are too few labels or rows."""
    known = sorted(set(rows))
    labels = check_rows(known, fewest)
    texts = [text for text, _ in known]
    numbers = {label: number for number, label in enumerate(labels)}
    wanted = np.array([numbers[label] for _, label in known])
    chosen = _chosen(texts, wanted, len(labels)) if min(np.bincount(wanted)) >= FEWEST_ROWS else None
    found = chosen or Chosen(RIDGE, COLD, {})
    vocabulary = _vocabulary(texts, wanted, len(labels))
    weights, bias = _weights(vocabulary.features(texts), wanted, len(labels), found.strength)
    return Model(
        labels=labels,
        vocabulary=vocabulary,
        weights=weights,
        bias=bias,
        temperature=found.temperature,
        rows=len(known),
        trained_at=at,
        measures=found.measures,
    )


def first_model(catalogue: Iterable[Row], *, at: str) -> Model:
    """The model of the first day, from names of items and duties of agencies: one short text for a label is enough."""
    return train(catalogue, at=at, fewest=1)


def check_rows(rows: Iterable[Row], fewest: int) -> tuple[str, ...]:
    """The labels of rows enough to learn from; raises BadInput. The same text told twice counts once."""
    counts = Counter(label for _, label in set(rows))
    if len(counts) < 2:
        raise BadInput("dispatch.one_label", "至少需要两个不同的标签才能训练,现有{count}个。", count=len(counts))
    if len(counts) > MOST_LABELS:
        raise BadInput(
            "dispatch.many_labels", "标签有{count}个,最多{most}个,请合并后再训练。", count=len(counts), most=MOST_LABELS
        )
    if scarce := sorted(label for label, count in counts.items() if count < fewest):
        raise BadInput(
            "dispatch.few_rows",
            "标签“{labels}”的不同文本不足{fewest}条,请补充或合并后再训练。",
            labels="、".join(scarce[:10]),
            fewest=fewest,
        )
    return tuple(sorted(counts))


def _vocabulary(texts: Sequence[str], wanted: Numbers, labels: int) -> Vocabulary:
    fewest_texts = 2 if len(texts) >= RARE_ENOUGH * labels else 1
    most = min(MOST_GRAMS, MOST_WEIGHTS // labels)
    return told(learn(texts, most=most, fewest_texts=fewest_texts), texts, wanted, labels)


def _weights(features: sparse.csr_matrix, wanted: Numbers, labels: int, strength: float) -> tuple[Floats, Floats]:
    """Ridge: least squares of every label against the rest, rare labels as weighty as frequent ones."""
    from sklearn.linear_model import Ridge

    counts = np.bincount(wanted, minlength=labels)
    weight = len(wanted) / (labels * counts[wanted])
    targets = np.where(np.arange(labels) == wanted[:, None], 1.0, -1.0)
    fitted = Ridge(alpha=strength, solver="sparse_cg", tol=1e-3).fit(features, targets, sample_weight=weight)
    # As it will be kept, so that a model from a file answers exactly as the one just trained.
    return fitted.coef_.T.astype(np.float16).astype(np.float32), fitted.intercept_.astype(np.float32)


def _chosen(texts: Sequence[str], wanted: Numbers, labels: int) -> Chosen | None:
    """The strength that answers texts kept apart best; None where a fold would lack a label."""
    fold = np.array([int(share(text, "fold") * FOLDS) for text in texts])
    tried = STRENGTHS if len(texts) * labels <= MOST_SCORES else (RIDGE,)
    scores = {strength: np.zeros((len(texts), labels)) for strength in tried}
    for one in range(FOLDS):
        apart, kept = fold == one, fold != one
        if not apart.any() or len(np.unique(wanted[kept])) < labels:
            return None
        vocabulary = _vocabulary(list(compress(texts, kept)), wanted[kept], labels)
        learned = vocabulary.features(list(compress(texts, kept)))
        asked = vocabulary.features(list(compress(texts, apart)))
        for strength, found in scores.items():
            weights, bias = _weights(learned, wanted[kept], labels, strength)
            found[apart] = asked @ weights + bias
    judged = [_judged(found, wanted, labels, strength) for strength, found in scores.items()]
    return max(judged, key=lambda one: one.measures["macro_f1"])


def _judged(scores: NDArray[np.float64], wanted: Numbers, labels: int, strength: float) -> Chosen:
    temperature = float(min(TEMPERATURES, key=lambda warm: _surprise(scores, wanted, warm)))
    sure = confidences(scores, temperature)
    answers = Answers(wanted=wanted, given=sure.argmax(axis=1), confidence=sure.max(axis=1), labels=labels)
    measures = {
        "folds": FOLDS,
        "strength": strength,
        "macro_f1": round(macro_f1(answers), 4),
        "accuracy": round(float((answers.given == answers.wanted).mean()), 4),
        "calibration_error": round(calibration_error(answers), 4),
    }
    return Chosen(strength=strength, temperature=temperature, measures=measures)


def _surprise(scores: NDArray[np.float64], wanted: Numbers, temperature: float) -> float:
    """The mean negative logarithm of the confidence in the right label."""
    right = confidences(scores, temperature)[np.arange(len(wanted)), wanted]
    return float(-np.log(np.maximum(right, 1e-12)).mean())
