"""The law of holders, without a database."""

from datetime import date

import pytest

from tongban.common.errors import BadInput, Conflict
from tongban.registry.powers.rules import (
    TYPES_BY_LABEL,
    Holder,
    Mode,
    PowerType,
    Status,
    check_document,
    check_no_overlap,
    effective,
)
from tongban.registry.regions.rules import Level

DAY = date(2022, 3, 1)


def holder(agency, mode=Mode.OWN, giver="", level=Level.COUNTY):
    return Holder(agency, agency, level, mode, "法", "文", DAY, None, giver)


def modes(*rows):
    return [(each.agency, each.mode) for each in effective(rows)]


def test_who_holds_it_may_act():
    assert modes(holder("county")) == [("county", Mode.OWN)]


def test_assigned_takes_the_place_of_the_giver():
    assert modes(holder("county"), holder("town", Mode.ASSIGNED, "county")) == [("town", Mode.ASSIGNED)]


def test_assigned_leaves_other_holders_alone():
    rows = holder("county"), holder("city", level=Level.CITY), holder("town", Mode.ASSIGNED, "county", Level.TOWN)
    assert modes(*rows) == [("town", Mode.ASSIGNED), ("city", Mode.OWN)]


@pytest.mark.parametrize("mode", [Mode.ENTRUSTED, Mode.SERVICE])
def test_entrusted_and_service_stand_beside_the_giver_and_fall_with_it(mode):
    town = holder("town", mode, "county", Level.TOWN)
    assert modes(holder("county"), town) == [("town", mode), ("county", Mode.OWN)]
    assert modes(town) == []


def test_assigned_stands_without_the_giver():
    assert modes(holder("town", Mode.ASSIGNED, "county")) == [("town", Mode.ASSIGNED)]


def test_an_agency_with_two_titles_appears_once_by_the_stronger():
    rows = holder("county"), holder("town", Mode.SERVICE, "county"), holder("town")
    assert modes(*rows) == [("county", Mode.OWN), ("town", Mode.OWN)]


@pytest.mark.parametrize("mode", Mode)
def test_only_service_does_not_decide(mode):
    assert holder("town", mode).may_decide is (mode is not Mode.SERVICE)


def test_an_overlap_names_power_place_and_what_is_there():
    with pytest.raises(Conflict) as refusal:
        check_no_overlap(DAY, None, [(date(2021, 1, 1), DAY)], power="食品经营许可", place="石塘镇")
    assert refusal.value.message == (
        "“食品经营许可”在“石塘镇”自2021-01-01起已有登记(至2022-03-01),期间重叠:请先收回或调整原登记。"
    )
    with pytest.raises(Conflict) as refusal:
        check_no_overlap(DAY, DAY, [(date(2021, 1, 1), None)], power="食品经营许可", place="石塘镇")
    assert "长期有效" in refusal.value.message


def test_periods_that_follow_each_other_do_not_overlap():
    check_no_overlap(DAY, None, [(date(2021, 1, 1), date(2022, 2, 28))], power="食品经营许可", place="石塘镇")


def test_a_change_of_powers_needs_its_document():
    with pytest.raises(BadInput):
        check_document("  ")


def test_every_word_has_its_label():
    assert sorted(TYPES_BY_LABEL.values()) == sorted(PowerType)
    assert [mode.label for mode in Mode] == ["本级", "交由", "委托", "服务前移"]
    assert [status.label for status in Status] == ["拟赋权", "已公布", "已收回"]
    assert [kind.label for kind in PowerType][:3] == ["许可", "处罚", "强制"]
