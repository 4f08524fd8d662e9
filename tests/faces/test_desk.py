"""The desk: every move as a form that does what the API does, once, and keeps what was typed when it is refused."""

import html
import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from tests.cast import PLACE, accepted, decided, filed, filing, handled, item, put_in_force
from tests.faces.cast import HTML, PDF, Cast, username
from tests.faces.test_pages import HOSTILE, MOST_STATEMENTS, REVIEW, text

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Case, JournalEntry
from tongban.casework.cases.rules import PauseGround, Status
from tongban.faces.api.reading import listed
from tongban.faces.api.schemas.moves import VERBS
from tongban.faces.desk import sheets, words
from tongban.faces.pages import questions
from tongban.faces.pages.inputs import Typed
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules.moves import ATTACH, MOVES
from tongban.registry.accounts import queries as accounts
from tongban.registry.catalog.rules import ItemSpec

MISSING = "340100-20220701-009999-9"


def at(number: str, move: str) -> str:
    """The address of a form."""
    return f"/cases/{number}/moves/{move}"


def token_in(page) -> str:
    """The one-time token of a form that must be shown."""
    assert page.status_code == 200, page.content.decode()
    return str(re.findall(r'name="token" value="([^"]+)"', page.content.decode())[0])


def send(people: Cast, who: str, number: str, move: str, **typed):
    """Open a form and send it."""
    page = people.get(who, at(number, move))
    sure = {"sure": "yes"} if 'name="sure"' in page.content.decode() else {}
    return people.client(who).post(at(number, move), {"token": token_in(page), **sure, **typed})


def do(people: Cast, who: str, number: str, move: str, **typed) -> Case:
    """Send a form that must be accepted; the case as it then stands."""
    response = send(people, who, number, move, **typed)
    assert (response.status_code, response.headers.get("Location")) == (302, f"/cases/{number}"), text_of(response)
    return Case.objects.get(number=number)


