"""The journal: one line a move, chained, append-only in the database itself."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests import cast

from tongban.casework.cases import queries
from tongban.casework.cases.models import Case, JournalEntry
from tongban.casework.cases.rules import GENESIS, Line, digest, payload
from tongban.hall.applications import services as hall

EPOCH = datetime(2019, 1, 1, tzinfo=UTC)
TEXT = st.text(max_size=20)
LINES = st.builds(
    Line,
    number=TEXT,
    seq=st.integers(1, 10_000),
    at=st.integers(0, 10**15).map(lambda count: EPOCH + timedelta(microseconds=count)),
    move=TEXT,
    role=TEXT,
    actor=TEXT,
    actor_name=TEXT,
    agency=TEXT,
    status=TEXT,
    step=TEXT,
    data=st.dictionaries(TEXT, TEXT | st.integers(), max_size=3).map(payload),
)


def chain(lines):
    digests, before = [], GENESIS
    for line in lines:
        before = digest(before, line)
        digests.append(before)
    return digests


@given(st.lists(LINES, min_size=1, max_size=6), st.data())
def test_any_edit_of_any_line_changes_every_digest_from_there_on(lines, data):
    place = data.draw(st.integers(0, len(lines) - 1))
    name = data.draw(st.sampled_from([field.name for field in dataclasses.fields(Line)]))
    old = getattr(lines[place], name)
    new = data.draw(
        st.integers(1, 10_000) if name == "seq" else LINES.map(lambda line: line.at) if name == "at" else TEXT
    )
    if new == old:
        return
    edited = [*lines]
    edited[place] = dataclasses.replace(lines[place], **{name: new})
    before, after = chain(lines), chain(edited)
    assert before[:place] == after[:place]
    assert all(one != other for one, other in zip(before[place:], after[place:], strict=True))


def test_moving_a_letter_over_a_border_between_fields_is_an_edit():
    line = Line("1", 1, datetime(2022, 7, 1, tzinfo=UTC), "accept", "clerk", "staff:1", "王", "a", "accepted", "", "{}")
    moved = dataclasses.replace(line, actor="staff:", actor_name="1王")
    assert digest(GENESIS, line) != digest(GENESIS, moved)


def test_a_whole_life_leaves_one_chained_line_a_move(city):
    case = cast.decided(city)
    hall.deliver(number=case.number, how="窗口领取", actor=cast.CLERK, at=cast.AT)
    case.refresh_from_db()
    lines = queries.journal(case, cast.HANDLER)
    moves = [line.move for line in lines]
    assert moves == ["file", "accept", "complete_step", "complete_step", "complete_step", "decide", "deliver"]
    assert [line.status for line in lines] == ["submitted", *["accepted"] * 4, "decided", "delivered"]
    assert [line.seq for line in lines] == list(range(1, 8))
    assert lines[-1].digest == case.journal_digest
    assert list(queries.verify()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_journalentry SET actor_name = '别人'",
        "DELETE FROM cases_journalentry",
        "DELETE FROM cases_case",
    ],
)
def test_the_database_refuses_to_change_the_record(city, statement):
    cast.filed(city)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_empty_the_journal(city):
    cast.filed(city)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE cases_journalentry CASCADE")


def without_guards():
    """Take the triggers off, as somebody with full rights over the database could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("DROP TRIGGER cases_journalentry_no_update")
            cursor.execute("DROP TRIGGER cases_journalentry_no_delete")


def with_guards():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def tampered(city):
    case = cast.decided(city)
    without_guards()
    yield JournalEntry.objects.filter(case=case), case
    with_guards()


def broken(case):
    return [(one.number, one.seq) for one in queries.verify() if one.number == case.number]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor_name", "别人"),
        ("data", "{}"),
        ("move", "refuse"),
        ("role", "head"),
        ("agency", "hf-gjj"),
        ("step", "review"),
        ("status", "refused"),
        ("at", cast.AT + timedelta(microseconds=1)),
        ("digest", "f" * 64),
    ],
)
def test_verify_names_the_line_that_was_edited(tampered, field, value):
    lines, case = tampered
    lines.filter(seq=2).update(**{field: value})
    assert broken(case) == [(case.number, 2)]


def test_verify_names_the_line_that_was_taken_out(tampered):
    lines, case = tampered
    lines.filter(seq=3).delete()
    assert broken(case) == [(case.number, 3)]


def test_verify_misses_the_end_that_was_cut_off(tampered):
    lines, case = tampered
    lines.filter(seq=6).delete()
    assert broken(case) == [(case.number, 6)]


def test_verify_sees_a_state_that_no_move_led_to(city):
    case = cast.filed(city)
    Case.objects.filter(pk=case.pk).update(status="withdrawn", ended_at=cast.AT)
    assert broken(case) == [(case.number, 1)]


def test_verify_sees_a_chain_that_was_computed_anew_without_the_head(tampered):
    lines, case = tampered
    before = GENESIS
    for entry in lines.order_by("seq"):
        entry.actor_name = "别人"
        before = digest(before, queries.line_of(case.number, entry))
        lines.filter(pk=entry.pk).update(actor_name="别人", digest=before)
    assert broken(case) == [(case.number, 6)]


def test_the_seal_over_all_heads_changes_when_a_case_is_cut_back_whole(tampered):
    lines, case = tampered
    before = queries.seal()
    lines.filter(seq=6).delete()
    last = lines.get(seq=5)
    Case.objects.filter(pk=case.pk).update(
        journal_seq=5, journal_digest=last.digest, status="accepted", outcome="", decided_at=None
    )
    assert broken(case) == []
    assert queries.seal()["seal"] != before["seal"]
