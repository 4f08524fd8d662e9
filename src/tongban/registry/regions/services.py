"""Acts on regions: loading reviewed data, nothing else."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction

from tongban.common.errors import BadInput
from tongban.registry.regions.models import Region
from tongban.registry.regions.rules import level_of, parent_of

HEFEI = Path(__file__).parent / "data" / "hefei.csv"
COLUMNS = ["code", "name"]


def load_hefei() -> int:
    """Load the regions shipped with the package; returns how many were new or renamed."""
    return load_regions(rows=read_regions(HEFEI))


def read_regions(path: Path) -> list[tuple[str, str]]:
    """The (code, name) rows of a CSV file with exactly these two columns."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows, [])
        if header != COLUMNS:
            raise BadInput(
                "regions.header",
                "文件“{file}”的表头应为 code,name,而不是“{header}”。",
                file=path.name,
                header=",".join(header),
            )
        return [_row(row, path.name, rows.line_num) for row in rows]


def _row(row: list[str], file: str, line: int) -> tuple[str, str]:
    if len(row) != len(COLUMNS) or not all(row):
        raise BadInput("regions.row", "文件“{file}”第{line}行应有代码和名称两列,请补齐。", file=file, line=line)
    return row[0], row[1]


@transaction.atomic
def load_regions(*, rows: Iterable[tuple[str, str]]) -> int:
    """Add new regions and rename known ones, all or nothing; loading the same twice changes nothing.

    A code given twice, of no valid shape or whose parent is neither given nor known is refused. Regions that are not
    in the data stay: cases refer to them. Returns how many were new or renamed.
    """
    known = {region.code: region for region in Region.objects.all()}
    names = {code: region.name for code, region in known.items()} | _unique(rows)
    wanted: dict[str, Region] = {}
    for code in sorted(names):  # a parent's code is shorter or smaller than its children's: parents come first
        wanted[code] = _built(code, names[code], wanted)
    fresh = [region for code, region in wanted.items() if code not in known]
    moved = [region for code, region in wanted.items() if code in known and _differs(region, known[code])]
    Region.objects.bulk_create(fresh, batch_size=400)
    Region.objects.bulk_update(moved, ["name", "full_name"], batch_size=200)
    return len(fresh) + len(moved)


def _unique(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, name in rows:
        if code in found:
            raise BadInput("regions.twice", "行政区划代码“{given}”出现了两次,请删去一行。", given=code)
        found[code] = name
    return found


def _built(code: str, name: str, wanted: Mapping[str, Region]) -> Region:
    above = parent_of(code)
    if above and above not in wanted:
        raise BadInput(
            "regions.orphan",
            "区划“{name}”({given})的上级{above}不存在,请一并提供。",
            name=name,
            given=code,
            above=above,
        )
    full_name = (wanted[above].full_name if above else "") + name
    return Region(code=code, name=name, full_name=full_name, level=level_of(code).value, parent_id=above or None)


def _differs(region: Region, known: Region) -> bool:
    return (region.name, region.full_name) != (known.name, known.full_name)
