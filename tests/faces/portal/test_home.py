"""The first page: for strangers, for people and enterprises, for staff; honest about what is not there yet."""

import re

import pytest
from django.utils import timezone
from tests.cast import CLERK, accepted, filed, filing, item, put_in_force
from tests.faces.cast import Cast
from tests.faces.portal.reading import HOSTILE, budget, links, part, sound, text

from tongban.hall.applications import services as hall

REVIEW = [{"key": "review", "name": "审查", "agency": "@lead", "term": "1wd"}]


@pytest.fixture
def topics(people: Cast) -> Cast:
    """The city with an item for newborns and one for builders."""
    for code, topic in (("newborn", "birth"), ("scaffold", "construction")):
        put_in_force({**item(code, f"{code}事项", "hf-bdc", "registration"), "procedure": REVIEW, "topics": [topic]})
    return people


@pytest.mark.parametrize("who", ["nobody", "citizen", "enterprise", "clerk", "admin"])
def test_everybody_is_welcome_and_the_page_keeps_its_budget(topics: Cast, django_assert_max_num_queries, who: str):
    accepted(topics.city)
    with budget(django_assert_max_num_queries):
        page = topics.get(who, "/")
    assert "您要办什么事?" in text(sound(page))


def test_a_stranger_finds_search_life_events_tracking_and_the_zone(topics: Cast):
    page = topics.get("nobody", "/")
    assert links(page)["出生 1项"] == "/items?topic=birth"
    assert links(page)["工程建设 1项"] == "/items?topic=construction"
    assert links(page)["进入企业专区"] == "/enterprise"
    html = page.content.decode()
    assert 'action="/track"' in html
    assert 'name="number"' in html
    assert "登录后看自己的全部办件" in text(page)


def test_topics_without_items_are_told_apart_and_send_nobody_to_an_empty_page(topics: Cast):
    page = topics.get("nobody", "/")
    assert "还没有网上指南,请到窗口或拨打12345询问: 入学" in text(page)
    assert "/items?topic=school" not in links(page).values()


def test_what_is_not_there_yet_is_said_with_what_to_do_meanwhile(people: Cast):
    shown = part(people.get("nobody", "/"), "有话要说")
    assert shown.count("即将开通") == 1
    assert shown.count("12345") == 3


def test_an_applicant_sees_own_open_cases_with_their_day_and_no_track_form(people: Cast):
    at = timezone.now()
    accepted(people.city, at=at)
    asked = filed(people.city, at=at).number
    hall.ask_correction(number=asked, reason="缺页", items=[{"key": "", "what": "补页"}], actor=CLERK, at=at)
    page = people.get("enterprise", "/")
    shown = part(page, "我的办件到哪了")
    assert shown.index("请您补正") < shown.index("未到期")
    assert "年" in shown
    assert f'href="/cases/{asked}"' in page.content.decode()
    assert 'action="/track"' not in page.content.decode()
    assert "现在没有正在办理的件" in part(people.get("neighbour", "/"), "我的办件到哪了")


def test_of_many_cases_a_few_are_shown_and_the_others_are_a_step_away(people: Cast):
    for _ in range(6):
        hall.open_draft(filing=filing(people.city.enterprise), actor=people.actors["enterprise"], at=timezone.now())
    page = people.get("enterprise", "/")
    assert part(page, "我的办件到哪了").count("草稿,还没有提交") == 5
    assert links(page)["还有别的,看全部办件"] == "/my"


def test_hostile_titles_are_shown_and_never_run(people: Cast):
    put_in_force({**item("hostile", f"恶意{HOSTILE}", "hf-bdc", "registration"), "procedure": REVIEW})
    hall.open_draft(
        filing=filing(people.city.enterprise, "hostile"), actor=people.actors["enterprise"], at=timezone.now()
    )
    page = people.get("enterprise", "/")
    assert f"恶意{HOSTILE}" in text(page)
    assert not re.findall(r"<img|<script(?! src=)", page.content.decode())


def test_nothing_is_asked_of_the_first_page_that_it_does_not_know(people: Cast):
    assert people.get("nobody", "/?x=1").status_code == 422
    assert people.client("nobody").post("/").status_code == 405
