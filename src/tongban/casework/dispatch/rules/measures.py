"""Evaluation: a model judged on texts it did not learn from, with its speed and its size."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import numpy as np

from tongban.common.errors import BadInput

from .judging import Answers, Bin, bins, calibration_error, f1, macro_f1, portion
from .model import Model
from .reading import Row
from .sides import parted
from .storing import load, save
from .training import FEWEST_ROWS, check_rows, train

LONG_ENOUGH = 0.5  # seconds: a shorter measurement of speed says little
MOST_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class ClassMeasure:
    """How well one label is found; ``count`` is how many texts have it."""

    label: str
    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True, slots=True)
class Speed:
    """Texts answered per second on one core, bytes of the model's file, seconds to load it."""

    records_per_second: float
    model_bytes: int
    load_seconds: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a model is worth on texts it has not seen."""

    learned: int
    tested: int
    macro_f1: float
    accuracy: float
    classes: tuple[ClassMeasure, ...]
    bins: tuple[Bin, ...]
    calibration_error: float
    speed: Speed

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data."""
        return asdict(self)


def evaluate(rows: Iterable[Row], *, at: str, seed: int = 0) -> Evaluation:
    """Trains on four fifths and judges by the last fifth, apart by normalised text; raises BadInput."""
    known = tuple(rows)
    check_rows(known, FEWEST_ROWS)
    both = parted(known, seed=seed)
    if not both.tested or not both.learned:
        raise BadInput("dispatch.no_test", "文本太少,分不出训练和测试两部分,请补充后再评估。")
    # A label may have lost rows to the other side; it had enough before.
    return measure(train(both.learned, at=at, fewest=1), both.tested)


def measure(model: Model, rows: Sequence[Row]) -> Evaluation:
    """Judges a model by rows; labels the model does not know count as missed."""
    texts = [text for text, _ in rows]
    labels = (*model.labels, *sorted({label for _, label in rows} - set(model.labels)))
    numbers = {label: number for number, label in enumerate(labels)}
    sure = model.confidences(texts)
    answers = Answers(
        wanted=np.array([numbers[label] for _, label in rows]),
        given=sure.argmax(axis=1),
        confidence=sure.max(axis=1),
        labels=len(labels),
    )
    return Evaluation(
        learned=model.rows,
        tested=len(rows),
        macro_f1=macro_f1(answers),
        accuracy=float((answers.given == answers.wanted).mean()),
        classes=tuple(_class(label, *answers.of(number)) for label, number in numbers.items()),
        bins=bins(answers),
        calibration_error=calibration_error(answers),
        speed=_speed(model, texts),
    )


def _class(label: str, right: int, given: int, wanted: int) -> ClassMeasure:
    return ClassMeasure(
        label=label,
        precision=portion(right, given),
        recall=portion(right, wanted),
        f1=f1(right, given, wanted),
        count=wanted,
    )


def _speed(model: Model, texts: Sequence[str]) -> Speed:
    kept = save(model)
    begun = perf_counter()
    again = load(kept)
    again.predict(texts[:1])
    loading = perf_counter() - begun
    begun, rounds = perf_counter(), 0
    while rounds < MOST_ROUNDS and (rounds == 0 or perf_counter() - begun < LONG_ENOUGH):
        again.predict(texts)
        rounds += 1
    spent = perf_counter() - begun
    return Speed(records_per_second=rounds * len(texts) / spent, model_bytes=len(kept), load_seconds=loading)
