"""A report of refusal is written once and never changed, in the database itself, on both engines."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "blocked_refusalreport"
POSTGRESQL = (
    """
CREATE FUNCTION blocked_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
""",
    f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION blocked_append_only();",
)
SQLITE = tuple(
    f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END;"
    for act in ("UPDATE", "DELETE")
)


def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of this engine."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def unguard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION blocked_append_only() CASCADE", params=None)
        return
    for act in ("update", "delete"):
        editor.execute(f"DROP TRIGGER {TABLE}_no_{act}", params=None)


class Migration(migrations.Migration):
    dependencies = [("blocked", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard, elidable=False)]
