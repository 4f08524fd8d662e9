"""“Why this day?”: one row per day from the start of a clock to its due day, with the reason in Chinese and its source."""

from dataclasses import dataclass
from datetime import date, timedelta

from tongban.common.errors import BadInput
from tongban.common.said import Joined, said
from tongban.common.time import localdate, midnight
from tongban.workdays.calendar import WEEKDAYS, Calendar, Kind
from tongban.workdays.reckoning import DAY, Given, HourReckoning, Reckoning
from tongban.workdays.terms import Counting

START_DAY, CALENDAR_DAY = "起算日", "自然日"
START_NOT_COUNTED = "起算日不计入,自次日起计算(民法典第二百零一条)"
START_NOT_COUNTED_WORKING = "起算日不计入,自次日起按工作日计算(民法典第二百零一条、行政许可法第八十二条)"
AFTER_PAUSE = "恢复后的首日,当日办结,截至当日24时"
SAME_DAY = "当日办结,截至当日24时"
HOURS_COUNTED = "自起算时刻连续计算(民法典第二百零一条第二款)"
ROLLED = "期限最后一日遇休息日,顺延至下一工作日(民法典第二百零三条)"
NOT_ANNOUNCED = "(该年节假日安排未公布,暂按周一至周五推算)"
DAYS = {
    Kind.WORKDAY: "工作日",
    Kind.WEEKEND: "周末",
    Kind.HOLIDAY: "{name}放假({notice})",
    Kind.MAKEUP: "{name}调休上班({notice})",
}
MINUTE = timedelta(minutes=1)
MOST_DAYS = 5_000  # the longest term is ten years of calendar days; more is a slip of the pen or an attack


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day: ``weekday`` in Chinese; ``ordinal`` is its place among the counted days, None when not counted."""

    on: date
    weekday: str
    counted: bool
    ordinal: int | None
    reason: str


def explain(given: Given, reckoning: Reckoning, calendar: Calendar, until: date | None) -> list[DayRow]:
    """Rows from the start day to the due day; without a due day to the first day of the open pause or to ``until``."""
    start_on = localdate(given.started_at)
    last = reckoning.due_on
    if last is None:
        held = max((pause.started_on for pause in given.pauses if pause.end_on is None), default=start_on)
        last = max(held, start_on, until or start_on)
    days = (last - start_on).days + 1
    if days > MOST_DAYS:
        raise BadInput(
            "explain.long", "这一时限跨{days}天,逐日说明最多{most}天:请核对起止日期和中止。", days=days, most=MOST_DAYS
        )
    rows: list[DayRow] = []
    ordinal = 0
    for step in range(days):
        on = start_on + timedelta(days=step)
        counted, reason = _verdict(given, reckoning, calendar, on)
        ordinal += counted
        rows.append(DayRow(on, WEEKDAYS[on.weekday()], counted, ordinal if counted else None, reason))
    return rows


def _verdict(given: Given, reckoning: Reckoning, calendar: Calendar, on: date) -> tuple[bool, str]:
    if isinstance(reckoning, HourReckoning):
        return _hours(given, reckoning, on)
    paused: str = ""
    if reckoning.is_paused(midnight(on)):
        paused = Joined("; ", dict.fromkeys(pause.words for pause in given.pauses if pause.covers(on)))
    if on == localdate(given.started_at):
        start = _start(given, reckoning)
        return False, Joined("; ", [start, paused]) if paused else start
    if paused:
        return False, paused
    if given.total.amount == 0:
        return False, AFTER_PAUSE if on == reckoning.due_on else _calendar_words(calendar, on)
    if given.total.counting is Counting.WORKING:
        return calendar.is_workday(on), _calendar_words(calendar, on)
    if given.total.counting is Counting.CALENDAR:
        return True, CALENDAR_DAY
    return _rolling(reckoning, calendar, on)


def _start(given: Given, reckoning: Reckoning) -> str:
    if given.total.amount == 0:
        return SAME_DAY if reckoning.due_on == localdate(given.started_at) else START_DAY
    return START_NOT_COUNTED_WORKING if given.total.counting is Counting.WORKING else START_NOT_COUNTED


def _rolling(reckoning: Reckoning, calendar: Calendar, on: date) -> tuple[bool, str]:
    if reckoning.last_on is None or on < reckoning.last_on:
        return True, CALENDAR_DAY
    words = _calendar_words(calendar, on)
    if on == reckoning.last_on:
        return True, said("自然日,期限最后一日:{day}", day=words)
    return False, said("{rule}:{day}", rule=ROLLED, day=words) if on == reckoning.due_on else words


def _calendar_words(calendar: Calendar, on: date) -> str:
    day = calendar.day(on)
    words = said(DAYS[day.kind], name=day.name, notice=day.notice)
    return Joined("", [words, NOT_ANNOUNCED]) if day.provisional else words


def _hours(given: Given, reckoning: HourReckoning, on: date) -> tuple[bool, str]:
    begin_at, end_at = midnight(on), midnight(on + DAY)
    minutes = round(reckoning.running(begin_at, end_at) / MINUTE)
    hours, rest = divmod(minutes, 60)
    length = Joined("", [said("{count}小时", count=hours)] * bool(hours) + [said("{count}分", count=rest)] * bool(rest))
    ran = said("计{length},{rule}", length=length, rule=HOURS_COUNTED) if minutes else said("未计时")
    paused = [
        pause.words_by_minute
        for pause in given.pauses
        if pause.started_at < end_at and (pause.end_at is None or pause.end_at > begin_at)
    ]
    return minutes > 0, Joined("; ", dict.fromkeys([ran, *paused]))
