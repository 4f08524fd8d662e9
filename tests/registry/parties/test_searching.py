"""Looking for people: by a whole number, by staff, and never without a line in the log."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.registry.parties.conftest import AT, CITIZEN_ID, CREDIT_CODE, PHONE

from tongban.common.errors import BadInput, NotAllowed
from tongban.registry.parties import queries, services
from tongban.registry.parties.models import PartySearch
from tongban.registry.parties.rules import SearchKind


def looked(actor, number):
    return services.search_parties(number=number, actor=actor, at=AT)


def log():
    return [(row.kind, row.shown, row.found, row.by) for row in queries.searches()]


def test_a_citizen_is_found_by_the_whole_number_however_it_is_written(citizen, clerk):
    written = f" {CITIZEN_ID[:6]} {CITIZEN_ID[6:14]}-{CITIZEN_ID[14:]} "
    assert looked(clerk, written) == [citizen]
    assert log() == [("identifier", f"{CITIZEN_ID[:4]}{'*' * 10}{CITIZEN_ID[-4:]}", 1, "staff:7")]


def test_an_enterprise_is_found_by_its_code_and_a_citizen_by_phone(citizen, enterprise, clerk):
    assert looked(clerk, CREDIT_CODE.lower()) == [enterprise]
    assert looked(clerk, f"+86 {PHONE}") == [citizen]
    assert [row[0] for row in log()] == ["phone", "identifier"]
    assert PHONE not in str(log())


def test_a_search_that_finds_nobody_is_in_the_log_too(db, clerk):
    assert looked(clerk, "13900000000") == []
    assert log() == [("phone", "139****0000", 0, "staff:7")]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "search.number"),
        ("3401", "search.number"),
        ("张三", "search.number"),
        ("340104198001011235", "identifier.resident_id"),
        ("91340100MA2N1T2X3V", "identifier.credit_code"),
        ("913401000000000000", "identifier.credit_code"),
        ("23812345678", "identifier.mobile"),
        ("1" * 400, "search.number"),
    ],
)
def test_parts_of_numbers_and_mistyped_ones_are_refused_without_a_look(db, clerk, number, code):
    with pytest.raises(BadInput) as refusal:
        looked(clerk, number)
    assert refusal.value.code == code
    assert log() == []


def test_only_staff_look_for_people(citizen, applicant):
    with pytest.raises(NotAllowed):
        looked(applicant, CITIZEN_ID)
    assert log() == []


def test_a_search_elsewhere_is_noted_masked(db, clerk):
    services.note_search(kind=SearchKind.NAME, text="高明", found=3, actor=clerk, at=AT)
    assert log() == [("name", "高*", 3, "staff:7")]


def test_whose_identifier_it_is_is_told_without_opening_it(citizen, enterprise):
    assert queries.is_identifier_of(citizen, CITIZEN_ID)
    assert not queries.is_identifier_of(enterprise, CITIZEN_ID)


def test_the_log_of_searches_can_be_neither_changed_nor_emptied(db, clerk):
    looked(clerk, "13900000000")
    for act in (lambda: PartySearch.objects.update(found=5), lambda: PartySearch.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert log()[0][2] == 0


def test_the_database_refuses_unknown_ways_and_nobody(db):
    for wrong in ({"kind": "guess"}, {"by": ""}):
        row = {"kind": "phone", "shown": "1", "found": 0, "by": "staff:1", "name": "甲", "at": AT} | wrong
        with pytest.raises(IntegrityError), transaction.atomic():
            PartySearch.objects.create(**row)
