"""What the program proposes for a dispatch; whoever dispatches decides."""

from collections.abc import Sequence

from tongban.common.time import localdate
from tongban.faces.desk.appeals.reading import AppealView
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals.queries import Alike, Proposal


def suggestions(view: AppealView) -> Sequence[Proposal]:
    """The agencies proposed as lead, the likeliest first."""
    case = view.case
    return appeals.suggestions(
        text=f"{case.title}\n{view.appeal.text}",
        region=case.region_id,
        on=localdate(view.at),
        item=case.item_id or "",
    )


def alike(view: AppealView) -> Sequence[Alike]:
    """Open appeals like this one, which it might be joined to."""
    case, appeal = view.case, view.appeal
    return appeals.similar(
        text=appeal.text,
        region=case.region_id,
        place=appeal.place,
        enterprise_id=appeal.enterprise_id,
        but=case.pk,
    )
