"""Applying on the pages: for whom, question by question, materials, the check, once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import item, put_in_force
from tests.faces.cast import HTML, PDF, Cast, username
from tests.faces.portal.forms import (
    HERE,
    REVIEW,
    draft,
    filled,
    publish,
    send,
    submitted,
    text_of,
    token_in,
)
from tests.faces.test_pages import HOSTILE, MOST_STATEMENTS

from tongban.casework.cases.clock import foreseen
from tongban.casework.cases.models import Attachment, Case, JournalEntry
from tongban.faces.pages.language import day
from tongban.hall.applications import services as hall
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts import services as sign_ins
from tongban.registry.catalog import queries as catalog
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register

LONG = "长" * 80


def go(people: Cast, number: str, place: int, who: str = "citizen", **typed: Any):
    """Send a page of questions as it is typed."""
    sent = {name.replace("__", "."): value for name, value in typed.items()}
    return people.client(who).post(f"/cases/{number}/apply/{place}", {"go": "next", **sent})


def upload(people: Cast, number: str, material: str, content: bytes = PDF, name: str = "文件.pdf", who="citizen"):
    """Upload one material on the page of a draft."""
    path = f"/cases/{number}/apply/materials"
    return send(people, who, path, material=material, file=SimpleUploadedFile(name, content))


def test_a_stranger_reads_what_it_takes_and_signs_in_to_begin(people: Cast):
    publish()
    page = people.get("nobody", "/apply/stall")
    for words in ("要回答3页问题", "要上传3项材料", "1项材料可以用书面承诺代替", "1项材料政府已有", "登录后开始"):
        assert words in text_of(page)
    assert 'href="/sign-in?next=%2Fapply%2Fstall"' in page.content.decode()
    assert people.get("nobody", "/apply/nothing").status_code == 404


def test_the_start_says_when_there_will_be_an_answer(people: Cast):
    publish()
    spec = catalog.pinned(catalog.version_id_in_force("stall", people.at.date()))
    clocks = foreseen(spec, people.at)
    shown = text_of(people.get("citizen", "/apply/stall"))
    assert f"最迟{day(clocks['acceptance'].due_on())}答复" in shown
    assert f"{day(clocks['handling'].due_on())}前办结" in shown


def test_a_person_applies_as_oneself_or_for_who_gave_authority(people: Cast):
    publish()
    shown = text_of(people.get("citizen", "/apply/stall"))
    for words in ("高明 本人", "合肥先导薄膜材料有限公司 代办人", "要替别人办理?", "综合窗口登记"):
        assert words in shown
    firm = str(people.actors["enterprise"].party_id)
    number = draft(people, "citizen", "stall", party=firm)
    case = Case.objects.get(number=number)
    assert (case.applicant_id, case.status, case.channel) == (int(firm), "draft", "online")
    assert "正在为“合肥先导薄膜材料有限公司”办理" in text_of(people.get("citizen", f"/cases/{number}/apply/1"))


def test_nobody_applies_for_who_gave_no_authority(people: Cast):
    publish()
    firm, citizen = (str(people.actors[who].party_id) for who in ("enterprise", "citizen"))
    for who, party in (("neighbour", firm), ("enterprise", citizen), ("neighbour", "999999"), ("neighbour", "x")):
        refused = send(people, who, "/apply/stall", party=party, region=HERE)
        assert refused.status_code in {403, 422}, who
        assert "还不能开始" in text_of(refused)
    assert not Case.objects.exists()


def test_an_item_for_enterprises_is_explained_to_a_person_without_one(people: Cast):
    shown = text_of(people.get("neighbour", "/apply/change"))
    assert "这件事只面向企业和其他组织" in shown
    assert "开始填写" not in shown
    assert "开始填写" in text_of(people.get("citizen", "/apply/change"))


def test_what_cannot_be_done_online_is_sent_to_the_window(people: Cast):
    publish(modes=["nearby"])
    shown = text_of(people.get("citizen", "/apply/stall"))
    assert "这件事还不能在线办理" in shown
    assert "开始填写" not in shown
    party = str(people.actors["citizen"].party_id)
    refused = people.client("citizen").post("/apply/stall", {"token": "t", "party": party, "region": HERE})
    assert refused.status_code == 409
    assert not Case.objects.exists()


def test_staff_are_sent_to_the_window(people: Cast):
    publish()
    assert "工作人员不能用自己的账号在网上申请" in text_of(people.get("clerk", "/apply/stall"))
    assert people.client("clerk").post("/apply/stall", {"party": "1", "region": HERE}).status_code in {403, 404, 422}


def test_a_place_where_nobody_has_the_power_is_refused_at_the_place(people: Cast):
    refused = send(people, "citizen", "/apply/occupation", party=str(people.actors["citizen"].party_id), region=HERE)
    assert refused.status_code == 409
    assert 'href="#i-region"' in refused.content.decode()
    missing = send(people, "citizen", "/apply/occupation", party=str(people.actors["citizen"].party_id), region="")
    assert "请选择事情发生在哪里" in text_of(missing)
    unknown = send(
        people, "citizen", "/apply/occupation", party=str(people.actors["citizen"].party_id), region="999999"
    )
    assert unknown.status_code == 404


def test_the_start_is_sent_once_however_often_one_clicks(people: Cast):
    publish()
    page = people.get("citizen", "/apply/stall")
    sent = {"token": token_in(page), "party": str(people.actors["citizen"].party_id), "region": HERE}
    places = {people.client("citizen").post("/apply/stall", sent).headers["Location"] for _ in range(3)}
    assert (len(places), Case.objects.count()) == (1, 1)
    assert "继续填写" in text_of(people.get("citizen", "/apply/stall"))


def test_questions_come_a_group_a_page_and_errors_stand_on_top_and_at_their_place(people: Cast):
    number = draft(people)
    first = people.get("citizen", f"/cases/{number}/apply/1")
    assert "第1步,共5步" in text_of(first)
    assert "联系电话" not in text_of(first)
    wrong = go(people, number, 1, form__place="新", form__kind="")
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert '<a href="#i-form-place">“地点”至少填2个字。</a>' in page
    assert '<a href="#i-form-kind">请填写“类别”。</a>' in page
    assert 'id="e-i-form-place"' in page
    assert 'value="新"' in page
    assert go(people, number, 1, form__place="新站区", form__kind="b").headers["Location"] == f"/cases/{number}/apply/2"


def test_whatever_button_is_pressed_what_was_typed_is_kept(people: Cast):
    number = draft(people)
    later = go(people, number, 1, form__place="新", go="later")
    assert later.headers["Location"] == "/my"
    assert "已保存为草稿" in text_of(people.get("citizen", "/my"))
    assert 'value="新"' in people.get("citizen", f"/cases/{number}/apply/1").content.decode()
    back = go(people, number, 2, form__who=LONG, form__area="很大", go="back")
    assert back.headers["Location"] == f"/cases/{number}/apply/1"
    second = people.get("citizen", f"/cases/{number}/apply/2").content.decode()
    assert f'value="{LONG}"' in second
    assert 'value="很大"' in second
    assert people.get("citizen", f"/cases/{number}/apply").headers["Location"] == f"/cases/{number}/apply/1"


def test_a_list_grows_by_a_row_and_loses_nothing(people: Cast):
    number = draft(people)
    grown = go(people, number, 3, form__people__0__name="张三", more="form.people")
    page = grown.content.decode()
    assert (grown.status_code, 'name="form.people.1.name"' in page, 'value="张三"' in page) == (200, True, True)
    go(people, number, 3, form__people__0__name="", form__people__1__name="李四")
    assert Case.objects.get(number=number).form["people"] == [{"name": "李四"}]


def test_nothing_is_written_when_nothing_was_changed(people: Cast):
    number = draft(people)
    go(people, number, 1, form__place="新站区", form__kind="a")
    lines = JournalEntry.objects.filter(case__number=number).count()
    go(people, number, 1, form__place="新站区", form__kind="a")
    assert JournalEntry.objects.filter(case__number=number).count() == lines


def test_what_is_known_is_filled_in_and_says_so(people: Cast):
    person = register.register_person(
        name="有电话的人", resident_id="34010419900307003X", region=HERE, phone="13855551234", at=people.at
    )
    account = sign_ins.create_account(username="caller", password="a-long-enough-Passw0rd", party=person, at=people.at)
    people.actors["caller"] = accounts.actor_of(account, people.at.date())
    number = draft(people, "caller")
    page = people.get("caller", f"/cases/{number}/apply/2")
    assert 'value="有电话的人"' in page.content.decode()
    assert "已为您填好,请核对。" in text_of(page)
    assert "登记的手机号是138****1234;不另填的,就用它联系您。" in text_of(page)
    assert "13855551234" not in page.content.decode()
    assert Case.objects.get(number=number).form == {"who": "有电话的人"}


def test_materials_are_uploaded_one_by_one_and_replaced(people: Cast):
    number = draft(people)
    shown = text_of(people.get("citizen", f"/cases/{number}/apply/materials"))
    for words in ("格式文本: 申请书格式", "可以先受理、限期补交", "用书面承诺代替", "由我们自行调取", "20 MB"):
        assert words.replace(" ", "") in shown.replace(" ", "")
    assert upload(people, number, "sheet").headers["Location"] == f"/cases/{number}/apply/materials#m-sheet"
    upload(people, number, "sheet", PDF + b"%second", "新的申请书.pdf")
    page = people.get("citizen", f"/cases/{number}/apply/materials")
    assert "新的申请书.pdf" in text_of(page)
    assert "换一个文件" in text_of(page)
    kept = Case.objects.get(number=number).materials.get().attachment
    assert kept is not None
    assert kept.name == "新的申请书.pdf"


def test_a_picture_is_shown_and_only_to_whose_it_is(people: Cast):
    number = draft(people)
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 40
    upload(people, number, "sheet", png, "照片.png")
    pk = Attachment.objects.get().pk
    assert (
        f'<img src="/cases/{number}/attachments/{pk}"'
        in people.get("citizen", f"/cases/{number}/apply/materials").content.decode()
    )
    assert people.get("citizen", f"/cases/{number}/attachments/{pk}")["Content-Type"] == "image/png"
    assert people.get("neighbour", f"/cases/{number}/attachments/{pk}").status_code == 404


@pytest.mark.parametrize(
    ("material", "content", "code"),
    [("sheet", HTML, 422), ("sheet", b"", 422), ("nothing", PDF, 422), ("licence", PDF, 422)],
)
def test_a_bad_upload_is_refused_in_words(people: Cast, material, content, code):
    number = draft(people)
    refused = upload(people, number, material, content)
    if material == "licence":  # what the city has itself may still be brought through the engine
        assert refused.status_code in {302, 422}
        return
    assert refused.status_code == code
    assert "没有上传成功" in text_of(refused)
    assert not Attachment.objects.exists()


def test_a_commitment_stands_in_for_proof_where_it_is_allowed(people: Cast):
    number = draft(people)
    path = f"/cases/{number}/apply/materials"
    page = people.get("citizen", path)
    assert page.content.decode().count('name="commit"') == 1
    assert send(people, "citizen", path, material="vow", commit="1").headers["Location"] == f"{path}#m-vow"
    assert "告知承诺" in text_of(people.get("citizen", path))
    refused = send(people, "citizen", path, material="sheet", commit="1")
    assert (refused.status_code, "不能以书面承诺代替" in text_of(refused)) == (409, True)
    line = JournalEntry.objects.get(case__number=number, move="commit")
    assert "承诺不实的,依法承担责任" in line.data
    filled(people, number)
    send(people, "citizen", f"/cases/{number}/apply/check")
    assert "您书面承诺,代替材料“承诺书”" in text_of(people.get("citizen", f"/cases/{number}"))


def test_one_upload_clicked_twice_is_one_file(people: Cast):
    number = draft(people)
    path = f"/cases/{number}/apply/materials"
    token = token_in(people.get("citizen", path))
    for _ in range(2):
        sent = {"token": token, "material": "sheet", "file": SimpleUploadedFile("a.pdf", PDF)}
        assert people.client("citizen").post(path, sent).status_code == 302
    assert Attachment.objects.count() == 1


def test_the_check_page_shows_everything_and_the_days_of_the_engine(people: Cast):
    number = draft(people)
    filled(people, number)
    upload(people, number, "sheet")
    page = people.get("citizen", f"/cases/{number}/apply/check")
    shown = text_of(page)
    for words in ("新站区", "甲类", "9.5", "姓名:张三", "申请书", "已上传", "还没有", "为什么是这一天?"):
        assert words in shown, words
    spec = catalog.pinned(catalog.version_id_in_force("stall", people.at.date()))
    assert day(foreseen(spec, people.at)["handling"].due_on()) in shown
    assert f'href="/cases/{number}/apply/1?back=check"' in page.content.decode()
    link = re.search(r'href="(/clock\?start=[^"]+)"', page.content.decode())
    assert link
    assert people.get("citizen", link[1].replace("&amp;", "&")).status_code == 200
    changed = go(people, number, 1, form__place="老站区", form__kind="a", back="check")
    assert changed.headers["Location"] == f"/cases/{number}/apply/check"


def test_what_is_missing_stops_the_submission_and_links_to_its_place(people: Cast):
    number = draft(people)
    page = people.get("citizen", f"/cases/{number}/apply/check")
    assert f'href="/cases/{number}/apply/1?back=check#i-form-place"' in page.content.decode()
    assert "disabled" in page.content.decode()
    refused = send(people, "citizen", f"/cases/{number}/apply/check")
    assert refused.status_code == 422
    assert "请填写“地点”" in text_of(refused)
    assert Case.objects.get(number=number).status == "draft"


def test_it_is_submitted_once_however_often_one_clicks_and_ends_in_a_receipt(people: Cast):
    number = draft(people)
    filled(people, number)
    path = f"/cases/{number}/apply/check"
    token = token_in(people.get("citizen", path))
    other = token_in(people.get("citizen", path))
    for sent in (token, token, other):
        response = people.client("citizen").post(path, {"token": sent})
        assert response.headers["Location"] == f"/cases/{number}/apply/done"
    assert JournalEntry.objects.filter(case__number=number, move="submit").count() == 1
    receipt = people.get("citizen", f"/cases/{number}/apply/done")
    assert number in text_of(receipt)
    assert f"/track?number={number}" in receipt.content.decode()
    for closed in ("apply", "apply/1", "apply/materials", "apply/check"):
        assert people.get("citizen", f"/cases/{number}/{closed}").headers["Location"] == f"/cases/{number}"


def test_the_law_refuses_before_the_form_and_the_draft_stays(people: Cast):
    form = {
        "type": "object",
        "properties": {
            "until_on": {"type": "string", "format": "date", "title": "截止日期"},
        },
    }
    put_in_force(
        item(
            "extension",
            "歇业延期",
            "hf-scjg",
            "market",
            audience="enterprise",
            form=form,
            procedure=REVIEW,
            effect="enterprise.extend_suspension",
            effect_fields={"until_on": "until_on"},
        )
    )
    number = draft(people, "enterprise", "extension")
    refused = send(people, "enterprise", f"/cases/{number}/apply/check")
    assert refused.status_code == 409
    assert "不处于歇业状态" in text_of(refused)
    assert Case.objects.get(number=number).status == "draft"


def test_other_peoples_drafts_are_not_there(people: Cast):
    number = draft(people)
    for path in ("apply", "apply/1", "apply/materials", "apply/check", "apply/done", "materials", "correct"):
        assert people.get("neighbour", f"/cases/{number}/{path}").status_code == 404, path
        assert people.get("clerk", f"/cases/{number}/{path}").status_code == 404, path
    assert go(people, number, 1, "neighbour", form__place="他人").status_code == 404
    assert people.get("citizen", f"/cases/{number}/apply/9").status_code == 404


def test_hostile_text_stays_text(people: Cast):
    number = draft(people)
    go(people, number, 1, form__place=HOSTILE, form__kind="a")
    for path in ("apply/1", "apply/check"):
        page = people.get("citizen", f"/cases/{number}/{path}").content.decode()
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page
    assert go(people, number, 1, form__place="a\0b").status_code == 422
    assert go(people, number, 1, form__colour="红").status_code == 422


def test_a_session_that_ended_in_the_middle_loses_nothing(people: Cast):
    number = draft(people)
    people.clients["citizen"] = Client()
    lost = go(people, number, 1, form__place="打了很久的字", form__kind="a")
    assert lost.status_code == 401
    parcel = re.search(r'name="parcel" value="([^"]+)"', lost.content.decode())
    assert parcel
    back = people.client("citizen").post(
        "/sign-in",
        {
            "username": username("citizen"),
            "password": "a-long-enough-Passw0rd",
            "next": f"/cases/{number}/apply/1",
            "parcel": parcel[1],
        },
    )
    assert back.headers["Location"] == f"/cases/{number}/apply/1"
    assert 'value="打了很久的字"' in people.get("citizen", back.headers["Location"]).content.decode()


def test_forty_materials_and_long_names_stay_within_the_page(people: Cast, django_assert_max_num_queries):
    many = [{"key": f"m{number}", "name": f"{LONG}{number}"} for number in range(40)]
    publish("heavy", materials=many)
    number = draft(people, "citizen", "heavy")
    filled(people, number)
    hall.attach_material(
        number=number,
        name=f"{LONG}.pdf",
        content=PDF,
        material="m3",
        actor=people.actors["citizen"],
        at=people.at + timedelta(hours=1),
    )
    for path in ("apply/materials", "apply/check", "apply/1"):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            page = people.get("citizen", f"/cases/{number}/{path}")
        assert page.status_code == 200
        assert len(page.content) < 100_000, path


def test_every_page_costs_few_statements(people: Cast, django_assert_max_num_queries):
    publish()
    firm = str(people.actors["enterprise"].party_id)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        people.get("citizen", "/apply/stall")
    number = draft(people, "citizen", "stall", party=firm)
    filled(people, number)
    for path in ("apply", "apply/1", "apply/2", "apply/materials", "apply/check"):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            people.get("citizen", f"/cases/{number}/{path}")


def test_the_whole_way_ends_at_the_agency(people: Cast):
    number = submitted(people)
    case = Case.objects.get(number=number)
    assert (case.status, case.agency_id, case.form["place"]) == ("submitted", "hf-bdc", "新站区")
    assert case.form == {
        "place": "新站区",
        "kind": "a",
        "who": "高明",
        "area": 9.5,
        "phone": "0551-63538899",
        "people": [{"name": "张三"}],
    }
    assert parties.party(case.applicant_id or 0).name == "高明"
