"""The zone of enterprises and their record: one's own on one screen, somebody else's not at all."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.cast import CLERK, HANDLER, OPENED_ON, REGISTRAR, accepted, decided, filed, filing, item, put_in_force
from tests.faces.cast import Cast
from tests.faces.portal.reading import HOSTILE, budget, links, part, sound, text

from tongban.casework.cases.rules import Outcome
from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.rules import Answer
from tongban.common.time import localdate, noon
from tongban.demo.identifiers import credit_code
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules.events import ENTERPRISE_CHANGED
from tongban.registry.parties import queries as parties
from tongban.registry.parties import services as register
from tongban.registry.parties.rules import RepresentativeKind
from tongban.workdays import current

SUBSCRIBERS = {"tax": ["credit_code", "name", "legal_representative"], "fund": ["credit_code", "name"]}
FIRM = "合肥先导薄膜材料有限公司"


class Receiver:
    """A receiver that answers the same to everything."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def send(self, **_: object) -> Answer:
        """The answer, whatever came."""
        return self.answer


def subscribe(people: Cast) -> None:
    """Tax and the provident fund listen to changes of enterprises."""
    for code, fields in SUBSCRIBERS.items():
        exchange.subscribe(
            code=code,
            name=f"{code}部门",
            url=f"https://{code}.example/events",
            entitlements={ENTERPRISE_CHANGED.type: fields},
            actor=people.actors["admin"],
            at=timezone.now(),
        )


def change(people: Cast, **form: str) -> str:
    """The enterprise changes its name, unless told otherwise, and the registrar enters it."""
    at = timezone.now()
    given = form or {"name": "合肥先导新材料有限公司"}
    number = hall.file(filing=filing(people.city.enterprise, "change", form=given), actor=CLERK, at=at).number
    hall.accept(number=number, actor=CLERK, at=at)
    hall.complete_step(number=number, step="review", result="符合", actor=REGISTRAR, at=at)
    hall.decide(number=number, outcome=Outcome.GRANTED, reason="准予变更", actor=REGISTRAR, at=at)
    return number


def deliver(answer: Answer, rounds: int = 1) -> None:
    """The worker's rounds, each a day after the other, with receivers that answer so."""
    at = timezone.now()
    exchange.fan_out(at=at)
    for number in range(rounds):
        exchange.deliver_due(at=at + timedelta(hours=24 * number), sender=Receiver(answer))


RECEIPT = Answer(status_code=200, body='{"receipt": "HF-0001"}')
BUSY = Answer(status_code=503)
NO = Answer(status_code=400)


@pytest.mark.parametrize("who", ["nobody", "citizen", "neighbour", "enterprise", "clerk"])
def test_the_zone_keeps_its_budget_for_everybody(people: Cast, django_assert_max_num_queries, who: str):
    accepted(people.city, at=timezone.now())
    with budget(django_assert_max_num_queries):
        sound(people.get(who, "/enterprise"))


def test_a_stranger_finds_services_and_the_sign_in(people: Cast):
    put_in_force({**item("build", "施工许可", "hf-bdc", "registration"), "topics": ["construction", "birth"]} | REVIEW)
    page = people.get("nobody", "/enterprise")
    assert links(page)["工程建设 1项"] == "/items?topic=construction"
    assert "/items?topic=birth" not in links(page).values()
    assert "/sign-in?next=/enterprise" in links(page).values()


REVIEW = {"procedure": [{"key": "review", "name": "审查", "agency": "@lead", "term": "1wd"}]}


def test_an_enterprise_sees_what_it_must_do_what_runs_and_until_when(people: Cast):
    at = timezone.now()
    accepted(people.city, at=at)
    late = noon(current().add(localdate(at), -15), 9)
    accepted(people.city, at=late)
    asked = filed(people.city, at=at).number
    hall.ask_correction(number=asked, reason="缺页", items=[{"key": "", "what": "补页"}], actor=CLERK, at=at)
    hall.open_draft(filing=filing(people.city.enterprise), actor=people.actors["enterprise"], at=at)
    hall.deliver(number=decided(people.city, at=at).number, how="窗口", actor=CLERK, at=at)
    page = people.get("enterprise", "/enterprise")
    shown = text(page)
    for words in ("2 要您做的", "4 没有办结的", "1 已超期", "1 未到期", "1 已经办结的", FIRM, "存续"):
        assert words in shown, words
    todo = part(page, "要您做的")
    assert todo.index("要补正:需要补的已一次全部告知") < todo.index("草稿还没有提交")
    assert part(page, "正在办的").index("已超期") < part(page, "正在办的").index("未到期")


