"""Appeals are found by runs of four signs of their words (SQLite: by the three pairs of a run); models of whom they are for; numbers of other systems."""

# ruff: noqa: S608 - nothing from outside: names of tables and columns
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

INDEXED = 200
RUN = 4


def pairs(text: str) -> str:
    """SQL of SQLite: the tokens of the first signs of a text."""
    pair = f"hex(lower(substr({text}, n, 2)))"
    return f"(SELECT group_concat({pair}, ' ') FROM cases_places WHERE n < min(length({text}), {INDEXED}))"


POSTGRESQL = (
    f"""
    CREATE FUNCTION appeals_runs(given text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 RETURNS NULL ON NULL INPUT AS $$
        SELECT coalesce(array_agg(DISTINCT substr(lower(given COLLATE "C"), n, {RUN})), '{{}}')
        FROM generate_series(1, least(length(given), {INDEXED}) - {RUN - 1}) AS n
    $$
    """,
    "CREATE INDEX appeal_words ON appeals_appeal USING gin (appeals_runs(text))",
)
SQLITE = (
    "CREATE VIRTUAL TABLE appeals_words USING fts5(pairs, content='', detail=none)",
    f"INSERT INTO appeals_words (rowid, pairs) SELECT case_id, {pairs('text')} FROM appeals_appeal",
    "CREATE TRIGGER appeals_appeal_words AFTER INSERT ON appeals_appeal BEGIN "
    f"INSERT INTO appeals_words (rowid, pairs) VALUES (NEW.case_id, {pairs('NEW.text')}); END",
)
UNDO = {
    "postgresql": ("DROP INDEX appeal_words", "DROP FUNCTION appeals_runs(text)"),
    "sqlite": ("DROP TRIGGER appeals_appeal_words", "DROP TABLE appeals_words"),
}


def index(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Index the words that are there, and those to come; they never change."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def unindex(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop what was made."""
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_words"),
        ("appeals", "0001_initial"),
        ("cases", "0008_every_kind"),
        ("parties", "0004_exports"),
        ("policies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("learnt_at", models.DateTimeField(verbose_name="训练时间")),
                ("cases", models.PositiveIntegerField(verbose_name="已办结诉求数")),
                ("rows", models.PositiveIntegerField(verbose_name="样本数")),
                ("labels", models.PositiveIntegerField(verbose_name="条线数")),
                ("measures", models.JSONField(blank=True, default=dict, verbose_name="检验")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("content", models.BinaryField(verbose_name="模型")),
            ],
            options={
                "verbose_name": "交办模型",
                "verbose_name_plural": "交办模型",
            },
        ),
        migrations.AddField(
            model_name="appeal",
            name="source",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="来源编号"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True), fields=("source",), name="appeal_source_once"
            ),
        ),
        migrations.RunPython(index, unindex),
    ]
