"""Openings of identifiers and changes of the register can be added, never altered: the database itself refuses."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("parties_identifieropening", "parties_enterprisechange")
FUNCTION = "parties_append_only"


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place, in the words of the engine."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            params=None,  # else the driver takes the per cent sign for a placeholder
        )
    for table in TABLES:
        for statement in _statements(editor.connection.vendor, table):
            editor.execute(statement)


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
        ]
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    for table in TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            editor.execute(f"DROP TRIGGER {table}_no_update")
            editor.execute(f"DROP TRIGGER {table}_no_delete")
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION {FUNCTION}()")


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
