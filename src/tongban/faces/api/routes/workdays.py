"""The clock as a service: when a term ends and why, as the command line says it."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from tongban.faces.api.auth import Session, Token
from tongban.faces.api.schemas.registry import Due, WhyDay
from tongban.workdays import parse_clock

router = Router(auth=[Token(), Session()], tags=["时限"])
MOST_PAUSES = 50
NONE: list[str] = []


@router.get("/workdays/due", response=Due, operation_id="getDue", summary="时限何日届满,为什么")
def get_due(
    request: HttpRequest,
    start: Annotated[str, Query(description="起算日或起算时刻,如 2022-07-01;不带时区的按北京时间")],
    term: Annotated[str, Query(description="10wd、90d、90dr 或 24h")],
    pause: Annotated[list[str], Query(max_length=MOST_PAUSES, description="2022-07-06..2022-07-08;可重复")] = NONE,
    extend: Annotated[list[str], Query(max_length=MOST_PAUSES, description="延期,如 10wd;可重复")] = NONE,
) -> Due:
    """The due day of a term with every day counted or not; the day of the start is not counted."""
    clock = parse_clock(start, term, pause, extend)
    rows = clock.explain()
    return Due(
        start=start,
        term=term,
        counting=clock.term.counting.word,
        due_on=clock.due_on(),
        provisional=clock.provisional(),
        days_counted=sum(row.counted for row in rows),
        why=[WhyDay(on=row.on, counted=row.counted, reason=row.reason) for row in rows],
    )
