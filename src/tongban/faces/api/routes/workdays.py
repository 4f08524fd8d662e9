"""The clock as a service: when a term ends and why, as the command line says it."""

import re
from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from tongban.common.errors import BadInput
from tongban.common.time import CHINA, midnight
from tongban.faces.api.auth import Session, Token
from tongban.faces.api.schemas.registry import Due, WhyDay
from tongban.workdays import Clock, Extension, Pause, Term

router = Router(auth=[Token(), Session()], tags=["时限"])
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?")
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
    clock = Clock(
        Term.parse(term),
        moment(start),
        tuple(interval(text) for text in pause),
        tuple(Extension(Term.parse(text)) for text in extend),
    )
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


def moment(text: str) -> datetime:
    """An instant: a day stands for its first moment."""
    try:
        if DATE.fullmatch(text):
            return midnight(date.fromisoformat(text))
        if MOMENT.fullmatch(text):
            at = datetime.fromisoformat(text)
            return at if at.tzinfo else at.replace(tzinfo=CHINA)
    except (ValueError, OverflowError):
        pass  # a day that does not exist is refused below like any other unreadable text
    raise BadInput("date.bad", "日期“{text}”无法识别:请写作 2022-07-01 或 2022-07-01T09:00。", text=text)


def interval(text: str) -> Pause:
    """A pause written ``A..B``, open when B is left out."""
    start, dots, end = text.partition("..")
    if not dots:
        raise BadInput(
            "pause.bad", "中止“{text}”无法识别:请写作 2022-07-06..2022-07-08,尚未恢复的写作 2022-07-06..。", text=text
        )
    return Pause(moment(start), moment(end) if end else None)
