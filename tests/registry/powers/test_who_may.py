"""Who may act, as of the day of the act."""

from datetime import date

import pytest
from tests.registry.powers.conftest import AT, FEIDONG, FROM, LAST, REFORM, SHITANG, START, TANGXI

from tongban.common.errors import BadInput, NotAllowed, NotFound
from tongban.registry.agencies.services import close_agency, open_agency
from tongban.registry.powers import queries, services
from tongban.registry.powers.rules import Mode
from tongban.registry.regions.queries import Level

BEFORE, AFTER = date(2022, 2, 28), date(2022, 9, 1)


def names(region, on, power="food"):
    return [(each.agency, str(each.mode)) for each in queries.who_may(power, region, on)]


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (TANGXI, ["340122-scjg"]),
        (SHITANG, ["340122-scjg"]),
        (FEIDONG, ["340122-scjg"]),
        ("340121104", ["340121-scjg"]),
        ("340100", []),
    ],
)
def test_each_agency_of_the_line_acts_over_its_own_region(food, region, expected):
    assert [each.agency for each in queries.who_may("food", region, FROM)] == expected


def test_a_holder_says_by_what_and_since_when(food):
    (holder,) = queries.who_may("food", SHITANG, FROM)
    assert holder.name == "肥东县市场监督管理局"
    assert (holder.level, holder.mode, holder.may_decide) == (Level.COUNTY, Mode.OWN, True)
    assert (holder.basis, holder.document) == ("《食品安全法》第三十五条", "权责清单〔2019〕1号")
    assert (holder.since_on, holder.until_on, holder.giver) == (START, None, "")


def test_two_levels_may_hold_a_power_together_the_nearest_first(food):
    services.hold(
        power="food", level=Level.CITY, kind="scjg", from_on=FROM, until_on=LAST, document="权责清单〔2022〕2号"
    )
    assert names(SHITANG, BEFORE) == [("340122-scjg", "own")]
    assert names(SHITANG, FROM) == names(SHITANG, LAST) == [("340122-scjg", "own"), ("hf-scjg", "own")]
    assert names("340100", LAST) == [("hf-scjg", "own")]
    assert names(SHITANG, AFTER) == [("340122-scjg", "own")]
    assert queries.check_may("food", "hf-scjg", SHITANG, LAST).until_on == LAST


def test_an_assigned_power_moves_to_the_town_for_its_days_and_its_places_only(give):
    row = give()
    services.recall(delegation_id=row.pk, last_on=LAST, document="东政秘〔2022〕90号", actor=REFORM, at=AT)
    assert names(TANGXI, BEFORE) == [("340122-scjg", "own")]
    assert names(TANGXI, FROM) == names(SHITANG, LAST) == [("340122105-zf", "assigned")]
    assert names(TANGXI, AFTER) == [("340122-scjg", "own")]
    assert names(FEIDONG, FROM) == [("340122-scjg", "own")]
    assert names("340121104", FROM) == [("340121-scjg", "own")]
    holder = queries.check_may("food", "340122105-zf", TANGXI, FROM)
    assert (holder.since_on, holder.until_on, holder.giver) == (FROM, LAST, "340122-scjg")
    assert holder.document == "东政秘〔2022〕16号"
    assert queries.holds("food", "340122-scjg", SHITANG, FROM)


def test_an_entrusted_power_is_exercised_by_both(give):
    give(mode=Mode.ENTRUSTED)
    assert names(SHITANG, FROM) == [("340122105-zf", "entrusted"), ("340122-scjg", "own")]
    assert queries.check_may("food", "340122105-zf", SHITANG, FROM).may_decide


