"""Tables from outside: CSV and XLSX as rows of text, with limits against files made to exhaust a server."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tongban.common.errors import BadInput

MAX_BYTES = 20_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 32_767  # the longest text a cell of a spreadsheet can hold
MAX_UNPACKED_BYTES = 200_000_000
MAX_MEMBERS = 2_000
ZIP_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
DAMAGED = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows that are not blank, each with the line (CSV) or row (XLSX) it begins on, from 1."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(data: bytes, filename: str) -> Table:
    """Read a CSV (UTF-8, GB 18030) or the first sheet of an XLSX; the kind is told by content, not by name.

    Formulas are text, as everything else. Raises BadInput.
    """
    if len(data) > MAX_BYTES:
        raise BadInput(
            "sheet.bytes",
            "文件“{file}”有{size}MB,超过{most}MB:请拆分后再导入。",
            file=filename,
            size=round(len(data) / 1_000_000, 1),
            most=MAX_BYTES // 1_000_000,
        )
    if data.startswith(OLD_EXCEL_MAGIC) or PurePath(filename).suffix.lower() == ".xls":
        raise BadInput("sheet.old_excel", "文件“{file}”是旧版 Excel(.xls):请另存为 .xlsx 或 .csv。", file=filename)
    lines = _xlsx_lines(data, filename) if data.startswith(ZIP_MAGIC) else _csv_lines(data, filename)
    return _table(lines, filename)


def _table(lines: Iterable[tuple[int, Sequence[str]]], filename: str) -> Table:
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    for line, cells in lines:
        trimmed = _trimmed(cells)
        if not trimmed:
            continue
        if not header:
            header = trimmed
            continue
        if len(rows) == MAX_ROWS:
            raise BadInput("sheet.rows", "文件“{file}”超过{most}行:请拆分后再导入。", file=filename, most=MAX_ROWS)
        rows.append((line, trimmed))
    if not header:
        raise BadInput("sheet.empty", "文件“{file}”是空的:第一行应是表头。", file=filename)
    if len(header) > MAX_COLUMNS:
        raise BadInput("sheet.columns", "文件“{file}”超过{most}列。", file=filename, most=MAX_COLUMNS)
    return Table(header, tuple(rows))


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells without blanks around them and without the empty ones at the end."""
    trimmed = [cell.strip() for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return tuple(trimmed)


def decode(data: bytes, filename: str) -> str:
    """Text of a CSV: UTF-8 with or without mark, else GB 18030, which spreadsheets in China write."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput(
        "sheet.encoding", "文件“{file}”不是文本表格:请用 UTF-8 或 GB18030 编码的 .csv,或 .xlsx。", file=filename
    )


def _csv_lines(data: bytes, filename: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(decode(data, filename), newline=""), strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(
            "sheet.csv",
            "文件“{file}”第{line}行不是合规的 CSV(多为引号不成对):请改正。",
            file=filename,
            line=begins,
        ) from error


def _check_unpacked(data: bytes, filename: str) -> None:
    """Refuse an archive that would unpack to far more than a table needs (a zip bomb), before unpacking it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
        raise BadInput(
            "sheet.bomb",
            "文件“{file}”解压后有{size}MB、{count}个部件,超过允许的{most}MB、{members}个:未读取。",
            file=filename,
            size=unpacked // 1_000_000,
            count=len(members),
            most=MAX_UNPACKED_BYTES // 1_000_000,
            members=MAX_MEMBERS,
        )


def _xlsx_lines(data: bytes, filename: str) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        _check_unpacked(data, filename)
        # Not data_only: a cached result of a formula is what some program once computed; the formula is shown instead.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            # A sheet may claim any size; the claim is not believed, rows are read as they come.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True)
            yield from ((line, [_text(cell) for cell in row]) for line, row in enumerate(rows, start=1))
        finally:
            book.close()
    except DAMAGED as error:
        raise BadInput(
            "sheet.damaged", "文件“{file}”无法作为 Excel 表格读取:请重新另存为 .xlsx。", file=filename
        ) from error


def _text(cell: object) -> str:
    """A cell as people see it: whole numbers without a point, dates as 2022-07-01."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)[:MAX_CELL]
