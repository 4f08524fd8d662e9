"""How several enterprises stand on a day, read at once, is what is read of each."""

from datetime import date

import pytest
from tests.registry.parties.conftest import AT, CASE, ESTABLISHED_ON

from tongban.registry.parties import queries, services
from tongban.registry.parties.rules import StatusKind

SUSPENDED = (date(2022, 8, 10), date(2022, 9, 10))


@pytest.fixture
def suspended(enterprise):
    services.suspend(
        party=enterprise,
        from_on=SUSPENDED[0],
        until_on=SUSPENDED[1],
        ground="public_health",
        staff_agreed_on=date(2022, 8, 1),
        case_number=CASE,
        at=AT,
    )
    return enterprise


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2016, 1, 1), None),
        (ESTABLISHED_ON, StatusKind.ACTIVE),
        (SUSPENDED[0], StatusKind.SUSPENDED),
        (SUSPENDED[1], StatusKind.SUSPENDED),
        (date(2022, 9, 11), StatusKind.ACTIVE),
    ],
)
def test_the_standing_of_many_is_that_of_each(suspended, citizen, on, standing):
    found = queries.standings_on([suspended.pk, citizen.pk, 0], on)
    assert found.get(suspended.pk) == standing == queries.status_on(suspended, on)
    assert citizen.pk not in found


def test_an_enterprise_is_read_with_its_party_and_place_and_a_person_is_none(
    suspended, citizen, django_assert_num_queries
):
    with django_assert_num_queries(1):
        found = queries.enterprise(suspended.pk)
        assert found is not None
        assert (found.party.name, found.party.region.name) == ("合肥呈上建材科技有限公司", "肥东县")
    assert queries.enterprise(citizen.pk) is None
    assert queries.enterprise(0) is None
