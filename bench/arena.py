"""Databases and processes of a run: ours, the bare SQL and the peer, each on a database of its own, on both engines."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from bench.contest import Contender
from psycopg import sql

from tongban.settings import database

BENCH = Path(__file__).resolve().parent
VENV = BENCH / ".venv-spiff"
REQUIREMENTS = BENCH / "requirements-spiff.txt"
SECRET = "bench-only-secret-0123456789-0123456789"


@dataclass(frozen=True)
class Arena:
    """The contenders on one engine; ``spiff`` is missing on SQLite and where its environment cannot be made."""

    ours: Contender
    bare: Contender
    spiff: Contender | None = None


def environment(url: str, home: Path) -> dict[str, str]:
    """The environment of a contender; nothing of the caller's configuration of Tongban."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")}
    pragmas = str(database("sqlite:///bench")["OPTIONS"]["init_command"])  # type: ignore[index]
    given = {"DATABASE_URL": url, "TONGBAN_HOME": str(home), "TONGBAN_SECRET": SECRET, "BENCH_PRAGMAS": pragmas}
    return {**kept, **given, "DJANGO_SETTINGS_MODULE": "tongban.settings"}


def prepare(url: str, home: Path) -> None:
    """Make the tables and the city."""
    maker = Contender("bench.tongban_process", environment(url, home))
    maker.ask("prepare")
    maker.end()


@contextlib.contextmanager
def sqlite(home: Path) -> Iterator[Arena]:
    """Both contenders on files in the folder, copies of one."""
    ours, bare = home / "ours.sqlite3", home / "bare.sqlite3"
    prepare(f"sqlite:///{ours}", home)
    shutil.copyfile(ours, bare)
    with contextlib.ExitStack() as stack:
        yield Arena(
            entered(stack, "bench.tongban_process", f"sqlite:///{ours}", home),
            entered(stack, "bench.bare", f"sqlite:///{bare}", home),
        )


@contextlib.contextmanager
def postgresql(server: str, home: Path, *, spiff: bool) -> Iterator[Arena]:
    """Contenders on databases of that server, dropped afterwards."""
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(throwaway(server, "template0"))
        prepare(ours, home)
        bare = stack.enter_context(throwaway(server, urlsplit(ours).path[1:]))
        peer = None
        if spiff:
            kept = stack.enter_context(throwaway(server, "template0"))
            peer = entered(stack, "bench.spiff", kept, home, python=str(VENV / "bin" / "python"))
        yield Arena(
            entered(stack, "bench.tongban_process", ours, home),
            entered(stack, "bench.bare", bare, home),
            peer,
        )


def entered(
    stack: contextlib.ExitStack, module: str, url: str, home: Path, *, python: str = sys.executable
) -> Contender:
    """A contender that ends with the stack."""
    contender = Contender(module, environment(url, home), python=python)
    stack.callback(contender.end)
    return contender


@contextlib.contextmanager
def throwaway(server: str, template: str) -> Iterator[str]:
    """A new database on the server of that URL."""
    name = f"bench_{uuid4().hex}"
    with psycopg.connect(urlunsplit(urlsplit(server)._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template))))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def spiff_problem() -> str:
    """Make the peer's environment where it is missing; the reason in one line when that fails, else empty."""
    python = VENV / "bin" / "python"
    if ready(python):
        return ""
    commands = (
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(REQUIREMENTS)],
    )
    for command in commands:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            return f"{' '.join(command[1:4])} failed: {''.join(last)}"
    return "" if ready(python) else "SpiffWorkflow was installed but cannot be imported"


def ready(python: Path) -> bool:
    """Whether that interpreter knows the peer and the driver."""
    question = [str(python), "-c", "import SpiffWorkflow, psycopg"]
    return python.exists() and subprocess.run(question, check=False, capture_output=True).returncode == 0
