"""Loading a notice on the pages: pasted by one, previewed, confirmed by another, followed by a recounting."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.faces.cast import Cast
from tests.faces.desk.managing import LARGEST, MOST_STATEMENTS, done, send, token_of, words
from tests.registry.calendars.conftest import TEXT

from tongban import wiring, workdays
from tongban.common.time import localdate, noon
from tongban.faces.desk.manage import calendars as pages
from tongban.registry.calendars import queries
from tongban.registry.calendars.models import LoadedNotice

HOME = "/manage/calendars"
EMPTY = {"number": "", "title": "", "issued_on": "", "year": ""}


@pytest.fixture
def held(office: Cast):
    """Every reckoning follows the database, as in a running process."""
    queries.hold()
    yield office
    workdays.attach(None)


def pasted(people: Cast, text: str = TEXT) -> str:
    """A notice pasted by the first administrator; its page."""
    return done(people, f"{HOME}/load", text=text, **EMPTY)


def test_a_notice_goes_its_way_from_paste_to_recounted_cases(held: Cast, django_assert_max_num_queries):
    number = cast.accepted(held.city, at=noon(date(2026, 12, 28))).number
    here = pasted(held)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = held.get("admin", here)
    assert len(page.content) < LARGEST
    for word in ("待确认", "须由另一名系统管理员核对", "2027年1月1日", "改为放假", number, "2027-01-11", "2027-01-12"):
        assert word in words(page), word
    assert send(held, f"{here}/confirm").status_code == 403
    assert "确认载入" in words(held.get("second", here))
    assert done(held, f"{here}/confirm", "second") == here
    assert not workdays.refresh().is_workday(date(2027, 1, 1))
    progress = done(held, f"{here}/recount", "second")
    assert "进行中" in words(held.get("admin", progress))
    part = held.get("admin", progress, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"hx-get" in part.content
    while wiring.recount_some(held.at + timedelta(hours=24 * 60)):
        pass
    page = words(held.get("admin", progress))
    assert "已完成" in page
    assert "已变动 1" in page
    assert b"hx-get" not in held.get("admin", progress).content


def test_the_published_wording_may_be_pasted_or_sent_as_a_file(held: Cast):
    wording = "关于2027年部分节假日安排的通知\n国办发明电〔2026〕99号\n一、元旦:1月1日(周五)至3日(周日)放假,共3天。\n2026年11月25日"
    path = f"{HOME}/load"
    token = token_of(held.get("admin", path))
    file = SimpleUploadedFile("n.txt", wording.encode())
    response = held.client("admin").post(path, {"token": token, "text": "", "file": file, **EMPTY})
    assert response.status_code == 302, words(response)
    assert LoadedNotice.objects.get().source == wording
    page = words(held.get("admin", response.headers["Location"]))
    assert "粘贴的原文" in page


def test_everything_wrong_is_listed_and_what_was_pasted_stays(held: Cast):
    bad = TEXT.replace("2027-02-14", "2027-02-16").replace("issued_on: 2026-11-25", "issued_on: 去年")
    response = send(held, f"{HOME}/load", text=bad, **EMPTY)
    assert response.status_code == 422
    page = words(response)
    assert "应为日期" in page
    assert "2027-02-16本来就是工作日" in page
    assert response.content.count(b"<li>") >= 2
    assert "issued_on: 去年" in page
    assert not LoadedNotice.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "没有内容"),
        ({"text": "<script>alert(1)</script>"}, "没有读到年份"),
        ({"text": TEXT, "year": "12"}, "应为1990至2150"),
        ({"text": TEXT, "issued_on": "x"}, "应为日期"),
        ({"text": "year: 2027\nnotices: &a [*a]"}, "无法读取"),
    ],
)
def test_hostile_and_empty_texts_are_refused_in_words(held: Cast, typed: dict[str, str], sentence: str):
    response = send(held, f"{HOME}/load", **EMPTY | typed)
    assert response.status_code == 422
    assert sentence in words(response)
    assert b"<script>alert" not in response.content


def test_a_file_that_is_no_text_or_too_large_is_refused(held: Cast):
    for content, sentence in ((b"\xff\xfe", "不是 UTF-8"), (b"x" * 300_000, "文件超过")):
        path = f"{HOME}/load"
        token = token_of(held.get("admin", path))
        file = SimpleUploadedFile("n.txt", content)
        response = held.client("admin").post(path, {"token": token, "text": "", "file": file, **EMPTY})
        assert response.status_code == 422
        assert sentence in words(response)


def test_a_notice_is_dropped_or_withdrawn_by_two(held: Cast):
    here = pasted(held)
    assert done(held, f"{here}/drop", reason="粘贴错了") == HOME
    assert "已放弃" in words(held.get("admin", here))
    here = pasted(held)
    done(held, f"{here}/confirm", "second")
    done(held, f"{here}/ask-withdrawal", "second", reason="误载")
    assert send(held, f"{here}/withdraw", "second").status_code == 403
    assert "改为上班" in words(held.get("admin", here))
    done(held, f"{here}/withdraw")
    assert workdays.refresh().is_workday(date(2027, 1, 1))
    assert "已撤回" in words(held.get("admin", here))


def test_a_year_shows_its_days_and_the_notice_that_says_so(held: Cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        response = held.get("admin", f"{HOME}?year=2026")
    assert len(response.content) < LARGEST
    page = words(response)
    for word in ("已公布", "国办发明电〔2025〕7号", "调休上班", "2026年2月15日 — 2026年2月23日"):
        assert word in page
    assert "暂定" in words(held.get("admin", f"{HOME}?year=2031"))
    this = localdate(held.at).year
    assert f"{this}年日历" in words(held.get("admin", HOME))
    for bad in ("1", "2151", "二〇二六", "20260"):
        assert held.get("admin", f"{HOME}?year={bad}").status_code == 422


def test_the_preview_goes_on_page_by_page(held: Cast, monkeypatch):
    numbers = [cast.accepted(held.city, at=noon(date(2026, 12, 28))).number for _ in range(3)]
    here = pasted(held)
    monkeypatch.setattr(pages, "LOOKED_AT", 2)
    response = held.get("admin", here)
    assert "已检查2件" in words(response)
    onward = response.content.decode().split('href="?cursor=')[1].split('"')[0]
    page = words(held.get("admin", f"{here}?cursor={onward}"))
    assert "已检查3件,其中3件" in page
    assert numbers[2] in page
    assert held.get("admin", f"{here}?cursor=forged").status_code == 422


def test_recounting_everything_is_asked_for_once(held: Cast):
    to = done(held, f"{HOME}/recount")
    assert send(held, f"{HOME}/recount", "second").status_code == 409
    assert "正在重算" in words(held.get("admin", HOME))
    wiring.recount_some(held.at)
    assert "已完成" in words(held.get("admin", to))


def test_other_people_find_no_notice(held: Cast):
    here = pasted(held)
    for who in ("clerk", "citizen", "head"):
        for path in (HOME, f"{HOME}/load", here, f"{here}/confirm"):
            assert held.get(who, path).status_code == 403
    assert held.get("admin", f"{HOME}/notices/99999").status_code == 404
    assert held.get("admin", f"{here}/erase").status_code == 404
    assert held.get("admin", f"{HOME}/recounts/99999").status_code == 404
