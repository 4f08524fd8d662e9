"""What a fixture builds through services, built once a process; every later test gets the same rows by plain inserts.

Nothing is built in another way: the first test of a process makes the rows as people would, they are read back as
the database spells them, and put into the transaction of each later test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import connection

T = TypeVar("T")


@dataclass(frozen=True)
class Built(Generic[T]):
    """What the building returned, and the statements that make its rows anew."""

    value: T
    statements: tuple[tuple[str, tuple[Any, ...] | None], ...]


_BUILT: dict[str, Built[Any]] = {}


def built(name: str, build: Callable[[], T]) -> T:
    """What ``build`` returns, with its rows in the database; built through services only the first time."""
    if name not in _BUILT:
        before = _filled()
        value = build()
        _BUILT[name] = Built(value, tuple(one for table in sorted(_filled() - before) for one in _statements(table)))
        return value
    kept = cast("Built[T]", _BUILT[name])
    with connection.cursor() as cursor:
        for statement, values in kept.statements:
            cursor.execute(statement, values)
    return kept.value


def _filled() -> set[str]:
    """Tables that hold a row; those the migrations fill are there before anything is built."""
    with connection.cursor() as cursor:
        found = set()
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
            if cursor.fetchone():
                found.add(table)
    return found


def _statements(table: str) -> list[tuple[str, tuple[Any, ...] | None]]:
    """The rows of a table as statements, every value in the database's own spelling; foreign keys wait for the commit."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'SELECT json_agg(one)::text FROM "{table}" AS one')
            whole = f'INSERT INTO "{table}" SELECT * FROM json_populate_recordset(NULL::"{table}", %s::json)'
            return [(whole, (cursor.fetchone()[0],))]
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        columns = [column[0] for column in cursor.description]
        names = ", ".join(f'"{column}"' for column in columns)
        quoted = " || ',' || ".join(f'quote("{column}")' for column in columns)
        cursor.execute(f'SELECT {quoted} FROM "{table}" ORDER BY rowid')
        return [(f'INSERT INTO "{table}" ({names}) VALUES ({values})', None) for (values,) in cursor.fetchall()]
