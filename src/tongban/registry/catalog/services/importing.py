"""Import of a list of items: all of it or nothing, with a report of everything wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.common.actors import Actor
from tongban.common.time import localdate
from tongban.registry.agencies import queries as agencies
from tongban.registry.agencies.services import open_agency
from tongban.registry.catalog.checks import check_manager
from tongban.registry.catalog.models import Item, ItemVersion, unguessed_id
from tongban.registry.catalog.rules.imports import Known, NewItem, Options, Outcome, RowProblem, read_items
from tongban.registry.catalog.rules.sheets import read_table
from tongban.registry.regions import queries as regions

BATCH_ROWS = 500


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: rows read, items and agencies created (or that would be, ``written`` False), problems."""

    filename: str
    rows: int
    items: int
    agencies: tuple[str, ...]
    problems: Sequence[RowProblem]
    written: bool

    @property
    def accepted(self) -> bool:
        """Whether nothing was wrong."""
        return not self.problems

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        if self.problems:
            bad = len({problem.line for problem in self.problems})
            return f"文件“{self.filename}”共{self.rows}行,其中{bad}行有{len(self.problems)}处问题,未导入任何内容。"
        done = "已导入" if self.written else "可以导入(试运行,未写入)"
        made = f",新建部门{len(self.agencies)}个" if self.agencies else ""
        return f"文件“{self.filename}”{done}{self.items}个事项{made}。"

    def table(self) -> list[tuple[str, str, str, str]]:
        """The problems as text: line, column, reason, value."""
        return [(str(one.line), one.column or "—", one.reason, one.value) for one in self.problems]

    def as_data(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "filename": self.filename,
            "rows": self.rows,
            "items": self.items,
            "agencies": list(self.agencies),
            "written": self.written,
            "problems": [asdict(one) for one in self.problems],
        }


@transaction.atomic
def import_items(
    *, data: bytes, filename: str, actor: Actor, at: datetime, options: Options | None = None, dry_run: bool = False
) -> ImportReport:
    """Create an item with a draft for each row of a CSV or XLSX; with any problem nothing is written.

    Raises BadInput where the file as a whole cannot be read or has unknown columns.
    """
    check_manager(actor)
    options = options or Options()
    if options.region:
        regions.region(options.region)
    table = read_table(data, filename)
    outcome = read_items(table, _known(at), options)
    written = not outcome.problems and not dry_run
    if written:
        _write(outcome, filename=filename, actor=actor, at=at)
    return ImportReport(
        filename=filename,
        rows=len(table.rows),
        items=len(outcome.items) if not outcome.problems else 0,
        agencies=tuple(sorted(agency.name for agency in outcome.agencies.values())) if not outcome.problems else (),
        problems=tuple(outcome.problems),
        written=written,
    )


def _known(at: datetime) -> Known:
    found = list(agencies.agencies(localdate(at)).values_list("code", "region_id", "name", "short_name"))
    names: dict[tuple[str, str], str] = {}
    for code, region, name, short_name in found:
        names.setdefault((region, short_name), code)
        names[region, name] = code
    return Known(
        regions=frozenset(regions.regions_named("").values_list("code", flat=True)),
        agencies=names,
        agency_names=frozenset(name for _, name in names),
        agency_codes=frozenset(row[0] for row in found),
        items=frozenset(Item.objects.values_list("code", flat=True)),
    )


def _write(outcome: Outcome, *, filename: str, actor: Actor, at: datetime) -> None:
    for agency in outcome.agencies.values():
        open_agency(code=agency.code, name=agency.name, kind=agency.kind, region=agency.region, from_on=localdate(at))
    Item.objects.bulk_create(
        [
            Item(
                code=new.spec.code,
                name=new.spec.name,
                type=new.spec.type.value,
                agency_id=new.spec.agency,
                region_id=new.region,
                created_at=at,
                created_by=actor.key,
            )
            for new in outcome.items
        ],
        batch_size=BATCH_ROWS,
    )
    ItemVersion.objects.bulk_create(
        [
            ItemVersion(
                id=unguessed_id(),
                item_id=new.spec.code,
                number=1,
                spec=_with_file(new, filename),
                change_note=f"由文件“{filename}”导入",
                authors=[actor.key],
                drafted_at=at,
                drafted_by=actor.key,
            )
            for new in outcome.items
        ],
        batch_size=BATCH_ROWS,
    )


def _with_file(new: NewItem, filename: str) -> Mapping[str, object]:
    data = new.spec.as_data()
    return {**data, "origin": {**data["origin"], "file": filename}}
