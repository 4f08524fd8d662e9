"""Throw-away databases for tests that start real processes: copies of one migrated template."""

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
from psycopg import sql

TEST_SECRET = "tests-only-secret-0123456789-0123456789"


@dataclass(frozen=True)
class Database:
    """A database and the folder of the processes that use it."""

    url: str
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment of a process on this database."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")}
        given = {"DATABASE_URL": self.url, "TONGBAN_HOME": str(self.home), "TONGBAN_SECRET": TEST_SECRET}
        return {**kept, **given, "DJANGO_SETTINGS_MODULE": "tongban.settings", "PYTHONUNBUFFERED": "1"}


@dataclass(frozen=True)
class Template:
    """A migrated database to copy; nobody writes to it."""

    database: Database

    @contextlib.contextmanager
    def copied(self, home: Path) -> Iterator[Database]:
        """A copy for the length of the block."""
        if is_sqlite(self.database.url):
            path = home / "tongban.sqlite3"
            shutil.copyfile(self.database.home / "tongban.sqlite3", path)
            yield Database(f"sqlite:///{path}", home)
            return
        with fresh_postgresql(self.database.url, template=name_of(self.database.url)) as url:
            yield Database(url, home)


@contextlib.contextmanager
def make_template(home: Path) -> Iterator[Template]:
    """Migrate a fresh database of the engine the tests run on."""
    with empty_database(home) as database:
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=database.environment, check=True
        )
        yield Template(database)


@contextlib.contextmanager
def empty_database(home: Path) -> Iterator[Database]:
    """A database without a single table, on the engine of DATABASE_URL."""
    server = os.environ.get("DATABASE_URL", "sqlite:///")
    if is_sqlite(server):
        yield Database(f"sqlite:///{home / 'tongban.sqlite3'}", home)
        return
    with fresh_postgresql(server, template="template0") as url:
        yield Database(url, home)


def is_sqlite(url: str) -> bool:
    """Whether the database is a file."""
    return url.startswith("sqlite")


def name_of(url: str) -> str:
    """The database's name on its server."""
    return urlsplit(url).path[1:]


@contextlib.contextmanager
def fresh_postgresql(server: str, *, template: str) -> Iterator[str]:
    """A new database on the server of that URL; dropped afterwards with whoever is still connected."""
    name = f"throwaway_{uuid4().hex}"
    make = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
    drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
    with psycopg.connect(urlunsplit(urlsplit(server)._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(make)
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(drop)
