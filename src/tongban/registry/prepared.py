"""Statements compiled once: Django's own SQL for the few shapes every act repeats.

Building a query costs several times what running it does. Here the ORM compiles each shape once a process and engine;
after that only values are adapted and rows turned into models, by the fields' own rules. Everything else uses the ORM.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
)
from django.db.models.sql import InsertQuery

M = TypeVar("M", bound=Model)
MARKS: dict[type, Any] = {str: "\uffffmark", int: -4_611_686_018_427_387_905}


def cursor_of(connection: BaseDatabaseWrapper) -> Any:
    """One cursor kept for each connection; made anew with it, and when statements begin or cease to be recorded.

    On PostgreSQL it is the driver's own unless statements are recorded or watched: Django's wrapper only translates errors, which
    ``run`` does as well.
    """
    kept = connection.__dict__.get("tongban_cursor")
    recorded = connection.queries_logged or bool(connection.execute_wrappers)
    if kept is None or kept[0] is not connection.connection or kept[1] != recorded:
        connection.ensure_connection()
        plain = connection.vendor == "postgresql" and not recorded
        cursor = connection.create_cursor() if plain else connection.cursor()
        kept = connection.__dict__["tongban_cursor"] = (connection.connection, recorded, cursor)
    return kept[2]


def run(connection: BaseDatabaseWrapper, sql: str, params: Sequence[Any]) -> Any:
    """Run one statement; the cursor, to fetch from."""
    cursor = cursor_of(connection)
    with connection.wrap_database_errors:
        cursor.execute(sql, params)
    return cursor


@contextmanager
def together() -> Iterator[None]:
    """Writes made inside travel to PostgreSQL in one round trip; an error of one of them is raised at the end.

    Only for writes of this module, which ask for nothing back: counts of rows are not known inside.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


class Shape(NamedTuple):
    """A compiled SELECT: its text, its parameters with the mark among them, how columns become attributes."""

    sql: str
    params: list[Any]
    converters: list[Any]
    names: list[str]
    model: Any


