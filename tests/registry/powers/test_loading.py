"""Lists of powers and delegations, read strictly."""

from copy import deepcopy
from datetime import date

import pytest
from tests.registry.powers.conftest import AT, FROM, LAST, REFORM, SHITANG, START

from tongban.common.errors import BadInput, Conflict, DomainError
from tongban.registry.agencies import services as agencies_of_hefei
from tongban.registry.agencies.rules import read_yaml
from tongban.registry.powers import queries, services
from tongban.registry.powers.models import Delegation, Holding, Power
from tongban.registry.powers.services.loading import DELEGATIONS
from tongban.registry.regions.services import load_hefei as load_regions_of_hefei

HOLDER = {"level": "county", "kind": "scjg", "from": START, "until": None, "document": "清单"}
POWER = {"code": "meat", "name": "肉类经营", "type": "许可", "basis": "某法第1条", "holders": [HOLDER]}
ROW = {
    "power": "food",
    "town": SHITANG,
    "agency": "zf",
    "giver": "scjg",
    "mode": "assigned",
    "from": FROM,
    "document": "东政秘〔2022〕16号",
}


def test_powers_are_loaded_once_and_the_same_twice_changes_nothing(agencies):
    assert services.load_powers([POWER]) == 2
    assert services.load_powers([deepcopy(POWER)]) == 0
    power = queries.power_by_code("meat")
    assert (power.type, power.holdings.get().from_on) == ("permit", START)


def test_a_changed_list_renames_ends_and_adds(agencies):
    services.load_powers([POWER])
    holders = [HOLDER | {"until": LAST}, HOLDER | {"level": "city", "from": date(2022, 9, 1)}]
    assert services.load_powers([POWER | {"name": "肉类经营许可", "holders": holders}]) == 3
    assert queries.power_by_code("meat").name == "肉类经营许可"
    assert [each.agency for each in queries.who_may("meat", SHITANG, date(2022, 9, 1))] == ["hf-scjg"]
    with pytest.raises(Conflict) as refusal:
        services.load_powers([POWER])
    assert refusal.value.code == "power.reopened"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"colour": "red"}, "data.unknown_key"),
        ({"type": "特许"}, "power.type"),
        ({"basis": ""}, "data.text"),
        ({"holders": []}, "power.nobody_holds"),
        ({"holders": [HOLDER | {"level": "province"}]}, "data.choice"),
        ({"holders": [HOLDER | {"kind": "nylj"}]}, "power.no_agency"),
        ({"holders": [HOLDER | {"from": "2019"}]}, "data.day"),
        ({"holders": [HOLDER, HOLDER | {"from": FROM}]}, "power.overlap"),
        ({"holders": [HOLDER | {"note": "x"}]}, "data.unknown_key"),
        ({"code": "food-2"}, "data.twice"),
    ],
)
def test_a_bad_list_is_refused_as_a_whole(agencies, change, code):
    with pytest.raises(DomainError) as refusal:
        services.load_powers([POWER | {"code": "food-2"}, POWER | change])
    assert refusal.value.code == code
    assert refusal.value.message
    assert (Power.objects.count(), Holding.objects.count()) == (0, 0)


def test_types_are_read_as_chinese_labels_or_codes(agencies):
    services.load_powers([POWER | {"code": "a", "type": "公共服务"}, POWER | {"code": "b", "type": "levy"}])
    assert [power.type for power in queries.powers()] == ["public_service", "levy"]


def test_delegations_are_loaded_recalled_and_not_repeated(food):
    def load(row):
        return services.load_delegations(entries=[row], actor=REFORM, at=AT)

    assert load(ROW) == 1
    assert load(ROW) == 0
    recalled = ROW | {"recalled": {"last": LAST, "document": "东政秘〔2022〕90号"}}
    assert load(recalled) == 1
    assert load(recalled) == 0
    assert Delegation.objects.get().until_on == LAST


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"power": "none"}, "power.unknown", id="an unknown power is never skipped"),
        pytest.param({"note": "x"}, "data.unknown_key", id="a key not known"),
        pytest.param({"mode": "lent"}, "data.choice", id="no such mode"),
        pytest.param({"giver": "csgl"}, "delegation.giver", id="from who does not hold it"),
        pytest.param({"recalled": {"last": LAST}}, "data.missing_key", id="a recall without document"),
        pytest.param({"conditions": ["x"]}, "data.table", id="conditions as a list"),
    ],
)
def test_bad_delegations_are_refused_as_a_whole(food, change, code):
    rows = [ROW | {"from": date(2021, 1, 1), "until": date(2021, 12, 31)}, ROW | change]
    with pytest.raises(BadInput) as refusal:
        services.load_delegations(entries=rows, actor=REFORM, at=AT)
    assert refusal.value.code == code
    assert Delegation.objects.count() == 0


def test_the_shipped_delegations_fit_the_agencies_of_hefei(db):
    """Each line of the file loads where its giver's line holds the power; what was recalled is back with the county."""
    load_regions_of_hefei()
    agencies_of_hefei.load_hefei()
    rows = read_yaml(DELEGATIONS)["delegations"]
    lines = {(row["power"], row["giver"]) for row in rows}
    services.load_powers(
        [POWER | {"code": power, "holders": [HOLDER | {"kind": giver}]} for power, giver in sorted(lines)]
    )
    recalled = [row for row in rows if "recalled" in row]
    assert services.load_hefei_delegations(actor=REFORM, at=AT) == len(rows) + len(recalled)
    assert services.load_hefei_delegations(actor=REFORM, at=AT) == 0
    assert {row["town"] for row in rows} == {"340121104", "340121106", SHITANG, "340123106"}
    assert recalled
    for row in recalled:
        held = [each.agency for each in queries.who_may(row["power"], row["town"], date(2026, 1, 5))]
        assert held == [f"{row['town'][:6]}-{row['giver']}"]