def test_deferred_materials_are_something_to_do_with_their_last_day(people: Cast):
    at = timezone.now()
    number = filed(people.city, at=at, paper=("application", "pledge")).number
    hall.accept_deferred(number=number, actor=CLERK, at=at)
    todo = part(people.get("enterprise", "/enterprise"), "要您做的")
    assert "补交容缺受理时缺的材料" in todo
    assert "最迟" in todo


def test_whoever_represents_enterprises_chooses_one_and_sees_only_its_matters(people: Cast):
    number = accepted(people.city, at=timezone.now()).number
    page = people.get("citizen", "/enterprise")
    assert "您代表哪家企业办事?" in text(page)
    assert f"{FIRM} 存续" in text(page)
    assert number not in text(page)
    party = people.city.enterprise.party_id
    chosen = people.client("citizen").post("/acting-for", {"party": party, "next": "/enterprise"})
    assert chosen.headers["Location"] == "/enterprise"
    acting = people.get("citizen", "/enterprise")
    assert "您正以这家企业的名义办理" in text(acting)
    assert f"/cases/{number}" in links(acting).values()
    left = people.client("citizen").post("/acting-for", {"party": "", "next": "/enterprise"})
    assert left.headers["Location"] == "/enterprise"


def test_choosing_leads_nowhere_but_to_pages_of_ours(people: Cast):
    party = people.city.enterprise.party_id
    for target in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        answer = people.client("citizen").post("/acting-for", {"party": party, "next": target})
        assert answer.headers["Location"] == "/my"


def test_whoever_represents_nobody_is_told_how_that_is_done(people: Cast):
    assert "还没有您可以代表的企业" in text(people.get("neighbour", "/enterprise"))


def test_the_acting_reader_keeps_the_budget(people: Cast, django_assert_max_num_queries):
    accepted(people.city, at=timezone.now())
    subscribe(people)
    change(people)
    deliver(RECEIPT)
    people.client("citizen").post("/acting-for", {"party": people.city.enterprise.party_id})
    for address in ("/", "/enterprise", "/enterprise/record", "/items/certificate"):
        with budget(django_assert_max_num_queries):
            sound(people.get("citizen", address))


def test_the_record_says_facts_standing_and_who_may_act(people: Cast):
    page = sound(people.get("enterprise", "/enterprise/record"))
    shown = text(page)
    for words in ("薄膜材料研发", "合肥市新站高新区", "1,000,000元", "9134", "存续", "高明 代办人", "授权委托书"):
        assert words in shown, words
    assert "91340100MA2N1T2X3U" not in shown
    assert "登记以来没有变更" in shown


def test_a_change_stands_with_who_received_it_and_the_number_of_the_receipt(people: Cast):
    subscribe(people)
    number = change(people)
    deliver(RECEIPT)
    page = sound(people.get("enterprise", "/enterprise/record"))
    shown = part(page, "变更记录")
    assert f"名称 {FIRM} 合肥先导新材料有限公司" in shown
    assert shown.count("已收到") == 2
    assert "回执号 HF-0001" in shown
    assert "发送的内容: 统一社会信用代码、名称" in shown
    assert links(page)[number] == f"/cases/{number}"


@pytest.mark.parametrize(
    ("answer", "rounds", "words"),
    [
        (BUSY, 1, "对方还没有收下,系统会再发(已发1次)"),
        (NO, 3, "没有送达,已转人工处理"),
        (None, 0, "等待发送"),
    ],
)
def test_what_was_not_acknowledged_is_never_called_received(
    people: Cast, answer: Answer | None, rounds: int, words: str
):
    subscribe(people)
    change(people)
    deliver(answer or RECEIPT, rounds)
    shown = part(people.get("enterprise", "/enterprise/record"), "变更记录")
    assert shown.count(words) == 2
    assert "已收到" not in shown
    assert "回执号" not in shown


