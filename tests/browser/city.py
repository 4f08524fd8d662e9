"""A sample city on loopback for browsers: made once, copied for whoever wants to change it, served by the real program."""

import contextlib
import fcntl
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.databases import Database
from tests.faults.processes import program

PASSWORD = "tongban-demo"
SAMPLE_SECONDS = 300.0
FIRST_START = "first-start.txt"  # what the program printed when it made the sample


@dataclass(frozen=True)
class House:
    """A running server on a sample city of its own."""

    address: str
    home: Path

    def ask(self, statement: str, *values: object) -> str:
        """The first cell a question to the database brings; fails when there is none."""
        with contextlib.closing(sqlite3.connect(f"file:{self.home / 'tongban.sqlite3'}?mode=ro", uri=True)) as found:
            row = found.execute(statement, values).fetchone()
        assert row is not None, f"the sample city has none: {statement} {values}"
        return str(row[0])


def made(home: Path) -> Path:
    """The sample city in that folder, made by whoever comes first; a second process waits for it."""
    home.mkdir(exist_ok=True)
    with (home / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "made").exists():
            with program(database_in(home), "run", "--port", "0", "--sample", "--no-worker") as first:
                first.wait_for("Ctrl-C", SAMPLE_SECONDS)
                (home / FIRST_START).write_text(first.printed, encoding="utf-8")
                assert first.end(signal.SIGTERM) == 0
            subprocess.run(
                [sys.executable, Path(__file__).with_name("preparing.py")],
                env={**database_in(home).environment, "PYTHONPATH": os.pathsep.join(sys.path)},
                check=True,
            )
            (home / "made").touch()
    return home


def database_in(home: Path) -> Database:
    """The database file of a folder."""
    return Database(f"sqlite:///{home / 'tongban.sqlite3'}", home)


@contextlib.contextmanager
def served(city: Path, home: Path) -> Iterator[House]:
    """A copy of the city, served at a free port for the length of the block."""
    shutil.copytree(city, home, ignore=shutil.ignore_patterns("printed.*", "*.lock"), dirs_exist_ok=True)
    with program(database_in(home), "run", "--port", "0") as running:
        running.wait_for("Ctrl-C")
        yield House(running.address, home)
