"""The one zone of the house: instants are stored in UTC, legal days are days in Asia/Shanghai."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def localdate(at: datetime) -> date:
    """The legal day of an aware instant; ``at.date()`` on UTC is wrong for eight hours a day."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return at.astimezone(CHINA).date()


def local(at: datetime) -> datetime:
    """The instant as a clock on a wall in Hefei shows it."""
    return at.astimezone(CHINA)


def midnight(on: date) -> datetime:
    """The instant (UTC) at which the legal day ``on`` begins."""
    return datetime.combine(on, time.min, CHINA).astimezone(UTC)


def last_moment(on: date) -> datetime:
    """The last stored instant (UTC, microseconds) of the legal day ``on``."""
    return datetime.combine(on, time.max, CHINA).astimezone(UTC)


def due_day(due_at: datetime) -> date:
    """The legal day whose close is the exclusive due instant ``due_at``; for terms in hours the day it falls in."""
    return localdate(due_at - datetime.resolution)


def noon(on: date, hour: int = 12, minute: int = 0) -> datetime:
    """An instant (UTC) inside the legal day ``on``, for imports and stories that know only hours."""
    return datetime.combine(on, time(hour, minute), CHINA).astimezone(UTC)
