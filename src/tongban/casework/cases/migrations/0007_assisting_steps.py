"""Which steps are of another agency than the lead: an agency finds what it assists in without its own cases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("cases", "0006_steps_of_an_agency"),
    ]

    operations = [
        migrations.AddField(
            model_name="step",
            name="assists",
            field=models.BooleanField(default=False, verbose_name="协办"),
        ),
        migrations.RunSQL(
            "UPDATE cases_step SET assists = (agency_id <> (SELECT agency_id FROM cases_case c WHERE c.id = case_id))",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(condition=models.Q(("assists", True)), fields=["agency", "case"], name="step_assists"),
        ),
    ]
