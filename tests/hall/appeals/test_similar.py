"""What is like a new appeal is found by words, place and enterprise, and only among what is open."""

import pytest
from tests.cast import AT, CLERK
from tests.hall.appeals.cases import dispatched, registered

from tongban.hall.appeals import queries
from tongban.hall.appeals import services as appeals

LAMPS = "滨湖新区庐州大道与方兴大道交口路灯不亮已经三天,夜间行人过街非常危险"


def numbers(**more):
    given = {"text": LAMPS, "region": "340100"} | more
    return [one.number for one in queries.similar(**given)]


@pytest.fixture
def lamps(town_hall):
    return registered(town_hall, text=LAMPS, place="庐州大道与方兴大道交口")


def test_near_words_are_found_and_others_are_not(town_hall, lamps):
    registered(town_hall, text="小区电梯经常停运,老人出行困难,物业不管", place="望湖城小区")
    assert numbers(text="庐州大道和方兴大道交叉口的路灯三天不亮了,晚上过街危险") == [lamps.number]
    assert numbers(text="孩子上学报名需要什么材料") == []
    assert numbers(but=lamps.pk) == []


def test_the_same_place_or_enterprise_needs_fewer_words(town_hall, lamps):
    other = registered(town_hall, text="企业门口道路坑洼,货车无法进出", enterprise_id=town_hall.enterprise.party_id)
    assert numbers(text="路灯坏了请尽快维修", place="庐州大道与方兴大道交口") == [lamps.number]
    assert numbers(text="公司门口道路又被挖开了", enterprise_id=town_hall.enterprise.party_id) == [other.number]


def test_what_has_ended_or_lies_in_another_city_is_left_out(town_hall, lamps):
    assert numbers(region="340200") == []
    appeals.withdraw(number=lamps.number, reason="已自行解决", actor=town_hall.citizen, at=AT)
    assert numbers() == []


@pytest.mark.parametrize("text", ["", "灯", "!!!???", "' OR 1=1 --", '"* NEAR(', "%_\\", "\U0001f600" * 50, "a" * 5000])
def test_any_words_may_be_looked_for(town_hall, lamps, text):
    assert numbers(text=text) == []


def test_the_look_up_takes_few_statements_and_tells_nothing_of_the_reporter(
    town_hall, lamps, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        (found,) = queries.similar(text=LAMPS, region="340100", place="庐州大道与方兴大道交口")
    assert (found.same_place, found.nearness) == (True, 1.0)
    assert "高明" not in str(found)


# whom it is for


def test_an_item_settles_whom_it_is_for_and_words_do_the_rest(town_hall):
    appeals.learn(at=AT)
    first, *_ = queries.suggestions(text="什么时候能办好", region="340100", on=AT.date(), item="certificate")
    assert (first.agency, first.confidence) == ("hf-bdc", 0.98)
    proposed = queries.suggestions(text="我想办理不动产登记", region="340100", on=AT.date())
    assert proposed[0].agency == "hf-bdc"
    assert any(word in "我想办理不动产登记" for word in proposed[0].words)
    assert 0 < proposed[0].confidence <= 1


def test_without_a_model_the_item_alone_speaks(town_hall):
    assert queries.suggestions(text="不动产登记", region="340100", on=AT.date()) == []


def test_the_worker_learns_once_and_then_when_enough_has_closed(town_hall):
    assert appeals.learn_if_due(at=AT)
    assert not appeals.learn_if_due(at=AT)


# many on one matter


def test_the_fifth_on_one_place_raises_an_alert_once(town_hall):
    from tongban import wiring
    from tongban.casework.exchange import services as exchange

    for _ in range(6):
        registered(town_hall, place="庐州大道")
        exchange.fan_out(at=AT, listeners=wiring.LISTENERS)
    (alert,) = queries.alerts(CLERK)
    assert (alert.place, alert.reports) == ("庐州大道", 6)
    appeals.handle_alert(alert=alert.pk, words="已请城管局现场处置并公告", actor=CLERK, at=AT)
    assert queries.alerts(CLERK) == []
    assert dispatched(town_hall).status == "accepted"
