"""Rating on the pages: one screen, once, no more of the case than what is rated."""

import re

import pytest
from django.test import Client
from tests import cast
from tests.faces.cast import PASSWORD, Cast, username
from tests.faces.portal.forms import text_of
from tests.faces.test_pages import MOST_STATEMENTS

from tongban.casework.cases.models import Case
from tongban.hall.ratings import queries
from tongban.hall.ratings.models import AgencySource, Rating, RatingRefusal, Rectification
from tongban.hall.ratings.rules import RatingChannel, Stage

BAD = {"level": "dissatisfied", "tags": ["rude", "extra_trips"], "words": "跑了三趟"}


@pytest.fixture
def link(ended: Case) -> str:
    return f"/rate/{queries.token_for(ended.number, Stage.WHOLE)}"


def test_the_screen_says_what_is_rated_and_no_more(link, ended, people: Cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get("nobody", link)
    shown = text_of(page)
    for words in ("不动产首次登记", "合肥市不动产登记中心", "办理全程", "非常满意", "非常不满意", "态度差", "服务热情"):
        assert words in shown, words
    for secret in (ended.number, "先导薄膜", "新站高新区"):
        assert secret not in shown, secret
    assert "<script>" not in page.content.decode()


def test_a_good_word_is_thanked_and_a_bad_one_told_what_follows(link, people: Cast, django_assert_max_num_queries):
    sent = people.client("nobody").post(link, BAD)
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{link}/thanks")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        thanks = people.get("nobody", f"{link}/thanks")
    for words in ("谢谢您的评价", "不满意", "1个工作日内核实", "15个工作日内整改", "跑了三趟"):
        assert words in text_of(thanks), words
    assert Rectification.objects.count() == 1
    assert people.get("nobody", link).headers["Location"] == f"{link}/thanks"


def test_what_was_typed_stays_where_something_is_missing(link, people: Cast):
    page = people.client("nobody").post(link, {"tags": ["rude"], "words": "太慢了"})
    assert page.status_code == 422
    assert "请先选择满意程度" in text_of(page)
    assert "太慢了" in page.content.decode()
    assert re.search(r'value="rude"\s+checked', page.content.decode())
    page = people.client("nobody").post(link, {"level": "satisfied", "tags": ["rude"]})
    assert "却勾选了“态度差”" in text_of(page)
    assert not Rating.objects.exists()


def test_a_second_rating_a_stranger_field_and_a_forged_link_are_refused(link, people: Cast):
    nobody = people.client("nobody")
    assert nobody.post(link, {"level": "fair", "agency": "hf-bdc"}).status_code == 422
    nobody.post(link, {"level": "fair"})
    again = nobody.post(link, {"level": "fair"})
    assert (again.status_code, "已经评价过" in text_of(again)) == (409, True)
    forged = nobody.get(f"{link}x")
    assert (forged.status_code, "评价链接不完整或已失效" in text_of(forged)) == (404, True)
    assert sorted(RatingRefusal.objects.values_list("why", flat=True)) == ["again", "forged"]


def test_staff_of_the_agency_read_that_they_may_not(link, people: Cast):
    page = people.client("handler").post(link, {"level": "very_satisfied"})
    assert (page.status_code, "您是被评单位的工作人员" in text_of(page)) == (403, True)


def test_an_old_link_says_so_and_is_on_record(ended, people: Cast):
    Case.objects.filter(pk=ended.pk).update(touched_at=people.at)
    token = queries.token_for(ended.number, Stage.WHOLE, ended.journal_seq + 1)
    page = people.get("nobody", f"/rate/{token}")
    assert (page.status_code, "还没有结束" in text_of(page)) == (409, True)
    assert RatingRefusal.objects.get().why == "early"


def test_the_applicant_rates_from_the_own_case(ended, people: Cast, django_assert_max_num_queries):
    people.get("enterprise", f"/cases/{ended.number}")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get("enterprise", f"/cases/{ended.number}")
    links = re.findall(r'href="(/rate/[^"]+)"', page.content.decode())
    assert len(links) == 2  # the whole, and the window it was filed at
    assert people.get("nobody", links[0]).status_code == 302  # asks for the sign-in
    assert people.client("enterprise").post(links[0], {"level": "very_satisfied"}).status_code == 302
    given = Rating.objects.get()
    assert (given.channel, given.rated_by) == ("portal", people.actors["enterprise"].key)
    assert people.get("enterprise", links[0]).headers["Location"] == f"{links[0]}/thanks"


def test_who_acts_for_the_enterprise_rates_for_it(ended, people: Cast):
    token = queries.token_for(ended.number, Stage.WHOLE, 0, RatingChannel.PORTAL)
    assert people.client("citizen").post(f"/rate/{token}", {"level": "fair"}).status_code == 302
    assert people.client("neighbour").get(f"/rate/{token}/thanks").status_code == 200
    other = queries.token_for(ended.number, Stage.WINDOW, 0, RatingChannel.PORTAL)
    assert people.client("neighbour").post(f"/rate/{other}", {"level": "fair"}).status_code == 404


def test_a_rating_is_taken_back(link, people: Cast):
    nobody = people.client("nobody")
    nobody.post(link, {"level": "dissatisfied"})
    assert nobody.post(f"{link}/withdraw").headers["Location"] == f"{link}/thanks"
    assert "评价已撤回" in text_of(nobody.get(f"{link}/thanks"))
    assert Rating.objects.get().state == "withdrawn"


def test_the_code_on_a_paper_leads_to_the_rating(ended, people: Cast):
    token = queries.token_for(ended.number, Stage.WINDOW, 0, RatingChannel.WINDOW_QR)
    page = people.get("nobody", f"/track?number={ended.number}&rate={token}")
    assert f'href="/rate/{token}"' in page.content.decode()
    assert 'href="/rate/' not in people.get("nobody", "/track?rate=made-up").content.decode()
    assert people.client("nobody").post(f"/rate/{token}", {"level": "satisfied"}).status_code == 302
    given = Rating.objects.get()
    assert (given.channel, given.agency_id, given.clerk_name) == ("window_qr", "hf-zwfw", cast.CLERK.name)


def test_the_code_is_printed_on_the_receipt(ended, people: Cast):
    from tongban.faces.pages.papers import tracked

    request = people.get("clerk", f"/cases/{ended.number}/papers/receipt.pdf").wsgi_request
    address = tracked(request, ended.number, Stage.WINDOW)
    token = address.split("rate=")[1].replace("%3A", ":")
    assert queries.read_token(token).stage is Stage.WINDOW
    assert people.get("nobody", address.removeprefix("http://testserver")).status_code == 200


def test_a_member_of_staff_who_signs_in_is_remembered_by_address(served: Cast):
    for name in ("handler", "citizen"):
        given = {"username": username(name), "password": PASSWORD}
        assert Client(REMOTE_ADDR="9.9.9.9").post("/sign-in", given).status_code == 302
    assert list(AgencySource.objects.values_list("agency_id", flat=True)) == ["hf-bdc"]


def test_a_machine_of_the_agency_is_told_to_use_another_network(link, served: Cast):
    Client(REMOTE_ADDR="9.9.9.9").post("/sign-in", {"username": username("handler"), "password": PASSWORD})
    page = Client(REMOTE_ADDR="9.9.9.9").post(link, {"level": "very_satisfied"})
    assert (page.status_code, "请用自己的手机流量" in text_of(page)) == (403, True)


def test_the_screen_speaks_english(link, people: Cast):
    people.client("nobody").cookies["language"] = "en"
    shown = text_of(people.get("nobody", link))
    assert "Very satisfied" in shown
