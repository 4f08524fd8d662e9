"""Which calendar holds now: the packaged notices, those of one more folder, and those kept elsewhere (a database).

Holidays are never cached for the life of a process: a notice that is loaded holds within RECHECK_SECONDS in every
process. One that cannot be read is refused on every use until it is mended, never skipped. Where further notices are
kept is told by ``attach``; this module knows only that somebody can say whether they changed.
"""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from time import monotonic
from typing import NamedTuple, Protocol

from tongban.workdays.calendar import Calendar
from tongban.workdays.notices import PACKAGED, Notice, in_order, notice_files, read_folders

RECHECK_SECONDS = 1.0  # looking at folders and database costs as much as a whole reckoning; a notice can wait a second
LONG_AGO = float("-inf")


class MoreNotices(Protocol):
    """Somewhere else notices are kept."""

    def signature(self) -> Hashable:
        """Something cheap that changes whenever the notices do; asked at most once in RECHECK_SECONDS."""

    def notices(self, known: Sequence[Notice]) -> Sequence[Notice]:
        """The notices, read strictly beside those of the files. Raises BadInput."""


_Signature = tuple[Hashable, ...]


class _Loaded(NamedTuple):
    calendar: Calendar
    signature: _Signature
    checked: float


# Each is replaced whole by one assignment, so threads need no lock: the worst is that two read the same files.
_folders: tuple[Path, ...] = ()
_more: MoreNotices | None = None
_loaded: _Loaded | None = None
_supposed: ContextVar[Calendar | None] = ContextVar("supposed", default=None)


def configure(extra_folder: Path | None) -> Calendar:
    """Read a further folder of notices from now on (None: the packaged ones only) and return the calendar.

    The folder must exist; its files amend the packaged years and add new ones. Raises BadInput, changing nothing.
    """
    global _folders, _loaded
    folders = () if extra_folder is None else (extra_folder,)
    loaded = _load(folders, None)
    _folders, _loaded = folders, loaded if _more is None else None
    return loaded.calendar


def attach(more: MoreNotices | None) -> None:
    """Read the notices kept there from now on too (None: no longer); they are looked at when a calendar is next asked."""
    global _more, _loaded
    if more is not _more:
        _more, _loaded = more, None


def current() -> Calendar:
    """The calendar that holds now; the same object until a notice is added, changed or removed."""
    supposed = _supposed.get()
    if supposed is not None:
        return supposed
    loaded = _loaded
    if loaded is None or monotonic() - loaded.checked > RECHECK_SECONDS:
        return refresh()
    return loaded.calendar


def refresh() -> Calendar:
    """Look now, without waiting for RECHECK_SECONDS, and return the calendar that holds."""
    global _loaded
    held = _loaded
    if held is not None:
        _loaded = held._replace(checked=monotonic())  # the others go on with what holds while this one looks
    try:
        if held is not None and _signature(_folders, _more) == held.signature:
            return held.calendar
        _loaded = _load(_folders, _more)
    except Exception:  # whatever it was: nobody may go on with the old calendar
        _loaded = held and held._replace(checked=LONG_AGO)
        raise
    return _loaded.calendar


@contextmanager
def supposing(calendar: Calendar) -> Iterator[Calendar]:
    """Reckon as if this calendar held, in this thread and until the end of the block: what a new notice would move."""
    token = _supposed.set(calendar)
    try:
        yield calendar
    finally:
        _supposed.reset(token)


def filed_notices() -> tuple[Notice, ...]:
    """The notices of the files alone, packaged and of the further folder, in order."""
    return read_folders((PACKAGED, *_folders))


def _read(folders: tuple[Path, ...], more: MoreNotices | None) -> tuple[Notice, ...]:
    filed = read_folders((PACKAGED, *folders))
    return filed if more is None else in_order([*filed, *more.notices(filed)])


def _load(folders: tuple[Path, ...], more: MoreNotices | None) -> _Loaded:
    # The signature is taken first: what changes while reading is then seen as changed at the next look.
    signature = _signature(folders, more)
    return _Loaded(Calendar(_read(folders, more)), signature, monotonic())


def _signature(folders: tuple[Path, ...], more: MoreNotices | None) -> _Signature:
    files = [path for folder in (PACKAGED, *folders) for path in notice_files(folder)]
    stats = tuple((str(path), stat.st_mtime_ns, stat.st_size) for path in files for stat in [path.stat()])
    return stats if more is None else (*stats, more.signature())
