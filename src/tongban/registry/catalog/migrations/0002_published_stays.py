"""Published versions never change and never overlap: the database itself refuses, on both engines.

A published row may only be ended, once: status, ``valid_until_on`` and ``retired_*`` move together. SQLite drops
triggers when a later migration rebuilds the table; such a migration must put them back by running ``guard`` again.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "catalog_itemversion"
KEPT = (
    "id",
    "item_id",
    "number",
    "spec",
    "valid_from_on",
    "document",
    "change_note",
    "authors",
    "drafted_at",
    "drafted_by",
    "published_at",
    "published_by",
)
STAYS = "published item versions never change"
OVERLAPS = "periods of item versions never overlap"


def _changed(vendor: str) -> str:
    differ = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    columns = " OR ".join(f"NEW.{column} {differ} OLD.{column}" for column in KEPT)
    return f"OLD.status = 'retired' OR (OLD.status = 'published' AND (NEW.status = 'draft' OR {columns}))"


OVERLAP = (
    f"NEW.status <> 'draft' AND EXISTS (SELECT 1 FROM {TABLE} other WHERE other.item_id = NEW.item_id"  # noqa: S608 - constants of this file
    " AND other.id <> NEW.id AND other.status <> 'draft'"
    " AND (NEW.valid_until_on IS NULL OR other.valid_from_on <= NEW.valid_until_on)"
    " AND (other.valid_until_on IS NULL OR other.valid_until_on >= NEW.valid_from_on))"
)


def _triggers(vendor: str) -> list[tuple[str, str, str, str]]:
    """Name, act, condition, words of each trigger."""
    return [
        (f"{TABLE}_stays", "UPDATE", _changed(vendor), STAYS),
        (f"{TABLE}_kept", "DELETE", "OLD.status <> 'draft'", STAYS),
        (f"{TABLE}_apart_new", "INSERT", OVERLAP, OVERLAPS),
        (f"{TABLE}_apart", "UPDATE", OVERLAP, OVERLAPS),
    ]


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place, in the words of the engine."""
    for name, act, condition, words in _triggers(editor.connection.vendor):
        if editor.connection.vendor == "postgresql":
            row = "OLD" if act == "DELETE" else "NEW"
            editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" IF {condition} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF;"
                f" RETURN {row}; END $$"
            )
            editor.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()")
        else:
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    for name, *_ in _triggers(editor.connection.vendor):
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {name} ON {TABLE}")
            editor.execute(f"DROP FUNCTION {name}()")
        else:
            editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
