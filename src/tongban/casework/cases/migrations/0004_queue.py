"""What a queue is read by: indexes over open cases alone, over who holds a step, over the end of a number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("cases", "0003_time_taken"),
        ("catalog", "0002_published_stays"),
        ("parties", "0002_append_only"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_queue",
        ),
        migrations.RemoveIndex(
            model_name="step",
            name="step_queue",
        ),
        # not AddField on SQLite: it makes the table anew and so loses the trigger against deleting a case
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE cases_case ADD COLUMN tail varchar(32) DEFAULT '' NOT NULL",
                    "ALTER TABLE cases_case DROP COLUMN tail",
                ),
                # SQLite has no reverse() of its own, but every connection of Django's lends it one
                migrations.RunSQL(
                    "UPDATE cases_case SET tail = reverse(replace(number, '-', ''))", migrations.RunSQL.noop
                ),
            ],
            state_operations=[
                migrations.AddField(
                    model_name="case",
                    name="tail",
                    field=models.CharField(
                        blank=True, default="", editable=False, max_length=32, verbose_name="编号倒写"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["due_at", "id", "region", "agency", "status"],
                name="case_open_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["region", "due_at", "id", "agency", "status"],
                name="case_open_region",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["agency", "due_at", "id", "region", "status"],
                name="case_open_agency",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True), models.Q(("answerable", ""), _negated=True)),
                fields=["answerable"],
                name="case_open_answerable",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["tail"], name="case_tail"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True), ("kind", "pause"), ("step_key", "")),
                fields=["case"],
                name="ledger_paused",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["agency", "due_at", "case"], name="step_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["assignee", "agency", "case"], name="step_held"
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["agency", "case"], name="step_agency"),
        ),
    ]
