"""The case page of staff: data beside materials, reviews, who holds the time, moves and why not, openings, the print."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.cast import AT, CLERK, HANDLER, SURVEYOR, accepted, decided, filed
from tests.faces.cast import HTML, PDF, Cast, docx

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import PauseGround
from tongban.common.time import noon
from tongban.faces.api.reading import CaseView
from tongban.faces.desk.casepage import timing
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules.materials import Review
from tongban.registry.parties.models import IdentifierOpening

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
MOST_BYTES = 100_000
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def page(people: Cast, who: str, number: str, more: str = "") -> str:
    response = people.get(who, f"/cases/{number}{more}")
    assert response.status_code == 200, response.content.decode()
    return str(response.content.decode())


def text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def give(people: Cast, number: str, content: bytes, name: str = "申请书.pdf", material: str = "") -> int:
    fields = {"file": SimpleUploadedFile(name, content), **({"material": material} if material else {})}
    response = people.client("enterprise").post(f"/api/cases/{number}/attachments", fields)
    return int(response.json()["attachment"]["id"])


def send(people: Cast, who: str, path: str, **fields: Any) -> Any:
    return people.client(who).post(path, {"token": f"t{len(fields)}{path}", **fields})


def review(people: Cast, number: str, what: str, material: str = "tax", remark: str = "") -> Any:
    path = f"/cases/{number}/moves/review_material"
    fields = {"token": f"{what}{material}", "material": material, "review": what, "remark": remark}
    return people.client("handler").post(path, fields)


def test_parties_and_staff_meet_different_pages_at_one_address(people: Cast):
    case = filed(people.city, at=people.at)
    assert 'id="notes"' in page(people, "handler", case.number)
    assert 'id="notes"' not in page(people, "enterprise", case.number)
    assert people.get("neighbour", f"/cases/{case.number}").status_code == 404
    assert people.get("outsider", f"/cases/{case.number}").status_code == 404


def test_the_page_shows_masked_numbers_form_materials_steps_papers_and_journal(people: Cast):
    case = accepted(people.city, at=people.at)
    shown = page(people, "handler", case.number)
    said = text(shown)
    for word in (
        "新站高新区",
        "登记申请书",
        "权籍调查",
        "受理通知书",
        "办理日志",
        "首问负责人",
        "窗口小王",
        "部门共享",
    ):
        assert word in said, word
    assert "91340100MA2N1T2X3U" not in shown
    assert re.search(r"<svg[^>]*graph-picture", shown)
    assert "style=" not in shown


def test_a_file_is_shown_inside_the_page_as_what_its_content_is(people: Cast):
    case = filed(people.city, at=people.at)
    pdf, png = give(people, case.number, PDF, material="application"), give(people, case.number, PNG, "票.png", "tax")
    word = give(people, case.number, docx(), "说明.docx")
    view = f"/cases/{case.number}/attachments"
    assert f'<iframe class="view" loading="lazy" src="{view}/{pdf}/view#navpanes=0&amp;view=FitH"' in page(
        people, "handler", case.number, "?material=application"
    )
    assert f'<img loading="lazy" src="{view}/{png}/view"' in page(people, "handler", case.number, "?material=tax")
    assert "请下载后打开" in page(people, "handler", case.number, f"?file={word}")
    for number, media_type in ((pdf, "application/pdf"), (png, "image/png")):
        found = people.get("handler", f"{view}/{number}/view")
        assert (found.status_code, found.headers["Content-Type"]) == (200, media_type)
        assert found.headers["X-Content-Type-Options"] == "nosniff"
        assert found.headers["X-Frame-Options"] == "SAMEORIGIN"
        policy = found.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "script-src" not in policy
        assert found.headers["Cache-Control"] == "private, no-store"
    assert people.get("handler", f"{view}/{word}/view").status_code == 404
    assert people.get("neighbour", f"{view}/{pdf}/view").status_code == 404
    assert people.get("outsider", f"{view}/{pdf}/view").status_code == 404


def test_only_the_case_page_may_frame_and_only_what_is_ours(people: Cast):
    case = filed(people.city, at=people.at)
    policy = people.get("handler", f"/cases/{case.number}").headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "frame-src" not in people.get("handler", f"/cases/{case.number}/journal").headers["Content-Security-Policy"]


def test_the_viewer_turns_from_material_to_material_and_refuses_what_is_not_there(people: Cast):
    case = filed(people.city, at=people.at)
    first = page(people, "handler", case.number, "?material=application")
    assert 'rel="next" id="turn-on" href="?material=tax#viewer"' in first
    assert 'rel="prev"' not in first
    middle = page(people, "handler", case.number, "?material=tax")
    assert 'rel="prev" id="turn-back" href="?material=application#viewer"' in middle
    assert people.get("handler", f"/cases/{case.number}?material=ghost").status_code == 422
    assert people.get("handler", f"/cases/{case.number}?file=999999").status_code == 404
    assert people.get("handler", f"/cases/{case.number}?file=x").status_code == 404
    assert people.get("handler", f"/cases/{case.number}?unknown=1").status_code == 422


def test_a_review_leads_to_the_next_material_nobody_looked_at(people: Cast):
    case = filed(people.city, at=people.at)
    back = review(people, case.number, "approved", "application")
    assert back.headers["Location"] == f"/cases/{case.number}?material=tax#viewer"
    back = review(people, case.number, "refused", "tax", "税票已作废。")
    assert back.headers["Location"] == f"/cases/{case.number}?material=pledge#viewer"
    back = review(people, case.number, "approved", "pledge")
    assert back.headers["Location"] == f"/cases/{case.number}?material=pledge#viewer"
    said = text(page(people, "handler", case.number, "?material=tax"))
    assert "不合格" in said
    assert "税票已作废。" in said
    assert "经办老李" in said


def test_a_doubt_without_a_sentence_comes_back_with_what_was_chosen(people: Cast):
    case = filed(people.city, at=people.at)
    answer = review(people, case.number, "questioned")
    assert answer.status_code == 422
    assert "须写明哪里不符" in answer.content.decode()
    assert re.search(r'value="questioned" selected', answer.content.decode())


def test_what_was_found_wrong_fills_in_the_one_time_notice(people: Cast):
    case = filed(people.city, at=people.at)
    review(people, case.number, "refused", "tax", "税票已作废,请换开。")
    form = page(people, "clerk", case.number, "/moves/ask_correction")
    assert re.search(r'value="tax" checked', form)
    assert not re.search(r'value="application" checked', form)
    assert "完税凭证:税票已作废,请换开。" in form
    send(people, "clerk", f"/cases/{case.number}/moves/ask_correction", items=["tax"], reason="见清单")
    told = text(page(people, "enterprise", case.number))
    assert "请重新提交“完税凭证”:税票已作废,请换开。" in told


def test_moves_are_buttons_and_the_others_greyed_with_their_reason_twice(people: Cast):
    case = filed(people.city, paper=["application"], at=people.at)
    shown = page(people, "clerk", case.number)
    assert f'href="/cases/{case.number}/moves/ask_correction"' in shown
    assert f'href="/cases/{case.number}/moves/accept"' not in shown
    greyed = re.findall(r'href="#(why-\d+)" aria-disabled="true" title="([^"]+)"', shown)
    place, reason = next(found for found in greyed if "缺少材料" in found[1])
    assert f'<li id="{place}">' in shown
    assert text(shown).count(html.unescape(reason)) == 1
    said = {one["name"]: one for one in people.get("clerk", f"/api/cases/{case.number}").json()["moves"]}
    assert html.unescape(reason) == said["accept"]["reason"]


def test_messages_and_notes_are_written_on_the_page_and_notes_stay_inside(people: Cast):
    case = filed(people.city, at=people.at)
    at = f"/cases/{case.number}"
    assert send(people, "handler", f"{at}/moves/message", text="请补充联系电话。").status_code == 302
    assert send(people, "handler", f"{at}/moves/note", text="与前案同一经办人。").status_code == 302
    assert send(people, "enterprise", f"{at}/moves/message", text="已补充。").status_code == 302
    inside = text(page(people, "handler", case.number))
    assert all(word in inside for word in ("请补充联系电话。", "与前案同一经办人。", "已补充。"))
    for path in ("", "/journal"):
        outside = text(page(people, "enterprise", case.number, path))
        assert "与前案同一经办人" not in outside


def test_a_number_is_opened_for_a_reason_shown_once_and_on_record(people: Cast):
    case = filed(people.city, at=people.at)
    at = f"/cases/{case.number}/open"
    assert "91340100MA2N1T2X3U" not in page(people, "handler", case.number, "/open?field=identifier")
    short = send(people, "handler", at, field="identifier", reason="看")
    assert short.status_code == 422
    assert IdentifierOpening.objects.count() == 0
    form = {"token": "once", "field": "identifier", "reason": "电话通知补正"}
    shown = people.client("handler").post(at, form)
    assert "91340100MA2N1T2X3U" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "private, no-store"
    again = people.client("handler").post(at, form)
    assert again.status_code == 409
    assert "91340100MA2N1T2X3U" not in again.content.decode()
    opening = IdentifierOpening.objects.get()
    assert (opening.name, opening.reason, opening.field) == ("经办老李", "电话通知补正", "identifier")
    for who in ("supervisor", "admin"):
        assert "电话通知补正" in text(page(people, who, case.number, "/openings"))
        assert f"/cases/{case.number}/openings" in page(people, who, case.number)
    assert people.get("handler", f"/cases/{case.number}/openings").status_code == 403


@pytest.mark.parametrize("path", ["/open", "/openings", "/print"])
def test_pages_of_staff_do_not_exist_for_parties(people: Cast, path: str):
    case = filed(people.city, at=people.at)
    assert people.get("enterprise", f"/cases/{case.number}{path}").status_code == 404
    assert people.get("neighbour", f"/cases/{case.number}{path}").status_code == 404
    assert people.get("outsider", f"/cases/{case.number}{path}").status_code == 404
    assert people.client("nobody").get(f"/cases/{case.number}{path}").status_code == 302


@pytest.mark.parametrize("wrong", [{"field": "password"}, {"field": ""}, {"extra": "1"}, {"reason": "零\0字节理由"}])
def test_hostile_openings_are_refused_and_leave_nothing(people: Cast, wrong: dict[str, str]):
    case = filed(people.city, at=people.at)
    form = {"token": "x", "field": "identifier", "reason": "电话通知补正", **wrong}
    assert people.client("handler").post(f"/cases/{case.number}/open", form).status_code == 422
    assert IdentifierOpening.objects.count() == 0


def test_hostile_texts_are_shown_as_texts(people: Cast):
    case = filed(people.city, form={"place": HOSTILE[:70]}, at=people.at)
    at = f"/cases/{case.number}"
    give(people, case.number, PDF, f"{HOSTILE[:20]}.pdf", "tax")
    review(people, case.number, "refused", "tax", HOSTILE)
    for move in ("message", "note"):
        send(people, "handler", f"{at}/moves/{move}", text=HOSTILE)
    for path in ("", "?material=tax", "/journal", "/print", "/moves/ask_correction"):
        assert "<script>alert" not in page(people, "clerk", case.number, path)
        assert "<img src=x" not in page(people, "clerk", case.number, path)


def test_the_whole_journal_is_read_page_by_page(people: Cast):
    case = filed(people.city, at=people.at)
    for number in range(60):
        hall.note(number=case.number, text=f"第{number}条备注", actor=HANDLER, at=people.at)
    first = page(people, "handler", case.number, "/journal")
    assert text(first).count("条备注") == 50
    older = re.search(r"\?before=(\d+)", first)
    assert older
    second = page(people, "handler", case.number, f"/journal?before={older[1]}")
    assert text(second).count("条备注") == 10
    assert "更早的日志" not in second
    assert people.get("handler", f"/cases/{case.number}/journal?before=x").status_code == 422


def test_the_print_lists_the_file_and_keeps_notes_to_the_office(people: Cast):
    case = decided(people.city, at=people.at)
    hall.note(number=case.number, text="内部意见不外传", actor=HANDLER, at=people.at)
    shown = text(page(people, "clerk", case.number, "/print"))
    for word in ("卷内目录", "申请表", "完税凭证", "受理通知书", "办理日志", "作出决定"):
        assert word in shown, word
    assert "内部意见不外传" not in shown


def spans_of(case, at):
    view = CaseView(case.number, HANDLER, at)
    return [(span.who, span.what, span.used, span.is_now) for span in timing.spans(view)]


def day(month: int, number: int):
    return noon(date(2022, month, number))


def test_who_held_the_time_is_read_off_the_clocks(people: Cast):
    case = filed(people.city, at=AT)
    asked = [{"key": "tax", "what": "换开税票"}]
    hall.ask_correction(number=case.number, items=asked, reason="", actor=CLERK, at=day(7, 5))
    assert spans_of(case, day(7, 7)) == [
        ("合肥市不动产登记中心", "受理审查", 2, False),
        ("applicant", "补正材料", 2, True),
    ]
    hall.answer_correction(number=case.number, paper=["tax"], actor=CLERK, at=day(7, 8))
    hall.accept(number=case.number, actor=CLERK, at=day(7, 11))
    hall.complete_step(number=case.number, step="survey", result="合格", actor=SURVEYOR, at=day(7, 13))
    found = spans_of(case, day(7, 14))
    assert found[1:4] == [
        ("applicant", "补正材料", 3, False),
        ("合肥市不动产登记中心", "补正后审查", 1, False),
        ("合肥市不动产权籍调查中心", "权籍调查", 2, False),
    ]
    assert ("合肥市不动产登记中心", "登记审核", 3, True) in found


def test_a_pause_is_in_nobodys_hands_and_its_step_is_not_held(people: Cast):
    case = accepted(people.city, at=AT)
    hall.pause(
        number=case.number,
        ground=PauseGround.TESTING,
        reason="送检",
        evidence="委托书",
        limit_on=date(2022, 8, 1),
        actor=HANDLER,
        at=day(7, 4),
    )
    view = CaseView(case.number, HANDLER, day(7, 6))
    found = timing.spans(view)
    assert [(span.who, span.what, span.used) for span in timing.holders(found)] == [("law", "检测", 2)]
    shares = {share.who: share.days for share in timing.shares(found)}
    assert shares["law"] == 2


def heavy(people: Cast) -> str:
    """A case with forty materials of long names and a journal of two hundred lines."""
    names = [{"key": f"m{number:02}", "name": f"第{number}份材料" + "附页" * 36} for number in range(40)]
    steps = [{"key": "review", "name": "审" * 40, "agency": "@lead", "term": "5wd"}]
    name = "材料很多的事项" + "长" * 60
    cast.put_in_force(cast.item("heavy", name, "hf-bdc", "registration", materials=names, procedure=steps))
    papers = [one["key"] for one in names]
    case = filed(people.city, code="heavy", paper=papers, form={"place": "长" * 80}, at=people.at)
    for number in range(40):
        hall.review_material(
            number=case.number,
            material=f"m{number:02}",
            review=Review.QUESTIONED,
            remark="印章不清,请重新盖章。",
            actor=HANDLER,
            at=people.at,
        )
    for number in range(150):
        hall.note(number=case.number, text=f"第{number}条:已与窗口核对。", actor=HANDLER, at=people.at)
    hall.message(number=case.number, text="请补充。", actor=HANDLER, at=people.at)
    hall.accept(number=case.number, actor=CLERK, at=people.at)
    return case.number


def test_a_heavy_case_stays_light(people: Cast, django_assert_max_num_queries):
    number = heavy(people)
    for who in ("handler", "clerk", "supervisor"):
        people.get(who, f"/cases/{number}")
        for path in ("", "?material=m39", "/journal", "/print", "/moves/decide"):
            with django_assert_max_num_queries(12):
                found = people.get(who, f"/cases/{number}{path}")
            assert len(found.content) <= MOST_BYTES, (who, path, len(found.content))


@pytest.mark.parametrize("stage", [filed, accepted, decided], ids=lambda one: one.__name__)
@pytest.mark.parametrize("who", ["clerk", "handler", "head", "coordinator", "supervisor", "admin"])
def test_the_page_takes_at_most_twelve_statements(people: Cast, who: str, stage, django_assert_max_num_queries):
    case = stage(people.city, at=people.at - timedelta(minutes=1))
    people.get(who, f"/cases/{case.number}")
    with django_assert_max_num_queries(12):
        assert people.get(who, f"/cases/{case.number}").status_code == 200


def test_a_case_refused_withdrawn_deferred_or_begun_has_its_page_too(people: Cast):
    refused = filed(people.city, at=people.at)
    hall.refuse(number=refused.number, reason="不属于本机关职权", actor=HANDLER, at=people.at)
    withdrawn = filed(people.city, at=people.at)
    hall.withdraw(number=withdrawn.number, reason="不办了", actor=CLERK, at=people.at)
    deferred = filed(people.city, paper=["application", "pledge"], at=people.at)
    hall.accept_deferred(number=deferred.number, actor=CLERK, at=people.at)
    bare = hall.file(filing=cast.filing(people.city.enterprise, "occupation", "340122"), actor=CLERK, at=people.at)
    draft = hall.open_draft(filing=cast.filing(people.city.enterprise), actor=CLERK, at=people.at)
    for case in (refused, withdrawn, deferred, bare, draft):
        for path in ("", "/journal", "/print"):
            page(people, "clerk", case.number, path)
    assert "本事项不需要材料" in page(people, "clerk", bare.number)


def test_the_chain_holds_after_everything_the_page_did(people: Cast):
    case = filed(people.city, at=people.at)
    review(people, case.number, "approved", "application")
    send(people, "handler", f"/cases/{case.number}/moves/note", text="核对无误。")
    assert list(cases.verify(case.number)) == []


def test_nothing_that_is_no_image_or_pdf_by_content_was_taken_in(people: Cast):
    case = filed(people.city, at=people.at)
    fields = {"file": SimpleUploadedFile("看似.png", HTML)}
    assert people.client("enterprise").post(f"/api/cases/{case.number}/attachments", fields).status_code == 422


@pytest.mark.parametrize("move", ["refuse", "withdraw", "decide"])
def test_what_cannot_be_taken_back_is_asked_for_twice(people: Cast, move: str):
    case = filed(people.city, at=people.at) if move != "decide" else cast.handled(people.city, at=people.at)
    path, fields = f"/cases/{case.number}/moves/{move}", {"token": "t", "reason": "依法办理", "outcome": "granted"}
    if move != "decide":
        del fields["outcome"]
    who = "clerk" if move != "decide" else "handler"
    answer = people.client(who).post(path, fields)
    assert answer.status_code == 422
    assert "不能撤销:请核对填写的内容,勾选确认后再提交" in answer.content.decode()
    assert "依法办理" in answer.content.decode()
    assert people.client(who).post(path, {**fields, "sure": "yes"}).status_code == 302


def test_the_form_of_handing_over_lists_who_may_and_says_who_leads(people: Cast):
    case = accepted(people.city, at=people.at)
    form = page(people, "head", case.number, "/moves/hand_over")
    assert re.search(r'<select[^>]*name="agency"', form)
    assert "按权责自动确定" in form
