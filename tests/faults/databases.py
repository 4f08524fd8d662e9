"""Throw-away databases for tests that start real processes: copies of one migrated template."""

import contextlib
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg import sql

TEST_SECRET = "tests-only-secret-0123456789-0123456789"
FILE = "tongban.sqlite3"


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
    def in_django(self) -> Iterator[None]:
        """Django's own connection led to a copy for the length of the block: in memory where it is SQLite."""
        if is_sqlite(self.database.url):
            with lent(f"file:tests_{os.getpid()}?mode=memory&cache=shared"):
                with contextlib.closing(sqlite3.connect(self.database.home / FILE)) as migrated:
                    migrated.backup(connection.connection)
                yield
            return
        with fresh_postgresql(self.database.url, template=name_of(self.database.url)) as url, lent(name_of(url)):
            yield

    @contextlib.contextmanager
    def copied(self, home: Path) -> Iterator[Database]:
        """A copy for the length of the block."""
        if is_sqlite(self.database.url):
            path = home / FILE
            shutil.copyfile(self.database.home / FILE, path)
            yield Database(f"sqlite:///{path}", home)
            return
        with fresh_postgresql(self.database.url, template=name_of(self.database.url)) as url:
            yield Database(url, home)


@contextlib.contextmanager
def lent(name: str) -> Iterator[None]:
    """Django's connection, open to the database of that name for the length of the block."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def shared_template(home: Path) -> Template:
    """The migrated database of one run, made by whichever of its processes comes first; the others wait for it."""
    home.mkdir(exist_ok=True)
    with (home / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = home / "made"
        if not made.exists():
            database = Database(created(home), home)
            migrate = [sys.executable, "-m", "tongban.cli", "migrate"]
            subprocess.run(migrate, env=database.environment, check=True)
            made.write_text(database.url)
        return Template(Database(made.read_text(), home))


def drop_template(home: Path) -> None:
    """Leave nothing of it on a server; the file of SQLite goes with its folder."""
    made = home / "made"
    if made.exists() and not is_sqlite(url := made.read_text()):
        drop_postgresql(url)


@contextlib.contextmanager
def empty_database(home: Path) -> Iterator[Database]:
    """A database without a single table, on the engine of DATABASE_URL."""
    url = created(home)
    try:
        yield Database(url, home)
    finally:
        if not is_sqlite(url):
            drop_postgresql(url)


def created(home: Path) -> str:
    """The URL of a new database on the engine of DATABASE_URL."""
    server = os.environ.get("DATABASE_URL", "sqlite:///")
    if is_sqlite(server):
        return f"sqlite:///{home / FILE}"
    return create_postgresql(server, template="template0")


def is_sqlite(url: str) -> bool:
    """Whether the database is a file."""
    return url.startswith("sqlite")


def name_of(url: str) -> str:
    """The database's name on its server."""
    return urlsplit(url).path[1:]


@contextlib.contextmanager
def fresh_postgresql(server: str, *, template: str) -> Iterator[str]:
    """A new database on the server of that URL; dropped afterwards with whoever is still connected."""
    url = create_postgresql(server, template=template)
    try:
        yield url
    finally:
        drop_postgresql(url)


def create_postgresql(server: str, *, template: str) -> str:
    """Copy a database of the server under a new name."""
    name = f"throwaway_{uuid4().hex}"
    make = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
    with keeper(server) as connection:
        connection.execute(make)
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def drop_postgresql(url: str) -> None:
    """Drop a database with whoever is still connected."""
    with keeper(url) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name_of(url))))


def keeper(server: str) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection that may make and drop databases of that server."""
    return psycopg.connect(urlunsplit(urlsplit(server)._replace(path="/postgres")), autocommit=True)
