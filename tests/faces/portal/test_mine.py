"""A party's own cases: the list, one case in plain words, messages, materials, corrections on one page."""

import itertools
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import CLERK, HANDLER, accepted, decided, filed, filing
from tests.faces.cast import HTML, PASSWORD, PDF, Cast, username
from tests.faces.portal.forms import draft, publish, send, submitted, text_of, token_in
from tests.faces.test_pages import HOSTILE, MOST_STATEMENTS

from tongban.casework.cases.models import Attachment, Case, JournalEntry
from tongban.hall.applications import services as hall

SECOND = timedelta(seconds=1)
ITEMS = [
    {"key": "sheet", "what": "请补交“申请书”"},
    {"key": "plan", "what": "请重新提交“平面图”"},
    {"key": "", "what": "地点写得不清楚"},
]


@pytest.fixture
def asked(people: Cast) -> str:
    """A case that waits for corrections: two materials and a word about the form."""
    number = submitted(people)
    hall.ask_correction(
        number=number,
        items=ITEMS,
        reason="材料不齐",
        actor=CLERK,
        at=after(number),
    )
    return number


@pytest.fixture(autouse=True)
def _moving(monkeypatch, people: Cast):
    """Each request comes ten seconds after the one before, so that tests can act in between."""
    ticks = (people.at + number * 10 * SECOND for number in itertools.count(1))
    monkeypatch.setattr("tongban.faces.api.auth.timezone.now", lambda: next(ticks))


def after(number: str):
    """A moment after whatever happened to a case."""
    return Case.objects.get(number=number).touched_at + SECOND


def files(**materials: bytes):
    """Files as the page of corrections sends them."""
    return {f"file.{key}": SimpleUploadedFile(f"{key}.pdf", content) for key, content in materials.items()}


def answer(people: Cast, number: str, who: str = "citizen", **typed):
    """Open the page of corrections and send it."""
    sent = {name.replace("__", "."): value for name, value in typed.items()}
    return send(people, who, f"/cases/{number}/correct", **sent)


def test_the_list_puts_first_what_waits_for_me_then_what_is_due_first(people: Cast, asked):
    begun = draft(people, "citizen", "stall")
    running = submitted(people, code="stall")
    over = submitted(people, code="stall")
    hall.withdraw(number=over, reason="不办了", actor=people.actors["citizen"], at=after(over))
    page = people.get("citizen", "/my")
    numbers = re.findall(r'class="number">([0-9-]+)<', page.content.decode())
    assert numbers == [asked, begun, running, over]
    shown = text_of(page)
    assert shown.index("等您办") < shown.index("正在办") < shown.index("已结束")
    assert f'href="/cases/{asked}/correct"' in page.content.decode()
    assert f'href="/cases/{begun}/apply"' in page.content.decode()


def test_the_list_has_the_cases_of_enterprises_i_act_for(people: Cast):
    number = accepted(people.city).number
    shown = text_of(people.get("citizen", "/my"))
    assert number in shown
    assert "合肥先导薄膜材料有限公司 · " in shown
    assert number not in text_of(people.get("neighbour", "/my"))
    assert "您还没有办件" in text_of(people.get("neighbour", "/my"))


def test_a_long_list_turns_pages_and_costs_few_statements(people: Cast, django_assert_max_num_queries):
    for _ in range(31):
        filed(people.city)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        first = people.get("enterprise", "/my")
    assert 'href="/my?page=2"' in first.content.decode()
    assert len(first.content) < 100_000
    assert len(re.findall(r'class="number">', people.get("enterprise", "/my?page=2").content.decode())) == 1
    for odd in ("0", "-1", "x", "99999999"):
        assert people.get("enterprise", f"/my?page={odd}").status_code == 200


def test_a_case_says_who_has_it_until_when_and_what_i_must_do(people: Cast, django_assert_max_num_queries):
    number = accepted(people.city, at=people.at).number
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get("enterprise", f"/cases/{number}")
    shown = text_of(page)
    for words in (
        "合肥市不动产权籍调查中心 正在办理“权籍调查”",
        "正在办理“登记审核”",
        "为什么是这一天?",
        "受理了申请",
        "受理通知书",
        "评价服务",
        "撤回申请",
    ):
        assert words in shown, words
    assert "您要做的" not in shown
    assert f"/cases/{number}/papers/acceptance.pdf" in page.content.decode()
    assert people.get("enterprise", f"/cases/{number}/papers/acceptance.pdf").status_code == 200


