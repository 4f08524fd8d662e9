"""The row of an answer, of an appeal and of a blocked matter alike."""

from collections.abc import Sequence
from datetime import datetime

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.casework.cases.rules.substance import fingerprint
from tongban.common.actors import Actor
from tongban.hall.appeals.models import Answer
from tongban.registry.prepared import Writer

ANSWERS = Writer(Answer)
ANSWERED = frozenset({Outcome.RESOLVED, Outcome.INFORMED, Outcome.UNMET})


def keep_answer(
    case: Case, text: str, outcome: Outcome, *, actor: Actor, at: datetime, evidence: Sequence[int] = ()
) -> None:
    """Keep what was answered, by whom, with the keys of the files that prove it, inside the caller's act."""
    ANSWERS.insert(
        Answer(
            case_id=case.pk,
            text=text,
            outcome=outcome.value,
            fingerprint=fingerprint(text),
            agency=case.agency_id,
            evidence=list(evidence),
            answered_at=at,
            answered_by=actor.key,
            answered_by_name=actor.name,
        )
    )
