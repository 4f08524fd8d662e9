"""Cases of every kind: terms of a policy, states of appeals, outcomes that are no decision.

SQLite rebuilds the table for it and so loses its triggers; they are made again.
"""

# ruff: noqa: S608 - nothing from outside: names of tables and columns
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def pairs(title: str) -> str:
    """SQL of SQLite: the tokens of a title, as migration 0005 indexes them."""
    return f"(SELECT group_concat(hex(lower(substr({title}, n, 2))), ' ') FROM cases_places WHERE n < length({title}))"


SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS cases_case_no_delete BEFORE DELETE ON cases_case "
    "BEGIN SELECT RAISE(ABORT, 'cases_case is append-only'); END;",
    "CREATE TRIGGER IF NOT EXISTS cases_case_words AFTER INSERT ON cases_case BEGIN "
    f"INSERT INTO cases_words (rowid, pairs) VALUES (NEW.id, {pairs('NEW.title')}); END",
    "CREATE TRIGGER IF NOT EXISTS cases_case_words_anew AFTER UPDATE OF title ON cases_case WHEN OLD.title <> NEW.title "
    f"BEGIN INSERT INTO cases_words (cases_words, rowid, pairs) VALUES ('delete', OLD.id, {pairs('OLD.title')}); "
    f"INSERT INTO cases_words (rowid, pairs) VALUES (NEW.id, {pairs('NEW.title')}); END",
)


def restore(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the table again where the engine rebuilt it; PostgreSQL loses none."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else ():
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_windows_close"),
        ("cases", "0007_assisting_steps"),
        ("catalog", "0004_discarded_draft"),
        ("parties", "0004_exports"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="case_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_outcome_known",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_ended_iff_closed",
        ),
        migrations.AddField(
            model_name="case",
            name="terms",
            field=models.JSONField(blank=True, default=dict, verbose_name="政策时限"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "submitted",
                            "correcting",
                            "accepted",
                            "decided",
                            "delivered",
                            "refused",
                            "withdrawn",
                            "archived",
                            "returned",
                            "arbitrating",
                            "joined",
                        ],
                    )
                ),
                name="case_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "granted", "denied", "resolved", "informed", "unmet"])),
                name="case_outcome_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", False),
                        ("status__in", ["archived", "delivered", "joined", "refused", "withdrawn"]),
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        models.Q(
                            ("status__in", ["archived", "delivered", "joined", "refused", "withdrawn"]), _negated=True
                        ),
                    ),
                    _connector="OR",
                ),
                name="case_ended_iff_closed",
            ),
        ),
        migrations.RunPython(restore, restore),
    ]