def test_who_acts_for_an_enterprise_reads_and_acts_without_saying_so_first(people: Cast):
    number = filed(people.city, at=people.at, paper=["tax", "pledge"]).number
    for path in ("", "/why", "/materials", "/moves/withdraw", "/papers/receipt.pdf"):
        assert people.get("citizen", f"/cases/{number}{path}").status_code == 200, path
        assert people.get("neighbour", f"/cases/{number}{path}").status_code == 404, path
    sent = send(
        people, "citizen", f"/cases/{number}/materials", material="application", file=SimpleUploadedFile("a.pdf", PDF)
    )
    assert sent.headers["Location"] == f"/cases/{number}/materials#m-application"
    assert Attachment.objects.get().uploaded_by == people.actors["enterprise"].key


def test_a_decision_and_its_paper_end_the_story(people: Cast):
    number = decided(people.city, at=people.at).number
    shown = text_of(people.get("enterprise", f"/cases/{number}"))
    assert "已作出决定,正在送达" in shown
    assert "作出决定:准予" in shown
    hall.deliver(number=number, how="邮寄", actor=CLERK, at=people.at + SECOND)
    shown = text_of(people.get("enterprise", f"/cases/{number}"))
    assert "已送达" in shown
    assert "现在在谁手里" not in shown


def test_deferred_materials_are_what_i_must_do(people: Cast):
    number = filed(people.city, at=people.at, paper=["application", "pledge"]).number
    hall.accept_deferred(number=number, actor=CLERK, at=people.at + SECOND)
    shown = text_of(people.get("enterprise", f"/cases/{number}"))
    assert "补交材料:完税凭证" in shown
    page = people.get("enterprise", f"/cases/{number}/materials").content.decode()
    assert (page.count('name="material" value="tax"'), 'value="application"' in page) == (1, False)
    sent = send(
        people, "enterprise", f"/cases/{number}/materials", material="tax", file=SimpleUploadedFile("t.pdf", PDF)
    )
    assert sent.status_code == 302
    assert "补交材料" not in text_of(people.get("enterprise", f"/cases/{number}"))
    closed = people.client("enterprise").post(
        f"/cases/{number}/materials",
        {"token": "t", "material": "application", "file": SimpleUploadedFile("a.pdf", PDF)},
    )
    assert closed.status_code == 409
    assert "不能再替换" in text_of(closed)


def test_applicant_and_office_write_to_each_other(people: Cast):
    number = accepted(people.city, at=people.at).number
    path = f"/cases/{number}"
    token = token_in(people.get("enterprise", path))
    for _ in range(2):
        sent = people.client("enterprise").post(f"{path}/message", {"token": token, "text": f"请问{HOSTILE}"})
        assert sent.headers["Location"] == f"{path}#talk"
    assert JournalEntry.objects.filter(move="message").count() == 1
    hall.message(number=number, text="已经在办", actor=HANDLER, at=after(number))
    page = people.get("enterprise", path)
    assert HOSTILE not in page.content.decode()
    assert "合肥市不动产登记中心 经办老李" in text_of(page)
    assert "已经在办" in text_of(page)
    empty = people.client("enterprise").post(f"{path}/message", {"token": "x", "text": "  "})
    assert empty.status_code == 422
    assert "不能为空" in text_of(empty)
    long = people.client("enterprise").post(f"{path}/message", {"token": "y", "text": "长" * 2001})
    assert (long.status_code, "长" * 100 in long.content.decode()) == (422, True)
    assert people.client("neighbour").post(f"{path}/message", {"token": "z", "text": "我也来"}).status_code == 404
    assert people.client("enterprise").get(f"{path}/message").status_code == 200


def test_what_the_office_keeps_to_itself_is_not_told(people: Cast):
    number = accepted(people.city, at=people.at).number
    hall.note(number=number, text="内部的话", actor=HANDLER, at=people.at + SECOND)
    assert "内部的话" not in people.get("enterprise", f"/cases/{number}").content.decode()


