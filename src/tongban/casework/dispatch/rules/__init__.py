"""Pure rules of dispatch: read labelled texts, train a text model on them, ask it, judge it, keep it.

Names are loaded on first use: numpy and scipy are wanted by whoever asks a model, not by every process that starts.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .judging import Bin
    from .measures import ClassMeasure, Evaluation, Speed, evaluate, measure
    from .model import Model, Suggestion
    from .reading import Labelled, read_rows
    from .sides import Sides, parted
    from .storing import load, save
    from .training import FEWEST_ROWS, first_model, train

HOMES = {
    "Bin": "judging",
    "ClassMeasure": "measures",
    "Evaluation": "measures",
    "Speed": "measures",
    "evaluate": "measures",
    "measure": "measures",
    "Model": "model",
    "Suggestion": "model",
    "Labelled": "reading",
    "read_rows": "reading",
    "Sides": "sides",
    "parted": "sides",
    "load": "storing",
    "save": "storing",
    "FEWEST_ROWS": "training",
    "first_model": "training",
    "train": "training",
}

__all__ = [
    "FEWEST_ROWS",
    "Bin",
    "ClassMeasure",
    "Evaluation",
    "Labelled",
    "Model",
    "Sides",
    "Speed",
    "Suggestion",
    "evaluate",
    "first_model",
    "load",
    "measure",
    "parted",
    "read_rows",
    "save",
    "train",
]


def __getattr__(name: str) -> Any:
    """The piece of that name, from the module where it stands."""
    if name not in HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
