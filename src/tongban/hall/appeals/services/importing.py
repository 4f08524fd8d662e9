"""Bulk intake: a table of appeals from another system, each row by itself, with a line of report for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, DomainError, NotAllowed
from tongban.common.time import localdate
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.rules.words import MOST_ROWS, Channel
from tongban.hall.appeals.services.intake import Intake, enterprise_of, registered
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules.sheets import read_table
from tongban.registry.policies import queries as policies
from tongban.registry.policies.rules import AppealType
from tongban.registry.regions import queries as regions

AT_ONCE = 250  # rows of one transaction: a crash in the middle leaves whole rows, and the file can be sent again
COLUMNS: Mapping[str, str] = {
    "来源编号": "source",
    "类型": "type",
    "标题": "title",
    "内容": "text",
    "区划": "region",
    "地点": "place",
    "联系人": "contact_name",
    "联系电话": "phone",
    "紧急": "is_emergency",
    "匿名": "is_anonymous",
    "事项编码": "item",
    "统一社会信用代码": "enterprise",
}
NEEDED = ("type", "text", "region")
YES = {"是": True, "1": True, "true": True, "否": False, "0": False, "false": False, "": False}
IMPORTERS = (Role.CLERK, Role.COORDINATOR, Role.SYSTEM, Role.ADMIN)


@dataclass(frozen=True)
class RowReport:
    """What became of a row: the number of its case, or why there is none; ``is_new`` tells a row sent again."""

    row: int
    number: str = ""
    problem: str = ""
    is_new: bool = True


@dataclass(frozen=True)
class Report:
    """What became of all rows."""

    rows: Sequence[RowReport]

    @property
    def taken(self) -> int:
        """How many are new cases."""
        return sum(bool(one.number) and one.is_new for one in self.rows)

    @property
    def refused(self) -> int:
        """How many were refused."""
        return sum(bool(one.problem) for one in self.rows)

    def as_json(self) -> dict[str, Any]:
        """The report as an API answers it."""
        return {"taken": self.taken, "refused": self.refused, "rows": [asdict(one) for one in self.rows]}


def read_file(name: str, content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV or XLSX by the names of fields, each with its line; unknown and missing columns are refused."""
    table = read_table(content, name)
    columns = [COLUMNS.get(column) for column in table.header]
    if unknown := [column for column, field in zip(table.header, columns, strict=True) if field is None]:
        raise BadInput(
            "import.column",
            "没有名为“{column}”的列:可用的列有{known}。",
            column=unknown[0][:40],
            known="、".join(COLUMNS),
        )
    if missing := [column for column, field in COLUMNS.items() if field in NEEDED and field not in columns]:
        raise BadInput("import.missing", "缺少“{column}”列:请对照模板补齐。", column=missing[0])
    if len(table.rows) > MOST_ROWS:
        raise BadInput("import.many", "一次最多导入{most}行:请拆分后再导入。", most=MOST_ROWS)
    names = [str(field) for field in columns]
    return [(line, dict(zip(names, cells, strict=False))) for line, cells in table.rows]


def import_rows(
    rows: Sequence[tuple[int, Mapping[str, str]]], *, actor: Actor, at: datetime, sample: bool = False
) -> Report:
    """Register each row by itself: a bad one is reported and keeps no other back; a row sent again is not taken twice."""
    check_importer(actor)
    policy = policies.in_force(localdate(at))
    done: list[RowReport] = []
    for first in range(0, len(rows), AT_ONCE):
        with transaction.atomic():
            batch = rows[first : first + AT_ONCE]
            known = _known_sources([cells.get("source", "") for _, cells in batch])
            for line, cells in batch:
                done.append(
                    _row(
                        line, cells, known, lambda intake: registered(intake, policy, actor=actor, at=at).number, sample
                    )
                )
    return Report(done)


def check_importer(actor: Actor) -> None:
    """Refuse whoever does not take in tables."""
    if not actor.has(*IMPORTERS):
        raise NotAllowed("import.role", "批量导入由窗口人员、协调员或业务系统办理。")


def check_rows(rows: Sequence[tuple[int, Mapping[str, str]]], *, actor: Actor, at: datetime) -> Report:
    """What importing these rows would bring: all of it is done and taken back, so the report is the very same."""
    with transaction.atomic():
        report = import_rows(rows, actor=actor, at=at)
        transaction.set_rollback(True)
    return report


def _known_sources(sources: Sequence[str]) -> dict[str, str]:
    asked = [one for one in sources if one]
    return dict(Appeal.objects.filter(source__in=asked).values_list("source", "case__number"))


def _row(
    line: int, cells: Mapping[str, str], known: dict[str, str], take: Callable[[Intake], str], sample: bool
) -> RowReport:
    source = cells.get("source", "")
    if source in known:
        return RowReport(line, known[source], is_new=False)
    try:
        intake = read_row(cells, sample=sample)
        with transaction.atomic():
            number = take(intake)
    except DomainError as refusal:
        return RowReport(line, problem=str(refusal.message))
    except IntegrityError:
        return RowReport(line, problem="来源编号重复:同一来源编号正由他人导入,请稍后重新导入。")
    if source:
        known[source] = number
    return RowReport(line, number)


def read_row(cells: Mapping[str, str], *, sample: bool = False) -> Intake:
    """What a row says; BadInput names the column that is wrong."""
    kinds = {one.label: one for one in AppealType} | {one.value: one for one in AppealType}
    if cells.get("type", "") not in kinds:
        raise BadInput("import.type", "“类型”应为{known}之一。", known="、".join(one.label for one in AppealType))
    regions.check_known(cells.get("region", ""))
    if item := cells.get("item", ""):
        catalog.item(item)  # a foreign key speaks only at the commit, and then for all rows of the batch
    return Intake(
        type=kinds[cells["type"]],
        text=cells.get("text", ""),
        region=cells["region"],
        title=cells.get("title", ""),
        place=cells.get("place", ""),
        contact_name=cells.get("contact_name", ""),
        phone=cells.get("phone", ""),
        is_emergency=_yes(cells, "紧急", "is_emergency"),
        is_anonymous=_yes(cells, "匿名", "is_anonymous"),
        item=item,
        enterprise_id=enterprise_of(cells.get("enterprise", "")),
        channel=Channel.IMPORT,
        source=cells.get("source", ""),
        sample=sample,
    )


def _yes(cells: Mapping[str, str], column: str, field: str) -> bool:
    given = cells.get(field, "").lower()
    if given not in YES:
        raise BadInput("import.yes", "“{column}”应为是或否。", column=column)
    return YES[given]
