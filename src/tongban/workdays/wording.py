"""Reads a holiday notice as it is published, in its own wording, and writes it as the YAML the house keeps.

``一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。`` What the wording says twice is checked: the weekdays in
brackets and the number of days. A sentence that names neither days off nor days worked is handed back as not used, so
that a person sees what was passed over.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from tongban.common.said import Said, said
from tongban.workdays.calendar import WEEKDAYS
from tongban.workdays.reading import LONGEST_TEXT, Problem

_NUMBER = re.compile(r"(?P<who>[\u4e00-\u9fff]+)[〔\[(](?P<year>[0-9]{4})[〕\])]第?(?P<place>[0-9]+)号")
_TITLE = re.compile(r"(?P<title>\S*关于\S*?(?P<year>20[0-9]{2})年\S*通知)")
_SIGNED = re.compile(r"(?P<y>20[0-9]{2})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日\Z")
_LINE = re.compile(r"(?:[一二三四五六七八九十]+、)?(?P<name>[\u4e00-\u9fff、]{2,20}):(?P<body>.*[0-9]+日.*)")
_DAY = r"(?:(?P<y{0}>[0-9]{{4}})年)?(?:(?P<m{0}>[0-9]{{1,2}})月)?(?P<d{0}>[0-9]{{1,2}})日(?:\((?P<w{0}>[^)]*)\))?"
_SPAN = re.compile(_DAY.format(1) + r"(?:(?:至|到|-|—)" + _DAY.format(2) + ")?")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_TOTAL = re.compile(r"共([0-9]+)天")
_OFF = re.compile(r"放假")
_WORKED = re.compile(r"(?<!正常)上班\Z")


@dataclass(frozen=True, slots=True)
class Worded:
    """What a wording comes to: YAML, its problems, and the sentences nothing was taken from."""

    text: str
    problems: tuple[Problem, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the days; what the text does not say is empty."""

    number: str = ""
    title: str = ""
    issued_on: date | None = None
    year: int | None = None


def is_yaml(text: str) -> bool:
    """Whether a text is written in the form the house keeps, not in that of the notice."""
    return re.search(r"^(?:year|notices)\s*:", text, re.MULTILINE) is not None


def read_wording(text: str, given: Head = Head()) -> Worded:
    """Read a notice's own text; what ``given`` names goes before what the text says."""
    lines = [_plain(line) for line in text[:LONGEST_TEXT].splitlines() if line.strip()]
    head = _head(lines, given)
    if head.year is None:
        return Worded("", (Problem("year", said("没有读到年份:请粘贴通知的标题,或填写年份")),), ())
    reader = _Wording(head.year)
    holidays = [row for line in lines if (row := reader.line(line))]
    if not holidays:
        reader.wrong("holidays", said("没有读到“一、元旦:1月1日至3日放假……”这样的行:请粘贴通知全文,或改用 YAML"))
    notice = {"number": head.number, "title": head.title, "issued_on": head.issued_on, "holidays": holidays}
    content = {"year": head.year, "notices": [notice]}
    return Worded(written(content), tuple(reader.problems), tuple(reader.unused))


def written(content: object) -> str:
    """Plain data as YAML in the order and the characters it has."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, default_flow_style=None, width=200)


def _plain(line: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", line))


def _head(lines: Sequence[str], given: Head) -> Head:
    number = next((found for line in lines if (found := _NUMBER.search(line))), None)
    title = next((found for line in lines if (found := _TITLE.search(line))), None)
    signed = next((found for line in reversed(lines) if (found := _SIGNED.search(line))), None)
    return Head(
        given.number or (f"{number['who']}〔{number['year']}〕{number['place']}号" if number else ""),
        given.title or (title["title"] if title else ""),
        given.issued_on or (_date(int(signed["y"]), int(signed["m"]), int(signed["d"])) if signed else None),
        given.year or (int(title["year"]) if title else None),
    )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class _Wording:
    """The lines of one notice, read one after the other."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.problems: list[Problem] = []
        self.unused: list[str] = []

    def wrong(self, key: str, what: Said) -> None:
        self.problems.append(Problem(key, what))

    def line(self, line: str) -> dict[str, object] | None:
        """One holiday as plain data; None for a line that is none."""
        found = _LINE.match(line)
        if found is None:
            return None
        name = found["name"]
        days_off: list[object] = []
        worked: list[object] = []
        for sentence in filter(None, re.split(r"[。;]", found["body"])):
            if off := _OFF.search(sentence):
                spans = list(self.spans(name, sentence[: off.start()]))
                self.check_total(name, sentence, spans)
                days_off += _entries(spans)
            elif _WORKED.search(sentence):
                worked += _entries(self.spans(name, sentence))
            else:
                self.unused.append(f"{name}:{sentence}")
        if not days_off and not worked:
            self.wrong(name, said("没有读到放假或上班的日期"))
        return {"name": name, "days_off": days_off} | ({"makeup_days": worked} if worked else {})

    def spans(self, name: str, text: str) -> Iterator[tuple[date, date]]:
        """The periods a sentence names; a month or year left out is that of the day before it."""
        before: date | None = None
        for found in _SPAN.finditer(text):
            ends: list[date] = []
            for place in ("1", "2")[: 2 if found["d2"] else 1]:
                on = self.day(name, [found[f"{part}{place}"] for part in "ymd"], before, is_end=place == "2")
                if on is None:
                    self.wrong(name, said("“{text}”含有不存在的日期", text=found[0]))
                    break
                self.check_weekday(name, on, found[f"w{place}"] or "")
                ends.append(on)
                before = on
            else:
                yield ends[0], ends[-1]

    def day(self, name: str, parts: Sequence[str | None], before: date | None, *, is_end: bool) -> date | None:
        """One day; what is left out is that of the day before it; the end of a span may lie in the next year."""
        year, month, day = (int(part) if part else None for part in parts)
        if month is None:
            month = before.month if before else 0
        if year is None:
            year = before.year if before else self._year_of(name, month)
            year += bool(is_end and before and month < before.month)
        return _date(year, month, day or 0)

    def _year_of(self, name: str, month: int) -> int:
        # 元旦 of the next year often begins in December
        return self.year - 1 if name == "元旦" and month == 12 else self.year

    def check_weekday(self, name: str, on: date, bracket: str) -> None:
        """Find a weekday in brackets that the day is not."""
        found = _WEEKDAY.search(bracket)
        if found and WEEKDAYS[on.weekday()][-1] != found[1].replace("天", "日"):
            template = "{on}写作{said},实为{is_}:请核对日期"
            self.wrong(name, said(template, on=on, said=found[0], is_=WEEKDAYS[on.weekday()]))

    def check_total(self, name: str, sentence: str, spans: Sequence[tuple[date, date]]) -> None:
        """Find a number of days that the periods do not add up to."""
        total = sum((last - first).days + 1 for first, last in spans)
        if (found := _TOTAL.search(sentence)) and int(found[1]) != total:
            self.wrong(name, said("写明共{written}天,日期合计{total}天:请核对", written=found[1], total=total))


def _entries(spans: Iterable[tuple[date, date]]) -> list[object]:
    return [first if first == last else f"{first}..{last}" for first, last in spans]
