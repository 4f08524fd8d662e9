"""Ratings at the desk: the list, the figures, the hotline, exclusions, and the page of a rectification."""

import csv
import io
from datetime import timedelta
from itertools import count

import pytest
from tests.cast import HANDLER, HEAD
from tests.faces.cast import PDF, Cast
from tests.faces.portal.forms import text_of
from tests.faces.test_pages import MOST_STATEMENTS

from tongban.casework.cases.models import Case
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.models import Exclusion, Rating, RatingRefusal, Rectification
from tongban.hall.ratings.rules import Level, Stage

SECOND = timedelta(seconds=1)


@pytest.fixture
def bad(ended: Case, served: Cast) -> Rating:
    """A bad rating of the whole, and a good one of the window."""
    for stage, level in ((Stage.WINDOW, Level.SATISFIED), (Stage.WHOLE, Level.VERY_DISSATISFIED)):
        opinion = ratings.Opinion(level, (), "=1+1 跑了三趟")
        given = ratings.rate(token=queries.token_for(ended.number, stage), opinion=opinion, address="", at=served.at)
    return given


@pytest.fixture
def number(bad: Rating) -> str:
    """The rectification of the bad one."""
    return Rectification.objects.select_related("case").get(rating=bad).case.number


def test_the_list_shows_bad_ones_first_with_their_rectification(
    bad, number, people: Cast, django_assert_max_num_queries
):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get("supervisor", "/desk/ratings")
    shown = text_of(page)
    assert shown.index("非常不满意") < shown.rindex("满意")
    assert "计入 2 条,其中差评 1 条" in shown
    assert f'href="/cases/{number}"' in page.content.decode()
    assert "没有符合条件的评价" in text_of(people.get("supervisor", "/desk/ratings?month=2001-01"))
    assert people.get("supervisor", "/desk/ratings?level=x").status_code == 422
    assert people.get("supervisor", "/desk/ratings?page=2&bad=1").status_code == 200


@pytest.mark.parametrize(
    ("who", "status"), [("head", 200), ("clerk", 200), ("outsider", 200), ("citizen", 404), ("system", 302)]
)
def test_ratings_are_for_staff(bad, people: Cast, who, status):
    assert people.get(who, "/desk/ratings").status_code == status


def test_others_read_nothing_of_it(bad, people: Cast):
    assert "没有符合条件的评价" in text_of(people.get("outsider", "/desk/ratings"))
    assert people.get("outsider", f"/desk/ratings/{bad.pk}").status_code == 404


