"""One appeal as its reporter reads it, what the reporter can do, and how it is followed without a sign-in."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.faces.cast import HTML, PDF, Cast
from tests.faces.portal.appealing import (
    ANSWER,
    LATER,
    PHONE,
    SAID,
    answered,
    dispatched,
    entered,
    registered,
    with_policy,
)
from tests.faces.portal.forms import text_of, token_in
from tests.faces.portal.reading import HOSTILE, budget, links, part, sound, text

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome, Status
from tongban.common.actors import worker
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules.words import CallResult, Door, ReturnGround
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.rules import Level, Stage


@pytest.fixture
def people(people: Cast) -> Cast:
    """The cast in a city that has a policy of service."""
    return with_policy(people)


def status(number: str) -> str:
    """Where the appeal stands."""
    return str(cases.case(number, worker()).status)


def acted(people: Cast, number: str, act: str, who: str = "citizen", **typed: Any) -> Any:
    """Send one of the forms of the page."""
    page = people.get(who, f"/cases/{number}")
    return people.client(who).post(f"/appeals/{number}/{act}", {"token": token_in(page) + act, **typed})


def seen(people: Cast, number: str, counting: Any, who: str = "citizen") -> Any:
    """The page of an appeal within its budget."""
    with budget(counting):
        page = people.get(who, f"/cases/{number}")
    return sound(page)


def test_before_the_dispatch_the_desk_has_it(people: Cast, django_assert_max_num_queries):
    number = registered(people)
    page = seen(people, number, django_assert_max_num_queries)
    assert "合肥市政务服务管理局 正在确定由谁办理" in part(page, "现在在谁手里")
    assert "合肥市政务服务管理局" in part(page, "谁负责")
    assert SAID in part(page, "您写的")
    assert "您提出了诉求" in text(page)


def test_at_an_agency_it_says_who_since_when_until_when_and_who_is_answerable(
    people: Cast, django_assert_max_num_queries
):
    number = dispatched(people)
    page = seen(people, number, django_assert_max_num_queries)
    where = part(page, "现在在谁手里")
    for words in ("合肥市不动产登记中心 正在办理", "起", "最迟", "未到期", "为什么是这一天?"):
        assert words in where, words
    assert people.actors["clerk"].name in part(page, "谁负责")
    assert "合肥市不动产登记中心 主办" in part(page, "经过谁的手")
    for clock in ("acceptance", "handling", "step:lead-1"):
        with budget(django_assert_max_num_queries):
            why = people.get("citizen", f"/cases/{number}/why?clock={clock}")
        assert why.status_code == 200
        assert "排队" in text(why)


def test_returns_and_the_new_hand_are_a_chain(people: Cast, django_assert_max_num_queries):
    number, at = dispatched(people), people.at + 2 * LATER
    appeals.give_back(
        number=number,
        ground=ReturnGround.NOT_OURS,
        duty="权责清单第12项",
        reason="叫号系统由政务服务管理局管理",
        actor=people.actors["handler"],
        at=at,
    )
    page = seen(people, number, django_assert_max_num_queries)
    assert "正在重新交办" in part(page, "现在在谁手里")
    orders = appeals.Orders(lead="hf-scjg", assisting=["hf-cehui"])
    appeals.dispatch(number=number, orders=orders, actor=people.actors["clerk"], at=at + LATER)
    page = seen(people, number, django_assert_max_num_queries)
    assert "合肥市市场监督管理局 正在办理" in part(page, "现在在谁手里")
    assert "正在协办" in part(page, "现在在谁手里")
    chain = part(page, "经过谁的手")
    assert "不属于本单位职责:叫号系统由政务服务管理局管理" in chain
    assert chain.count("已退回") == 1
    assert chain.index("合肥市不动产登记中心") < chain.index("合肥市市场监督管理局")


def test_an_answer_comes_with_its_evidence_to_download(people: Cast, django_assert_max_num_queries):
    number = answered(people, file=PDF)
    page = seen(people, number, django_assert_max_num_queries)
    answer = part(page, "答复")
    assert ANSWER in answer
    assert "未能解决" in answer
    assert text(page).count(ANSWER) == 1
    found = cases.attachments(cases.case(number, worker()))[0]
    assert people.get("citizen", f"/cases/{number}/attachments/{found.pk}").content == PDF
    assert people.get("neighbour", f"/cases/{number}/attachments/{found.pk}").status_code == 404
    assert "等待回访" in part(page, "现在在谁手里")


def test_it_is_reopened_once_and_the_second_time_says_why_not(people: Cast, django_assert_max_num_queries):
    number = answered(people, file=PDF)
    assert "哪里没有解决" in text_of(acted(people, number, "reopen", text=""))
    sent = acted(people, number, "reopen", text="还是没有叫号")
    assert sent.headers["Location"] == f"/cases/{number}#where"
    assert status(number) == Status.ACCEPTED.value
    page = seen(people, number, django_assert_max_num_queries)
    assert "您要求重新办理" in text(page)
    assert "不满意" not in text(page)
    handler, at = people.actors["handler"], timezone.now()
    evidence = [cases.attachments(cases.case(number, worker()))[0].pk]
    again = "经再次核实,叫号系统已更换,三号窗口当日起恢复叫号,并安排专人现场引导。"
    appeals.answer(number=number, outcome=Outcome.RESOLVED, text=again, evidence=evidence, actor=handler, at=at)
    page = seen(people, number, django_assert_max_num_queries)
    assert "本件已重新办理过一次" in part(page, "不能再要求重新办理")
    assert part(page, "答复").index(again) < part(page, "答复").index(ANSWER)


def test_call_backs_are_told(people: Cast, django_assert_max_num_queries):
    number = answered(people)
    clerk = people.actors["clerk"]
    appeals.call_back(
        number=number, result=CallResult.UNREACHED, remark="无人接听", actor=clerk, at=people.at + 3 * LATER
    )
    appeals.call_back(number=number, result=CallResult.SATISFIED, actor=clerk, at=people.at + 4 * LATER)
    page = seen(people, number, django_assert_max_num_queries)
    assert part(page, "回访").count("未接通") == 1
    assert "满意" in part(page, "回访")
    assert "无人接听" not in text(page)


def test_it_is_withdrawn_with_a_reason(people: Cast):
    number = dispatched(people)
    assert acted(people, number, "withdraw", text="已经解决了").status_code == 302
    page = people.get("citizen", f"/cases/{number}")
    assert (status(number), "您撤回了诉求" in text(page)) == (Status.WITHDRAWN.value, True)
    assert "撤回诉求" not in text(page).replace("您撤回了诉求", "")


def test_a_refusal_names_the_right_door(people: Cast, django_assert_max_num_queries):
    number = registered(people)
    appeals.refuse(
        number=number, door=Door.COURT, reason="已在诉讼中", actor=people.actors["clerk"], at=people.at + LATER
    )
    page = seen(people, number, django_assert_max_num_queries)
    assert "请向人民法院或仲裁机构提出" in part(page, "没有受理")
    assert "已在诉讼中" in part(page, "没有受理")


def test_who_was_joined_reads_nothing_of_the_other_reporter(people: Cast, django_assert_max_num_queries):
    lead = dispatched(people, "neighbour", text="邻居写的内容", title="邻居的标题")
    number = registered(people)
    appeals.join(number=number, lead=lead, reason="同一件事", actor=people.actors["clerk"], at=people.at + 2 * LATER)
    page = seen(people, number, django_assert_max_num_queries)
    joined = part(page, "与同一件事并案办理")
    for words in (lead, "办理中", "合肥市不动产登记中心", "最迟"):
        assert words in joined, words
    assert "邻居" not in text(page)
    assert people.get("citizen", f"/cases/{lead}").status_code == 404


PERSONAL = f"小区邻居(13700002222,340104198001010012)反映的{ANSWER}请致电63538899。"


def test_who_was_joined_reads_the_answer_of_the_lead_without_its_reporter(people: Cast, django_assert_max_num_queries):
    given = {"contact_name": "小区邻居", "title": "邻居的标题", "phone": "13700002222"}
    lead = dispatched(people, "neighbour", text="邻居写的内容", **given)
    at, number = people.at + 2 * LATER, registered(people)
    guest = entered(people, "nobody")
    for one in (number, guest):
        appeals.join(number=one, lead=lead, reason="同一件事", actor=people.actors["clerk"], at=timezone.now())
    assert "已答复" not in part(people.get("citizen", f"/cases/{number}"), "与同一件事并案办理")
    appeals.answer(number=lead, outcome=Outcome.UNMET, text=PERSONAL, actor=people.actors["handler"], at=at)
    _, browser = followed(guest, PHONE[-4:])
    with budget(django_assert_max_num_queries):
        tracked = browser.get(f"/track/{guest}")
    for page in (seen(people, number, django_assert_max_num_queries), sound(tracked)):
        joined = part(page, "与同一件事并案办理")
        for words in ("已答复", "小***(137****2222", "叫号中断", "63538899"):
            assert words in joined, words
        for secret in ("小区邻居", "13700002222", "340104198001010012", "邻居写的内容", "邻居的标题"):
            assert secret not in page.content.decode(), secret
    appeals.reopen(number=lead, reason="没有解决", actor=people.actors["neighbour"], at=timezone.now())
    assert "叫号中断" not in text(people.get("citizen", f"/cases/{number}"))


def test_what_was_rated_is_not_asked_for_again(people: Cast, django_assert_max_num_queries):
    number = answered(people)
    appeals.call_back(
        number=number, result=CallResult.SATISFIED, actor=people.actors["clerk"], at=people.at + 3 * LATER
    )
    before = part(seen(people, number, django_assert_max_num_queries), "评价服务")
    assert "您已评价" not in before
    opinion = ratings.Opinion(Level.VERY_SATISFIED)
    ratings.rate_as_applicant(
        number=number, stage=Stage.WHOLE, opinion=opinion, actor=people.city.citizen, address="", at=timezone.now()
    )
    page = seen(people, number, django_assert_max_num_queries)
    assert part(page, "评价服务").count("您已评价:非常满意") == 1
    assert part(page, "评价服务").count("评价") == before.count("评价")
    link = next(href for href in links(page).values() if href.endswith("/thanks"))
    assert people.get("citizen", link).status_code == 200
    ratings.withdraw(token=link.split("/")[2], at=timezone.now(), actor=people.city.citizen)
    assert "已评价,后撤回" in part(people.get("citizen", f"/cases/{number}"), "评价服务")


def test_messages_go_both_ways_once_and_stay_text(people: Cast, django_assert_max_num_queries):
    number = dispatched(people)
    at = people.at + 2 * LATER
    appeals.message(number=number, text=f"请补充{HOSTILE}", actor=people.actors["handler"], at=at)
    token = token_in(people.get("citizen", f"/cases/{number}"))
    for _ in range(2):
        people.client("citizen").post(f"/appeals/{number}/message", {"token": token, "text": f"好的{HOSTILE}"})
    with budget(django_assert_max_num_queries):
        page = people.get("citizen", f"/cases/{number}")
    talk = part(page, "与办理单位留言")
    assert talk.count(HOSTILE) == 2
    assert HOSTILE not in page.content.decode()
    refused = acted(people, number, "message", text="")
    assert (refused.status_code, "不能为空" in text_of(refused)) == (422, True)


def test_files_are_added_while_it_is_open(people: Cast):
    number = dispatched(people)
    assert acted(people, number, "files", file=SimpleUploadedFile("又一张.pdf", PDF)).status_code == 302
    assert "又一张.pdf" in part(people.get("citizen", f"/cases/{number}"), "您的文件")
    assert acted(people, number, "files", file=SimpleUploadedFile("x.pdf", HTML)).status_code == 422
    assert "请先选择要上传的文件" in text_of(acted(people, number, "files"))


def test_somebody_elses_appeal_is_not_there(people: Cast):
    number = dispatched(people, "enterprise")
    for who in ("neighbour",):
        assert people.get(who, f"/cases/{number}").status_code == 404
        for act in ("message", "reopen", "withdraw", "files"):
            assert people.client(who).post(f"/appeals/{number}/{act}", {"token": "x" * 20}).status_code == 404
    assert people.client("enterprise").post(f"/appeals/{number}/fly", {}).status_code == 404
    assert people.get("enterprise", f"/cases/{number}").status_code == 200


def test_who_acts_for_an_enterprise_reads_its_appeal_within_the_budget(people: Cast, django_assert_max_num_queries):
    number = answered(people, "enterprise", file=PDF)
    assert ANSWER in text(seen(people, number, django_assert_max_num_queries, "citizen"))


def test_hostile_words_of_an_appeal_stay_text(people: Cast):
    number = registered(people, text=HOSTILE, title=HOSTILE, place=HOSTILE, contact_name=HOSTILE)
    page = people.get("citizen", f"/cases/{number}")
    assert HOSTILE not in page.content.decode()
    assert text(page).count(HOSTILE) >= 4
    for path in ("/my", "/", "/appeals"):
        page = people.get("citizen", path)
        assert HOSTILE in text(page), path
        assert HOSTILE not in page.content.decode(), path


def test_my_list_says_what_kind_it_is_and_where_it_stands(people: Cast, django_assert_max_num_queries):
    answered(people, title="排队的事")
    with budget(django_assert_max_num_queries):
        page = people.get("citizen", "/my")
    shown = text(page)
    for words in ("排队的事", "诉求", "已答复待回访"):
        assert words in shown, words


def test_the_zone_of_an_enterprise_has_its_appeals(people: Cast, django_assert_max_num_queries):
    dispatched(people, "enterprise", title="厂门口的路")
    with budget(django_assert_max_num_queries):
        page = people.get("enterprise", "/enterprise")
    assert "厂门口的路" in part(page, "诉求")
    assert "厂门口的路" not in part(page, "正在办的")


# --- without a sign-in


def followed(number: str, ending: str, browser: Client | None = None) -> tuple[Any, Client]:
    """What sending the form of tracking brings, and the browser it was sent from."""
    browser = browser or Client()
    return browser.post("/track", {"number": number, "phone_end": ending}), browser


def test_number_and_phone_open_a_strangers_appeal_with_its_answer(people: Cast, django_assert_max_num_queries):
    number = entered(people, "nobody", contact_name="过路人")
    later = timezone.now()
    clerk, handler = people.actors["clerk"], people.actors["handler"]
    appeals.dispatch(number=number, orders=appeals.Orders(lead="hf-bdc"), actor=clerk, at=later)
    appeals.answer(number=number, outcome=Outcome.UNMET, text=ANSWER, actor=handler, at=later + LATER)
    sent, browser = followed(number, PHONE[-4:])
    assert sent.headers["Location"] == f"/track/{number}"
    with budget(django_assert_max_num_queries):
        page = browser.get(f"/track/{number}")
    shown = text(sound(page))
    for words in ("诉求:求助", "已答复待回访", "合肥市不动产登记中心", ANSWER, clerk.name):
        assert words in shown, words
    for secret in (SAID, "过路人", "市政务服务中心三楼", PHONE):
        assert secret not in shown, secret
    with budget(django_assert_max_num_queries):
        why = browser.get(f"/track/{number}/why?clock=handling")
    assert (why.status_code, SAID[:6] in text(why)) == (200, False)


def test_with_a_sign_in_the_answer_is_read_behind_it(people: Cast):
    number = answered(people, phone=PHONE, title="排队的事")
    _, browser = followed(number, PHONE[-4:])
    shown = text(browser.get(f"/track/{number}"))
    for secret in (ANSWER, "排队的事", SAID, "高明"):
        assert secret not in shown, secret
    assert "高*" in shown


def test_guesses_at_an_appeal_are_counted(people: Cast):
    number = entered(people, "nobody")
    for _ in range(5):
        assert "办件编号或手机号后四位不正确" in text_of(followed(number, "0000")[0])
    assert "查询失败次数过多" in text_of(followed(number, PHONE[-4:])[0])


def test_the_registered_phone_opens_the_own_appeal(people: Cast):
    number = registered(people, phone=PHONE)
    assert followed(number, PHONE[-4:])[0].status_code == 302
    assert followed(number, "0000")[0].status_code == 403
