"""Import of items: which columns are known, what each row means, and everything wrong with it."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules.items import CODE, ItemSpec
from tongban.registry.catalog.rules.parts import TYPES, Audience, ItemType, Topic
from tongban.registry.catalog.rules.plain import excerpt
from tongban.registry.catalog.rules.sheets import Table
from tongban.registry.regions.rules import chain
from tongban.workdays import Term

# Our name of a column -> headers it is known by: ours, those of the national platform, those of spreadsheets.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "itemname", "事项名称", "名称", "taskname"),
    "code": ("code", "itemcode", "taskcode", "事项编码", "事项代码", "实施编码", "基本编码"),
    "type": ("type", "tasktype", "itemtype", "事项类型", "权力类型"),
    "department": ("department", "deptname", "部门", "部门名称", "实施主体", "实施机构", "行使主体"),
    "department_code": ("departmentcode", "deptcode", "部门编码", "部门代码", "实施主体编码"),
    "region": ("region", "areacode", "区划代码", "行政区划", "行政区划代码", "所属区划"),
    "group": ("group", "mainitem", "主项", "主项名称"),
    "url": ("url", "link", "链接", "办事指南链接", "来源链接"),
    "statutory_term": ("statutoryterm", "legaltime", "法定时限", "法定办结时限"),
    "promised_term": ("promisedterm", "commitmenttime", "承诺时限", "承诺办结时限"),
    "audience": ("audience", "serviceobject", "服务对象"),
    "topics": ("topics", "主题", "主题分类", "生活事件"),
    "trips": ("trips", "到现场次数", "到办事现场次数", "跑动次数"),
}
KNOWN = {alias: column for column, aliases in ALIASES.items() for alias in aliases}
REQUIRED = ("name", "code", "type", "department", "region")
TYPE_WORDS = {
    word: kind
    for kind, (number, label) in TYPES.items()
    for word in (kind.value, number, str(int(number)), label, label.removeprefix("行政"))
}
AUDIENCE_WORDS = {
    "自然人": Audience.PERSON,
    "个人": Audience.PERSON,
    "法人": Audience.ENTERPRISE,
    "企业": Audience.ENTERPRISE,
    "企业法人": Audience.ENTERPRISE,
    "自然人、法人": Audience.ANY,
    "自然人,企业法人": Audience.ANY,
}
TERM_WORDS = re.compile(r"(\d{1,4})\s*(个?工作日|日|天|个?自然日|个?小时)\Z")
TERM_MARKS = {"工作日": "wd", "日": "d", "天": "d", "自然日": "d", "小时": "h"}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row: line of the file from 1, header of the column, why, the beginning of the value."""

    line: int
    column: str
    reason: str
    value: str


@dataclass(frozen=True, slots=True)
class Options:
    """What an import may do beyond the plain: make unknown agencies, put all in one region, pass over columns."""

    create_agencies: bool = False
    region: str = ""
    ignore_columns: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry knows: regions, agencies by (region, name), by name, by code; codes of items there."""

    regions: frozenset[str]
    agencies: Mapping[tuple[str, str], str]
    agency_names: frozenset[str]
    agency_codes: frozenset[str]
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewAgency:
    """An agency the import would create."""

    code: str
    name: str
    kind: str
    region: str


def new_agency(name: str, region: str) -> NewAgency:
    """The agency to create for a name not known in a region.

    No pinyin is at hand: the line is a digest of the name, the same for the same name in every import.
    """
    kind = f"x{hashlib.sha256(name.encode()).hexdigest()[:10]}"
    return NewAgency(f"{region}-{kind}", name, kind, region)


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item the import would create, with the region it belongs to."""

    region: str
    spec: ItemSpec


@dataclass(slots=True)
class Outcome:
    """What a table means: what would be created, and everything wrong with it."""

    items: list[NewItem] = field(default_factory=list)
    agencies: dict[str, NewAgency] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)


