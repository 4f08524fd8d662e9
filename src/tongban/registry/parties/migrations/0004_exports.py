"""Lists taken out as files stand in the log of searches too; SQLite makes the table anew, so its triggers are put back."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "parties_partysearch"


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The triggers of SQLite against change; PostgreSQL has kept its own."""
    for act in ("UPDATE", "DELETE") if editor.connection.vendor == "sqlite" else ():
        editor.execute(
            f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_search_log")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard),
        migrations.RemoveConstraint(model_name="partysearch", name="search_kind_known"),
        migrations.AlterField(
            model_name="partysearch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("identifier", "证照号码"),
                    ("phone", "手机号码"),
                    ("name", "姓名或名称"),
                    ("export", "导出清单"),
                ],
                max_length=12,
                verbose_name="查找方式",
            ),
        ),
        migrations.AddConstraint(
            model_name="partysearch",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["export", "identifier", "name", "phone"])), name="search_kind_known"
            ),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
