"""The strict reader of a notice's YAML: it finds everything that is wrong at once, each by its key.

Strict on purpose: a key not known, missing or written twice, a day out of its year, a make-up day that is a working
day anyway. What is found is handed back, not raised, so that a page can show all of it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

from tongban.common.said import Said, said

LONGEST_TEXT = 20_000
_NUMBER = re.compile(r"\S+〔[0-9]{4}〕[0-9]+号")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a notice: the days off and the make-up workdays (调休上班) that pay for them."""

    name: str
    days_off: tuple[date, ...]
    makeup_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: the year it arranges, its number, and its holidays in order."""

    year: int
    number: str
    title: str
    issued_on: date
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and under which key of the text."""

    key: str
    what: Said

    @property
    def sentence(self) -> Said:
        """The problem with its place."""
        return said("“{key}”:{what}", key=self.key, what=self.what)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a text; the notices are whole only where there is no problem."""

    notices: tuple[Notice, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_text(text: str, known: Sequence[Notice] = (), *, year: int | None = None) -> Read:
    """Read the YAML of one year; ``known`` are the notices that hold already, of whatever year.

    ``year`` is the one the text must be of, where its place says so.
    """
    reader = _Reader(known)
    return Read(tuple(reader.whole(text, year)), tuple(reader.problems))


class _OneKeyOnce(yaml.SafeLoader):
    """The safe loader, except that a key written twice and a reference (a way to blow a text up) are refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"重复的键 {key}", node.start_mark)
        return super().construct_mapping(node, deep)

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("不支持引用(*)")
        return super().compose_node(parent, index)


