"""Following a case without a sign-in, on the pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import CLERK, COORDINATOR, HEAD, filing
from tests.faces import matters
from tests.faces.cast import Cast
from tests.faces.portal.forms import publish, text_of
from tests.faces.test_pages import HOSTILE, MOST_STATEMENTS
from tests.hall.blocked.cases import ANSWER, brought_of, root

from tongban.casework.cases.rules import PauseGround
from tongban.common.identifiers import case_number
from tongban.hall.applications import services as hall
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.rules.words import RootCause

END = "8899"


@pytest.fixture
def number(people: Cast) -> str:
    """A case whose form names a phone, filed at the window."""
    publish()
    form = {"place": "只有申请人知道的地方", "kind": "a", "phone": "0551-63538899"}
    given = filing(people.city.citizen, "stall", form=form, paper=["sheet", "plan", "vow"])
    return hall.file(filing=given, actor=CLERK, at=people.at).number


def followed(number: str, ending: str = END, browser: Client | None = None):
    """What sending the form brings, and the browser it was sent from."""
    browser = browser or Client()
    return browser.post("/track", {"number": number, "phone_end": ending}), browser


def test_a_paper_leads_to_the_question_with_its_number_filled_in(people: Cast, number):
    page = people.get("nobody", f"/track?number={number}")
    assert f'value="{number}"' in page.content.decode()
    assert "手机号后四位" in text_of(page)


def test_number_and_four_digits_open_the_case_without_its_content(people: Cast, number, django_assert_max_num_queries):
    hall.accept(number=number, actor=CLERK, at=people.at + timedelta(seconds=1))
    sent, browser = followed(number)
    assert sent.headers["Location"] == f"/track/{number}"
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = browser.get(f"/track/{number}")
    shown = text_of(page)
    for words in ("摆摊登记", "高*", "合肥市不动产登记中心", "正在办理“审查”", "受理了申请", "为什么是这一天?"):
        assert words in shown, words
    for secret in ("高明", "只有申请人知道的地方", "63538899"):
        assert secret not in page.content.decode()
    with django_assert_max_num_queries(MOST_STATEMENTS):
        why = browser.get(f"/track/{number}/why?clock=handling")
    assert "第1日" in text_of(why)
    assert "高明" not in why.content.decode()
    assert f'href="/track/{number}"' in why.content.decode()


def test_it_says_what_the_applicant_has_to_do(people: Cast, number):
    hall.ask_correction(
        number=number,
        items=[{"key": "plan", "what": "请重新提交“平面图”"}],
        reason="",
        actor=CLERK,
        at=people.at + timedelta(seconds=1),
    )
    _, browser = followed(number)
    shown = text_of(browser.get(f"/track/{number}"))
    assert "补正" in shown
    assert "请重新提交“平面图”" not in shown


def test_failures_read_the_same_and_are_counted(people: Cast, number):
    missing = case_number("340100", people.at.date(), 9999)
    said = {text_of(followed(*given)[0]) for given in ((number, "0000"), (number, "x"))}
    assert len(said) == 1
    assert "办件编号或手机号后四位不正确" in said.pop()
    assert "办件编号或手机号后四位不正确" in text_of(followed(missing)[0])
    for _ in range(3):
        followed(number, "0000")
    locked, _ = followed(number)
    assert (locked.status_code, "查询失败次数过多" in text_of(locked)) == (403, True)


def test_the_permission_is_for_one_case_one_browser_and_half_an_hour(people: Cast, number, monkeypatch):
    other = hall.file(
        filing=filing(people.city.citizen, "stall", form={"place": "他处", "kind": "a"}), actor=CLERK, at=people.at
    ).number
    _, browser = followed(number)
    for path in (f"/track/{other}", f"/track/{other}/why"):
        assert browser.get(path).headers["Location"] == f"/track?number={other}"
    assert Client().get(f"/track/{number}").headers["Location"] == f"/track?number={number}"
    for path in (f"/cases/{number}", f"/cases/{number}/why", f"/cases/{number}/papers/receipt.pdf"):
        assert browser.get(path).headers["Location"].startswith("/sign-in"), path
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("tongban.faces.portal.permits.now", lambda request: later)
    assert browser.get(f"/track/{number}").headers["Location"] == f"/track?number={number}"


def test_a_permission_that_was_made_up_is_none(people: Cast, number):
    _, browser = followed(number)
    session = browser.session
    session["tracked"] = session["tracked"][:-2] + "xx"
    session.save()
    assert browser.get(f"/track/{number}").status_code == 302


def test_who_is_signed_in_is_led_to_the_own_case(people: Cast, number):
    assert people.get("citizen", f"/track?number={number}").headers["Location"] == f"/cases/{number}"
    assert people.get("neighbour", f"/track?number={number}").status_code == 200
    assert people.get("citizen", "/track").status_code == 200


def test_hostile_numbers_stay_text(people: Cast):
    for typed in (HOSTILE, "a\0b", "\ud800".encode("utf-16", "surrogatepass").decode("latin-1"), "9" * 500):
        response, _ = followed(typed)
        assert response.status_code == 403
        assert HOSTILE not in response.content.decode()


def test_a_pause_says_why_no_day_is_known(people: Cast, number):
    hall.accept(number=number, actor=CLERK, at=people.at + timedelta(seconds=1))
    hall.pause(
        number=number,
        ground=PauseGround.TESTING,
        reason="送检",
        evidence="委托书",
        limit_on=(people.at + timedelta(hours=24 * 20)).date(),
        actor=HEAD,
        at=people.at + timedelta(seconds=2),
    )
    _, browser = followed(number)
    shown = text_of(browser.get(f"/track/{number}"))
    assert "中止计时:检测" in shown
    assert "送检" not in shown


def test_a_blocked_matter_of_a_guest_is_followed_by_its_phone(people: Cast, django_assert_max_num_queries):
    matters.ready(people)
    given = {"region": "340100", "item": "certificate", "phone": "13912348899", "contact_name": "过路人"}
    number = blocked.bring(brought=brought_of(**given), actor=CLERK, at=people.at).number
    assert followed(number, "0000")[0].status_code == 403
    _, browser = followed(number)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        shown = text_of(browser.get(f"/track/{number}"))
    for words in ("办不成事", "正在处理", "登记了您反映的事"):
        assert words in shown, words
    blocked.solve_on_spot(
        number=number, text=ANSWER, root=root(RootCause.SERVICE), actor=COORDINATOR, at=people.at + timedelta(seconds=1)
    )
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = browser.get(f"/track/{number}")
    assert "权籍调查中心先行测绘" in text_of(page)  # who has no sign-in reads the answer here
    assert "评价服务" in text_of(page)
    for secret in ("13912348899", "过路人", "厂房没有做过测绘"):
        assert secret not in page.content.decode()


def test_a_blocked_matter_of_a_party_is_followed_without_its_answer(people: Cast):
    matters.ready(people)
    given = brought_of(application=matters.refused(people).number, phone="13912348899")
    number = blocked.bring(brought=given, actor=CLERK, at=people.at).number
    blocked.solve_on_spot(
        number=number, text=ANSWER, root=root(RootCause.SERVICE), actor=COORDINATOR, at=people.at + timedelta(seconds=1)
    )
    shown = text_of(followed(number)[1].get(f"/track/{number}"))
    assert "当场解决" in shown
    assert "权籍调查中心先行测绘" not in shown