def test_a_moved_service_takes_in_but_does_not_decide(give):
    give(mode=Mode.SERVICE, agency="340122105-wm")
    assert not queries.check_may("food", "340122105-wm", SHITANG, FROM).may_decide
    with pytest.raises(NotAllowed) as refusal:
        queries.check_may("food", "340122105-wm", SHITANG, FROM, deciding=True)
    assert refusal.value.code == "power.accept_only"
    assert refusal.value.message == (
        "“石塘镇为民服务中心”在2022-03-01对“食品经营许可”只负责受理(服务前移),不能作出决定:"
        "请转交“肥东县市场监督管理局”。"
    )
    assert queries.check_may("food", "340122-scjg", SHITANG, FROM, deciding=True).mode is Mode.OWN


def test_a_proposed_delegation_has_no_force(give, food):
    services.propose_delegation(
        power="food",
        town=SHITANG,
        agency="340122105-zf",
        giver="340122-scjg",
        mode=Mode.ASSIGNED,
        from_on=FROM,
        document="征求意见稿",
    )
    assert names(SHITANG, FROM) == [("340122-scjg", "own")]


def test_an_abolished_agency_may_nothing_and_its_successor_may(food):
    close_agency(code="340122-scjg", last_on=LAST)
    assert names(SHITANG, LAST) == [("340122-scjg", "own")]
    assert names(SHITANG, AFTER) == []
    open_agency(code="340122-scjg2", name="肥东县市场监管局", kind="scjg", region=FEIDONG, from_on=AFTER)
    assert names(SHITANG, AFTER) == [("340122-scjg2", "own")]


def test_an_abolished_town_body_gives_the_power_back_to_the_county(give):
    give()
    close_agency(code="340122105-zf", last_on=LAST)
    assert names(SHITANG, LAST) == [("340122105-zf", "assigned")]
    assert names(SHITANG, AFTER) == [("340122-scjg", "own")]


def test_an_ended_holding_ends_what_is_done_in_its_name(give, food):
    give(mode=Mode.ENTRUSTED)
    services.end_holding(holding_id=food.holdings.get().pk, last_on=LAST)
    assert names(SHITANG, LAST) == [("340122105-zf", "entrusted"), ("340122-scjg", "own")]
    assert names(SHITANG, AFTER) == []


def test_who_may_and_may_take_one_statement(give, django_assert_num_queries):
    give()
    with django_assert_num_queries(1):
        assert queries.may("food", "340122105-zf", TANGXI, FROM)
    with django_assert_num_queries(1):
        assert queries.check_may("food", "340122105-zf", TANGXI, FROM)
    with django_assert_num_queries(1):
        assert queries.who_may("food", "340100", FROM) == ()


def test_a_refusal_names_agency_power_day_and_who_may_instead(give):
    give()
    with pytest.raises(NotAllowed) as refusal:
        queries.check_may("food", "340122-scjg", TANGXI, FROM)
    assert refusal.value.message == (
        "“肥东县市场监督管理局”在2022-03-01没有“合肥市肥东县石塘镇塘西社区”的“食品经营许可”权限,"
        "当日有权的是“石塘镇人民政府”:请转交其办理。"
    )


def test_a_refusal_says_when_nobody_may(food):
    with pytest.raises(NotAllowed) as refusal:
        queries.check_may("food", "340122-scjg", SHITANG, date(2018, 12, 31))
    assert refusal.value.code == "power.nobody"
    assert "2018-12-31" in refusal.value.message
    assert "食品经营许可" in refusal.value.message


def test_the_unknown_is_refused_by_its_code_and_not_taken_for_nobody(food):
    for given in (
        ("none", "340122-scjg", SHITANG),
        ("food", "none", SHITANG),
        ("food", "340121-scjg", "340122999"),
    ):
        with pytest.raises(NotFound):
            queries.check_may(*given, FROM)
    with pytest.raises(BadInput):
        queries.who_may("food", "3401", FROM)


def test_the_ledger_lists_delegations_by_town_power_and_day(give):
    row = give()
    assert list(queries.delegations(town=SHITANG, power="food", on=FROM)) == [row]
    assert list(queries.delegations(town="340121104")) == []
    assert list(queries.delegations(power="other")) == []
    assert list(queries.delegations(on=BEFORE)) == []
    assert [power.code for power in queries.powers()] == ["food"]
