"""The journal grows and never changes, in the database itself, on both engines; a case is never deleted."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

JOURNAL, CASE = "cases_journalentry", "cases_case"
POSTGRESQL = (
    """
    CREATE FUNCTION cases_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    """,
    f"CREATE TRIGGER {JOURNAL}_append_only BEFORE UPDATE OR DELETE ON {JOURNAL} "
    "FOR EACH ROW EXECUTE FUNCTION cases_append_only();",
    f"CREATE TRIGGER {JOURNAL}_no_truncate BEFORE TRUNCATE ON {JOURNAL} "
    "FOR EACH STATEMENT EXECUTE FUNCTION cases_append_only();",
    f"CREATE TRIGGER {CASE}_no_delete BEFORE DELETE ON {CASE} FOR EACH ROW EXECUTE FUNCTION cases_append_only();",
)
SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;"
    for table, act in ((JOURNAL, "UPDATE"), (JOURNAL, "DELETE"), (CASE, "DELETE"))
)


def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of this engine."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def unguard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION cases_append_only() CASCADE", params=None)
        return
    for table, act in ((JOURNAL, "update"), (JOURNAL, "delete"), (CASE, "delete")):
        editor.execute(f"DROP TRIGGER {table}_no_{act}", params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
