"""The log of searches for parties: added to, never altered; the triggers are those of the other logs."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "parties_partysearch"


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place, in the words of the engine."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION parties_append_only()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        editor.execute(
            f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER {TABLE}_append_only ON {TABLE}")
        return
    for act in ("update", "delete"):
        editor.execute(f"DROP TRIGGER {TABLE}_no_{act}")


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartySearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("identifier", "证照号码"), ("phone", "手机号码"), ("name", "姓名或名称")],
                        max_length=12,
                        verbose_name="查找方式",
                    ),
                ),
                ("shown", models.CharField(max_length=200, verbose_name="查找内容")),
                ("found", models.PositiveIntegerField(verbose_name="找到")),
                ("by", models.CharField(max_length=40, verbose_name="查找人")),
                ("name", models.CharField(max_length=100, verbose_name="查找人姓名")),
                ("at", models.DateTimeField(verbose_name="查找时间")),
            ],
            options={
                "verbose_name": "当事人查找记录",
                "verbose_name_plural": "当事人查找记录",
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["by", "at"], name="search_by_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["identifier", "name", "phone"])), name="search_kind_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("by", ""), _negated=True), name="search_has_searcher"),
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
