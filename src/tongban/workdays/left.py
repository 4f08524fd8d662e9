"""How long is left until a term is over, in words: in working days, the unit a desk plans in, or in hours."""

from datetime import date, datetime, timedelta

from tongban.common.said import Said, said
from tongban.common.time import due_day, localdate
from tongban.workdays.calendar import Calendar
from tongban.workdays.source import current

HOUR = timedelta(hours=1)


def words_left(due_at: datetime, at: datetime, *, by_hours: bool = False, calendar: Calendar | None = None) -> Said:
    """What is left at ``at`` of a term whose first late instant is ``due_at``; ``by_hours`` for terms in hours."""
    if by_hours:
        return _hours(due_at, at)
    today, due_on = localdate(at), due_day(due_at)
    calendar = calendar or current()
    if at >= due_at:
        over = calendar.count(due_on, today)
        return said("超期{count}个工作日", count=over) if over else said("已超期")
    if due_on <= today:
        return said("今天到期")
    # a term in calendar days may end on a day off
    days = calendar.count(today, due_on)
    return said("剩{count}个工作日", count=days) if days else said("{on}到期", on=due_on)


def _hours(due_at: datetime, at: datetime) -> Said:
    count = abs(due_at - at) // HOUR
    if at >= due_at:
        return said("超期{count}小时", count=count) if count else said("已超期")
    return said("剩{count}小时", count=count) if count else said("剩不到1小时")


def soon_on(at: datetime, days: int, calendar: Calendar | None = None) -> date:
    """The last day of the next so many working days."""
    return (calendar or current()).add(localdate(at), days)
