"""State Council holiday notices as files: one a year, named by it (``2026.yaml``).

Its keys are ``year`` and ``notices``; a notice has ``number``, ``title``, ``issued_on`` and ``holidays``; a holiday has
``name``, ``days_off`` and optionally ``makeup_days``, lists of ``YYYY-MM-DD`` or ``YYYY-MM-DD..YYYY-MM-DD``. Later notices
amend earlier ones. Anything else is refused by file and key.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from tongban.common.errors import BadInput
from tongban.workdays.reading import Holiday, Notice, read_text

__all__ = ["PACKAGED", "Holiday", "Notice", "in_order", "notice_files", "read_folders"]

PACKAGED = Path(__file__).parent / "notices_data"


def read_folders(folders: Sequence[Path]) -> tuple[Notice, ...]:
    """All notices of the folders, by year and then in order of issue.

    A year may stand once in a folder; a later folder amends the year of an earlier one. Raises BadInput.
    """
    found: list[Notice] = []
    for folder in folders:
        for path in notice_files(folder):
            found.extend(_read_file(path, found))
    return in_order(found)


def in_order(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices as a calendar takes them: by year, then by the day of issue, whichever place each was read from.

    Of two with the same number the one given later holds: it is the same notice, put right.
    """
    unique = {(notice.year, notice.number): notice for notice in notices}
    return tuple(sorted(unique.values(), key=lambda notice: (notice.year, notice.issued_on)))


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


def _read_file(path: Path, known: Sequence[Notice]) -> tuple[Notice, ...]:
    if not re.fullmatch(r"[0-9]{4}", path.stem):
        raise _bad(path, "文件名", "应以年份命名,如 2026.yaml")
    try:
        text = path.read_text(encoding="utf-8")
    except ValueError as error:
        raise _bad(path, "内容", f"无法读取({error})") from error
    read = read_text(text, known, year=int(path.stem))
    for problem in read.problems:
        raise _bad(path, problem.key, problem.what)
    return read.notices