def test_who_may_not_know_what_changed_is_said_not_to_be_told(people: Cast):
    subscribe(people)
    change(people, legal_representative="王新")
    deliver(RECEIPT)
    shown = part(people.get("enterprise", "/enterprise/record"), "变更记录")
    assert "fund部门 不涉及这个部门可以知道的内容,没有发送" in shown
    assert "tax部门 已收到" in shown


def test_a_change_just_made_and_one_nobody_listens_to_are_told_apart(people: Cast):
    change(people)
    assert "正在准备发送" in text(people.get("enterprise", "/enterprise/record"))
    exchange.fan_out(at=timezone.now())
    assert "这次变更没有需要通知的部门" in text(people.get("enterprise", "/enterprise/record"))


def test_a_suspension_is_in_the_history_with_ground_and_days(people: Cast):
    on = localdate(timezone.now())
    register.suspend(
        party=parties.party(people.city.enterprise.party_id or 0),
        from_on=on,
        until_on=current().add(on, 20),
        ground="public_health",
        staff_agreed_on=on,
        case_number="",
        at=timezone.now(),
        document="歇业备案通知书",
    )
    shown = text(people.get("enterprise", "/enterprise/record"))
    assert "歇业" in shown
    assert "原因: 公共卫生事件" in shown
    assert "依据: 歇业备案通知书" in shown
    assert "最长3年" in shown
    assert "这次变更由登记机关直接录入" in shown


def test_a_representative_reads_the_record_and_nobody_else_does(people: Cast):
    party = people.city.enterprise.party_id
    assert FIRM in text(sound(people.get("citizen", "/enterprise/record")))
    assert people.get("citizen", f"/enterprise/record?party={party}").status_code == 200
    for who in ("neighbour", "clerk", "handler", "admin"):
        refused = people.get(who, f"/enterprise/record?party={party}")
        assert refused.status_code == 404
        assert FIRM not in text(refused)
        assert "这里是企业看自己档案的地方" in text(people.get(who, "/enterprise/record"))


@pytest.mark.parametrize("given", ["0", "-1", "x", "²", "9" * 40, HOSTILE, "1 OR 1=1"])
def test_a_strange_number_of_an_enterprise_is_not_found(people: Cast, given: str):
    assert people.get("citizen", "/enterprise/record", data={"party": given}).status_code == 404


def test_with_several_enterprises_there_is_a_choice(people: Cast):
    second = register.register_enterprise(
        name=f"二号{HOSTILE}",
        credit_code=credit_code(7),
        region="340100",
        legal_representative="高明",
        business_scope="批发",
        address="合肥市",
        registered_capital_yuan=Decimal(1),
        established_on=OPENED_ON,
        at=timezone.now(),
    )
    register.appoint_representative(
        enterprise=second,
        person=parties.party(people.city.citizen.party_id or 0),
        kind=RepresentativeKind.LEGAL,
        from_on=OPENED_ON,
        document="任命",
        at=timezone.now(),
    )
    page = people.get("citizen", "/enterprise/record")
    assert "看哪家企业的档案?" in text(page)
    assert f"二号{HOSTILE}" in text(page)
    assert "<img" not in page.content.decode()
    chosen = people.get("citizen", f"/enterprise/record?party={second.pk}")
    assert "批发" in text(chosen)


def test_the_record_asks_for_a_sign_in(people: Cast):
    assert people.get("nobody", "/enterprise/record").headers["Location"].startswith("/sign-in?next=")


def test_a_stolen_glance_at_a_case_number_leads_nowhere_for_a_mere_reader(people: Cast):
    subscribe(people)
    number = change(people)
    page = people.get("citizen", "/enterprise/record")
    assert number in text(page)
    assert f"/cases/{number}" not in links(page).values()
    assert HANDLER.name not in text(page)
