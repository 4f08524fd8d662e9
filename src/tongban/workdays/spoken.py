"""Instants, pauses and clocks as people write them: one reading for command line, API and pages."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from tongban.common.errors import BadInput
from tongban.common.time import CHINA, localdate, midnight
from tongban.workdays.calendar import check_in_range
from tongban.workdays.clock import Clock
from tongban.workdays.pauses import Extension, Pause
from tongban.workdays.terms import Term

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?")


def parse_moment(text: str) -> datetime:
    """An instant: a day stands for its first moment, a time without a zone is Asia/Shanghai. Raises BadInput."""
    try:
        if DATE.fullmatch(text):
            on = date.fromisoformat(text)
            check_in_range(on)
            return midnight(on)
        if MOMENT.fullmatch(text):
            at = datetime.fromisoformat(text)
            at = at if at.tzinfo else at.replace(tzinfo=CHINA)
            check_in_range(localdate(at))
            return at
    except (ValueError, OverflowError):
        pass  # a day that does not exist is refused below like any other unreadable text
    raise BadInput("date.bad", "日期“{text}”无法识别:请写作 2022-07-01 或 2022-07-01T09:00。", text=text)


def parse_pause(text: str) -> Pause:
    """A pause written ``A..B``, open when B is left out. Raises BadInput."""
    start, dots, end = text.partition("..")
    if not dots:
        raise BadInput(
            "pause.bad", "中止“{text}”无法识别:请写作 2022-07-06..2022-07-08,尚未恢复的写作 2022-07-06..。", text=text
        )
    return Pause(parse_moment(start), parse_moment(end) if end else None)


def parse_clock(start: str, term: str, pauses: Iterable[str] = (), extensions: Iterable[str] = ()) -> Clock:
    """A clock from its parts as written. Raises BadInput."""
    return Clock(
        Term.parse(term),
        parse_moment(start),
        tuple(parse_pause(text) for text in pauses),
        tuple(Extension(Term.parse(text)) for text in extensions),
    )
