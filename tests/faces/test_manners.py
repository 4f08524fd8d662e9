"""How a reader wants the pages, and that nothing typed is lost with a session."""

import re

import pytest
from django.test import Client
from django.utils import translation
from tests.cast import accepted
from tests.faces.cast import PASSWORD, Cast

from tongban.common.errors import Refused
from tongban.common.said import Joined, said
from tongban.faces.pages.language import data, day, marked, told
from tongban.faces.pages.navigation import ENTRIES, entries
from tongban.workdays import Counting, Term


def test_pages_are_chinese_until_told_otherwise(people: Cast):
    browser = people.client("citizen")
    first = browser.get("/my", headers={"Accept-Language": "en-GB"}).content.decode()
    assert '<html lang="zh-CN">' in first
    back = browser.post("/manner", {"language": "en", "next": "/my?status=draft"})
    assert (back.status_code, back.headers["Location"]) == (302, "/my?status=draft")
    assert '<html lang="en"' in browser.get("/my").content.decode()
    browser.post("/manner", {"type": "large", "next": "https://elsewhere.example/"})
    large = browser.get("/my").content.decode()
    assert '<html lang="en" class="large">' in large
    browser.post("/manner", {"language": "klingon", "type": "huge"})
    assert '<html lang="en" class="large">' in browser.get("/my").content.decode()


def test_the_api_speaks_the_language_of_the_law_whatever_the_cookie_says(people: Cast):
    browser = Client()
    browser.cookies["language"] = "en"
    answer = browser.get("/api/me")
    assert answer.headers["Content-Language"] == "zh-CN"
    assert "请先登录" in answer.json()["detail"]


def test_a_sentence_is_said_with_its_parameters_in_either_language():
    sentence = said("还有{count}天:{name}", count=3, name="甲公司<b>")
    assert sentence == "还有3天:甲公司<b>"
    assert str(marked(sentence)) == "还有3天:甲公司&lt;b&gt;"
    both = Joined(";", [sentence, said("好")])
    assert both == "还有3天:甲公司<b>;好"
    with translation.override("en"):
        assert 'lang="zh-CN">甲公司&lt;b&gt;</span>' in marked(sentence)
        assert marked(both).count("<b>") == 0
        assert "甲公司<b>" in told(sentence)
    refusal = Refused("x", "没有{what}", what="<i>")
    assert marked(refusal) == "没有&lt;i&gt;"
    assert told(refusal) == "没有<i>"


def test_data_is_marked_as_chinese_only_on_an_english_page():
    assert data("合肥") == "合肥"
    with translation.override("en"):
        assert data("合肥<") == '<span lang="zh-CN">合肥&lt;</span>'
        assert data("12") == "12"
        assert day(None) == ""


def test_what_was_typed_comes_back_after_the_session_ended(people: Cast):
    number = accepted(people.city, at=people.at).number
    browser, typed = (
        Client(),
        {"token": "x", "reason": "检测<b>材料", "ground": "testing", "evidence": "", "limit_on": ""},
    )
    asked = browser.post(f"/cases/{number}/moves/pause", typed)
    assert asked.status_code == 401
    page = asked.content.decode()
    assert "没有丢" in page
    parcel = re.search(r'name="parcel" value="([^"]+)"', page)
    assert parcel
    into = {"username": "head", "password": PASSWORD, "parcel": parcel[1], "next": f"/cases/{number}/moves/pause"}
    wrong = browser.post("/sign-in", {**into, "password": "wrong"}).content.decode()
    assert parcel[1] in wrong
    signed = browser.post("/sign-in", into, follow=True).content.decode()
    assert "检测&lt;b&gt;材料" in signed
    assert "核对后再提交" in signed
    assert "检测&lt;" not in browser.get(f"/cases/{number}/moves/pause").content.decode()


def test_a_parcel_somebody_made_up_is_dropped(people: Cast):
    browser = Client()
    into = {"username": "head", "password": PASSWORD, "parcel": "eyJwYXRoIjoiLyJ9:x:y"}
    assert browser.post("/sign-in", into).headers["Location"] == "/desk"
    assert "kept" not in browser.session


def test_a_stale_form_comes_back_with_what_was_typed_and_does_nothing(people: Cast):
    number = accepted(people.city, at=people.at).number
    strict = Client(enforce_csrf_checks=True)
    strict.post("/sign-in")
    strict.cookies = people.client("head").cookies
    stale = strict.post(f"/cases/{number}/moves/extend", {"token": "x", "reason": "情况复杂", "term": "5wd"})
    assert (stale.status_code, stale.headers["Location"]) == (302, f"/cases/{number}/moves/extend")
    assert "情况复杂" in strict.get(f"/cases/{number}/moves/extend").content.decode()


@pytest.mark.parametrize(
    ("who", "offered", "kept_back"),
    [
        ("citizen", {"/my", "/items", "/track"}, {"/desk", "/manage"}),
        ("clerk", {"/desk", "/desk/counter"}, {"/my", "/manage"}),
        ("admin", {"/desk", "/manage"}, {"/desk/counter"}),
    ],
)
def test_everybody_is_offered_what_is_theirs(people: Cast, who: str, offered: set[str], kept_back: set[str]):
    found = {href for href, *_ in entries(people.actors[who], "/desk")}
    assert offered <= found
    assert not kept_back & found
    assert len(found) == len(entries(people.actors[who], "/desk"))
    assert {href for href, *_ in entries(None, "/")} == {entry.href for entry in ENTRIES if not entry.roles}


@pytest.mark.parametrize(("count", "words"), [(1, "1 working day"), (10, "10 working days")])
def test_a_translation_chooses_its_words_by_the_number(count: int, words: str):
    with translation.override("en"):
        assert told(Term(count, Counting.WORKING).words) == words


def test_a_translation_names_the_month():
    with translation.override("en"):
        assert told(said("{year}年{month}月{day}日", year=2022, month=7, day=5)) == "5 July 2022"