class _Reader:
    """One reading; every method goes on after a problem as far as it makes sense."""

    def __init__(self, known: Sequence[Notice]) -> None:
        self.known = list(known)
        self.problems: list[Problem] = []

    def wrong(self, key: str, what: Said) -> None:
        self.problems.append(Problem(key, what))

    def whole(self, text: str, year: int | None) -> Iterator[Notice]:
        content = self.parsed(text)
        if self.problems or not self.has_keys("文件", content, {"year", "notices"}):
            return
        given = content["year"]
        if type(given) is not int or not 1000 <= given <= 9999:
            self.wrong("year", said("应为四位数的年份,如 2027"))
            return
        if year is not None and given != year:
            self.wrong("year", said("年份与文件名不符,应为{year},同一年份不得有两个文件", year=year))
            return
        former: Notice | None = None
        for place, row in enumerate(self.rows("notices", content["notices"]), start=1):
            notice = self.notice(f"notices[{place}]", given, row, former)
            if notice is not None:
                former = notice
                self.known.append(notice)
                yield notice

    def parsed(self, text: str) -> Any:
        if len(text) > LONGEST_TEXT:
            self.wrong("内容", said("超过{most}字,不像一份通知", most=LONGEST_TEXT))
            return None
        try:
            return yaml.load(text, Loader=_OneKeyOnce)  # noqa: S506 - a SafeLoader
        except (yaml.YAMLError, ValueError) as error:
            self.wrong("内容", said("无法读取({reason})", reason=" ".join(str(error).split())))
        except RecursionError:
            self.wrong("内容", said("无法读取({reason})", reason=said("嵌套过深")))
        return None

    def has_keys(self, where: str, row: Any, required: set[str], optional: frozenset[str] = frozenset()) -> bool:
        if not isinstance(row, dict):
            self.wrong(where, said("应为键值表"))
            return False
        for key in row:
            if key not in required | optional:
                self.wrong(f"{where}.{key}", said("不认识的键"))
        missing = sorted(required - row.keys())
        for key in missing:
            self.wrong(f"{where}.{key}", said("缺少此键"))
        return not missing

    def rows(self, where: str, rows: Any, *, may_be_empty: bool = False) -> list[Any]:
        if not isinstance(rows, list) or not (rows or may_be_empty):
            self.wrong(where, said("应为非空列表"))
            return []
        return rows

    def words(self, where: str, text: Any) -> str:
        if not isinstance(text, str) or not text.strip():
            self.wrong(where, said("应为非空文字"))
            return ""
        return text

    def notice(self, where: str, year: int, row: Any, former: Notice | None) -> Notice | None:
        before = len(self.problems)
        if not self.has_keys(where, row, {"number", "title", "issued_on", "holidays"}):
            return None
        number = self.words(f"{where}.number", row["number"])
        if number and not _NUMBER.fullmatch(number):
            self.wrong(f"{where}.number", said("文号“{number}”应写作 国办发明电〔2025〕7号", number=number))
        title = self.words(f"{where}.title", row["title"])
        issued_on = self.issued(where, row["issued_on"], former)
        found = [
            self.holiday(f"{where}.holidays[{place}]", year, holiday)
            for place, holiday in enumerate(self.rows(f"{where}.holidays", row["holidays"]), start=1)
        ]
        holidays = tuple(holiday for holiday in found if holiday is not None)
        self.check_days(where, year, holidays, issued_on)
        if len(self.problems) > before or issued_on is None:
            return None
        return Notice(year, number, title, issued_on, holidays)

    def issued(self, where: str, given: Any, former: Notice | None) -> date | None:
        if type(given) is not date:
            self.wrong(f"{where}.issued_on", said("应为日期,如 2025-11-04"))
            return None
        if former is not None and given < former.issued_on:
            template = "早于前一通知{number},后发的通知应写在后面"
            self.wrong(f"{where}.issued_on", said(template, number=former.number))
        return given

    def holiday(self, where: str, year: int, row: Any) -> Holiday | None:
        if not self.has_keys(where, row, {"name", "days_off"}, frozenset({"makeup_days"})):
            return None
        before = len(self.problems)
        name = self.words(f"{where}.name", row["name"])
        days_off, makeup_days = (
            tuple(
                day
                for entry in self.rows(f"{where}.{key}", row.get(key, []), may_be_empty=True)
                for day in self.days(f"{where}.{key}", year, entry)
            )
            for key in ("days_off", "makeup_days")
        )
        if not days_off and not makeup_days and len(self.problems) == before:
            self.wrong(f"{where}.days_off", said("没有列出任何日期"))
        return Holiday(name, days_off, makeup_days)

    def days(self, where: str, year: int, entry: Any) -> list[date]:
        ends = self.ends(where, entry)
        if ends is None:
            return []
        first, last = ends
        if last < first:
            self.wrong(where, said("“{entry}”止日早于起日", entry=entry))
            return []
        # A New Year holiday may begin in December: the notice of 2019 names 29 December 2018.
        if first < date(year - 1, 12, 1) or last.year > year:
            self.wrong(where, said("“{entry}”不在{year}年内(上一年12月除外)", entry=entry, year=year))
            return []
        return [first + timedelta(days=step) for step in range((last - first).days + 1)]

    def ends(self, where: str, entry: Any) -> tuple[date, date] | None:
        if type(entry) is date:
            return entry, entry
        parts = entry.split("..") if isinstance(entry, str) else []
        if len(parts) != 2 or not all(_DAY.fullmatch(part) for part in parts):
            self.wrong(where, said("“{entry}”应写作 2026-01-04 或 2026-01-01..2026-01-03", entry=entry))
            return None
        try:
            return date.fromisoformat(parts[0]), date.fromisoformat(parts[1])
        except ValueError:
            self.wrong(where, said("“{entry}”含有不存在的日期", entry=entry))
            return None

    def check_days(self, where: str, year: int, holidays: Sequence[Holiday], issued_on: date | None) -> None:
        """Find a day named twice in one notice, and a make-up workday that is a working day anyway."""
        earlier = [one for one in self.known if issued_on is None or one.issued_on <= issued_on]
        once_off = {day for former in earlier for holiday in former.holidays for day in holiday.days_off}
        seen: set[date] = set()
        for holiday in holidays:
            for day in (*holiday.days_off, *holiday.makeup_days):
                if day in seen:
                    self.wrong(f"{where}.{holiday.name}", said("{day}出现两次", day=day))
                seen.add(day)
            for day in holiday.makeup_days:
                # An amending notice may call people back on a weekday that an earlier one gave off.
                if day.weekday() < 5 and day not in once_off:
                    self.wrong(f"{where}.{holiday.name}.makeup_days", said("{day}本来就是工作日,不是调休", day=day))