class Lookup(Generic[M]):
    """The rows of a queryset that depends on one value, text or number.

    ``build`` makes the queryset from the value; it must use the value as a parameter and in no other way. A lookup that
    locks rows is compiled, and called, inside a transaction.
    """

    def __init__(self, build: Callable[[Any], QuerySet[M]], kind: type) -> None:
        self.build = build
        self.mark = MARKS[kind]
        self.compiled: dict[str, Shape] = {}

    def __call__(self, value: str | int) -> list[M]:
        """The rows for this value, in the order of the queryset."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self.compiled:
            self.compiled[connection.vendor] = self._compile(connection)
        shape = self.compiled[connection.vendor]
        params = [value if given == self.mark else given for given in shape.params]
        rows = run(connection, shape.sql, params).fetchall()
        return [shape.model.from_db(connection.alias, shape.names, _converted(row, shape, connection)) for row in rows]

    def _compile(self, connection: BaseDatabaseWrapper) -> Shape:
        found = self.build(self.mark)
        compiler = found.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column[0] for column in compiler.select]
        converters = list(compiler.get_converters(columns).items())
        names = [column.target.attname for column in columns]
        return Shape(sql, list(params), converters, names, found.model)


def _converted(row: Sequence[Any], shape: Shape, connection: BaseDatabaseWrapper) -> list[Any]:
    values = list(row)
    for place, (functions, expression) in shape.converters:
        for convert in functions:
            values[place] = convert(values[place], expression, connection)
    return values


class Writer(Generic[M]):
    """Inserts and updates of whole rows of one model."""

    def __init__(self, model: type[M]) -> None:
        self.model = model
        self.inserts: dict[tuple[str, int, bool], str] = {}
        self.updates: dict[tuple[str, ...], str] = {}

    @cached_property
    def fields(self) -> list["Field[Any, Any]"]:
        """The columns given at insertion: all but a key the database makes."""
        return [field for field in self.model._meta.local_concrete_fields if not _is_made(field)]

    @cached_property
    def by_name(self) -> dict[str, "Field[Any, Any]"]:
        """Fields by the name of their attribute."""
        return {field.attname: field for field in self.model._meta.local_concrete_fields}

    def insert(self, *rows: M) -> None:
        """Insert rows by one statement; a single row gets the key the database made."""
        if not rows:
            return
        connection = connections[DEFAULT_DB_ALIAS]
        asks = len(rows) == 1 and _is_made(self.model._meta.pk)
        values = [value for row in rows for value in _values(row.__dict__, self.fields, connection)]
        cursor = run(connection, self._insert(connection, len(rows), asks), values)
        if asks:
            ((rows[0].pk,),) = cursor.fetchall()
        for row in rows:
            row._state.adding = False
            row._state.db = connection.alias

    def append(self, *rows: Mapping[str, Any]) -> None:
        """Insert rows given by their columns, every one of them, by one statement; no model, no key comes back."""
        if rows:
            connection = connections[DEFAULT_DB_ALIAS]
            values = [value for row in rows for value in _values(row, self.fields, connection)]
            run(connection, self._insert(connection, len(rows), False), values)

    def append_new(self, rows: Sequence[Mapping[str, Any]], *, returning: Sequence[str]) -> list[tuple[Any, ...]]:
        """Insert rows unless a unique key stands already, by one statement; these columns of the rows that are new.

        What comes back is the database's own spelling. A row without a key of its own gets the next one.
        """
        if not rows:
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        columns = ", ".join(connection.ops.quote_name(str(self.by_name[name].column)) for name in returning)
        values = [value for row in rows for value in _values(row, self.fields, connection)]
        sql = f"{self._insert(connection, len(rows), False)} ON CONFLICT DO NOTHING RETURNING {columns}"
        return list(run(connection, sql, values).fetchall())

    def _insert(self, connection: BaseDatabaseWrapper, count: int, asks: bool) -> str:
        """``INSERT … VALUES (…), (…)`` for this number of rows, taken from Django's statement for one."""
        key = (connection.vendor, count, asks)
        if key not in self.inserts:
            query = InsertQuery(self.model)
            query.insert_values(self.fields, [self.model()])
            compiler = query.get_compiler(connection=connection)
            compiler.returning_fields = [self.model._meta.pk] if asks else None
            ((sql, _),) = compiler.as_sql()
            head, values = str(sql).split(" VALUES ", 1)
            self.inserts[key] = f"{head} VALUES {', '.join([values] * count)}"
        return self.inserts[key]

    def update(self, rows: Iterable[M], names: Sequence[str]) -> None:
        """Write these attributes of the rows, by one statement however many rows there are."""
        connection = connections[DEFAULT_DB_ALIAS]
        key = tuple(names)
        fields = [self.by_name[name] for name in key]
        if key not in self.updates:
            self.updates[key] = self._compile_update(fields, connection)
        values = [[*_values(row.__dict__, fields, connection), row.pk] for row in rows]
        if len(values) == 1:
            run(connection, self.updates[key], values[0])
        else:
            with connection.wrap_database_errors:
                cursor_of(connection).executemany(self.updates[key], values)

    def _compile_update(self, fields: Sequence["Field[Any, Any]"], connection: BaseDatabaseWrapper) -> str:
        quote = connection.ops.quote_name
        meta = self.model._meta
        columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
        return f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(str(meta.pk.column))} = %s"  # noqa: S608


def _is_made(field: Any) -> bool:
    return bool(getattr(field, "db_returning", False))


# what drivers take as it is; every other field adapts its value by its own rule
PLAIN = (CharField, TextField, IntegerField, BooleanField, ForeignKey)


def _values(row: Mapping[str, Any], fields: Iterable["Field[Any, Any]"], connection: BaseDatabaseWrapper) -> list[Any]:
    plain = (*PLAIN, DateTimeField) if connection.vendor == "postgresql" else PLAIN
    return [
        row[field.attname] if isinstance(field, plain) else field.get_db_prep_save(row[field.attname], connection)
        for field in fields
    ]
