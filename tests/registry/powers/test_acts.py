"""Powers declared, held, delegated and recalled."""

from datetime import date
from typing import Any

import pytest
from tests.registry.powers.conftest import AT, FEIDONG, FROM, LAST, REFORM, SHITANG, START

from tongban.common.errors import BadInput, Conflict, DomainError, NotFound, Refused
from tongban.registry.powers import queries, services
from tongban.registry.powers.models import Delegation, Holding, Power
from tongban.registry.powers.rules import Mode, PowerType, Status
from tongban.registry.regions.queries import Level

AFTER = date(2022, 9, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "Food Licence"}, "agency.code"),
        ({"code": "food"}, "power.code_taken"),
        ({"name": " "}, "power.nameless"),
        ({"basis": ""}, "power.nameless"),
    ],
)
def test_a_power_without_code_name_or_basis_is_refused(food, change, code):
    given = {"code": "new", "name": "新权力", "type": PowerType.OTHER, "basis": "某法"}
    with pytest.raises(DomainError) as refusal:
        services.declare_power(**(given | change))
    assert refusal.value.code == code
    assert refusal.value.message
    assert Power.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"power": "none"}, "power.unknown", id="no such power"),
        pytest.param({"kind": "nylj"}, "power.no_agency", id="a line nobody is"),
        pytest.param({"level": Level.VILLAGE}, "power.no_agency", id="a village"),
        pytest.param({"level": Level.TOWN}, "power.no_agency", id="a line that towns lack"),
        pytest.param({"document": ""}, "power.document", id="without a document"),
        pytest.param({"until_on": date(2018, 1, 1)}, "period.reversed", id="ends before it begins"),
        pytest.param({"level": Level.COUNTY, "from_on": FROM}, "power.overlap", id="held already"),
        pytest.param({"level": Level.COUNTY, "from_on": date(2018, 1, 1)}, "power.overlap", id="runs into the other"),
    ],
)
def test_a_holding_that_makes_no_sense_is_refused(food, change, code):
    given = {"power": "food", "level": Level.CITY, "kind": "scjg", "from_on": START, "document": "文"}
    with pytest.raises(DomainError) as refusal:
        services.hold(**(given | change))
    assert refusal.value.code == code
    assert refusal.value.message
    assert Holding.objects.count() == 1


def test_a_holding_ends_and_may_begin_again(food):
    held = food.holdings.get()
    services.end_holding(holding_id=held.pk, last_on=LAST)
    services.hold(power="food", level=Level.COUNTY, kind="scjg", from_on=AFTER, document="文")
    with pytest.raises(Refused):
        services.end_holding(holding_id=held.pk, last_on=AFTER)
    with pytest.raises(BadInput):
        services.end_holding(holding_id=held.pk, last_on=date(2018, 1, 1))
    with pytest.raises(NotFound):
        services.end_holding(holding_id=0, last_on=AFTER)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"power": "none"}, "power.unknown", id="no such power"),
        pytest.param({"town": "340122106"}, "region.unknown", id="no such town"),
        pytest.param({"town": FEIDONG}, "delegation.taker", id="a county is no town"),
        pytest.param({"town": FEIDONG, "agency": "340122-csgl"}, "delegation.taker", id="to a county's agency"),
        pytest.param({"agency": "340121104-zf"}, "delegation.taker", id="to another town's agency"),
        pytest.param({"agency": "none"}, "agency.unknown", id="to nobody"),
        pytest.param({"from_on": date(2018, 6, 1)}, "delegation.taker_absent", id="before the town's agency existed"),
        pytest.param({"giver": "340122105-wm"}, "delegation.own", id="from the town itself"),
        pytest.param({"giver": "340122-csgl"}, "delegation.giver", id="from who does not hold it"),
        pytest.param({"giver": "340121-scjg"}, "delegation.giver", id="from the neighbour county"),
        pytest.param({"mode": Mode.OWN}, "delegation.mode", id="in no mode of delegation"),
        pytest.param({"until_on": date(2022, 1, 1)}, "period.reversed", id="ends before it begins"),
        pytest.param({"document": " "}, "power.document", id="without a document"),
    ],
)
def test_a_delegation_that_makes_no_sense_is_refused(give, change, code):
    with pytest.raises(DomainError) as refusal:
        give(**change)
    assert refusal.value.code == code
    assert refusal.value.message
    assert Delegation.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (FROM, LAST),
        (date(2022, 1, 1), FROM),
        (LAST, None),
        (date(2022, 1, 1), None),
        (date(2022, 5, 1), FROM.replace(month=6)),
    ],
)
def test_two_delegations_of_one_power_to_one_town_never_share_a_day(give, first, last):
    give(until_on=LAST)
    with pytest.raises(Conflict) as refusal:
        give(from_on=first, until_on=last, agency="340122105-wm", mode=Mode.SERVICE)
    assert refusal.value.code == "power.overlap"
    assert "石塘镇" in refusal.value.message
    assert Delegation.objects.count() == 1


