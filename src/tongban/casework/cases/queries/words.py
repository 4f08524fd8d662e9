"""Words in titles, along the index of pairs of neighbouring signs that each engine keeps by itself (migration 0005)."""

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

SHORTEST = 2
FEW = 400
LOWER = {ord("A") + place: ord("a") + place for place in range(26)}
MATCHING = "SELECT rowid FROM cases_words WHERE cases_words MATCH %s"


def titled(text: str) -> Q:
    """The cases whose title contains the text; the index narrows, the title itself decides.

    A single sign is no pair: it is looked for in the titles themselves, which few texts of use ask for.
    """
    exact = Q(title__icontains=text)
    if len(text) < SHORTEST:
        return exact
    if connection.vendor == "postgresql":
        both = (pairs(F("title")), pairs(Value(text)))
        holds = Func(*both, template="%(expressions)s", arg_joiner=" @> ", output_field=BooleanField(), arity=2)
        return exact & Q(holds)
    indexed = _in_words(" ".join(token(text[place : place + 2]) for place in range(len(text) - 1)))
    return indexed if len(text) == SHORTEST else exact & indexed  # one pair is the text itself


def _in_words(tokens: str) -> Q:
    """The cases with these pairs, as SQLite does best: few are looked up, many are met while walking another index."""
    with connection.cursor() as cursor:
        cursor.execute(f"{MATCHING} ORDER BY rowid DESC LIMIT %s", [tokens, FEW + 1])
        found = [pk for (pk,) in cursor.fetchall()]
    if len(found) <= FEW:
        return Q(pk__in=found)
    # added to nothing, the key cannot be looked up: what is asked besides decides the way
    return Q(In(F("pk") + Value(0), RawSQL(MATCHING, [tokens])))  # noqa: S611


def pairs(text: F | Value) -> Func:
    """The pairs of neighbouring signs of a text, as PostgreSQL indexes them."""
    return Func(text, function="cases_pairs", output_field=TextField())


def token(pair: str) -> str:
    """A pair as the table of SQLite spells it."""
    return pair.translate(LOWER).encode("utf-8", "replace").hex().upper()
