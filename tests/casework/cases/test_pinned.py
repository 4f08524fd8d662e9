"""Cases keep the version they were opened under; how many run under which is counted in one statement."""

from datetime import date

from tests.cast import AT, EDITOR, HANDLER, ITEMS, OPENED_ON, PUBLISHER, accepted, decided, filed

from tongban.casework.cases import queries as cases
from tongban.hall.applications import services as hall
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog import services as editing

LATER = date(2022, 7, 4)


def test_open_cases_are_counted_by_the_version_they_run_under(city, django_assert_num_queries):
    first = catalog.version_in_force("certificate", OPENED_ON)
    filed(city)
    accepted(city)
    hall.deliver(number=decided(city).number, how="当面领取", actor=HANDLER, at=AT)
    editing.draft_item(spec={**ITEMS[0], "trips": 1}, actor=EDITOR, at=AT)
    editing.publish(item="certificate", number=2, actor=PUBLISHER, valid_from_on=LATER, at=AT)
    with django_assert_num_queries(1):
        counted = cases.open_by_version("certificate")
    assert counted == {first.pk: 2}
    assert cases.open_by_version("occupation") == {}
