"""The pages: what they say, to whom, and that nothing typed by anybody runs on them."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import AT, CLERK, HANDLER, HEAD, accepted, decided, filed, filing, item, put_in_force
from tests.faces.cast import PDF, Cast

from tongban.casework.cases.rules import PauseGround
from tongban.common.time import noon
from tongban.hall.applications import services as hall

MOST_STATEMENTS = 12
REVIEW = [{"key": "review", "name": "审查", "agency": "@lead", "term": "1wd"}]
FOREIGN_SCRIPT = r"<script(?! src=./assets/)"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def text(response) -> str:
    """The page as a reader sees it, tags taken out."""
    assert response.status_code == 200, response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_home_says_who_i_am_and_what_waits(people: Cast):
    case = accepted(people.city)
    shown = text(people.get("handler", "/desk"))
    assert "经办老李 部门经办人" in shown
    assert case.number in shown
    assert "已超期" in shown
    assert "2022-07-15 届满" in shown
    empty = text(people.get("neighbour", "/my"))
    assert "您还没有办件" in empty
    assert case.number not in empty


def test_a_case_shows_facts_steps_papers_moves_and_journal(people: Cast):
    case = accepted(people.city, sample=True)
    hall.extend(number=case.number, reason="情况复杂", actor=HEAD, at=AT + timedelta(hours=1))
    people.client("clerk").post(
        f"/api/cases/{case.number}/attachments", {"file": SimpleUploadedFile("申请书.pdf", PDF)}
    )
    shown = text(people.get("head", f"/cases/{case.number}"))
    for words in (
        "示例数据",
        "合肥先导薄膜材料有限公司",
        "地点 新站高新区",
        "10个工作日",
        "权籍调查",
        "合肥市不动产权籍调查中心",
        "情况复杂",
        "延期办理告知书",
        "申请书.pdf",
        "作出决定",
        "您不能指定企业专员:此事由“办不成事”专员办理。",
        "受理方式 材料齐全",
        "2022年7月29日",
        "为什么是这一天?",
    ):
        assert words in shown, words


def test_the_moves_on_a_page_are_those_of_the_api(people: Cast):
    case = accepted(people.city)
    html = people.get("surveyor", f"/cases/{case.number}").content.decode()
    offered = re.findall(r"<li><a[^>]*>([^<]+)</a></li>", html.partition('<ul class="moves">')[2].partition("</ul>")[0])
    moves = people.get("surveyor", f"/api/cases/{case.number}").json()["moves"]
    written_on_the_page = {"message", "note", "review_material"}
    assert offered == [
        f"{one['label']}{' · 权籍调查' if one['step'] else ''}"
        for one in moves
        if one["allowed"] and one["name"] not in written_on_the_page
    ]


def test_why_shows_every_day_of_the_chosen_clock(people: Cast):
    case = accepted(people.city)
    hall.pause(
        number=case.number,
        ground=PauseGround.TESTING,
        reason="送检",
        evidence="委托书",
        limit_on=(AT + timedelta(hours=24 * 20)).date(),
        actor=HANDLER,
        at=AT + timedelta(hours=24 * 5),
    )
    hall.resume(number=case.number, actor=HANDLER, at=AT + timedelta(hours=24 * 7))
    page = people.get("enterprise", f"/cases/{case.number}/why")
    shown = text(page)
    assert "2022年7月19日 24 时届满" in shown
    assert "共 19 天,其中计入 10 天" in shown
    assert "中止:检测(2022-07-06至2022-07-08,起日不计、止日计入)" in shown
    assert page.content.decode().count('<tr class="paused">') == 2
    assert page.content.decode().count('<tr class="counted">') == 10
    statutory = text(people.get("enterprise", f"/cases/{case.number}/why?clock=statutory"))
    assert "《中华人民共和国行政许可法》第四十二条" in statutory or "《行政许可法》第四十二条" in statutory
    assert people.get("enterprise", f"/cases/{case.number}/why?clock=lost").status_code == 404


def test_why_shows_make_up_days_and_a_draft_has_none(people: Cast):
    makeup = accepted(people.city, at=noon(date(2022, 9, 29), 10))
    html = people.get("enterprise", f"/cases/{makeup.number}/why").content.decode()
    assert html.count('<tr class="makeup">') == 2
    assert "调休上班" in html
    draft = hall.open_draft(filing=filing(people.city.enterprise), actor=people.city.enterprise, at=AT)
    assert "还没有开始计时" in text(people.get("enterprise", f"/cases/{draft.number}/why"))


def test_why_says_that_a_day_in_a_year_not_announced_is_provisional(people: Cast):
    case = accepted(people.city, at=noon(date(2100, 1, 4), 10))
    shown = text(people.get("enterprise", f"/cases/{case.number}/why"))
    assert "暂定:2100年节假日安排尚未公布" in shown
    assert "(该年节假日安排未公布,暂按周一至周五推算)" in shown
    assert "(暂定)" in text(people.get("enterprise", "/my"))


def test_what_anybody_typed_is_shown_and_never_run(people: Cast):
    case = hall.file(
        filing=filing(people.city.enterprise, title=HOSTILE[:100], form={"place": HOSTILE[:80]}),
        actor=people.city.enterprise,
        at=AT,
    )
    hall.refuse(number=case.number, reason=HOSTILE, actor=CLERK, at=AT)
    people.client("clerk").post(
        f"/api/cases/{case.number}/attachments", {"file": SimpleUploadedFile(f"{HOSTILE[:20]}.pdf", PDF)}
    )
    for address in (
        "/desk",
        f"/cases/{case.number}",
        f"/cases/{case.number}/why",
        "/desk?text=<script>alert(1)</script>",
    ):
        html = people.get("clerk", address).content.decode()
        assert not re.search(FOREIGN_SCRIPT, html)
        assert "onerror=" not in re.sub(r"&lt;img[^&]*&gt;", "", html)
    assert "&lt;script&gt;" in people.get("clerk", f"/cases/{case.number}").content.decode()
    signed = people.get("nobody", "/sign-in?next=%22%3E%3Cscript%3E").content.decode()
    assert not re.search(FOREIGN_SCRIPT, signed)


@pytest.mark.parametrize("address", ["/desk", "/sign-in", "/cases/{number}", "/cases/{number}/why", "/nothing"])
def test_pages_allow_no_inline_script_or_style_and_no_frame(people: Cast, address: str):
    case = accepted(people.city)
    who = "nobody" if address == "/sign-in" else "clerk"
    page = people.get(who, address.format(number=case.number))
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    html = page.content.decode()
    assert not re.findall(r"<style|\sstyle=|<script(?! src=./assets/)|\son\w+=", html)
    assert not re.findall(r"(?:src|href)=\"https?:", html)


@pytest.mark.parametrize("who", ["enterprise", "clerk", "handler", "head", "supervisor", "admin"])
@pytest.mark.parametrize("stage", [filed, accepted, decided])
def test_every_page_stays_within_twelve_statements(people: Cast, django_assert_max_num_queries, who: str, stage):
    case = stage(people.city)
    if stage is accepted:
        hall.extend(number=case.number, reason="情况复杂", actor=HEAD, at=AT)
    for address in ("/my" if who == "enterprise" else "/desk", f"/cases/{case.number}", f"/cases/{case.number}/why"):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert people.get(who, address).status_code == 200


def test_another_citizens_pages_look_like_missing_ones(people: Cast):
    case = accepted(people.city)
    for below in ("", "/why", "/attachments/1"):
        hidden = people.get("neighbour", f"/cases/{case.number}{below}")
        missing = people.get("neighbour", f"/cases/340100-20220701-009999-9{below}")
        assert hidden.status_code == missing.status_code == 404
        shown, absent = (
            re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()) for page in (hidden, missing)
        )
        assert shown.replace(case.number, "…") == absent.replace("340100-20220701-009999-9", "…")


def test_an_agent_turns_to_the_enterprise_and_back(people: Cast, django_assert_max_num_queries):
    case = accepted(people.city)
    browser = people.client("citizen")
    assert "您可以代表企业办理" in text(browser.get("/my"))
    assert people.client("neighbour").get(f"/cases/{case.number}").status_code == 404
    browser.post("/acting-for", {"party": people.actors["enterprise"].party_id})
    assert "合肥先导薄膜材料有限公司(经办:高明)" in text(browser.get("/my"))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        assert browser.get(f"/cases/{case.number}").status_code == 200
    browser.post("/acting-for", {"party": ""})
    with django_assert_max_num_queries(MOST_STATEMENTS):  # nobody has to say first for whom a case is looked at
        assert browser.get(f"/cases/{case.number}").status_code == 200
    assert browser.post("/acting-for", {"party": people.actors["neighbour"].party_id}).status_code == 403
    assert browser.post("/acting-for", {"party": "x"}).status_code == 422


def test_errors_of_pages_are_pages_in_the_style_of_the_house(people: Cast):
    for who in ("nobody", "clerk"):
        missing = people.get(who, "/nothing")
        assert missing.status_code == 404
        assert "没有这个页面" in missing.content.decode()
        assert "house.css" in missing.content.decode()
    wrong = people.client("clerk").post("/desk")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET")
    assert people.get("clerk", "/sign-out").status_code == 405


def test_a_choice_in_a_form_is_shown_in_the_words_of_the_guide(people: Cast):
    schema = {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "title": "企业类型", "enum": ["a"], "x-labels": {"a": "股份有限公司"}}
        },
    }
    put_in_force({**item("firm", "设立", "hf-scjg", "market", procedure=REVIEW), "form": schema})
    case = hall.file(
        filing=filing(people.city.enterprise, "firm", form={"kind": "a"}), actor=people.city.enterprise, at=AT
    )
    shown = people.get("enterprise", f"/cases/{case.number}").content.decode()
    assert "股份有限公司" in shown
    assert "<dd>a</dd>" not in shown
