"""The page of an appeal for staff: its words, its hands, each move as a form, the telephone, and what it costs."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import CLERK, HANDLER, OPENED_ON, REGISTRAR
from tests.faces.cast import HTML, PDF, Cast
from tests.faces.desk.appealing import (
    HOSTILE,
    MOST_BYTES,
    answered,
    back,
    handed,
    move,
    now_of,
    page,
    reopened,
    send,
    text,
    told,
)
from tests.hall.appeals.cases import ANSWER, SAID

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import Attachment, JournalEntry
from tongban.common.time import noon
from tongban.hall.appeals import queries as queries
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.models import Answer, Appeal, CallBack
from tongban.registry.policies import services as policies
from tongban.registry.policies.rules import AppealType

PHONE = "13900000001"


@pytest.fixture
def hall(people: Cast) -> Cast:
    """The cast with a policy in force and a registrar of another agency."""
    policies.load_default(at=noon(OPENED_ON))
    people.join("registrar", REGISTRAR)
    return people


def test_the_page_shows_words_place_hands_clocks_and_journal(hall: Cast):
    case = handed(hall, assisting=["hf-cehui"])
    said = text(page(hall, "handler", f"/cases/{case.number}"))
    for word in (
        SAID,
        "市政务服务中心",
        "热线",
        "合肥市不动产权籍调查中心",
        "协办",
        "未认领",
        "5个工作日",
        "办理日志",
        "高明",
    ):
        assert word in said, word
    assert "受理台" in said


def test_the_telephone_is_masked_and_opened_only_for_a_reason_on_record(hall: Cast):
    case = handed(hall)
    shown = page(hall, "handler", f"/cases/{case.number}")
    assert PHONE not in shown
    assert "139****0001" in shown
    path = f"/cases/{case.number}/appeal/phone"
    short = send(hall, "handler", path, reason="看")
    assert short.status_code == 422
    assert 'value="看"' in short.content.decode()
    assert PHONE not in short.content.decode()
    opened = send(hall, "handler", path, token="look", reason="电话核实地点")
    assert PHONE in opened.content.decode()
    line = JournalEntry.objects.get(case=case, move="open_phone")
    assert line.actor_name == "经办老李"
    assert "电话核实地点" in line.data
    assert PHONE not in line.data
    again = send(hall, "handler", path, token="look", reason="电话核实地点")
    assert again.status_code == 409
    assert PHONE not in again.content.decode()
    assert "查看联系电话" in page(hall, "supervisor", f"/cases/{case.number}/journal")
    assert "电话核实地点" not in page(hall, "citizen", f"/cases/{case.number}/journal")


def test_whoever_asked_for_anonymity_is_hidden_from_the_office_on_every_page(hall: Cast):
    case = handed(hall, is_anonymous=True)
    appeals.message(number=case.number, text="请尽快", actor=hall.actors["citizen"], at=hall.at)
    for path in ("", "/journal", "/appeal/answer", "/appeal/message"):
        shown = page(hall, "handler", f"/cases/{case.number}{path}")
        assert "高明" not in shown, path
        assert "139****" not in shown, path
    assert page(hall, "handler", f"/cases/{case.number}/open", 404)
    assert "反映人要求匿名" in page(hall, "handler", f"/cases/{case.number}/appeal/phone", 403)
    assert "高明" in page(hall, "clerk", f"/cases/{case.number}")


def test_staff_of_another_region_and_parties_do_not_find_the_pages(hall: Cast):
    case = told(hall)
    for path in ("", "/appeal/dispatch", "/appeal/phone", "/journal"):
        assert hall.get("outsider", f"/cases/{case.number}{path}").status_code == 404, path
    assert hall.get("citizen", f"/cases/{case.number}/appeal/dispatch").status_code == 404
    assert move(hall, "outsider", case, "dispatch", lead="hf-bdc", type="request").status_code == 404


def test_moves_that_cannot_be_made_are_grey_with_their_reason(hall: Cast):
    case = told(hall)
    shown = page(hall, "clerk", f"/cases/{case.number}")
    assert f'href="/cases/{case.number}/appeal/dispatch"' in shown
    assert 'aria-disabled="true"' in shown
    assert "不能回访办结" in text(shown)
    refused = page(hall, "clerk", f"/cases/{case.number}/appeal/call_back", 409)
    assert "待交办" in refused


def test_one_button_gives_back_and_says_which_return_it_is(hall: Cast):
    case = handed(hall)
    assert "再次退单" not in page(hall, "handler", f"/cases/{case.number}")
    back(hall, case)
    appeals.dispatch(number=case.number, orders=appeals.Orders(lead="hf-scjg"), actor=CLERK, at=hall.at)
    shown = page(hall, "registrar", f"/cases/{case.number}")
    assert "再次退单(提请裁定)" in shown
    assert shown.count(f"/cases/{case.number}/appeal/give_back") == 1
    given = {"ground": "elsewhere", "duty": "权责清单第3项", "reason": "不在本市场", "proposed": "hf-zwfw"}
    assert move(hall, "registrar", case, "give_back", **given).status_code == 302
    assert now_of(case).status == "arbitrating"
    assert "裁定主办单位" in page(hall, "coordinator", f"/cases/{case.number}")
    refused = move(hall, "coordinator", case, "arbitrate", lead="hf-bdc", reason="依三定规定")
    assert refused.status_code == 422
    assert "依三定规定" in refused.content.decode()
    sure = move(hall, "coordinator", case, "arbitrate", lead="hf-bdc", reason="依三定规定", sure="yes")
    assert sure.status_code == 302
    last = page(hall, "handler", f"/cases/{case.number}")
    assert "已经裁定" in text(last)


def test_a_dispatch_lists_the_duties_of_the_lead_chosen_and_keeps_what_was_typed(hall: Cast):
    case = told(hall)
    path = f"/cases/{case.number}/appeal/dispatch"
    assert "registration" not in page(hall, "clerk", path)
    more = send(hall, "clerk", path, more="duties", lead="hf-bdc", type="complaint", domain="窗口服务", note="请先联系")
    shown = more.content.decode()
    assert more.status_code == 200
    assert 'value="registration"' in shown
    assert "窗口服务" in shown
    assert now_of(case).status == "submitted"
    wrong = move(hall, "clerk", case, "dispatch", lead="hf-bdc", type="complaint", duty="market", note="请先联系")
    assert wrong.status_code == 403
    assert "请先联系" in wrong.content.decode()
    fields = {"lead": "hf-bdc", "assisting.2": "hf-cehui", "type": "complaint", "complex": "yes", "domain": "窗口服务"}
    done = move(hall, "clerk", case, "dispatch", duty="registration", note="请先联系", **fields)
    assert done.status_code == 302
    kept = Appeal.objects.get(case=case)
    assert (kept.type, kept.is_complex, kept.duty, kept.domain) == ("complaint", True, "registration", "窗口服务")
    found = cases.whole(cases.case(case.number, CLERK))
    assert [hand.agency for hand in queries.hands(found)] == ["hf-bdc", "hf-cehui"]


def test_a_double_click_acts_once(hall: Cast):
    case = told(hall)
    fields = {"lead": "hf-bdc", "type": "request"}
    first = move(hall, "clerk", case, "dispatch", token="twice", **fields)
    second = move(hall, "clerk", case, "dispatch", token="twice", **fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert JournalEntry.objects.filter(case=case, move="dispatch").count() == 1
    assert move(hall, "clerk", case, "dispatch", token="twice", lead="hf-scjg", type="request").status_code in {
        409,
        303,
    }


def test_a_refusal_names_the_door_and_is_made_only_by_who_is_sure(hall: Cast):
    case = told(hall)
    unsure = move(hall, "clerk", case, "refuse", door="court", reason="已在诉讼中")
    assert unsure.status_code == 422
    assert "已在诉讼中" in unsure.content.decode()
    assert move(hall, "clerk", case, "refuse", door="court", reason="已在诉讼中", sure="yes").status_code == 302
    assert "请向人民法院" in page(hall, "clerk", f"/cases/{case.number}")
    assert move(hall, "clerk", case, "archive").status_code == 302
    assert now_of(case).status == "archived"


def test_an_appeal_is_joined_to_one_like_it(hall: Cast):
    first = handed(hall)
    second = told(hall, reporter_id=hall.city.neighbour.party_id, text=f"{SAID}今天又是这样。")
    form = page(hall, "clerk", f"/cases/{second.number}/appeal/join")
    assert f"?lead={first.number}" in form
    assert f'value="{first.number}"' in page(hall, "clerk", f"/cases/{second.number}/appeal/join?lead={first.number}")
    unknown = move(hall, "clerk", second, "join", lead="没有", reason="同一件事", sure="yes")
    assert unknown.status_code == 404
    assert "同一件事" in unknown.content.decode()
    assert move(hall, "clerk", second, "join", lead=first.number, reason="同一件事", sure="yes").status_code == 302
    assert second.number in page(hall, "handler", f"/cases/{first.number}")
    assert first.number in page(hall, "clerk", f"/cases/{second.number}")


def test_the_office_takes_asks_assists_extends_and_answers_by_page(hall: Cast):
    case = handed(hall, type=AppealType.COMPLAINT)
    assert move(hall, "handler", case, "take", step="lead-1").status_code == 302
    assert move(hall, "handler", case, "ask_assist", agency="hf-cehui", what="请核对界址").status_code == 302
    assert move(hall, "surveyor", case, "assist", step="assist-1-1", result="界址无误").status_code == 302
    assert move(hall, "head", case, "extend", reason="须现场勘查").status_code == 302
    shown = text(page(hall, "handler", f"/cases/{case.number}"))
    for word in ("经办老李", "界址无误", "须现场勘查"):
        assert word in shown, word
    short = move(hall, "handler", case, "answer", outcome="resolved", text="已办")
    assert short.status_code == 409
    assert "已办" in short.content.decode()
    missing = move(hall, "handler", case, "answer", outcome="resolved", text=ANSWER)
    assert "须附办理佐证" in missing.content.decode()
    assert ANSWER in missing.content.decode()
    assert not Attachment.objects.exists()


def test_an_answer_takes_evidence_uploaded_before_and_in_the_same_form(hall: Cast):
    case = handed(hall, type=AppealType.COMPLAINT)
    attached = move(hall, "handler", case, "attach", file=SimpleUploadedFile("整改前.pdf", PDF))
    assert attached.status_code == 302
    first = Attachment.objects.get()
    assert "整改前.pdf" in page(hall, "handler", f"/cases/{case.number}/appeal/answer")
    wrong = move(
        hall, "handler", case, "answer", outcome="resolved", text=ANSWER, file=SimpleUploadedFile("照片.jpg", HTML)
    )
    assert wrong.status_code == 422
    assert "文件请重新选择" in wrong.content.decode()
    done = move(
        hall,
        "handler",
        case,
        "answer",
        outcome="resolved",
        text=ANSWER,
        evidence=[str(first.pk)],
        file=SimpleUploadedFile("整改后.pdf", PDF + b"2"),
    )
    assert done.status_code == 302
    assert len(Answer.objects.get().evidence) == 2
    shown = text(page(hall, "clerk", f"/cases/{case.number}"))
    assert "整改后.pdf" in shown
    assert "已答复待回访" in shown


def test_a_call_back_is_not_made_by_who_answered_and_reopens_what_stays_unmet(hall: Cast):
    case = answered(hall)
    missing = move(hall, "coordinator", case, "call_back", result="unsatisfied", remark="")
    assert missing.status_code == 422
    done = move(hall, "coordinator", case, "call_back", result="unsatisfied", remark="问题仍在")
    assert done.status_code == 302
    assert now_of(case).status == "accepted"
    assert CallBack.objects.get().remark == "问题仍在"
    shown = text(page(hall, "clerk", f"/cases/{case.number}"))
    for word in ("不满意", "问题仍在", "重新办理", "回访"):
        assert word in shown, word


def test_reopen_withdraw_rebase_message_and_note_by_page(hall: Cast):
    case = answered(hall)
    assert move(hall, "coordinator", case, "reopen", reason="仍未解决").status_code == 302
    assert "已按现行政策" in move(hall, "coordinator", case, "rebase", reason="试一试").content.decode()
    assert move(hall, "handler", case, "message", text="已派人去现场").status_code == 302
    assert move(hall, "supervisor", case, "note", text="请重点跟踪").status_code == 302
    assert "请重点跟踪" in page(hall, "handler", f"/cases/{case.number}")
    assert "请重点跟踪" not in page(hall, "citizen", f"/cases/{case.number}/journal")
    assert move(hall, "clerk", case, "withdraw", reason="来电撤回", sure="yes").status_code == 302
    assert now_of(case).status == "withdrawn"


def test_hostile_words_stay_words(hall: Cast):
    case = handed(hall, text=f"{HOSTILE}请处理这件事", place=HOSTILE, contact_name=HOSTILE[:50])
    move(hall, "handler", case, "message", text=HOSTILE)
    for path in ("", "/journal", "/appeal/answer", "/appeal/phone"):
        shown = page(hall, "handler", f"/cases/{case.number}{path}")
        assert "<script>alert" not in shown, path
        assert "<img src=x" not in shown, path
    bad = move(hall, "handler", case, "answer", outcome=HOSTILE, text=HOSTILE)
    assert bad.status_code == 422
    assert "<script>alert" not in bad.content.decode()


def test_unknown_moves_fields_and_files_are_refused(hall: Cast):
    case = handed(hall)
    assert hall.get("handler", f"/cases/{case.number}/appeal/contest").status_code == 404
    assert hall.get("handler", f"/cases/{case.number}/appeal/close").status_code == 404
    assert hall.get("handler", f"/cases/{case.number}?file=9").status_code == 404
    assert move(hall, "handler", case, "message", text="好", more2="x").status_code == 422


STAGES: dict[str, Any] = {
    "told": told,
    "handed": handed,
    "back": lambda people: back(people, handed(people)),
    "answered": answered,
    "reopened": reopened,
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("who", ["clerk", "handler", "head", "coordinator", "supervisor", "admin"])
def test_the_page_takes_at_most_twelve_statements(hall: Cast, who: str, stage: str, django_assert_max_num_queries):
    case = STAGES[stage](hall)
    is_known = stage != "told" or who not in {"handler", "head"}  # an office knows what was given to it
    if stage == "reopened":
        appeals.extend(number=case.number, reason="须现场勘查", actor=hall.actors["head"], at=hall.at)
    hall.get(who, f"/cases/{case.number}")
    with django_assert_max_num_queries(12):
        found = hall.get(who, f"/cases/{case.number}")
    assert found.status_code == (200 if is_known else 404)
    assert len(found.content) <= MOST_BYTES


def test_every_form_takes_at_most_twelve_statements(hall: Cast, django_assert_max_num_queries):
    case = told(hall)
    given = handed(hall)
    forms = [
        *(("clerk", case, name) for name in ("dispatch", "refuse", "join", "note", "withdraw")),
        *(("handler", given, name) for name in ("take", "ask_assist", "give_back", "answer", "attach", "phone")),
    ]
    for who, one, name in forms:
        hall.get(who, f"/cases/{one.number}/appeal/{name}")
        with django_assert_max_num_queries(12):
            found = hall.get(who, f"/cases/{one.number}/appeal/{name}")
        assert found.status_code == 200, name
        assert len(found.content) <= MOST_BYTES


def test_opening_a_telephone_takes_eight_statements_at_most(hall: Cast, django_assert_max_num_queries):
    case = handed(hall)
    with django_assert_max_num_queries(8 + 2):  # the savepoint of an act inside the test's transaction counts twice
        appeals.reveal_phone(number=case.number, reason="电话核实地点", actor=HANDLER, at=hall.at)