@pytest.mark.parametrize("by", ["agency", "window", "clerk", "item", "month"])
def test_figures_have_counts_and_intervals_and_open(bad, people: Cast, by, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get("supervisor", f"/desk/ratings/figures?by={by}")
    assert "50.0%" in text_of(page)
    assert "9.5%–90.5%" in text_of(page)
    assert people.get("supervisor", "/desk/ratings/figures?by=x").status_code == 422


def test_figures_are_exported_without_formulas(bad, people: Cast):
    Rating.objects.update(clerk_name="=cmd()")
    answer = people.get("supervisor", "/desk/ratings/figures.csv?by=clerk")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert {row[0] for row in rows[1:]} == {"'=cmd()"}
    assert rows[0][2:6] == ["计入评价数", "好评数", "差评数", "好评率"]


def test_excluding_takes_two(bad, people: Cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get("head", f"/desk/ratings/{bad.pk}")
    assert "提出排除" in text_of(page)
    client = people.client("head")
    given = {"ground": "mistake", "reason": " ", "token": "t1"}
    assert client.post(f"/desk/ratings/{bad.pk}/exclude", given).status_code == 422
    assert client.post(f"/desk/ratings/{bad.pk}/exclude", {**given, "ground": "x"}).status_code == 422
    assert (
        client.post(f"/desk/ratings/{bad.pk}/exclude", {**given, "reason": "认错了人", "token": "t2"}).status_code
        == 302
    )
    row = Exclusion.objects.get()
    assert client.post(f"/desk/ratings/exclusions/{row.pk}/confirm", {"token": "t3"}).status_code == 403
    assert "认错了人" in text_of(people.get("supervisor", "/desk/ratings"))
    over = people.client("supervisor")
    assert over.post(f"/desk/ratings/exclusions/{row.pk}/keep", {"token": "t4"}).status_code == 404
    assert over.post(f"/desk/ratings/exclusions/{row.pk}/confirm", {"token": "t5"}).status_code == 302
    assert Rating.objects.get(pk=bad.pk).state == "excluded"
    assert "排除 1 条" in text_of(people.get("supervisor", "/desk/ratings/figures"))


def test_the_hotline_takes_down_what_is_said(ended, served: Cast, people: Cast, django_assert_max_num_queries):
    client = people.client("clerk")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get(f"/desk/ratings/hotline?number={ended.number}")
    assert "办理全程" in text_of(page)
    given = {"number": ended.number, "act": f"whole-{ended.journal_seq}", "level": "dissatisfied", "words": "等太久"}
    assert client.post("/desk/ratings/hotline", {**given, "act": ""}).status_code == 422
    assert client.post("/desk/ratings/hotline", {**given, "act": "window-1"}).status_code == 403
    assert client.post("/desk/ratings/hotline", given).status_code == 302
    assert (Rating.objects.get().channel, Rating.objects.get().words) == ("hotline", "等太久")
    assert client.get("/desk/ratings/hotline?number=340100").status_code == 404
    assert people.get("head", "/desk/ratings/hotline").status_code == 404


def test_a_rectification_is_worked_on_its_page(number, bad, people: Cast, django_assert_max_num_queries):
    address = f"/cases/{number}"
    people.get("head", address)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get("head", address)
    for words in ("差评整改:", "待核实", "核实属实", "跑了三趟", "差评转整改"):
        assert words in text_of(page), words
    assert "不能自己核实" in text_of(people.get("handler", address))

    sent = count()

    def send(who: str, move: str, status: int = 302, **given: object) -> None:
        body = {f"{move}.{name}": value for name, value in given.items()} | {"token": f"form-{next(sent)}"}
        assert people.client(who).post(f"/rectifications/{number}/{move}", body).status_code == status

    send("head", "verify", 422, finding="")
    send("handler", "verify", 403, finding="不是我")
    send("head", "verify", finding="录像可见")
    send("handler", "rectify", 409, measures="培训", evidence="签到表")
    send("handler", "contact", how="电话", words="已致歉")
    send("handler", "prove", 422)
    proof = io.BytesIO(PDF)
    proof.name = "签到表.pdf"
    send("handler", "prove", file=proof)
    send("handler", "rectify", measures="全员培训", evidence="签到表")
    send("supervisor", "send_back", reason="缺照片")
    send("handler", "rectify", measures="补了照片", evidence="照片")
    send("supervisor", "confirm", opinion="可以")
    send("supervisor", "drop", 404)
    assert Case.objects.get(number=number).status == "delivered"
    shown = text_of(people.get("supervisor", address))
    for words in ("已整改", "录像可见", "已致歉", "全员培训", "缺照片", "签到表.pdf"):
        assert words in shown, words


def test_who_rated_follows_the_rectification(number, bad, people: Cast, django_assert_max_num_queries):
    address = f"/cases/{number}"
    people.get("enterprise", address)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get("enterprise", address)
    assert "您的评价" in text_of(page)
    assert "最迟" in text_of(page)
    assert people.get("citizen", address).status_code == 200  # acts for the enterprise
    assert people.get("neighbour", address).status_code == 404
    told = {"number": number, "at": people.at + SECOND}
    ratings.verify(finding="属实", actor=HEAD, **told)
    ratings.contact(how="电话", words="只给单位看的话", actor=HANDLER, **told)
    ratings.rectify(measures="全员培训", evidence="签到表", actor=HANDLER, **told)
    ratings.confirm(opinion="可以", actor=HEAD, **told)
    page = people.get("enterprise", address)
    assert "全员培训" in text_of(page)
    assert "只给单位看的话" not in text_of(page)
    assert "/rate/again." in page.content.decode()
    assert people.get("enterprise", "/my").status_code == 200
    assert people.get("head", "/desk").status_code == 200


def test_a_dismissal_is_read_with_its_reason(number, people: Cast):
    ratings.dismiss(number=number, reason="当日没有来过", actor=HEAD, at=people.at + SECOND)
    assert "当日没有来过" in text_of(people.get("enterprise", f"/cases/{number}"))


def test_the_api_lists_ratings_and_figures_and_takes_one(bad, ended, people: Cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        found = people.get("supervisor", "/api/ratings?limit=1").json()
    assert [one["level"] for one in found["items"]] == ["very_dissatisfied"]
    following = people.get("supervisor", f"/api/ratings?limit=1&cursor={found['next']}").json()
    assert [one["stage"] for one in following["items"]] == ["window"]
    figures = people.get("system", "/api/ratings/figures?by=agency").json()
    assert [(one["key"], one["total"], one["good"], one["excluded"]) for one in figures["items"]] == [
        ("hf-bdc", 1, 0, 0)
    ]
    assert people.get("citizen", "/api/ratings").json()["items"] == []
    assert people.get("supervisor", "/api/ratings?month=x").status_code == 422
    assert people.get("nobody", "/api/ratings").status_code == 401
    body = {"token": queries.token_for(ended.number, Stage.WHOLE), "level": "fair", "tags": [], "words": ""}
    again = people.post("enterprise", "/api/ratings", body)
    assert (again.status_code, again.json()["code"]) == (409, "rating.again")
    assert people.post("system", "/api/ratings", body).json()["code"] == "rating.staff"


def test_the_api_takes_a_rating(ended, served: Cast, people: Cast):
    body = {
        "token": queries.token_for(ended.number, Stage.WHOLE),
        "level": "dissatisfied",
        "tags": ["rude"],
        "words": "慢",
    }
    answer = people.post("enterprise", "/api/ratings", body)
    assert answer.status_code == 201
    assert answer.json()["rectification"] is not None
    assert Rating.objects.get(pk=answer.json()["id"]).channel == "link"


def test_a_refusal_under_a_key_is_kept_all_the_same(ended, served: Cast, people: Cast):
    body = {"token": queries.token_for(ended.number, Stage.WHOLE), "level": "fair", "tags": [], "words": ""}
    key = {"Idempotency-Key": "k-1"}
    first = people.post("enterprise", "/api/ratings", body, headers=key)
    assert people.post("enterprise", "/api/ratings", body, headers=key).json() == first.json()
    again = people.post("enterprise", "/api/ratings", body, headers={"Idempotency-Key": "k-2"})
    assert again.json()["code"] == "rating.again"
    assert (
        people.post(
            "enterprise", "/api/ratings", {**body, "token": "x"}, headers=key | {"Idempotency-Key": "k-3"}
        ).status_code
        == 404
    )
    assert sorted(RatingRefusal.objects.values_list("why", flat=True)) == ["again", "forged"]
