"""Open appeals like the one that is being written, shown before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongban.casework.cases.rules import Kind, Status
from tongban.hall.appeals import queries
from tongban.hall.appeals.services import Intake

MOST = 3


@dataclass(frozen=True)
class Similar:
    """An open appeal on the same matter, without a word its reporter wrote; the place only where both name it."""

    opened_at: object
    status: str
    agency: str
    place: str


class Alike(Exception):
    """Not an error: the reader is to look at these before anything is filed."""

    def __init__(self, found: Sequence[Similar]) -> None:
        super().__init__()
        self.found = found


def similar_to(intake: Intake, *, but: int) -> Sequence[Similar]:
    """Open appeals on the same matter but for the one just written, the likest first."""
    found = queries.similar(
        text=intake.text,
        region=intake.region,
        place=intake.place,
        enterprise_id=intake.enterprise_id,
        most=MOST,
        but=but,
    )
    return [
        Similar(
            one.opened_at,
            Status(one.status).label_for(Kind.APPEAL.value),
            one.agency,
            one.place if one.same_place else "",
        )
        for one in found
    ]
