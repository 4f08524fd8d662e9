"""Words in titles, along the index of pairs of neighbouring signs that each engine keeps by itself (migration 0005)."""

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.expressions import RawSQL

SHORTEST = 2
LOWER = {ord("A") + place: ord("a") + place for place in range(26)}


def titled(text: str) -> Q:
    """The cases whose title contains the text; the index narrows, the title itself decides.

    A single sign is no pair: it is looked for in the titles themselves, which few texts of use ask for.
    """
    exact = Q(title__icontains=text)
    if len(text) < SHORTEST:
        return exact
    if connection.vendor == "postgresql":
        both = (pairs(F("title")), pairs(Value(text)))
        return exact & Q(
            Func(*both, template="%(expressions)s", arg_joiner=" @> ", output_field=BooleanField(), arity=2)
        )
    tokens = " ".join(token(text[place : place + 2]) for place in range(len(text) - 1))
    return exact & Q(pk__in=RawSQL("SELECT rowid FROM cases_words WHERE cases_words MATCH %s", [tokens]))


def pairs(text: F | Value) -> Func:
    """The pairs of neighbouring signs of a text, as PostgreSQL indexes them."""
    return Func(text, function="cases_pairs", output_field=TextField())


def token(pair: str) -> str:
    """A pair as the table of SQLite spells it."""
    return pair.translate(LOWER).encode("utf-8", "replace").hex().upper()
