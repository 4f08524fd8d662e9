"""The triggers of the table of cases, for migrations that make SQLite rebuild it."""

from importlib import import_module

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARDS = import_module("tongban.casework.cases.migrations.0002_append_only")
WORDS = import_module("tongban.casework.cases.migrations.0005_words")


def restore_case_triggers(editor: BaseDatabaseSchemaEditor) -> None:
    """Create those that are missing; PostgreSQL loses none."""
    if editor.connection.vendor != "sqlite":
        return
    for statement in (*GUARDS.SQLITE, *WORDS.SQLITE):
        if statement.startswith("CREATE TRIGGER cases_case_"):
            editor.execute(statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS", 1), params=None)
