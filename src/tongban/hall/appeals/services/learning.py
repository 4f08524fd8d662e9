"""Learning whom appeals are for: from the catalogue on the first day, from the house's own closed cases ever after."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from tongban.casework.dispatch import rules as dispatch
from tongban.common.errors import BadInput
from tongban.common.time import localdate
from tongban.hall.appeals.models import Appeal, TextModel
from tongban.hall.appeals.queries.suggesting import CLOSED, catalogue_rows, closed_rows

ENOUGH = 200  # closed appeals from which they alone are learnt from
AFRESH = 100  # new closed appeals after which the worker learns anew
KEPT = 3


def learn(*, at: datetime) -> TextModel:
    """Train a model on what the house knows now and keep it; a few former ones stay.

    Training takes its time, so no transaction is open meanwhile: on SQLite it would keep everybody from writing.
    """
    closed = closed_rows()
    known = catalogue_rows(localdate(at))
    stamp = at.isoformat(timespec="seconds")
    model = None
    if len(closed) >= ENOUGH:
        try:
            model = dispatch.train(closed, at=stamp)
        except BadInput:  # a line with too few cases: the catalogue helps out
            model = None
    if model is None:
        model = dispatch.first_model([*known, *closed], at=stamp)
    content = dispatch.save(model)
    with transaction.atomic():
        row: TextModel = TextModel.objects.create(
            learnt_at=at,
            cases=_closed(),
            rows=model.rows,
            labels=len(model.labels),
            measures=dict(model.measures),
            digest=sha256(content).hexdigest(),
            content=content,
        )
        former = list(TextModel.objects.order_by("-pk").values_list("pk", flat=True)[KEPT:])
        TextModel.objects.filter(pk__in=former).delete()
    return row


def _closed() -> int:
    """How many appeals have been closed by now."""
    return Appeal.objects.filter(case__status__in=CLOSED).count()


def learn_if_due(*, at: datetime) -> bool:
    """Learn where there is no model yet or enough has been closed since; the worker asks once an hour."""
    last = TextModel.objects.order_by("-pk").values_list("cases", flat=True).first()
    if last is not None and _closed() - last < AFRESH:
        return False
    try:
        learn(at=at)
    except BadInput:  # a house without a catalogue and without closed appeals knows nothing yet
        return False
    return True
