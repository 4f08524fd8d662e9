"""One entry, one answerable person, one clock: an appeal from its registration to its end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import ADMIN, AT, CLERK, COORDINATOR, FRIDAY, HANDLER, HEAD, OUTSIDER, REGISTRAR, SURVEYOR
from tests.hall.appeals.cases import (
    ANSWER,
    answered,
    arbitrated,
    contested,
    dispatched,
    intake,
    registered,
    returned,
)

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused
from tongban.common.time import localdate, noon
from tongban.hall.appeals import queries
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.rules.words import CallResult, Door, ReturnGround
from tongban.registry.policies import services as policies
from tongban.registry.policies.queries import default_text
from tongban.registry.policies.rules import AppealType

INSTANT = timedelta(microseconds=1)
GUEST = Actor("guest", "网上来访", frozenset({Role.APPLICANT}))
MONDAY = noon(date(2022, 7, 4), 10)
TUESDAY = noon(date(2022, 7, 5), 10)


def due_on(case):
    return localdate(case.due_at - INSTANT)


def whole(case, actor=ADMIN):
    return cases.whole(cases.case(case.number, actor))


def refusals(case, actor, at=AT):
    found = whole(case)
    allowed = queries.allowed(found, queries.appeal_of(found.case), actor, at=at)
    return {one.move.name: one.refusal for one in allowed}


# registration


def test_a_friday_appeal_is_to_be_dispatched_by_monday(town_hall):
    case = registered(town_hall)
    assert (case.status, due_on(case)) == ("submitted", date(2022, 7, 4))
    assert (case.answerable_name, case.agency_id) == (CLERK.name, "hf-zwfw")
    assert list(cases.verify(case.number)) == []


def test_an_emergency_runs_by_the_hour(town_hall):
    case = registered(town_hall, is_emergency=True)
    assert case.due_at == AT + timedelta(hours=1)
    case = appeals.dispatch(number=case.number, orders=appeals.Orders(lead="hf-bdc"), actor=CLERK, at=AT)
    assert (case.promised_term, case.due_at) == ("24h", AT + timedelta(hours=24))


def test_a_stranger_may_turn_to_the_city_with_a_phone_and_not_without(town_hall):
    case = appeals.register(intake=intake(), actor=GUEST, at=AT)
    assert (case.applicant_id, case.agency_id, case.answerable) == (None, "hf-zwfw", "")
    row = Appeal.objects.get(case=case)
    assert (row.phone_masked, "13900000001" in row.phone_sealed) == ("139****0001", False)
    with pytest.raises(BadInput, match="联系电话"):
        appeals.register(intake=intake(phone=""), actor=GUEST, at=AT)
    with pytest.raises(BadInput):
        appeals.register(intake=intake(phone="12345"), actor=GUEST, at=AT)


@pytest.mark.parametrize("text", ["", "  \n", "长" * 5001, "换\x00行", "倒\u202e写", "长" * 10_000_000])
def test_words_that_cannot_be_kept_are_refused(town_hall, text):
    with pytest.raises(BadInput):
        registered(town_hall, text=text)
    assert not Appeal.objects.exists()


def test_the_title_is_the_first_sentence(town_hall):
    assert registered(town_hall, text="路灯不亮。已经三天了。").title == "路灯不亮"
    assert len(registered(town_hall, text="长" * 200).title) == 60


def test_an_unknown_region_and_another_agency_of_a_handler_are_refused(town_hall):
    with pytest.raises(NotFound):
        registered(town_hall, region="999999")
    with pytest.raises(NotAllowed):
        appeals.register(intake=intake(), actor=HANDLER, at=AT)


def test_an_appeal_of_another_is_no_case_at_all(town_hall):
    number = registered(town_hall).number
    with pytest.raises(NotFound):
        appeals.withdraw(number=number, reason="不想办了", actor=town_hall.enterprise, at=AT)
    with pytest.raises(NotFound):
        cases.case(number, town_hall.enterprise)


# dispatch and the chain of hands


def test_lead_and_assisting_have_clocks_of_their_own_and_the_whole_follows_the_lead(town_hall):
    case = dispatched(town_hall, assisting=["hf-scjg", "hf-cehui"])
    found = whole(case)
    assert due_on(case) == date(2022, 7, 8) == found.clocks["handling"].due_on()
    assert [(one.agency, one.is_open, one.due_on) for one in queries.hands(found)] == [
        ("hf-bdc", True, date(2022, 7, 8)),
        ("hf-scjg", True, date(2022, 7, 8)),
        ("hf-cehui", True, date(2022, 7, 8)),
    ]
    case = appeals.assist(number=case.number, step="assist-1-1", result="已核对主体登记", actor=REGISTRAR, at=MONDAY)
    assert (case.status, due_on(case)) == ("accepted", date(2022, 7, 8))
    holder = queries.holder(whole(case))
    assert holder is not None
    assert holder.agency == "hf-bdc"


def test_an_agency_that_is_none_or_named_twice_is_refused(town_hall):
    number = registered(town_hall).number
    for orders in (appeals.Orders(lead="nobody"), appeals.Orders(lead="hf-bdc", assisting=["hf-bdc"])):
        with pytest.raises((NotFound, BadInput)):
            appeals.dispatch(number=number, orders=orders, actor=CLERK, at=AT)


def test_a_duty_named_must_be_held_on_the_day(town_hall):
    number = registered(town_hall).number
    with pytest.raises(NotAllowed):
        appeals.dispatch(number=number, orders=appeals.Orders(lead="hf-scjg", duty="registration"), actor=CLERK, at=AT)
    appeals.dispatch(number=number, orders=appeals.Orders(lead="hf-bdc", duty="registration"), actor=CLERK, at=AT)


def test_a_return_needs_its_ground_and_its_day(town_hall):
    case = dispatched(town_hall)
    late = noon(date(2022, 7, 5), 10)
    with pytest.raises(Refused, match="期限已过"):
        returned(case, at=late)
    with pytest.raises(BadInput, match="权责清单依据"):
        appeals.give_back(
            number=case.number, ground=ReturnGround.NOT_OURS, duty=" ", reason="不归我们", actor=HANDLER, at=AT
        )
    case = returned(case)
    assert case.status == "returned"
    assert due_on(case) == date(2022, 7, 8)  # the promise to the citizen stands
    assert queries.holder(whole(case)) is None


def test_the_second_return_goes_to_arbitration_with_its_own_clock(town_hall):
    case = contested(town_hall)
    assert case.status == "arbitrating"
    holder = queries.holder(whole(case))
    assert holder is not None
    assert (holder.role, holder.agency, holder.due_on) == ("裁定主办单位", "hf-zwfw", date(2022, 7, 4))
    assert due_on(case) == date(2022, 7, 8)


def test_who_is_named_by_arbitration_cannot_give_it_back(town_hall):
    case = arbitrated(town_hall)
    assert (case.status, case.agency_id) == ("accepted", "hf-bdc")
    with pytest.raises(Refused, match="兜底"):
        returned(case)
    assert str(refusals(case, HANDLER)["contest"]).count("兜底") == 1
    assert [one.agency for one in queries.hands(whole(case))] == ["hf-bdc", "hf-scjg", "hf-zwfw", "hf-bdc"]


def test_nobody_else_gives_it_back(town_hall):
    case = dispatched(town_hall)
    for who in (REGISTRAR, OUTSIDER, CLERK):
        with pytest.raises((NotAllowed, NotFound)):
            returned(case, who)


def test_one_extension_lengthens_the_whole_and_the_lead(town_hall):
    case = dispatched(town_hall)
    case = appeals.extend(number=case.number, reason="需现场检测", actor=HEAD, at=MONDAY)
    assert due_on(case) == date(2022, 7, 15) == queries.hands(whole(case))[0].due_on
    with pytest.raises(Refused, match="已延期一次"):
        appeals.extend(number=case.number, reason="再延", actor=HEAD, at=MONDAY)


def test_what_is_no_appeal_is_shown_the_right_door(town_hall):
    case = appeals.refuse(
        number=registered(town_hall).number, door=Door.COURT, reason="已由法院立案审理", actor=CLERK, at=AT
    )
    assert (case.status, case.ended_at) == ("refused", AT)


def test_a_second_report_joins_the_first(town_hall):
    first, second = registered(town_hall), registered(town_hall)
    case = appeals.join(number=second.number, lead=first.number, reason="同一窗口同一事", actor=CLERK, at=AT)
    assert (case.status, [one.number for one in queries.followers(first)]) == ("joined", [second.number])
    with pytest.raises(Refused):
        appeals.join(number=first.number, lead=registered(town_hall).number, reason="反并", actor=CLERK, at=AT)
    with pytest.raises(NotFound):
        appeals.join(number=first.number, lead=first.number, reason="自并", actor=CLERK, at=AT)


# the answer


@pytest.mark.parametrize(
    ("text", "code"),
    [("已处理。", "answer.short"), ("好,好,好!" * 6, "answer.short"), ("。" * 40, "answer.short")],
)
def test_an_answer_without_substance_is_refused(town_hall, text, code):
    case = dispatched(town_hall)
    with pytest.raises(Refused) as refused:
        appeals.answer(number=case.number, outcome=Outcome.RESOLVED, text=text, actor=HANDLER, at=AT)
    assert refused.value.code == code


def test_the_question_is_no_answer_and_neither_is_another_cases(town_hall):
    case = dispatched(town_hall)
    with pytest.raises(Refused, match="重复诉求原文"):
        appeals.answer(
            number=case.number, outcome=Outcome.INFORMED, text=queries.appeal_of(case).text, actor=HANDLER, at=AT
        )
    first = answered(town_hall)
    spaced = "  ".join(ANSWER) + "!!"
    with pytest.raises(Refused, match=first.number):
        appeals.answer(number=case.number, outcome=Outcome.RESOLVED, text=spaced, actor=HANDLER, at=AT)


def test_a_complaint_wants_evidence_of_the_office(town_hall):
    case = dispatched(town_hall, type=AppealType.COMPLAINT)
    with pytest.raises(Refused, match="佐证"):
        appeals.answer(number=case.number, outcome=Outcome.RESOLVED, text=ANSWER, actor=HANDLER, at=AT)
    _, theirs = appeals.attach(
        number=case.number, name="我的.pdf", content=b"%PDF-1.4\n%%EOF\n", actor=town_hall.citizen, at=AT
    )
    with pytest.raises(BadInput, match="办理单位上传"):
        appeals.answer(
            number=case.number, outcome=Outcome.RESOLVED, text=ANSWER, actor=HANDLER, at=AT, evidence=[theirs.pk]
        )
    _, ours = appeals.attach(number=case.number, name="照片.pdf", content=b"%PDF-1.4\n%%EOF\n", actor=HANDLER, at=AT)
    case = appeals.answer(
        number=case.number, outcome=Outcome.RESOLVED, text=ANSWER, actor=HANDLER, at=AT, evidence=[ours.pk]
    )
    assert (case.status, case.outcome) == ("decided", "resolved")


def test_what_nobody_has_to_call_back_ends_by_itself_and_a_share_is_called(town_hall):
    ended = [answered(town_hall, text=f"{ANSWER}编号{place}").status for place in range(30)]
    assert {"delivered", "decided"} == set(ended)
    assert ended.count("decided") < 15


# call-back, reopening, policy


def called(town_hall, **more):
    return answered(town_hall, outcome=Outcome.UNMET, **more)


def test_the_handler_and_its_agency_do_not_call_back(town_hall):
    case = called(town_hall)
    assert case.status == "decided"
    own = Actor("staff", "登记中心窗口", frozenset({Role.CLERK}), 77, agency="hf-bdc", region="340100")
    with pytest.raises(NotAllowed, match="其他单位"):
        appeals.call_back(number=case.number, result=CallResult.SATISFIED, actor=own, at=AT)
    case = appeals.call_back(number=case.number, result=CallResult.SATISFIED, actor=CLERK, at=AT)
    assert (case.status, case.ended_at) == ("delivered", AT)


def test_unsatisfied_reopens_once_on_a_new_clock_and_then_no_more(town_hall):
    case = called(town_hall)
    case = appeals.call_back(
        number=case.number, result=CallResult.UNSATISFIED, remark="仍要排队", actor=CLERK, at=MONDAY
    )
    assert (case.status, case.decided_at, case.outcome, case.ended_at) == ("accepted", None, "", None)
    assert due_on(case) == date(2022, 7, 11)
    with pytest.raises(Refused, match="不得退单"):
        returned(case, at=MONDAY)
    case = appeals.answer(
        number=case.number, outcome=Outcome.RESOLVED, text=f"再次核实:{ANSWER}", actor=HANDLER, at=TUESDAY
    )
    assert case.status == "decided"  # whoever came back is called back
    case = appeals.call_back(
        number=case.number, result=CallResult.UNSATISFIED, remark="还是不满", actor=CLERK, at=TUESDAY
    )
    assert case.status == "delivered"
    with pytest.raises(Refused, match="已重新办理过一次"):
        appeals.reopen(number=case.number, reason="还是不满", actor=town_hall.citizen, at=TUESDAY)
    assert list(cases.verify(case.number)) == []


def test_three_times_nobody_answers_the_phone(town_hall):
    number = called(town_hall).number
    states = [
        appeals.call_back(number=number, result=CallResult.UNREACHED, remark="无人接听", actor=CLERK, at=AT).status
        for _ in range(3)
    ]
    assert states == ["decided", "decided", "delivered"]


def test_reopening_has_its_time(town_hall):
    case = called(town_hall)
    appeals.call_back(number=case.number, result=CallResult.SATISFIED, actor=CLERK, at=AT)
    with pytest.raises(Refused, match="期限已过"):
        appeals.reopen(number=case.number, reason="又坏了", actor=town_hall.citizen, at=AT + timedelta(days=30))
    assert appeals.reopen(number=case.number, reason="又坏了", actor=town_hall.citizen, at=MONDAY).status == "accepted"


def test_a_new_policy_touches_no_running_appeal_unless_on_purpose(town_hall):
    case = dispatched(town_hall)
    other = Actor("staff", "管理员乙", ADMIN.roles, 999, agency="hf-zwfw", region="340100")
    text = (
        default_text().replace("request: {term: 5wd", "request: {term: 3wd").replace("callback: 2wd", "callback: 1wd")
    )
    row = policies.propose(title="新", document="庐政〔2022〕9号", effective_on=FRIDAY, text=text, actor=ADMIN, at=AT)
    policies.publish(policy=row.pk, actor=other, at=AT)
    assert due_on(appeals.note(number=case.number, text="看过", actor=CLERK, at=AT)) == date(2022, 7, 8)
    assert due_on(dispatched(town_hall)) == date(2022, 7, 6)
    moved = appeals.rebase(number=case.number, reason="经申请人同意", actor=COORDINATOR, at=AT)
    assert (due_on(moved), moved.terms["law"]) == (date(2022, 7, 6), "庐政〔2022〕9号")
    with pytest.raises(Refused, match="现行政策"):
        appeals.rebase(number=case.number, reason="再来", actor=COORDINATOR, at=AT)


# cost


ACTS: dict[str, tuple[Any, Any]] = {
    "register": (lambda city: None, lambda city, _: registered(city)),
    "dispatch": (
        registered,
        lambda _, case: appeals.dispatch(
            number=case.number, orders=appeals.Orders(lead="hf-bdc", assisting=["hf-scjg"]), actor=CLERK, at=AT
        ),
    ),
    "give_back": (dispatched, lambda _, case: returned(case)),
    "arbitrate": (
        contested,
        lambda _, case: appeals.arbitrate(number=case.number, lead="hf-bdc", reason="依三定", actor=COORDINATOR, at=AT),
    ),
    "call_back": (
        called,
        lambda _, case: appeals.call_back(number=case.number, result=CallResult.SATISFIED, actor=CLERK, at=AT),
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_takes_eight_statements_at_most(town_hall, name):
    before, act = ACTS[name]
    case = before(town_hall)
    with CaptureQueriesContext(connection) as captured:
        act(town_hall, case)
    said = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    assert len(said) <= 8, "\n".join(said)


def test_a_member_of_staff_takes_a_hand_of_its_agency_only(town_hall):
    case = dispatched(town_hall, assisting=["hf-cehui"])
    case = appeals.take(number=case.number, step="lead-1", actor=HANDLER, at=AT)
    assert queries.hands(whole(case))[0].person == HANDLER.name
    with pytest.raises(NotAllowed):
        appeals.take(number=case.number, step="lead-1", actor=SURVEYOR, at=AT)
