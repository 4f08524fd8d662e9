"""State Council holiday notices: what a notice says, and the strict reader of its YAML.

One file a year, named by it (``2026.yaml``), with the keys ``year`` and ``notices``; a notice has ``number``, ``title``,
``issued_on`` and ``holidays``; a holiday has ``name``, ``days_off`` and optionally ``makeup_days``, lists of ``YYYY-MM-DD`` or
``YYYY-MM-DD..YYYY-MM-DD``. Later notices amend earlier ones. Anything else is refused by file and key.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from tongban.common.errors import BadInput

PACKAGED = Path(__file__).parent / "notices_data"

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


def read_folders(folders: Sequence[Path]) -> tuple[Notice, ...]:
    """All notices of the folders, by year and then in order of issue.

    A year may stand once in a folder; a later folder amends the year of an earlier one. Raises BadInput.
    """
    years: dict[int, list[Notice]] = {}
    for folder in folders:
        for path in notice_files(folder):
            earlier = years.setdefault(_year_of(path), [])
            earlier.extend(_read_file(path, earlier))
    return tuple(notice for year in sorted(years) for notice in years[year])


def notice_files(folder: Path) -> list[Path]:
    """The notice files of a folder by name; a folder that is not there, or a file ``*.yml``, is refused."""
    if not folder.is_dir():
        raise BadInput("holidays.folder", "节假日通知目录“{folder}”不存在:请先建立该目录或更正配置。", folder=folder)
    for path in folder.glob("*.yml"):
        raise _bad(path, "文件名", "扩展名应为 .yaml")
    return sorted(folder.glob("*.yaml"))


def _bad(path: Path, key: str, problem: str) -> BadInput:
    template = "节假日通知文件“{file}”的“{key}”有误:{problem}。请改正后重新载入。"
    return BadInput("holidays.bad", template, file=path.name, key=key, problem=problem)


def _year_of(path: Path) -> int:
    if not re.fullmatch(r"[0-9]{4}", path.stem):
        raise _bad(path, "文件名", "应以年份命名,如 2026.yaml")
    return int(path.stem)


def _read_file(path: Path, earlier: Sequence[Notice]) -> list[Notice]:
    content = _parsed(path)
    _check_keys(path, "文件", content, {"year", "notices"})
    year = _year_of(path)
    if content["year"] != year:
        raise _bad(path, "year", f"年份与文件名不符,应为{year},同一年份不得有两个文件")
    found: list[Notice] = []
    for place, row in enumerate(_rows(path, "notices", content["notices"]), start=1):
        found.append(_notice(path, f"notices[{place}]", year, row, [*earlier, *found]))
    return found


def _parsed(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_OneKeyOnce)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError) as error:
        raise _bad(path, "内容", f"无法读取({' '.join(str(error).split())})") from error


class _OneKeyOnce(yaml.SafeLoader):
    """The safe loader, except that a key written twice is refused instead of the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"重复的键 {key}", node.start_mark)
        return super().construct_mapping(node, deep)


def _check_keys(path: Path, where: str, row: Any, required: set[str], optional: frozenset[str] = frozenset()) -> None:
    if not isinstance(row, dict):
        raise _bad(path, where, "应为键值表")
    for key in row:
        if key not in required | optional:
            raise _bad(path, f"{where}.{key}", "不认识的键")
    for key in sorted(required - row.keys()):
        raise _bad(path, f"{where}.{key}", "缺少此键")


def _rows(path: Path, where: str, rows: Any, may_be_empty: bool = False) -> list[Any]:
    if not isinstance(rows, list) or not (rows or may_be_empty):
        raise _bad(path, where, "应为非空列表")
    return rows


def _words(path: Path, where: str, text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        raise _bad(path, where, "应为非空文字")
    return text


def _notice(path: Path, where: str, year: int, row: Any, earlier: Sequence[Notice]) -> Notice:
    _check_keys(path, where, row, {"number", "title", "issued_on", "holidays"})
    number = _words(path, f"{where}.number", row["number"])
    if not _NUMBER.fullmatch(number):
        raise _bad(path, f"{where}.number", f"文号“{number}”应写作 国办发明电〔2025〕7号")
    issued_on = row["issued_on"]
    if type(issued_on) is not date:
        raise _bad(path, f"{where}.issued_on", "应为日期,如 2025-11-04")
    if earlier and issued_on < earlier[-1].issued_on:
        raise _bad(path, f"{where}.issued_on", f"早于前一通知{earlier[-1].number},后发的通知应写在后面")
    holidays = tuple(
        _holiday(path, f"{where}.holidays[{place}]", year, holiday)
        for place, holiday in enumerate(_rows(path, f"{where}.holidays", row["holidays"]), start=1)
    )
    notice = Notice(year, number, _words(path, f"{where}.title", row["title"]), issued_on, holidays)
    _check_days(path, where, notice, earlier)
    return notice


def _holiday(path: Path, where: str, year: int, row: Any) -> Holiday:
    _check_keys(path, where, row, {"name", "days_off"}, frozenset({"makeup_days"}))
    name = _words(path, f"{where}.name", row["name"])
    days_off, makeup_days = (
        tuple(
            day
            for entry in _rows(path, f"{where}.{key}", row.get(key, []), may_be_empty=True)
            for day in _days(path, f"{where}.{key}", year, entry)
        )
        for key in ("days_off", "makeup_days")
    )
    if not days_off and not makeup_days:
        raise _bad(path, f"{where}.days_off", "没有列出任何日期")
    return Holiday(name, days_off, makeup_days)


def _days(path: Path, where: str, year: int, entry: Any) -> Iterator[date]:
    first, last = _ends(path, where, entry)
    if last < first:
        raise _bad(path, where, f"“{entry}”止日早于起日")
    # A New Year holiday may begin in December: the notice of 2019 names 29 December 2018.
    if first < date(year - 1, 12, 1) or last.year > year:
        raise _bad(path, where, f"“{entry}”不在{year}年内(上一年12月除外)")
    return (first + timedelta(days=step) for step in range((last - first).days + 1))


def _ends(path: Path, where: str, entry: Any) -> tuple[date, date]:
    if type(entry) is date:
        return entry, entry
    parts = entry.split("..") if isinstance(entry, str) else []
    if len(parts) != 2 or not all(_DAY.fullmatch(part) for part in parts):
        raise _bad(path, where, f"“{entry}”应写作 2026-01-04 或 2026-01-01..2026-01-03")
    try:
        return date.fromisoformat(parts[0]), date.fromisoformat(parts[1])
    except ValueError as error:
        raise _bad(path, where, f"“{entry}”含有不存在的日期") from error


def _check_days(path: Path, where: str, notice: Notice, earlier: Sequence[Notice]) -> None:
    """Refuse a day named twice in one notice, and a make-up workday that is a working day anyway."""
    once_off = {day for former in earlier for holiday in former.holidays for day in holiday.days_off}
    seen: set[date] = set()
    for holiday in notice.holidays:
        for day in (*holiday.days_off, *holiday.makeup_days):
            if day in seen:
                raise _bad(path, f"{where}.{holiday.name}", f"{day}出现两次")
            seen.add(day)
        for day in holiday.makeup_days:
            # An amending notice may call people back on a weekday that an earlier one gave off.
            if day.weekday() < 5 and day not in once_off:
                raise _bad(path, f"{where}.{holiday.name}.makeup_days", f"{day}本来就是工作日,不是调休")
