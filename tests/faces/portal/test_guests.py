"""Without a sign-in: the phone is proven by a code, then the reporter writes, adds a file, asks once to take it up again."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.cast import CLERK, COORDINATOR
from tests.faces import matters
from tests.faces.cast import HTML, PDF, Cast
from tests.faces.portal.appealing import ANSWER, PHONE, answered, entered, typed, with_policy
from tests.faces.portal.forms import text_of, token_in
from tests.faces.portal.reading import HOSTILE, budget, part, sound
from tests.hall.blocked.cases import brought_of

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.casework.notices.models import PhoneProof
from tongban.casework.notices.services.sealing import code_context
from tongban.common.actors import worker
from tongban.hall.appeals import services as appeals
from tongban.hall.blocked import services as blocked
from tongban.registry.parties.queries import keyring


@pytest.fixture
def people(people: Cast) -> Cast:
    """The cast in a city that has a policy of service."""
    return with_policy(people)


@pytest.fixture
def number(people: Cast) -> str:
    """An appeal of somebody without a sign-in, answered."""
    found = entered(people, "nobody", contact_name="过路人")
    at, orders = timezone.now(), appeals.Orders(lead="hf-bdc")
    appeals.dispatch(number=found, orders=orders, actor=people.actors["clerk"], at=at)
    appeals.answer(number=found, outcome=Outcome.UNMET, text=ANSWER, actor=people.actors["handler"], at=at)
    return found


def follower(number: str, ending: str = PHONE[-4:]) -> Client:
    """A browser that follows the case."""
    browser = Client()
    assert browser.post("/track", {"number": number, "phone_end": ending}).status_code == 302
    return browser


def code_of(number: str) -> str:
    """The code as the phone shows it."""
    row = PhoneProof.objects.filter(case_number=number).latest("pk")
    return keyring().unseal(row.code_sealed, context=code_context(row.uid))


def prover(number: str, ending: str = PHONE[-4:]) -> Client:
    """A browser that proved the phone of the case."""
    browser = follower(number, ending)
    assert browser.post(f"/track/{number}/code").status_code == 302
    assert browser.post(f"/track/{number}/proof", {"text": code_of(number)}).status_code == 302
    return browser


def sent(browser: Client, number: str, act: str, **typed: Any) -> Any:
    """Send one of the forms."""
    token = token_in(browser.get(f"/track/{number}"))
    return browser.post(f"/track/{number}/{act}", {"token": f"{token}{act}", **typed})


def moves(number: str) -> list[str]:
    """What was done in the case, in order."""
    return [line.move for line in cases.journal(cases.case(number, worker()), worker())]


def test_who_proves_the_phone_writes_adds_a_file_and_asks_again_once(number, django_assert_max_num_queries):
    browser = follower(number)
    assert "139****5678" in part(browser.get(f"/track/{number}"), "补充说明、要求重新办理")
    browser = prover(number)
    with budget(django_assert_max_num_queries):
        page = browser.get(f"/track/{number}")
    sound(page)
    assert "补充说明、要求重新办理" not in text_of(page)
    for _ in range(2):  # a double click
        given = {"token": f"{'t' * 20}", "text": f"还是老样子{HOSTILE}"}
        assert browser.post(f"/track/{number}/message", given).status_code == 302
    assert sent(browser, number, "files", file=SimpleUploadedFile("照片.pdf", PDF)).status_code == 302
    page = browser.get(f"/track/{number}")
    assert f"还是老样子{HOSTILE}" in part(page, "与办理单位留言")
    assert HOSTILE not in page.content.decode()
    assert sent(browser, number, "reopen", text="没有解决").status_code == 302
    assert moves(number)[-3:] == ["message", "attach", "reopen"]
    line = cases.journal(cases.case(number, worker()), worker())[-1]
    assert (line.role, line.actor, line.actor_name) == ("applicant", "party", "反映人(手机验证)")


def test_refusals_read_as_on_the_page_of_who_is_signed_in(people: Cast, number):
    browser, own = prover(number), answered(people, text=f"另一件:{ANSWER}")
    for act, given, words in (
        ("message", {"text": ""}, "“留言”不能为空"),
        ("reopen", {"text": ""}, "“重新办理理由”不能为空"),
        ("files", {}, "请先选择要上传的文件"),
    ):
        mine = people.client("citizen").post(f"/appeals/{own}/{act}", {"token": f"own-token-{act}-000000", **given})
        for page in (mine, sent(browser, number, act, **given)):
            assert (page.status_code, words in text_of(page)) == (422, True), act
    wrong = sent(browser, number, "files", file=SimpleUploadedFile("x.pdf", HTML))
    assert wrong.status_code == 422
    assert sent(browser, number, "reopen", text="没有解决").status_code == 302
    assert sent(browser, number, "reopen", text="又一次").status_code in {409, 422}
    assert moves(number).count("reopen") == 1


def test_without_the_proof_nothing_is_done(number):
    browser = follower(number)
    for act in ("message", "files", "reopen"):
        response = browser.post(f"/track/{number}/{act}", {"token": "t" * 20, "text": "没有解决"})
        assert (response.status_code, "请先验证手机号" in text_of(response)) == (403, True)
    assert Client().post(f"/track/{number}/message", {"text": "x"}).headers["Location"].startswith("/track?")
    browser = prover(number)
    for act in ("withdraw", "note", "dispatch", "answer"):
        assert browser.post(f"/track/{number}/{act}", {"token": "t" * 20, "text": "x"}).status_code == 404
    assert "reopen" not in moves(number)


def test_a_proof_is_of_one_case_one_browser_and_half_an_hour(people: Cast, number, monkeypatch):
    other = entered(people, "nobody", text="另一件完全不同的事情,请处理。")
    browser = prover(number)
    assert browser.post("/track", {"number": other, "phone_end": PHONE[-4:]}).status_code == 302
    assert browser.post(f"/track/{other}/message", {"token": "t" * 20, "text": "x"}).status_code == 403
    assert follower(number).post(f"/track/{number}/message", {"token": "t" * 20, "text": "x"}).status_code == 403
    browser = prover(number)
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("tongban.faces.portal.permits.now", lambda request: later)
    assert browser.post(f"/track/{number}/message", {"token": "t" * 20, "text": "x"}).status_code == 302
    assert "message" not in moves(number)


def test_wrong_codes_are_counted_and_sending_has_its_patience(number):
    browser = follower(number)
    assert browser.post(f"/track/{number}/proof", {"text": "123456"}).status_code in {409, 422}
    browser.post(f"/track/{number}/code")
    right = code_of(number)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1, 0):
        response = browser.post(f"/track/{number}/proof", {"text": wrong})
        assert f"还可以试{left}次" in text_of(response)
    over = browser.post(f"/track/{number}/proof", {"text": right})
    assert "验证码已失效或试过太多次" in text_of(over)
    for _ in range(4):
        assert browser.post(f"/track/{number}/code").status_code == 302
    refused = browser.post(f"/track/{number}/code")
    assert "一小时内最多发送5次验证" in text_of(refused)
    assert PhoneProof.objects.exclude(code_sealed="").count() == 1


def test_who_has_a_sign_in_is_sent_there(people: Cast):
    number = answered(people, phone="13912340000")
    browser = follower(number, "0000")
    assert "发送验证码" not in text_of(browser.get(f"/track/{number}"))
    browser.post(f"/track/{number}/code")
    assert not PhoneProof.objects.exists()


def test_a_guest_contests_the_answer_to_a_blocked_matter(people: Cast):
    matters.ready(people)
    given = {"region": "340100", "item": "certificate", "phone": PHONE}
    number = blocked.bring(brought=brought_of(**given), actor=CLERK, at=people.at).number
    browser = prover(number)
    assert sent(browser, number, "message", text="请尽快").status_code == 302
    assert sent(browser, number, "files", file=SimpleUploadedFile("照片.pdf", PDF)).status_code == 302
    assert sent(browser, number, "contest", text="没有解决").status_code in {403, 409, 422}
    at = timezone.now()
    blocked.accept(number=number, actor=COORDINATOR, at=at)
    blocked.answer(number=number, outcome=Outcome.RESOLVED, text=ANSWER, actor=COORDINATOR, at=at)
    assert "要求重新办理" in part(browser.get(f"/track/{number}"), "不满意?要求重新办理")
    assert sent(browser, number, "contest", text="没有解决").status_code == 302
    assert moves(number) == ["bring", "message", "attach", "accept", "answer", "contest"]
    assert "不满意?要求重新办理" not in text_of(browser.get(f"/track/{number}"))


def test_a_city_without_short_messages_promises_none(people: Cast, settings):
    browser = Client()
    page = send_from(browser)
    assert "有进展会发短信告诉您" in text_of(page)
    settings.SMS_GATEWAY = "off"
    page = send_from(browser, text="另一件完全不同的事情,请处理。")
    assert "短信" not in text_of(page)
    number = str(page.request["PATH_INFO"]).split("/")[2]
    assert "发送验证码" not in text_of(browser.get(f"/track/{number}"))
    assert "尚未开通短信通知" in text_of(browser.post(f"/track/{number}/code"))
    assert not PhoneProof.objects.exists()


def send_from(browser: Client, **more: Any) -> Any:
    """The receipt of an appeal sent by a stranger."""
    given = {**typed(phone=PHONE, seen="1", **more), "token": token_in(browser.get("/appeals/new"))}
    return browser.post("/appeals/new", given, follow=True)