def columns_of(header: Sequence[str], options: Options) -> tuple[dict[str, int], dict[str, str]]:
    """Where each known column stands and what its header says; unknown, doubled and missing ones are refused by name."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    for place, title in enumerate(header):
        column = KNOWN.get(re.sub(r"[\s_\-*]", "", title).casefold())
        if column is None:
            unknown.append(title or f"(第{place + 1}列)")
        elif column in places:
            raise BadInput(
                "import.column_twice",
                "“{one}”和“{other}”两列含义相同:请只保留一列。",
                one=header[places[column]],
                other=title,
            )
        else:
            places[column] = place
    if unknown and not options.ignore_columns:
        raise BadInput(
            "import.columns",
            "无法识别的列:{unknown}。请改为认识的列名,或选择忽略这些列。",
            unknown="、".join(unknown),
        )
    needed = [column for column in REQUIRED if column not in places and not (column == "region" and options.region)]
    if needed:
        raise BadInput(
            "import.missing", "缺少必需的列:{columns}。", columns="、".join(_chinese(column) for column in needed)
        )
    return places, {column: header[place] for column, place in places.items()}


def _chinese(column: str) -> str:
    return next(alias for alias in ALIASES[column] if not alias.isascii())


def read_items(table: Table, known: Known, options: Options) -> Outcome:
    """Turn rows into items; every problem of every row is reported, in the order of the file."""
    places, titles = columns_of(table.header, options)
    outcome = Outcome()
    lines: dict[str, int] = {}
    for line, cells in table.rows:
        row = Row(line, {column: _cell(cells, place) for column, place in places.items()}, titles, known, options)
        if len(cells) > len(table.header):
            row.complain("", f"本行有{len(cells)}列,多于表头的{len(table.header)}列", cells[len(table.header)])
        item = row.read(lines, outcome.agencies)
        outcome.problems += row.problems
        if item is not None:
            outcome.items.append(item)
    return outcome


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


@dataclass(slots=True)
class Row:
    """One row being read."""

    line: int
    cells: Mapping[str, str]
    titles: Mapping[str, str]
    known: Known
    options: Options
    problems: list[RowProblem] = field(default_factory=list)

    def complain(self, column: str, reason: str, value: str | None = None) -> None:
        """Note one problem; ``column`` is our name of it, the report shows the header of the file."""
        shown = self.cells.get(column, "") if value is None else value
        self.problems.append(RowProblem(self.line, self.titles.get(column, column), reason, excerpt(shown)))

    def read(self, lines: dict[str, int], agencies: dict[str, NewAgency]) -> NewItem | None:
        """The item of the row, None when anything is wrong; new codes and agencies are noted."""
        self._check_code(lines)
        if not self.cells["name"]:
            self.complain("name", "事项名称为空")
        kind = self._kind()
        region = self._region()
        made = self._agency(region)
        data = {
            "code": self.cells["code"],
            "name": self.cells["name"],
            "type": kind,
            "agency": made.code if isinstance(made, NewAgency) else made,
            "origin": {key: self.cells[key] for key in ORIGIN_COLUMNS if self.cells.get(key)},
            **self._optional(),
        }
        if self.problems:
            return None
        try:
            spec = ItemSpec.parse(data)
        except BadInput as refusal:
            self.complain(COLUMN_OF.get(refusal.code, ""), refusal.message)
            return None
        if isinstance(made, NewAgency):
            agencies[made.code] = made
        return NewItem(region, spec)

    def _check_code(self, lines: dict[str, int]) -> None:
        code = self.cells["code"]
        if not code:
            self.complain("code", "事项编码为空")
        elif not CODE.match(code):
            self.complain("code", "事项编码只能是2至80位字母、数字、点、下划线和连字符")
        elif code in lines:
            self.complain("code", f"事项编码与第{lines[code]}行重复")
        elif code in self.known.items:
            self.complain("code", "事项编码已在目录中")
        lines.setdefault(code, self.line)

    def _kind(self) -> ItemType | None:
        kind = TYPE_WORDS.get(self.cells["type"])
        if kind is None:
            known = "、".join(f"{number} {label}" for number, label in TYPES.values())
            self.complain("type", f"事项类型无法识别,应为:{known}")
        return kind

    def _region(self) -> str:
        """The code of the region without the zeros the national platform pads it with; "" when unknown."""
        if self.options.region:
            return self.options.region
        given = self.cells["region"]
        code = re.sub(r"\A(\d{6}|\d{9})(?:000)+\Z", r"\1", given)
        code = code[:6] if len(code) == 9 and code.endswith("000") else code
        if code not in self.known.regions:
            self.complain("region", "区划代码不在本地行政区划内")
            return ""
        return code

    def _agency(self, region: str) -> NewAgency | str | None:
        """The agency by its name in the region or above it, or by its code; a new one where that is allowed."""
        name, code = self.cells["department"], self.cells.get("department_code", "")
        if not name:
            self.complain("department", "部门为空")
            return None
        found = self._known_agency(name, code, region)
        if found or self.options.create_agencies:
            return found or new_agency(name, region)
        self.complain("department", "部门不在本地机构名录中")
        return None

    def _known_agency(self, name: str, code: str, region: str) -> str:
        """The code of a known agency; where the region is not known any agency of that name will do for the check."""
        if not region:
            return name if name in self.known.agency_names else ""
        for above in chain(region):
            if found := self.known.agencies.get((above, name)):
                return found
        return code if code in self.known.agency_codes else ""

    def _optional(self) -> dict[str, Any]:
        """Columns that may be empty."""
        data: dict[str, Any] = {}
        for column, read in OPTIONAL.items():
            if text := self.cells.get(column):
                try:
                    data[column] = read(text)
                except (BadInput, ValueError, KeyError):
                    self.complain(column, OPTIONAL_WANTED[column])
        return data


def read_term(text: str) -> str:
    """A term as people write it (20个工作日, 即办, 90天) or as we do (20wd), in our writing. Raises BadInput."""
    if text in ("即办", "即办件", "当日", "当场办结", "0"):
        return "0wd"
    if found := TERM_WORDS.match(text):
        return str(Term.parse(found.group(1).lstrip("0") + TERM_MARKS[found.group(2).removeprefix("个")]))
    return str(Term.parse(text))


def _trips(text: str) -> int:
    return int(text.removesuffix("次"))


def _topics(text: str) -> list[str]:
    """Topics by label or code, each once."""
    given = [part.strip() for part in re.split(r"[、,,;;|]", text) if part.strip()]
    return list(dict.fromkeys((TOPIC_WORDS.get(one) or Topic(one)).value for one in given))


TOPIC_WORDS = {topic.label: topic for topic in Topic}
ORIGIN_COLUMNS = ("url", "group", "department", "department_code")
OPTIONAL: Mapping[str, Callable[[str], object]] = {
    "statutory_term": read_term,
    "promised_term": read_term,
    "audience": lambda text: AUDIENCE_WORDS[text] if text in AUDIENCE_WORDS else Audience(text),
    "topics": _topics,
    "trips": _trips,
}
OPTIONAL_WANTED = {
    "statutory_term": "时限无法识别,请写作“20个工作日”“90日”“即办”或 20wd、90d",
    "promised_term": "时限无法识别,请写作“20个工作日”“90日”“即办”或 20wd、90d",
    "audience": "服务对象应为:自然人、企业、自然人、法人",
    "topics": f"主题应为以下各项,多个用顿号隔开:{'、'.join(TOPIC_WORDS)}",
    "trips": "到现场次数应为不小于0的整数",
}
COLUMN_OF = {"item.promise": "promised_term", "item.code": "code"}
