"""Statements compiled once say the same as the ORM, on both engines."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests import cast

from tongban.casework.cases.models import Case, Step
from tongban.casework.cases.services.acts import CASES, LOCKED, STEPS_OF
from tongban.casework.notices.models import Notice
from tongban.registry.prepared import Lookup, Writer, together


def columns(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_a_lookup_reads_rows_as_the_orm_does(city):
    case = cast.accepted(city)
    (found,) = LOCKED(case.number)
    assert columns(found) == columns(Case.objects.get(pk=case.pk))
    assert [columns(step) for step in STEPS_OF(case.pk)] == [
        columns(step) for step in Step.objects.filter(case=case).order_by("position")
    ]
    assert found._state.adding is False


def test_a_lookup_that_finds_nothing_finds_nothing(city):
    assert LOCKED("340100-20220701-999999-9") == []


def test_the_second_call_asks_for_the_second_value(city):
    first, second = cast.filed(city), cast.filed(city)
    assert [LOCKED(number)[0].pk for number in (first.number, second.number)] == [first.pk, second.pk]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite locks the whole database instead")
def test_the_case_is_locked_and_nothing_else(city):
    case = cast.filed(city)
    with CaptureQueriesContext(connection) as captured:
        LOCKED(case.number)
    assert captured.captured_queries[0]["sql"].endswith('FOR UPDATE OF "cases_case"')


def test_a_writer_inserts_every_column_and_fills_in_the_key(city):
    case = cast.accepted(city)
    copy = Case.objects.get(pk=case.pk)
    copy.pk, copy.number, copy.form = None, "copy", {"place": "“引号”", "list": [1, None, True]}
    CASES.insert(copy)
    again = Case.objects.get(number="copy")
    assert columns(again) == columns(copy)
    assert again.pk != case.pk


def test_a_writer_updates_several_rows_by_one_statement_and_leaves_other_columns(city):
    case = cast.accepted(city)
    steps = STEPS_OF(case.pk)
    for step in steps:
        step.assignee_name, step.name = f"经办{step.position}", "不写"
    with CaptureQueriesContext(connection) as captured:
        Writer(Step).update(steps, ["assignee_name"])
    assert len(captured) == 1
    assert [step.assignee_name for step in STEPS_OF(case.pk)] == ["经办0", "经办1", "经办2"]
    assert "不写" not in [step.name for step in STEPS_OF(case.pk)]


def test_a_lookup_by_text_does_not_mistake_other_parameters_for_its_value(city):
    case = cast.filed(city)
    by_title = Lookup(lambda title: Case.objects.filter(title=title, status="submitted").order_by("pk"), str)
    assert [found.pk for found in by_title(case.title)] == [case.pk]
    assert by_title("submitted") == []


def test_whoever_watches_the_connection_sees_every_statement(city):
    case = cast.filed(city)
    LOCKED(case.number)  # the cursor is kept by now
    seen = []

    def watch(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        LOCKED(case.number)
    assert len(seen) == 1


def test_errors_are_those_of_django_also_from_a_bare_cursor(city):
    case = cast.filed(city)
    with pytest.raises(IntegrityError), transaction.atomic(), together():
        CASES.append({name: value for name, value in columns(case).items() if name != "id"})


def test_a_writer_passes_over_rows_whose_unique_key_stands_and_names_the_new_ones(db):
    def row(number: str, dedupe: str) -> dict[str, object]:
        values = {field.attname: field.get_default() for field in Notice._meta.concrete_fields}
        return values | {"staff_number": number, "dedupe": dedupe, "title": "标题", "text": "内容", "told_at": cast.AT}

    writer = Writer(Notice)
    assert writer.append_new([], returning=["id"]) == []
    first = writer.append_new([row("N1", "k"), row("N1", "k"), row("N2", "")], returning=["staff_number", "id"])
    assert [number for number, _ in first] == ["N1", "N2"]
    with CaptureQueriesContext(connection) as captured:
        second = writer.append_new([row("N1", "k"), row("N2", "")], returning=["staff_number"])
    assert (second, len(captured)) == ([("N2",)], 1)
    assert Notice.objects.count() == 3
