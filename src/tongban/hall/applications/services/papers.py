"""Papers told to the applicant, written as rows inside the act they belong to."""

from collections.abc import Mapping, Sequence

from tongban.casework.cases.services import Act
from tongban.hall.applications.models import Notice
from tongban.hall.applications.rules.notices import NoticeKind


def tell(
    act: Act, kind: NoticeKind, *, reason: str, remedy: str = "", items: Sequence[Mapping[str, str]] = ()
) -> Notice:
    """Put on record what the applicant is told, when and by whom."""
    notice = Notice(
        case=act.case,
        kind=kind.value,
        told_at=act.at,
        told_by=act.actor.key,
        reason=reason,
        remedy=remedy,
        items=[dict(one) for one in items],
    )
    notice.save(force_insert=True)
    return notice
