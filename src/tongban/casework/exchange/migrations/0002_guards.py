"""What the ORM cannot say: order of the outbox under concurrency, and tables that only grow."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The number is given under a lock held until commit, so that within an order key numbers follow commits: a later
# number can never become visible first, and whoever reads up to a number has read all before it.
ORDER = """
CREATE FUNCTION exchange_number_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.order_key <> '' THEN
        PERFORM pg_advisory_xact_lock('exchange_outboxevent'::regclass::oid::int, hashtext(NEW.order_key));
        NEW.sequence := nextval(pg_get_serial_sequence('exchange_outboxevent', 'sequence'));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exchange_number_in_order BEFORE INSERT ON exchange_outboxevent
    FOR EACH ROW EXECUTE FUNCTION exchange_number_in_order();
"""
REFUSE = """
CREATE FUNCTION exchange_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
APPEND_ONLY = ("exchange_deliverynote", "exchange_attempt")
# What was sent must stay what was kept; only the mark of the fan-out may be set.
KEPT = ("sequence", "uid", "type", "subject", "source", "occurred_at", "order_key", "about", "data")


def postgresql() -> list[str]:
    """Triggers of PostgreSQL."""
    kept = ", ".join(KEPT)
    return [
        ORDER,
        REFUSE,
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION exchange_append_only();"
            for table in APPEND_ONLY
        ),
        f"CREATE TRIGGER exchange_outboxevent_kept BEFORE UPDATE OF {kept} OR DELETE OR TRUNCATE "
        "ON exchange_outboxevent FOR EACH STATEMENT EXECUTE FUNCTION exchange_append_only();",
    ]


def sqlite() -> list[str]:
    """Triggers of SQLite."""
    refuse = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;"
    body = {table: refuse.format(table=table) for table in (*APPEND_ONLY, "exchange_outboxevent")}
    return [
        *(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {body[table]}"
            for table in APPEND_ONLY
            for act in ("UPDATE", "DELETE")
        ),
        f"CREATE TRIGGER exchange_outboxevent_kept BEFORE UPDATE OF {', '.join(KEPT)} ON exchange_outboxevent "
        + body["exchange_outboxevent"],
        "CREATE TRIGGER exchange_outboxevent_no_delete BEFORE DELETE ON exchange_outboxevent "
        + body["exchange_outboxevent"],
    ]


def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of this engine."""
    for statement in postgresql() if editor.connection.vendor == "postgresql" else sqlite():
        editor.execute(statement, params=None)


def unguard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION exchange_append_only() CASCADE", params=None)
        editor.execute("DROP FUNCTION exchange_number_in_order() CASCADE", params=None)
        return
    names = [f"{table}_no_{act}" for table in APPEND_ONLY for act in ("update", "delete")]
    for name in (*names, "exchange_outboxevent_kept", "exchange_outboxevent_no_delete"):
        editor.execute(f"DROP TRIGGER {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard, elidable=False)]