def text_of(response) -> str:
    """The words of a page of whatever status."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def last_line(number: str) -> JournalEntry:
    """The last line of a journal."""
    return JournalEntry.objects.filter(case__number=number).order_by("-seq")[0]


def test_every_move_has_its_words_and_every_field_its_question():
    assert set(words.DOES) == {move.name for move in MOVES}
    for verb in (*VERBS.values(), sheets.ATTACH):
        for name in {*sheets.names_in(verb)} - {"form"}:
            assert words.question(verb.move.name, name).label
    used = {f"{verb.move.name}.{name}" for verb in (*VERBS.values(), sheets.ATTACH) for name in sheets.names_in(verb)}
    plain = {name.partition(".")[2] for name in used}
    assert {name for name in words.QUESTIONS if name not in used | plain} == set()


def test_a_case_goes_its_whole_way_by_forms(people: Cast):
    number = filed(people.city, at=people.at).number
    accepted_now = do(people, "clerk", number, "accept")
    assert (accepted_now.status, accepted_now.acceptance) == ("accepted", "complete")
    assert "“受理”已办好。本件现为“办理中”。" in text(people.get("clerk", f"/cases/{number}"))
    assert "已办好" not in text(people.get("clerk", f"/cases/{number}"))
    do(people, "surveyor", number, "take_step", step="survey")
    until = (people.at + timedelta(hours=24 * 40)).date().isoformat()
    grounds = {"ground": "testing", "reason": "送检", "evidence": "委托书", "limit_on": until}
    do(people, "head", number, "pause", **grounds)
    assert (last_line(number).move, PauseGround.TESTING.value in last_line(number).data) == ("pause", True)
    do(people, "head", number, "resume", ground="")
    do(people, "surveyor", number, "pause_step", step="survey", **grounds)
    do(people, "surveyor", number, "resume_step", step="survey", ground="testing")
    do(people, "head", number, "extend", reason="情况复杂", term="5wd")
    assert '"term":"5wd"' in last_line(number).data.replace(" ", "")
    do(people, "surveyor", number, "complete_step", step="survey", result="合格")
    do(people, "handler", number, "complete_step", step="review", result="符合")
    do(people, "handler", number, "complete_step", step="register", result="已登簿")
    done = do(people, "handler", number, "decide", outcome="granted", reason="符合条件", document="皖2026", remedy="")
    assert (done.status, done.outcome) == ("decided", "granted")
    do(people, "head", number, "correct", reason="笔误", text="面积更正为90平方米")
    assert do(people, "clerk", number, "deliver", how="邮寄").status == "delivered"
    assert do(people, "clerk", number, "archive").status == "archived"


def test_corrections_are_asked_at_once_and_answered_by_the_applicant(people: Cast):
    number = filed(people.city, at=people.at, paper=["pledge"]).number
    shown = people.get("clerk", at(number, "ask_correction")).content.decode()
    assert re.findall(r'name="items" value="(\w+)" checked', shown) == ["application", "tax"]
    assert "无纠纷证明(已交)" in shown
    assert "营业执照" not in shown
    other = "面积与申请书不符\n\n请写明地号"
    asked = do(people, "clerk", number, "ask_correction", **{"items": ["tax", "pledge"], "items.other": other})
    assert asked.status == "correcting"
    shown = text(people.get("enterprise", at(number, "answer_correction")))
    for what in ("请补交“完税凭证”", "请重新提交“无纠纷证明”", "面积与申请书不符", "请写明地号"):
        assert what in shown
    assert "窗口已核验" not in shown
    early = send(people, "enterprise", number, "answer_correction", **{"form.place": "新站区"})
    assert (early.status_code, 'value="新站区"' in early.content.decode()) == (409, True)
    for key in ("tax", "pledge"):
        do(people, "enterprise", number, "attach", file=SimpleUploadedFile(f"{key}.pdf", PDF), material=key)
    answered = do(people, "enterprise", number, "answer_correction", **{"form.place": "新站区", "form.area": "90.5"})
    assert (answered.status, answered.form) == ("submitted", {"place": "新站区", "area": 90.5})


def test_a_window_ticks_the_papers_it_has_seen(people: Cast):
    number = filed(people.city, at=people.at, paper=[]).number
    do(people, "clerk", number, "ask_correction", items=["tax"])
    do(people, "clerk", number, "answer_correction", **{"form.place": PLACE["place"], "paper": ["application", "tax"]})
    assert Case.objects.get(number=number).form == PLACE
    deferred = filed(people.city, at=people.at, paper=["application", "pledge"]).number
    do(people, "clerk", deferred, "accept_deferred")
    shown = people.get("clerk", at(deferred, "provide_deferred")).content.decode()
    assert re.findall(r'name="paper" value="(\w+)"', shown) == ["tax"]
    refused = send(people, "clerk", deferred, "provide_deferred")
    assert (refused.status_code, "请只交容缺受理告知书所列材料" in text_of(refused)) == (409, True)
    do(people, "clerk", deferred, "provide_deferred", paper=["tax"])


def test_an_applicant_edits_uploads_submits_and_withdraws(people: Cast):
    firm = people.actors["enterprise"]
    draft = hall.open_draft(filing=filing(firm, form={}), actor=firm, at=people.at).number
    do(people, "enterprise", draft, "precheck")
    shown = text(people.get("enterprise", f"/cases/{draft}"))
    assert "预检发现4处问题" in shown
    do(people, "enterprise", draft, "edit", **{"form.place": "新站高新区", "form.area": ""})
    file = SimpleUploadedFile("申请书.pdf", PDF)
    do(people, "enterprise", draft, "attach", file=file, material="application")
    assert "申请书.pdf" in text(people.get("enterprise", f"/cases/{draft}"))
    assert do(people, "enterprise", draft, "submit").form == PLACE
    assert do(people, "enterprise", draft, "withdraw", reason="不办了").status == "withdrawn"


def test_refusing_and_committing_and_naming_by_forms(people: Cast):
    committed = filed(people.city, at=people.at, paper=["application", "tax"]).number
    do(people, "coordinator", committed, "name_specialist", name="小孙")
    assert do(people, "clerk", committed, "accept_committed", commitment="我承诺").acceptance == "commitment"
    refused = filed(people.city, at=people.at).number
    assert do(people, "handler", refused, "refuse", reason="不属于本机关职权", remedy="").status == "refused"
    denied = handled(people.city, at=people.at).number
    assert do(people, "head", denied, "decide", outcome="denied", reason="不符合", remedy="可复议").outcome == "denied"


def test_a_form_sent_twice_is_done_once(people: Cast):
    number = filed(people.city, at=people.at).number
    form = {"token": token_in(people.get("clerk", at(number, "accept")))}
    answers = [people.client("clerk").post(at(number, "accept"), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert JournalEntry.objects.filter(case__number=number, move="accept").count() == 1
    upload = token_in(people.get("clerk", at(number, "attach")))
    for _ in range(2):
        given = {"token": upload, "file": SimpleUploadedFile("a.pdf", PDF), "material": ""}
        assert people.client("clerk").post(at(number, "attach"), given).status_code == 302
    assert len(cases.attachments(Case.objects.get(number=number))) == 1


def test_a_used_form_with_another_content_is_refused_and_another_account_is_free(people: Cast):
    number = filed(people.city, at=people.at).number
    form = {"token": "same", "name": "小孙"}
    assert people.client("coordinator").post(at(number, "name_specialist"), form).status_code == 302
    other = people.client("coordinator").post(at(number, "name_specialist"), {**form, "name": "小李"})
    assert (other.status_code, "这张表单已经提交过" in text_of(other)) == (409, True)
    assert "Idempotency" not in text_of(other)
    assert 'value="小李"' in other.content.decode()
    assert people.client("clerk").post(at(number, "accept"), {"token": "same"}).status_code == 302


def test_a_refusal_stands_on_top_and_what_was_typed_is_kept(people: Cast):
    number = accepted(people.city, at=people.at).number
    typed = {"ground": "testing", "reason": "送检\n两周", "evidence": "", "limit_on": "2030-01-01"}
    refused = send(people, "head", number, "pause", **typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'role="alert"' in page
    assert "没有办成。" in page
    assert "“依据材料”不能为空" in html.unescape(page)
    assert "送检\n两周</textarea>" in page
    assert '<option value="testing" selected>检测</option>' in page
    assert 'type="date" value="2030-01-01"' in page
    assert JournalEntry.objects.filter(case__number=number, move="pause").count() == 0
    again = {**typed, "evidence": "委托书", "token": token_in_any(page), "limit_on": ""}
    missing = people.client("head").post(at(number, "pause"), again)
    assert "“最迟恢复日”缺少此项,请填写。" in text_of(missing)
    assert "“事由”" in text_of(send(people, "head", number, "pause", **typed | {"ground": "holiday"}))


def token_in_any(page: str) -> str:
    """The token of a form shown again."""
    return str(re.findall(r'name="token" value="([^"]+)"', page)[0])


def test_a_correction_that_asks_for_nothing_keeps_its_reason(people: Cast):
    number = filed(people.city, at=people.at, paper=[]).number
    refused = send(people, "clerk", number, "ask_correction", reason="请看清单")
    assert (refused.status_code, "请逐项写明需要补正的全部内容" in text_of(refused)) == (422, True)
    assert "请看清单</textarea>" in refused.content.decode()
    assert " checked" not in refused.content.decode()


def test_a_file_that_is_none_of_the_kinds_and_no_file_at_all_are_refused(people: Cast):
    number = filed(people.city, at=people.at).number
    file = SimpleUploadedFile("a.pdf", HTML)
    refused = send(people, "clerk", number, "attach", file=file, material="tax")
    assert (refused.status_code, "文件请重新选择" in text_of(refused)) == (422, True)
    assert '<option value="tax" selected' in refused.content.decode()
    assert "请先选择要上传的文件" in text_of(send(people, "clerk", number, "attach", material=""))
    preset = people.get("clerk", at(number, "attach") + "?material=tax").content.decode()
    assert '<option value="tax" selected' in preset


@pytest.mark.parametrize("move", [move.name for move in MOVES])
def test_another_citizens_forms_look_like_missing_ones(people: Cast, move: str):
    number = accepted(people.city, at=people.at).number
    pages = []
    for asked in (number, MISSING):
        for response in (
            people.get("neighbour", at(asked, move)),
            people.client("neighbour").post(at(asked, move), {"token": "x", "reason": "x"}),
        ):
            assert response.status_code == 404
            pages.append(response.content.decode().replace(asked, "…"))
    assert len({re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages}) == 1


@pytest.mark.parametrize("who", ["enterprise", "clerk", "handler", "surveyor", "supervisor"])
@pytest.mark.parametrize("stage", [filed, accepted, decided])
def test_the_forms_are_those_of_the_moves_allowed(people: Cast, django_assert_max_num_queries, who: str, stage):
    case = stage(people.city, at=people.at - timedelta(minutes=1))
    seen = people.get(who, f"/cases/{case.number}")
    if seen.status_code == 404:
        assert (who, stage) == ("surveyor", filed)
        return
    said = people.get(who, f"/api/cases/{case.number}").json()["moves"]
    shown = html.unescape(seen.content.decode())
    for one in said:
        step = f"?step={one['step']}" if one["step"] else ""
        with django_assert_max_num_queries(MOST_STATEMENTS):
            page = people.get(who, at(case.number, one["name"]) + step)
        if who != "enterprise":  # the page of a party has doors of its own
            ways = {f'{way}="{at(case.number, one["name"])}{step}"' in shown for way in ("href", "action")}
            assert any(ways) is one["allowed"], one
        if one["allowed"]:
            assert token_in(page)
        else:
            assert page.status_code in {403, 409}, one
            assert one["reason"] in text_of(page)
            assert "回到首页" in text_of(page)
            if who in {"enterprise", "clerk"}:  # what bars the page bars the form by the same words
                assert people.client(who).post(at(case.number, one["name"]), {"token": "x"}).status_code >= 400


def test_a_move_barred_meanwhile_is_answered_by_a_page_of_the_house(people: Cast):
    number = filed(people.city, at=people.at).number
    token = token_in(people.get("clerk", at(number, "refuse")))
    do(people, "clerk", number, "accept")
    late = people.client("clerk").post(at(number, "refuse"), {"token": token, "reason": "x", "remedy": ""})
    assert (late.status_code, "本件现为“办理中”" in text_of(late)) == (409, True)
    assert "<textarea" not in late.content.decode()


def test_addresses_that_are_none_are_refused(people: Cast):
    number = accepted(people.city, at=people.at).number
    assert people.get("clerk", at(number, "explode")).status_code == 404
    assert people.get("surveyor", at(number, "complete_step") + "?step=lost").status_code == 404
    assert people.get("clerk", at(number, "withdraw") + "?colour=red").status_code == 422
    stray = people.client("clerk").post(at(number, "withdraw"), {"token": "x", "reason": "x", "status": "draft"})
    assert (stray.status_code, "表单没有“status”这一项" in text_of(stray)) == (422, True)
    empty = people.client("clerk").post(at(number, "withdraw"), {"reason": "\0"})
    assert empty.status_code == 422
    assert people.get("nobody", at(number, "withdraw")).status_code == 302


def test_a_form_without_the_secret_against_forgery_does_nothing(people: Cast):
    number = filed(people.city, at=people.at).number
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(accounts.account_named(username("clerk")))
    assert strict.post(at(number, "accept"), {"token": "x"}).status_code == 403
    assert Case.objects.get(number=number).status == "submitted"


def test_what_anybody_typed_is_shown_again_and_never_run(people: Cast):
    number = accepted(people.city, at=people.at, title=HOSTILE[:100]).number
    typed = {"ground": "testing", "reason": HOSTILE, "evidence": "</textarea>" + HOSTILE, "limit_on": HOSTILE}
    pages = [
        send(people, "head", number, "pause", **typed),
        people.get("head", at(number, "attach") + f"?material={HOSTILE}"),
        people.get("head", at(number, HOSTILE.replace("/", "")[:20])),
        people.client("head").post(at(number, "pause"), {"token": "x", HOSTILE: HOSTILE}),
    ]
    for page in pages:
        shown = page.content.decode()
        assert not re.search(r"<script(?! src=./assets/)", shown)
        assert "<img" not in shown
        assert not re.findall(
            r"<style|\sstyle=|<script(?! src=./assets/)|<[^>]*\son\w+=", re.sub(r"&lt;img.*?&gt;", "", shown)
        )
        assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert "&lt;script&gt;" in pages[0].content.decode()


def test_every_kind_of_field_of_a_guide_is_drawn_and_read_back(people: Cast):
    fields = {
        "name": {"type": "string", "title": "名称", "maxLength": 40},
        "scope": {"type": "string", "title": "范围", "maxLength": 2000},
        "kind": {"type": "string", "title": "类型", "enum": ["a", "b"], "x-labels": {"a": "甲", "b": "乙"}},
        "count": {"type": "integer", "title": "人数"},
        "area": {"type": "number", "title": "面积"},
        "is_new": {"type": "boolean", "title": "新设"},
        "on": {"type": "string", "format": "date", "title": "日期"},
        "mail": {"type": "string", "format": "email", "title": "邮箱"},
        "tags": {"type": "array", "items": {"type": "string"}, "title": "标签"},
    }
    form = {"type": "object", "required": ["name"], "properties": fields}
    put_in_force({**item("firm", "设立", "hf-scjg", "market", procedure=REVIEW), "form": form})
    firm = people.actors["enterprise"]
    draft = hall.open_draft(filing=filing(firm, "firm", form={}), actor=firm, at=people.at).number
    given = {
        "name": "某公司",
        "scope": "销售",
        "kind": "b",
        "count": "12",
        "area": "9.5",
        "is_new": "false",
        "on": "2026-01-05",
        "mail": "a@b.cn",
        "tags": "一\r\n\r\n二 ",
    }
    case = do(people, "enterprise", draft, "edit", **{questions.PREFIX + name: value for name, value in given.items()})
    assert case.form == {
        **given,
        "count": 12,
        "area": 9.5,
        "is_new": False,
        "tags": ["一", "二"],
    }
    shown = people.get("enterprise", at(draft, "edit")).content.decode()
    for drawn in (
        'name="form.name" value="某公司" required',
        '<option value="b" selected lang="zh-CN">乙</option>',
        '<option value="false" selected>否</option>',
        'type="date" value="2026-01-05"',
        "一\n二</textarea>",
    ):
        assert drawn in shown, drawn
    assert questions.shown(90.0) == "90"
    wrong = Typed(QueryDict("form.count=十二&form.is_new=也许"))
    spec = ItemSpec.parse({**item("firm", "设立", "hf-scjg", "market", procedure=REVIEW), "form": form})
    assert questions.read(spec, {}, wrong) == {"count": "十二", "is_new": "也许"}


@pytest.mark.parametrize(
    "who", ["clerk", "handler", "head", "surveyor", "supervisor", "admin", "outsider", "town_clerk"]
)
def test_counts_are_those_of_a_plain_recount(people: Cast, django_assert_num_queries, who: str):
    city = people.city
    hall.open_draft(filing=filing(city.enterprise), actor=city.enterprise, at=people.at)
    for stage in (filed, accepted, accepted, decided):
        stage(city)
        stage(city, at=people.at)
    paused = accepted(city, at=people.at).number
    until = (people.at + timedelta(hours=24 * 20)).date()
    why: dict[str, Any] = {"ground": PauseGround.TESTING, "reason": "送检", "evidence": "委托书", "limit_on": until}
    hall.pause(number=paused, actor=people.actors["head"], at=people.at, **why)
    hall.withdraw(number=filed(city, at=people.at).number, reason="不办", actor=city.enterprise, at=people.at)
    actor = people.actors[who]
    with django_assert_num_queries(1):
        found = cases.counts(actor, people.at)
    lines = listed(actor, cases.Filter(), at=people.at, after=None, limit=1000)
    assert dict(found.statuses) == dict(Counter(Status(line.case.status) for line in lines))
    for state in cases.OPEN_STATES:
        narrowed = cases.page(actor, cases.Filter(time_state=state.value), at=people.at, limit=1000)
        assert found.states.get(state, 0) == len(narrowed), state
    if who == "admin":
        assert len(found.statuses) >= 4
        assert {state.value for state in found.states} == {"overdue", "undue", "paused"}


def test_a_step_is_named_and_not_asked_for_where_there_is_one(people: Cast):
    number = accepted(people.city, at=people.at).number
    one = people.get("surveyor", at(number, "complete_step") + "?step=survey").content.decode()
    assert 'type="hidden" name="step" value="survey"' in one
    assert "权籍调查(合肥市不动产权籍调查中心)" in one
    assert ATTACH.label in text(people.get("surveyor", f"/cases/{number}"))


def test_a_form_of_a_sample_case_says_so(people: Cast):
    sample = filed(people.city, at=people.at, sample=True).number
    real = filed(people.city, at=people.at).number
    shown = [people.client("clerk").get(at(number, "accept")).content.decode() for number in (sample, real)]
    assert ["示例数据" in page for page in shown] == [True, False]
