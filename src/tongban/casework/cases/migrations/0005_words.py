"""Words in titles are found by pairs of neighbouring signs, on both engines, and nobody has to write them.

Chinese has no spaces to cut words at, and a search through every title reads the whole table. PostgreSQL indexes the
pairs of an expression; SQLite keeps them in a full-text table filled by triggers (the hexadecimal digits of each pair
are one token, whatever signs the pair is made of).
"""

# ruff: noqa: S608 - nothing from outside: names of tables and columns
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LONGEST_TITLE = 200


def pairs(title: str) -> str:
    """SQL of SQLite: the tokens of a title."""
    pair = f"hex(lower(substr({title}, n, 2)))"
    return f"(SELECT group_concat({pair}, ' ') FROM cases_places WHERE n < length({title}))"


POSTGRESQL = (
    """
    CREATE FUNCTION cases_pairs(title text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
        SELECT coalesce(array_agg(DISTINCT substr(lower(title COLLATE "C"), n, 2)), '{}')
        FROM generate_series(1, length(title) - 1) AS n
    $$
    """,
    "CREATE INDEX case_words ON cases_case USING gin (cases_pairs(title))",
)
SQLITE = (
    "CREATE TABLE cases_places (n integer PRIMARY KEY)",
    "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up "
    f"WHERE n < {LONGEST_TITLE}) INSERT INTO cases_places SELECT n FROM up",
    "CREATE VIRTUAL TABLE cases_words USING fts5(pairs, content='', detail=none)",
    f"INSERT INTO cases_words (rowid, pairs) SELECT id, {pairs('title')} FROM cases_case",
    "CREATE TRIGGER cases_case_words AFTER INSERT ON cases_case BEGIN "
    f"INSERT INTO cases_words (rowid, pairs) VALUES (NEW.id, {pairs('NEW.title')}); END",
    "CREATE TRIGGER cases_case_words_anew AFTER UPDATE OF title ON cases_case WHEN OLD.title <> NEW.title BEGIN "
    f"INSERT INTO cases_words (cases_words, rowid, pairs) VALUES ('delete', OLD.id, {pairs('OLD.title')}); "
    f"INSERT INTO cases_words (rowid, pairs) VALUES (NEW.id, {pairs('NEW.title')}); END",
)
UNDO = {
    "postgresql": ("DROP INDEX case_words", "DROP FUNCTION cases_pairs(text)"),
    "sqlite": (
        "DROP TRIGGER cases_case_words_anew",
        "DROP TRIGGER cases_case_words",
        "DROP TABLE cases_words",
        "DROP TABLE cases_places",
    ),
}


def index(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Index the titles that are there, and those to come."""
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def unindex(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop what was made."""
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_queue")]
    operations = [migrations.RunPython(index, unindex)]
