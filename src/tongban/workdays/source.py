"""Which calendar holds now: the packaged notices and those of one more folder, read again when a file changes.

Holidays are never cached for the life of a process: a notice dropped into the folder holds within RECHECK_SECONDS in
every process. A file that cannot be read is refused on every use until it is mended, never skipped.
"""

from pathlib import Path
from time import monotonic
from typing import NamedTuple

from tongban.workdays.calendar import Calendar, load_calendar
from tongban.workdays.notices import PACKAGED, notice_files

RECHECK_SECONDS = 1.0  # listing the folders costs as much as a whole reckoning; a notice can wait a second

_Signature = tuple[tuple[str, int, int], ...]


class _Loaded(NamedTuple):
    calendar: Calendar
    signature: _Signature
    checked: float


# Each is replaced whole by one assignment, so threads need no lock: the worst is that two read the same files.
_folders: tuple[Path, ...] = ()
_loaded: _Loaded | None = None


def configure(extra_folder: Path | None) -> Calendar:
    """Read a further folder of notices from now on (None: the packaged ones only) and return the calendar.

    The folder must exist; its files amend the packaged years and add new ones. Raises BadInput, changing nothing.
    """
    global _folders, _loaded
    folders = () if extra_folder is None else (extra_folder,)
    loaded = _load(folders)
    _folders, _loaded = folders, loaded
    return loaded.calendar


def current() -> Calendar:
    """The calendar that holds now; the same object until a notice file is added, changed or removed."""
    loaded = _loaded
    if loaded is None or monotonic() - loaded.checked > RECHECK_SECONDS:
        return refresh()
    return loaded.calendar


def refresh() -> Calendar:
    """Look at the files now, without waiting for RECHECK_SECONDS, and return the calendar that holds."""
    global _loaded
    if _loaded is not None and _signature(_folders) == _loaded.signature:
        _loaded = _loaded._replace(checked=monotonic())
    else:
        _loaded = _load(_folders)
    return _loaded.calendar


def _load(folders: tuple[Path, ...]) -> _Loaded:
    # The signature is taken first: a file changed while reading is then seen as changed at the next look.
    signature = _signature(folders)
    return _Loaded(load_calendar(*folders), signature, monotonic())


def _signature(folders: tuple[Path, ...]) -> _Signature:
    files = [path for folder in (PACKAGED, *folders) for path in notice_files(folder)]
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path in files for stat in [path.stat()])
