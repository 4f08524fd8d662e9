"""Quiet hours (免打扰): when a telephone must not ring, and the instant it may again."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tongban.common.time import CHINA, local

DAY = timedelta(hours=24)  # no summer time in Asia/Shanghai: the next day at the same hour


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``begins`` (inclusive) to ``ends`` (exclusive) on a wall clock in Hefei; equal hours mean never."""

    begins: time
    ends: time

    def holds(self, at: datetime) -> bool:
        """Whether the instant falls into the quiet hours, also across midnight."""
        hour = local(at).time()
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def not_before(self, at: datetime) -> datetime:
        """The instant itself, or the end of the quiet hours it falls into."""
        if not self.holds(at):
            return at
        ends = datetime.combine(local(at).date(), self.ends, CHINA)
        return (ends if ends > at else ends + DAY).astimezone(at.tzinfo)


NO_QUIET = QuietHours(time(0), time(0))