def test_a_delegation_may_follow_another_the_day_after(give):
    give(until_on=LAST)
    give(from_on=AFTER, mode=Mode.ENTRUSTED)
    give(from_on=date(2022, 2, 1), until_on=date(2022, 2, 28), mode=Mode.SERVICE)
    asked = [date(2022, 2, 28), FROM, LAST, AFTER]
    assert [str(queries.check_may("food", "340122105-zf", SHITANG, on).mode) for on in asked] == [
        "service",
        "assigned",
        "assigned",
        "entrusted",
    ]


def test_other_towns_do_not_stand_in_the_way(give):
    give()
    give(town="340121104", agency="340121104-zf", giver="340121-scjg")
    assert Delegation.objects.in_force(FROM).count() == 2


def test_proposals_may_overlap_until_one_is_published(food):
    given: dict[str, Any] = {
        "power": "food",
        "town": SHITANG,
        "agency": "340122105-zf",
        "giver": "340122-scjg",
        "mode": Mode.ASSIGNED,
        "from_on": FROM,
        "document": "征求意见稿",
    }
    one, two = services.propose_delegation(**given), services.propose_delegation(**given)
    published = services.publish_delegation(delegation_id=one.pk, actor=REFORM, at=AT)
    assert (published.status, published.published_at, published.published_by) == ("published", AT, "staff:7")
    with pytest.raises(Conflict):
        services.publish_delegation(delegation_id=two.pk, actor=REFORM, at=AT)
    with pytest.raises(Refused) as refusal:
        services.publish_delegation(delegation_id=one.pk, actor=REFORM, at=AT)
    assert refusal.value.message == "该项赋权已公布,不能重复公布。"
    with pytest.raises(Refused):
        services.recall(delegation_id=two.pk, last_on=LAST, document="文", actor=REFORM, at=AT)


def test_a_recall_keeps_the_history_and_its_reason(give):
    row = give(conditions={"officers": 2})
    services.recall(delegation_id=row.pk, last_on=LAST, document="东政秘〔2022〕90号", actor=REFORM, at=AT)
    row.refresh_from_db()
    assert (row.status, row.until_on, row.recalled_by) == (Status.RECALLED.value, LAST, "staff:7")
    assert (row.recall_document, row.document) == ("东政秘〔2022〕90号", "东政秘〔2022〕16号")
    assert row.conditions == {"officers": 2}
    assert queries.may("food", "340122105-zf", SHITANG, LAST)
    assert queries.may("food", "340122105-zf", SHITANG, AFTER) is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param({"last_on": date(2022, 2, 28)}, BadInput, id="before it began"),
        pytest.param({"last_on": date(2023, 6, 1)}, Refused, id="after it has ended anyway"),
        pytest.param({"document": ""}, BadInput, id="without a document"),
        pytest.param({"delegation_id": 0}, NotFound, id="nothing there"),
    ],
)
def test_a_recall_that_makes_no_sense_is_refused(give, change, error):
    row = give(until_on=date(2022, 12, 31))
    given: dict[str, Any] = {"delegation_id": row.pk, "last_on": LAST, "document": "文", "actor": REFORM, "at": AT}
    with pytest.raises(error):
        services.recall(**(given | change))
    row.refresh_from_db()
    assert (row.status, row.until_on) == ("published", date(2022, 12, 31))


def test_nothing_is_recalled_twice(give):
    row = give()
    given: dict[str, Any] = {"delegation_id": row.pk, "document": "文", "actor": REFORM, "at": AT}
    services.recall(last_on=LAST, **given)
    with pytest.raises(Refused) as refusal:
        services.recall(last_on=FROM, **given)
    assert refusal.value.message == "该项赋权已收回,不能收回。"


def test_acts_stay_within_their_statements(give, django_assert_max_num_queries):
    given: dict[str, Any] = {"delegation_id": give().pk, "actor": REFORM, "at": AT}
    with django_assert_max_num_queries(8 + 2):  # the savepoint of an act inside the test's transaction counts twice
        give(town="340121104", agency="340121104-zf", giver="340121-scjg")
    with django_assert_max_num_queries(8 + 2):
        services.recall(last_on=LAST, document="文", **given)
