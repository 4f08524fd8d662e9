"""Labelled texts out of a CSV file with the columns `text` and `label`, whatever else stands in it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tongban.common.errors import BadInput

COLUMNS = ("text", "label")
LONGEST_FIELD = 2**31 - 1  # the module's own limit of 131,072 characters is less than a long complaint with its papers
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST_LABEL = 200

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The rows of a file, and how many were passed over because text or label was blank."""

    rows: tuple[Row, ...]
    passed_over: int


def read_rows(data: bytes) -> Labelled:
    """The labelled texts of a CSV in UTF-8, with or without a byte order mark; raises BadInput."""
    csv.field_size_limit(LONGEST_FIELD)
    lines = csv.reader(io.StringIO(_decoded(data), newline=""))
    try:
        places = _places(next(lines, []))
        found = list(_rows(lines, places))
    except csv.Error as error:
        raise BadInput(
            "dispatch.csv", "第{line}行不是有效的 CSV({reason}),请检查引号和分隔符。", line=lines.line_num, reason=error
        ) from None
    kept = tuple(row for row in found if row[0] and row[1])
    if not kept:
        raise BadInput("dispatch.empty", "文件中没有带文本和标签的行,请核对内容。")
    return Labelled(rows=kept, passed_over=len(found) - len(kept))


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "dispatch.encoding", "文件第{place}个字节不是 UTF-8 文字,请另存为 UTF-8 编码的 CSV。", place=error.start + 1
        ) from None
    if not text.strip():
        raise BadInput("dispatch.empty_file", "文件是空的:第一行应为列名 text,label,其后每行一条。")
    return CONTROLS.sub(" ", text)


def _places(header: list[str]) -> tuple[int, int]:
    names = [name.strip().lower() for name in header]
    if missing := [name for name in COLUMNS if name not in names]:
        raise BadInput(
            "dispatch.columns",
            "缺少列“{missing}”:第一行应有列名 text 和 label,现为“{header}”。",
            missing="、".join(missing),
            header="、".join(header)[:200],
        )
    return names.index("text"), names.index("label")


def _rows(lines: Iterator[list[str]], places: tuple[int, int]) -> Iterator[Row]:
    for cells in lines:
        if not any(cells):
            continue
        text, label = (cells[place].strip() if place < len(cells) else "" for place in places)
        yield text, " ".join(label.split())[:LONGEST_LABEL]
