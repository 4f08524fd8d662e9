"""The page of the queue: tabs, counts, search, paging, parts for htmx, saved filters, the list as a file."""

import csv
import html
import io
import re
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.cast import AT, CLERK, HEAD, accepted, decided, filed
from tests.faces.cast import Cast
from tests.faces.test_pages import HOSTILE, MOST_STATEMENTS, text

from tongban.casework.cases.rules import PauseGround
from tongban.common.errors import BadInput
from tongban.demo.identifiers import resident_id
from tongban.faces.desk.queue import searching
from tongban.hall.applications import services as hall
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.registry.parties.rules import SearchKind

PHONE = "13800138000"


def rows(page) -> list[str]:
    """The numbers a page lists, in order."""
    assert page.status_code == 200, page.content.decode()
    return re.findall(r'class="open" href="/cases/([0-9-]+)"', page.content.decode())


def links(page) -> list[tuple[str, str]]:
    """(address, words) of every link of a page."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', page.content.decode(), re.DOTALL)
    return [(html.unescape(href), html.unescape(re.sub(r"<[^>]+>|\s+", "", words))) for href, words in found]


def find(people: Cast, who: str, typed: str):
    """The page a search leads to."""
    answer = people.client(who).post("/desk/find", {"text": typed})
    return people.get(who, answer.headers["Location"]) if answer.status_code == 302 else answer


def test_a_desk_shows_its_scopes_counts_and_who_holds_what(people: Cast):
    late = accepted(people.city)
    fresh = accepted(people.city, at=people.at)
    page = people.get("handler", "/desk")
    assert rows(page) == [late.number, fresh.number]
    shown = text(page)
    for words in (
        "本单位在办",
        "我经办的",
        "待指派环节",
        "已办结",
        "已超期 1",
        "办理中 2",
        "登记审核",
        "未指派",
        "2022-07-15 届满",
    ):
        assert words in shown, words
    assert "超期" in shown
    assert "剩10个工作日" in shown


def test_every_count_leads_to_as_many_rows(people: Cast):
    accepted(people.city)
    filed(people.city, at=people.at)
    decided(people.city, at=people.at)
    for who in ("clerk", "handler", "head"):
        counted = [
            (address, int(found[1]))
            for address, words in links(people.get(who, "/desk"))
            if (found := re.fullmatch(r"\D+?(\d+)", words)) and address.startswith("/desk?")
        ]
        assert len(counted) >= 4
        for address, total in counted:
            narrowed = people.get(who, address)
            assert len(rows(narrowed)) == total, address
            assert 'aria-current="true"' in narrowed.content.decode()


def test_paging_turns_through_the_queue_and_back_to_the_first_page(people: Cast):
    for _ in range(31):
        filed(people.city, at=people.at)
    first = people.get("clerk", "/desk?status=submitted")
    (onward,) = [address for address, words in links(first) if words == "下一页"]
    second = people.get("clerk", onward)
    assert (len(rows(first)), len(rows(second)), len({*rows(first), *rows(second)})) == (30, 1, 31)
    assert "/desk?status=submitted" in [address for address, words in links(second) if words == "回到第一页"]
    assert people.get("handler", onward).status_code == 422
    assert people.get("clerk", onward.replace("submitted", "accepted")).status_code == 422


def test_htmx_gets_the_list_alone_and_history_the_whole_page(people: Cast):
    filed(people.city, at=people.at)
    part = people.get("clerk", "/desk", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<title>")
    assert '<div id="queue">' in part.content.decode()
    assert "<html" not in part.content.decode()
    assert part.headers["Vary"].startswith("HX-Request")
    whole = people.get("clerk", "/desk", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in whole.content.decode()


@pytest.mark.parametrize(
    "query", ["colour=red", "status=lost", "left=red", "scope=moon", "order=up", "cursor=x", "scope=region"]
)
def test_an_address_nobody_gave_out_is_refused(people: Cast, query: str):
    assert people.get("handler", f"/desk?{query}").status_code in {403, 422}


def test_an_applicant_has_no_desk_and_staff_without_a_role_an_empty_one(people: Cast):
    assert people.get("enterprise", "/desk").headers["Location"] == "/my"
    assert "现在没有等待办理的办件" in text(people.get("outsider", "/desk"))
    assert "没有符合条件的办件" in text(people.get("clerk", "/desk?left=overdue"))


def test_a_case_is_found_by_the_end_of_its_number_and_opened_by_the_whole(people: Cast):
    case = accepted(people.city)
    whole = people.client("clerk").post("/desk/find", {"text": f" {case.number} "})
    assert whole.headers["Location"] == f"/cases/{case.number}"
    assert rows(find(people, "clerk", case.number[-8:])) == [case.number]
    assert rows(find(people, "leader" if "leader" in people.actors else "supervisor", case.number[-8:])) == [
        case.number
    ]
    assert "没有找到" in text(find(people, "outsider", case.number))
    assert find(people, "clerk", "12").status_code == 422
    assert list(parties.searches()) == []


def test_searches_for_people_are_logged_and_kept_out_of_addresses(people: Cast):
    person = register.register_person(
        name="王小明", resident_id=resident_id(Random(7), 3), phone=PHONE, region="340100", at=AT
    )
    case = hall.file(
        filing=hall.Filing(
            item="certificate",
            region="340100",
            applicant_id=person.pk,
            form={"place": "新站高新区"},
            paper=["application", "tax", "pledge"],
        ),
        actor=CLERK,
        at=people.at,
    )
    for typed in (PHONE, "+86 138 0013 8000", "王小明", "王小", "不动产首次"):
        answer = people.client("clerk").post("/desk/find", {"text": typed})
        address = answer.headers["Location"]
        assert PHONE not in address
        assert "王" not in str(parse_qs(urlsplit(address).query))
        assert rows(people.get("clerk", address)) == [case.number], typed
        assert rows(people.get("clerk", address)) == [case.number]
        assert people.get("handler", address).status_code == 422  # another's search
    logged = [(line.kind, line.shown, line.found, line.by) for line in parties.searches()]
    me = people.actors["clerk"].key
    assert logged[::-1] == [
        ("phone", "138****8000", 1, me),
        ("phone", "138****8000", 1, me),
        ("name", "王**", 1, me),
        ("name", "王*", 1, me),
        ("name", "不****", 1, me),
    ]


def test_roles_that_handle_no_cases_look_for_no_people(people: Cast):
    accepted(people.city)
    refused = find(people, "admin", "薄膜材料")
    assert (refused.status_code, "请按办件编号查找" in refused.content.decode()) == (403, True)
    assert list(parties.searches()) == []


def test_a_search_is_good_for_half_an_hour(people: Cast):
    actor = people.actors["clerk"]
    given = searching.sealed(searching.Search(SearchKind.NAME, "王"), actor, AT)
    with pytest.raises(BadInput, match="重新查找"):
        searching.opened(given, actor, people.at)
    for bad in ("", "x", given[:-2], given + "a"):
        with pytest.raises(BadInput):
            searching.opened(bad, actor, AT)


@pytest.mark.parametrize(
    "typed", [HOSTILE, "%", "_", "'; DROP TABLE cases_case; --", '"*', "𠮷", "a" * 101, "\x00", ""]
)
def test_what_is_typed_into_the_box_stays_a_text(people: Cast, typed: str):
    filed(people.city, at=people.at)
    page = find(people, "clerk", typed)
    assert page.status_code in {200, 422}
    assert "<script>alert" not in page.content.decode()


def test_filters_are_named_shown_as_tabs_renamed_and_dropped(people: Cast):
    accepted(people.city)
    browser = people.client("clerk")
    saved = browser.post("/desk/filters", {"name": "先办这些", "left": "overdue", "scope": "region"})
    assert saved.headers["Location"] == "/desk?scope=region&left=overdue"
    page = people.get("clerk", saved.headers["Location"])
    assert re.search(r'aria-current="page" class="own">先办这些<', page.content.decode())
    assert "先办这些" not in text(people.get("handler", "/desk"))
    again = browser.post("/desk/filters", {"name": "先办这些", "left": "today"})
    assert (again.status_code, 'name="left" value="today"' in again.content.decode()) == (409, True)
    key = re.findall(r'action="/desk/filters/(\d+)"', people.get("clerk", "/desk/filters").content.decode())[0]
    assert people.client("handler").post(f"/desk/filters/{key}", {"act": "delete"}).status_code == 404
    browser.post(f"/desk/filters/{key}", {"act": "rename", "name": "超期的"})
    assert "超期的" in text(people.get("clerk", "/desk"))
    browser.post(f"/desk/filters/{key}", {"act": "delete"})
    assert "还没有保存的筛选" in text(people.get("clerk", "/desk/filters"))
    assert browser.post("/desk/filters", {"name": "坏", "left": "red"}).status_code == 302  # refused where it is used
    assert browser.post("/desk/filters", {"name": "坏", "scope": "moon"}).status_code == 422


def test_the_list_as_a_file_runs_no_formula_and_is_logged(people: Cast, django_assert_max_num_queries):
    accepted(people.city, title="=HYPERLINK(1)")
    filed(people.city, at=people.at)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        answer = people.get("clerk", "/desk/export.csv?scope=region")
        content = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content)))
    assert [len(line) for line in lines] == [11, 11, 11]
    assert lines[1][1] == "'=HYPERLINK(1)"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert [(line.kind, line.shown, line.found) for line in parties.searches()] == [("export", "scope=region", 2)]
    assert people.get("admin", "/desk/export.csv").status_code == 403


def test_a_file_that_ends_early_says_so(people: Cast, monkeypatch):
    from tongban.faces.desk.queue import export

    monkeypatch.setattr(export, "MOST", 2)
    for _ in range(3):
        filed(people.city, at=people.at)
    content = b"".join(people.get("clerk", "/desk/export.csv").streaming_content).decode()
    assert "只导出前2件" in content


@pytest.mark.parametrize("who", ["clerk", "handler", "head", "supervisor", "admin"])
def test_every_look_at_the_queue_takes_twelve_statements_at_most(people: Cast, django_assert_max_num_queries, who: str):
    number = accepted(people.city).number
    why: dict[str, Any] = {
        "ground": PauseGround.TESTING,
        "reason": "送检",
        "evidence": "书",
        "limit_on": (people.at + timedelta(hours=240)).date(),
    }
    hall.pause(number=accepted(people.city, at=people.at).number, actor=HEAD, at=people.at, **why)
    people.client(who).post("/desk/filters", {"name": "我的", "left": "later"})
    for address in (
        "/desk",
        "/desk?order=new",
        "/desk?scope=ended",
        "/desk?left=none",
        "/desk/filters",
        f"/desk?number={number[-4:]}".replace("-", ""),
    ):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert people.get(who, address).status_code in {200, 422}, address
    with django_assert_max_num_queries(MOST_STATEMENTS):
        people.client(who).post("/desk/find", {"text": "薄膜"})


def test_a_full_page_weighs_less_than_a_hundred_kilobytes(people: Cast):
    for _ in range(31):
        filed(people.city, at=people.at, title="长" * 80)
    assert len(people.get("clerk", "/desk").content) < 100_000