def test_everything_asked_stands_on_one_page(people: Cast, asked, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = people.get("citizen", f"/cases/{asked}/correct")
    for one in ITEMS:
        assert one["what"] in text_of(page)
    assert 'name="file.sheet"' in page.content.decode()
    assert 'name="form.place"' in page.content.decode()
    assert "材料不齐" in text_of(page)
    assert "去补正" in text_of(people.get("citizen", f"/cases/{asked}"))


def test_corrections_are_answered_at_once_and_once(people: Cast, asked):
    path = f"/cases/{asked}/correct"
    page = people.get("citizen", path)
    token = token_in(page)
    form = dict(re.findall(r'name="(form\.[^"]+)"[^>]*? value="([^"]*)"', page.content.decode()))
    for _ in range(2):
        sent = {
            "token": token,
            **form,
            "form.place": "新的地点",
            "form.kind": "b",
            **files(sheet=PDF, plan=PDF + b"%2"),
        }
        response = people.client("citizen").post(path, sent)
        assert response.headers["Location"] == f"/cases/{asked}", text_of(response)
    case = Case.objects.get(number=asked)
    assert (case.status, case.form["place"], case.form["kind"]) == ("submitted", "新的地点", "b")
    assert case.form["people"] == [{"name": "张三"}]
    assert Attachment.objects.count() == 2
    assert JournalEntry.objects.filter(case=case, move="answer_correction").count() == 1
    assert "补正已提交" in text_of(people.get("citizen", f"/cases/{asked}"))


def test_what_was_brought_and_typed_stays_when_it_is_refused(people: Cast, asked):
    refused = answer(people, asked, form__place="新", form__kind="a", **files(sheet=PDF, plan=HTML))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert '<a href="#i-file-plan">' in page
    assert '<a href="#i-form-place">“地点”至少填2个字。</a>' in page
    assert 'value="新"' in page
    assert "已补" in text_of(refused)
    assert Case.objects.get(number=asked).status == "correcting"
    again = people.client("citizen").post(
        f"/cases/{asked}/correct",
        {"token": token_in(refused), "form.place": "新站区", "form.kind": "a", **files(plan=PDF)},
    )
    assert again.headers["Location"] == f"/cases/{asked}", text_of(again)
    assert Case.objects.get(number=asked).status == "submitted"


def test_a_field_sent_empty_is_emptied_and_one_that_is_required_is_asked_for(people: Cast, asked):
    typed = {"form__place": "新站区", "form__kind": "a", "form__people__1__name": ""}
    refused = answer(people, asked, form__place="", form__kind="a", **files(sheet=PDF, plan=PDF))
    assert (refused.status_code, "“地点”" in text_of(refused)) == (422, True)
    assert "people" in Case.objects.get(number=asked).form
    assert answer(people, asked, **typed).headers["Location"] == f"/cases/{asked}"
    case = Case.objects.get(number=asked)
    assert (case.status, case.form["place"], case.form["area"]) == ("submitted", "新站区", 9.5)
    assert "people" not in case.form


def test_a_material_that_is_still_missing_is_named_at_its_place(people: Cast, asked):
    refused = answer(people, asked, form__place="新站区", form__kind="a", **files(sheet=PDF))
    assert refused.status_code in {409, 422}
    assert '<a href="#i-file-plan">请上传“平面图”。</a>' in refused.content.decode()
    assert Case.objects.get(number=asked).status == "correcting"


def test_only_what_was_asked_can_be_sent(people: Cast, asked):
    strange = answer(people, asked, form__place="新站区", form__kind="a", **files(licence=PDF))
    assert strange.status_code == 422
    assert "表单没有“file.licence”这一项" in text_of(strange)
    assert not Attachment.objects.exists()


def test_other_peoples_corrections_are_not_there(people: Cast, asked):
    for who in ("neighbour", "outsider"):
        assert people.get(who, f"/cases/{asked}/correct").status_code == 404
        assert people.client(who).post(f"/cases/{asked}/correct", {"token": "t"}).status_code == 404
    number = filed(people.city, at=people.at).number
    assert people.get("enterprise", f"/cases/{number}/correct").headers["Location"] == f"/cases/{number}"


def test_a_session_that_ended_over_the_corrections_loses_no_word(people: Cast, asked):
    people.clients["citizen"] = Client()
    lost = people.client("citizen").post(f"/cases/{asked}/correct", {"token": "t", "form.place": "打了很久的字"})
    parcel = re.search(r'name="parcel" value="([^"]+)"', lost.content.decode())
    assert parcel
    given = {
        "username": username("citizen"),
        "password": PASSWORD,
        "next": f"/cases/{asked}/correct",
        "parcel": parcel[1],
    }
    back = people.client("citizen").post("/sign-in", given)
    assert 'value="打了很久的字"' in people.get("citizen", back.headers["Location"]).content.decode()


def test_a_draft_is_a_case_of_its_own_page(people: Cast):
    number = draft(people)
    shown = text_of(people.get("citizen", f"/cases/{number}"))
    assert "还没有提交,只有您能看到" in shown
    assert "继续填写" in shown


def test_hostile_answers_stay_text_on_every_page(people: Cast):
    publish(
        "long", form={"type": "object", "properties": {"place": {"type": "string", "title": "地点", "maxLength": 200}}}
    )
    given = filing(people.city.citizen, "long", form={"place": HOSTILE})
    number = hall.file(filing=given, actor=people.city.citizen, at=people.at).number
    hall.refuse(number=number, reason=HOSTILE, actor=CLERK, at=people.at + SECOND)
    page = people.get("citizen", f"/cases/{number}").content.decode()
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
