"""Cases of every kind: terms of a policy, states of appeals, outcomes that are no decision.

SQLite rebuilds the table for it and so loses its triggers; they are made again.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tongban.casework.cases.migrations._triggers import restore_case_triggers


def restore(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the table again where the engine rebuilt it."""
    restore_case_triggers(editor)


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
