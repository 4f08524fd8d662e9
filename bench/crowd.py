"""A city of 100,000 cases in a minute: the sample through the services, then copies of its cases row by row.

The documented fast path, for measuring only and only on a database of its own. A copy keeps what its original went
through (state, terms, due instants, steps, ledger, papers, journal) under a number, an applicant and a title of its
own; one in ten is still open. The chains of the copies do not verify: their digests are those of the originals.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from tongban.common.identifiers import case_number
from tongban.common.time import localdate
from tongban.demo import sample
from tongban.demo.sample import names
from tongban.registry.parties import queries as registered

OPEN_SHARE = 0.1
PEOPLE = 20_000
FIRST_SERIAL = 500_000  # beyond every serial the services gave
BATCH = 5_000
HANGING = (
    *("cases.Step", "cases.LedgerEntry", "cases.JournalEntry", "applications.MaterialRow", "applications.Notice"),
    *("appeals.Appeal", "appeals.Answer", "appeals.CallBack"),
)
ORIGINALS = "CREATE TEMPORARY TABLE bench_copies (id bigint PRIMARY KEY, original bigint NOT NULL)"


def gather(total: int, *, people: int = PEOPLE, today: date | None = None) -> None:
    """The sample as it stands today and copies of its cases, ``total`` in all; the tables are migrated and empty."""
    sample.load(today=today or localdate(timezone.now()), out=lambda line: None)
    rng = Random(total)
    with transaction.atomic():
        copy_cases(total, settle(people, rng), rng)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def settle(count: int, rng: Random) -> list[tuple[int, str]]:
    """So many people more, to be found by name and by phone (``1410…`` and their serial); (pk, name) of each."""
    party = apps.get_model("parties", "Party")
    first = party._default_manager.filter(kind="person").order_by("pk")[0]
    keyring, drawn = registered.keyring(), names.people(rng)
    known = [next(drawn) for _ in range(2_000)]
    rows = [
        party(
            kind="person",
            name=rng.choice(known),
            identifier_sealed=first.identifier_sealed,
            identifier_index=keyring.index_of(f"bench {serial}"),
            identifier_masked=first.identifier_masked,
            phone_sealed=first.identifier_sealed,
            phone_index=keyring.index_of(phone_of(serial)),
            phone_masked=f"141****{serial % 10_000:04d}",
            region_id=first.region_id,
            created_at=first.created_at,
        )
        for serial in range(count)
    ]
    party._default_manager.bulk_create(rows, batch_size=BATCH)
    return list(party._default_manager.order_by("-pk").values_list("pk", "name")[:count])


def phone_of(serial: int) -> str:
    """The number of the person with this serial, of a range that is not given out to the public."""
    return f"141{serial:08d}"


def copy_cases(total: int, applicants: list[tuple[int, str]], rng: Random) -> None:
    """Copies of the cases that are there, until there are ``total``, with all that hangs on them."""
    case = apps.get_model("cases", "Case")
    originals = list(case._default_manager.select_related("item").order_by("pk"))
    names_of = {one.pk: one.item.name if one.item else "" for one in originals}
    made = copies(originals, applicants, names_of, rng)
    first = originals[-1].pk + 1
    pairs: list[tuple[int, int]] = []
    with connection.cursor() as cursor:
        cursor.execute(ORIGINALS)
        while (place := first + len(pairs)) < first + total - len(originals):
            batch = [next(made) for _ in range(min(BATCH, first + total - len(originals) - place))]
            fresh = [(place + step, original) for step, (_, original) in enumerate(batch)]
            for row, (pk, _) in zip((row for row, _ in batch), fresh, strict=True):
                row.pk = pk
            case._default_manager.bulk_create([row for row, _ in batch], batch_size=200)
            cursor.executemany("INSERT INTO bench_copies (id, original) VALUES (%s, %s)", fresh)
            pairs += fresh
        for label in HANGING:
            cursor.execute(copying(label))
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('cases_case', 'id'), (SELECT max(id) FROM cases_case))"
            )


def copies(
    originals: list[Any], applicants: list[tuple[int, str]], items: dict[int, str], rng: Random
) -> Iterator[tuple[Any, int]]:
    """(row, pk of its original) without end: a tenth open, each with number, applicant and title of its own."""
    case = apps.get_model("cases", "Case")
    fields = [field.attname for field in case._meta.concrete_fields if not field.primary_key]
    open_ones = [one for one in originals if one.ended_at is None]
    ended = [one for one in originals if one.ended_at is not None]
    serials: dict[tuple[str, date], int] = defaultdict(lambda: FIRST_SERIAL)
    while True:
        original = rng.choice(open_ones if rng.random() < OPEN_SHARE else ended)
        on = localdate(original.opened_at)
        county = original.region_id[:6]
        serials[county, on] += 1
        applicant, name = rng.choice(applicants)
        row = case(**{field: getattr(original, field) for field in fields})
        row.number = case_number(county, on, serials[county, on])
        row.applicant_id, row.title = applicant, f"{name}:{items[original.pk]}"
        yield row, original.pk


def copying(label: str) -> str:
    """The statement that copies the rows of one table for every copied case."""
    meta = apps.get_model(label)._meta
    columns = [str(f.column) for f in meta.concrete_fields if not f.primary_key and f.column != "case_id"]
    names_of = ", ".join(f'"{column}"' for column in columns)
    taken = ", ".join(f't."{column}"' for column in columns)
    return (
        f'INSERT INTO "{meta.db_table}" (case_id, {names_of}) '
        f'SELECT c.id, {taken} FROM bench_copies c JOIN "{meta.db_table}" t ON t.case_id = c.original'
    )
