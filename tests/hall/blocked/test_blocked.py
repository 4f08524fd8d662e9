"""A blocked matter from the window to its end: what it hangs on, the ladder, the answer, the root cause."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.cast import ADMIN, AT, CLERK, COORDINATOR, FRIDAY, HANDLER, HEAD, REGISTRAR, SURVEYOR, filed
from tests.hall.blocked.cases import (
    ANSWER,
    LATER,
    MONDAY,
    SAID,
    TUESDAY,
    accepted,
    answered,
    brought,
    brought_of,
    concluded,
    conclusion,
    confirmed,
    led,
    mending,
    refused_application,
    reviewing,
    root,
)

from tongban import wiring
from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind, Outcome
from tongban.common.actors import Actor, worker
from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused
from tongban.common.time import due_day, noon
from tongban.hall.appeals.rules.words import Door
from tongban.hall.applications import services as applications
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.models import BlockedMatter, ItemRectification
from tongban.hall.blocked.rules.words import Cause, RootCause
from tongban.registry.policies import services as policies
from tongban.registry.policies.queries import default_text


def due_on(case):
    return due_day(case.due_at)


def whole(case, actor=ADMIN):
    return cases.whole(cases.case(case.number, actor))


def refusals(case, actor, at=AT):
    found = whole(case)
    return {one.move.name: one.refusal for one in queries.allowed(found, queries.matter_of(found.case), actor, at=at)}


# what it hangs on


def test_a_matter_takes_item_agency_and_applicant_from_the_application(town_hall):
    case = brought(town_hall)
    matter = queries.matter_of(case)
    assert (case.kind, case.status, case.item_id, case.agency_id) == (
        "blocked_matter",
        "submitted",
        "certificate",
        "hf-zwfw",
    )
    assert (case.applicant_id, matter.agency_id) == (town_hall.enterprise.party_id, "hf-bdc")
    assert due_on(case) == date(2022, 7, 4)
    assert case.answerable_name == CLERK.name
    assert list(cases.verify(case.number)) == []


@pytest.mark.parametrize("how", ["withdraw", "ask_correction", "archive"])
def test_other_ways_to_fail_open_a_matter_too(town_hall, how):
    number = filed(town_hall).number
    if how == "withdraw":
        applications.withdraw(number=number, reason="办不下去", actor=town_hall.enterprise, at=AT)
    elif how == "ask_correction":
        applications.ask_correction(
            number=number, items=[{"key": "", "what": "补测绘"}], reason="不全", actor=CLERK, at=AT
        )
    else:
        applications.refuse(number=number, reason="不全", actor=CLERK, at=AT)
        applications.archive(number=number, actor=CLERK, at=AT)
    case = blocked.bring(brought=brought_of(application=number), actor=town_hall.enterprise, at=AT)
    assert case.status == "submitted"


def test_an_application_under_way_and_somebody_elses_are_none(town_hall):
    with pytest.raises(Refused, match="不属于没有办成的件"):
        blocked.bring(brought=brought_of(application=filed(town_hall).number), actor=CLERK, at=AT)
    number = refused_application(town_hall).number
    with pytest.raises(NotFound):
        blocked.bring(brought=brought_of(application=number), actor=town_hall.neighbour, at=AT)
    assert not BlockedMatter.objects.exists()


def test_one_application_has_one_matter_under_way(town_hall):
    number = refused_application(town_hall).number
    first = blocked.bring(brought=brought_of(application=number), actor=CLERK, at=AT)
    with pytest.raises(Refused, match=first.number):
        blocked.bring(brought=brought_of(application=number), actor=town_hall.enterprise, at=AT)
    blocked.withdraw(number=first.number, reason="办成了", actor=town_hall.enterprise, at=AT)
    assert blocked.bring(brought=brought_of(application=number), actor=CLERK, at=AT).status == "submitted"


def test_without_an_application_item_and_agency_are_optional_and_a_phone_is_not(town_hall):
    case = blocked.bring(brought=brought_of(region="340100", phone="13900000001"), actor=CLERK, at=AT)
    matter = queries.matter_of(case)
    assert (case.item_id, matter.agency_id, matter.phone_masked) == (None, None, "139****0001")
    with pytest.raises(BadInput, match="联系电话"):
        blocked.bring(brought=brought_of(region="340100"), actor=CLERK, at=AT)
    with pytest.raises(BadInput, match="责任单位"):
        blocked.accept(number=case.number, actor=COORDINATOR, at=AT)
    blocked.classify(number=case.number, cause=Cause.POLICY, item="certificate", actor=COORDINATOR, at=AT)
    assert blocked.accept(number=case.number, actor=COORDINATOR, at=AT).agency_id == "hf-bdc"


def test_a_party_brings_its_own_and_names_nobody_else(town_hall):
    given = brought_of(region="340100", reporter_id=town_hall.enterprise.party_id)
    with pytest.raises(NotAllowed, match="不是您申请的"):
        blocked.bring(brought=given, actor=town_hall.citizen, at=AT)
    case = blocked.bring(brought=brought_of(region="340100"), actor=town_hall.citizen, at=AT)
    assert case.applicant_id == town_hall.citizen.party_id


@pytest.mark.parametrize("more", [{"region": "999999"}, {"item": "nothing"}, {"agency": "nobody"}])
def test_what_does_not_exist_is_refused(town_hall, more):
    given = {"region": "340100", "phone": "13900000001"} | more
    with pytest.raises(NotFound):
        blocked.bring(brought=brought_of(**given), actor=CLERK, at=AT)


def test_another_persons_matter_is_no_case_at_all(town_hall):
    number = answered(town_hall).number
    for act in (
        lambda who: blocked.confirm(number=number, actor=who, at=AT),
        lambda who: blocked.contest(number=number, reason="不", actor=who, at=AT),
        lambda who: blocked.withdraw(number=number, reason="不", actor=who, at=AT),
        lambda who: cases.case(number, who),
    ):
        with pytest.raises(NotFound):
            act(town_hall.neighbour)


def test_what_is_no_blocked_matter_is_shown_the_right_door(town_hall):
    case = blocked.refuse(
        number=brought(town_hall).number, door=Door.COURT, reason="法院已立案", actor=COORDINATOR, at=AT
    )
    assert (case.status, case.ended_at) == ("refused", AT)
    with pytest.raises(BadInput):
        blocked.refuse(number=brought(town_hall).number, door=Door.PETITION, reason=" ", actor=CLERK, at=AT)


# on the spot and the ladder


def test_solved_on_the_spot_it_is_closed_the_same_day(town_hall):
    number = brought(town_hall).number
    case = blocked.solve_on_spot(
        number=number, text=ANSWER, root=root(RootCause.SERVICE), actor=CLERK, at=noon(FRIDAY, 16)
    )
    assert (case.status, case.outcome, case.promised_term) == ("delivered", "resolved", "1wd")
    assert [one.text for one in queries.answers(case)] == [ANSWER]
    assert queries.matter_of(case).root_class == "service"


def test_the_next_day_is_not_on_the_spot_and_neither_are_two_words(town_hall):
    case = brought(town_hall)
    given: dict[str, Any] = {"root": root(RootCause.SERVICE), "actor": CLERK}
    with pytest.raises(Refused, match="当天"):
        blocked.solve_on_spot(number=case.number, text=ANSWER, at=MONDAY, **given)
    with pytest.raises(Refused) as refused:
        blocked.solve_on_spot(number=case.number, text="已解决。", at=AT, **given)
    assert refused.value.code == "answer.short"
    assert refusals(case, CLERK, MONDAY)["solve_on_spot"] is not None


def test_each_rung_lengthens_the_one_clock_from_acceptance(town_hall):
    case = accepted(town_hall)
    assert (case.promised_term, case.statutory_term, due_on(case)) == ("5wd", "15wd", date(2022, 7, 8))
    case = led(town_hall)
    assert (case.promised_term, due_on(case), case.accepted_at) == ("15wd", date(2022, 7, 22), AT)
    assert [(one.role, one.agency, one.due_on, one.is_open) for one in queries.hands(whole(case))] == [
        ("责任单位办理", "hf-bdc", date(2022, 7, 8), False),
        ("联合会审", "hf-zwfw", date(2022, 7, 15), False),
        ("会审意见", "hf-bdc", date(2022, 7, 15), False),
        ("会审意见", "hf-cehui", date(2022, 7, 15), False),
        ("领导小组协调", "hf-scjg", date(2022, 7, 22), True),
    ]
    raised = [line for line in cases.journal(case, ADMIN) if line.move in {"joint_review", "leading_group"}]
    assert ['"from":"5wd"' in raised[0].data, '"to":"10wd"' in raised[0].data] == [True, True]
    assert list(cases.verify(case.number)) == []


def test_nobody_is_raised_twice_or_down(town_hall):
    case = led(town_hall)
    for act in (
        lambda: blocked.joint_review(
            number=case.number, participants=["hf-bdc", "hf-cehui"], reason="再审", actor=COORDINATOR, at=TUESDAY
        ),
        lambda: blocked.leading_group(
            number=case.number, agency="hf-scjg", reason="再提", actor=COORDINATOR, at=TUESDAY
        ),
    ):
        with pytest.raises(Refused, match="不能再"):
            act()
    with pytest.raises(NotAllowed):
        blocked.joint_review(
            number=accepted(town_hall).number, participants=["hf-bdc"], reason="审", actor=HANDLER, at=AT
        )


def test_a_joint_review_of_one_is_none(town_hall):
    number = accepted(town_hall).number
    for participants, error in ((["hf-bdc"], BadInput), (["hf-bdc", "nobody"], NotFound)):
        with pytest.raises(error):
            blocked.joint_review(number=number, participants=participants, reason="审", actor=COORDINATOR, at=AT)


def test_the_review_decides_and_each_agency_does_its_part(town_hall):
    case = concluded(town_hall)
    found = queries.review_of(case)
    assert found is not None
    assert [(one["agency"], one["due_on"]) for one in found.tasks] == [("hf-cehui", "2022-07-08")]
    task = queries.hands(whole(case))[-1]
    assert (task.role, task.agency, task.due_on, task.is_open) == ("会审任务", "hf-cehui", date(2022, 7, 8), True)
    absent = queries.hands(whole(case))[3]
    assert (absent.agency, absent.is_passed) == ("hf-cehui", True)
    given: dict[str, Any] = {"number": case.number, "outcome": Outcome.RESOLVED, "text": ANSWER, "actor": COORDINATOR}
    with pytest.raises(Refused, match="还有1项"):
        blocked.answer(at=TUESDAY, **given)
    with pytest.raises(NotAllowed):
        blocked.complete_task(number=case.number, step="task-1", result="完成", actor=REGISTRAR, at=TUESDAY)
    blocked.complete_task(number=case.number, step="task-1", result="已完成测绘", actor=SURVEYOR, at=TUESDAY)
    assert blocked.answer(at=TUESDAY, **given).status == "decided"


def test_an_answer_waits_for_the_decision_of_the_review(town_hall):
    case = reviewing(town_hall)
    with pytest.raises(Refused, match="尚未形成决定"):
        blocked.answer(number=case.number, outcome=Outcome.RESOLVED, text=ANSWER, actor=COORDINATOR, at=MONDAY)
    assert "尚未形成决定" in str(refusals(case, COORDINATOR, MONDAY)["answer"])


@pytest.mark.parametrize("due_on", [date(2022, 7, 3), date(2022, 7, 16)])
def test_a_task_is_due_between_today_and_the_end_of_the_whole(town_hall, due_on):
    with pytest.raises(BadInput, match="任务完成日"):
        blocked.conclude(
            number=reviewing(town_hall).number, conclusion=conclusion(due_on), actor=COORDINATOR, at=MONDAY
        )


def test_tasks_go_to_who_takes_part_and_there_is_at_least_one(town_hall):
    number, said = reviewing(town_hall).number, conclusion()
    other = replace(said.duties[0], agency="hf-scjg")
    for duties in ([], [other], [said.duties[0]] * 31):
        with pytest.raises(BadInput):
            blocked.conclude(number=number, conclusion=replace(said, duties=duties), actor=COORDINATOR, at=MONDAY)
    blocked.conclude(number=number, conclusion=said, actor=COORDINATOR, at=MONDAY)
    with pytest.raises(Refused, match="已形成决定"):
        blocked.conclude(number=number, conclusion=said, actor=COORDINATOR, at=MONDAY)


def test_opinions_and_tasks_are_not_mixed_up(town_hall):
    case = reviewing(town_hall)
    with pytest.raises(BadInput, match="不是会审任务"):
        blocked.complete_task(number=case.number, step="review-1", result="好", actor=HANDLER, at=MONDAY)
    with pytest.raises(BadInput, match="不是会审意见"):
        blocked.opine(number=accepted(town_hall).number, step="rung-1", opinion="好", actor=HANDLER, at=AT)
    found = whole(case)
    steps = {
        (one.move.name, one.step)
        for one in queries.allowed(found, queries.matter_of(found.case), HANDLER, at=MONDAY)
        if one.step
    }
    assert ("opine", "review-1") in steps
    assert not any(step.startswith("review") for move, step in steps if move == "complete_task")


# the answer and the end


@pytest.mark.parametrize(("text", "code"), [("已处理。", "answer.short"), (SAID, "answer.echo")])
def test_an_answer_without_substance_is_refused(town_hall, text, code):
    number = accepted(town_hall).number
    with pytest.raises(Refused) as refused:
        blocked.answer(number=number, outcome=Outcome.INFORMED, text=text, actor=HANDLER, at=AT)
    assert refused.value.code == code


def test_an_answer_copied_from_another_matter_is_refused(town_hall):
    first = answered(town_hall)
    number = accepted(town_hall).number
    with pytest.raises(Refused, match=first.number):
        blocked.answer(number=number, outcome=Outcome.RESOLVED, text=f" {ANSWER} ", actor=HANDLER, at=AT)
    with pytest.raises(BadInput, match="办理结果"):
        blocked.answer(number=number, outcome=Outcome.GRANTED, text=ANSWER, actor=HANDLER, at=AT)


def test_agreed_to_it_is_closed(town_hall):
    case = confirmed(town_hall)
    assert (case.status, case.ended_at) == ("delivered", MONDAY)


def test_silence_closes_it_after_the_term_and_not_before(town_hall):
    case = answered(town_hall)
    assert case.wake_at == case.due_at
    with pytest.raises(Refused, match="尚未届满"):
        blocked.close(number=case.number, actor=worker(), at=MONDAY)
    assert wiring.wake_cases(TUESDAY) == 0
    assert wiring.wake_cases(LATER) == 1
    assert cases.case(case.number, ADMIN).status == "delivered"


def test_contested_once_the_same_rung_takes_it_up_on_the_same_clock(town_hall):
    case = blocked.contest(number=answered(town_hall).number, reason="没解决", actor=town_hall.enterprise, at=MONDAY)
    assert (case.status, due_on(case), case.outcome) == ("accepted", date(2022, 7, 8), "")
    case = blocked.answer(
        number=case.number, outcome=Outcome.RESOLVED, text=f"再次核实:{ANSWER}", actor=HEAD, at=TUESDAY
    )
    with pytest.raises(Refused, match="已表示过一次"):
        blocked.contest(number=case.number, reason="还没", actor=town_hall.enterprise, at=TUESDAY)
    assert list(cases.verify(case.number)) == []


# why it could happen


def test_a_matter_is_not_put_away_before_somebody_asked_why(town_hall):
    case = confirmed(town_hall)
    assert list(queries.without_root(COORDINATOR)) == [queries.matter_of(case)]
    with pytest.raises(Refused, match="根因"):
        blocked.archive(number=case.number, actor=CLERK, at=MONDAY)
    blocked.find_cause(number=case.number, root=root(RootCause.LAW), actor=COORDINATOR, at=MONDAY)
    assert not ItemRectification.objects.exists()
    assert not queries.without_root(COORDINATOR).exists()
    with pytest.raises(Refused, match="已经认定"):
        blocked.find_cause(number=case.number, root=root(), actor=COORDINATOR, at=MONDAY)
    assert blocked.archive(number=case.number, actor=CLERK, at=MONDAY).status == "archived"


def test_a_wrong_guide_opens_a_rectification_of_the_item(town_hall):
    row = mending(town_hall)
    case = row.case
    assert (case.kind, case.status, case.agency_id, case.item_id) == (
        Kind.RECTIFICATION.value,
        "accepted",
        "hf-bdc",
        "certificate",
    )
    assert (case.promised_term, due_on(case)) == ("15wd", date(2022, 7, 25))
    assert queries.is_of_item(case.number)
    assert [one.move.name for one in queries.allowed_mending(whole(case), HEAD, at=MONDAY) if not one.refusal] == [
        "mend",
        "note",
    ]
    done = blocked.mend(number=case.number, changed="清单已注明", version=1, actor=HEAD, at=TUESDAY)
    assert (done.status, done.outcome, queries.rectification_of(done).version) == ("delivered", "resolved", 1)
    assert list(cases.verify(case.number)) == []


def test_who_does_not_keep_the_guide_does_not_mend_it(town_hall):
    number = mending(town_hall).case.number
    for who in (HANDLER, REGISTRAR, COORDINATOR):
        with pytest.raises(NotAllowed):
            blocked.mend(number=number, changed="改了", actor=who, at=TUESDAY)
    with pytest.raises(NotFound):
        blocked.mend(number=number, changed="改了", version=99, actor=HEAD, at=TUESDAY)
    with pytest.raises(NotFound):
        cases.case(number, town_hall.enterprise)


def test_a_matter_of_no_item_cannot_blame_its_guide(town_hall):
    case = blocked.bring(brought=brought_of(region="340100", agency="hf-bdc", phone="13900000001"), actor=CLERK, at=AT)
    with pytest.raises(BadInput, match="关联事项"):
        blocked.solve_on_spot(number=case.number, text=ANSWER, root=root(), actor=CLERK, at=AT)
    assert cases.case(case.number, ADMIN).status == "submitted"


def test_a_new_policy_touches_no_running_matter(town_hall):
    case = accepted(town_hall)
    other = Actor("staff", "管理员乙", ADMIN.roles, 999, agency="hf-zwfw", region="340100")
    text = (
        default_text()
        .replace("ladder: [5wd, 10wd, 15wd]", "ladder: [3wd, 6wd, 9wd]")
        .replace("confirm: 2wd\n  rectify: 15wd\n  told", "confirm: 5wd\n  rectify: 9wd\n  told")
    )
    row = policies.propose(title="新", document="庐政〔2022〕9号", effective_on=FRIDAY, text=text, actor=ADMIN, at=AT)
    policies.publish(policy=row.pk, actor=other, at=AT)
    case = blocked.joint_review(
        number=case.number, participants=["hf-bdc", "hf-cehui"], reason="审", actor=COORDINATOR, at=MONDAY
    )
    assert (case.promised_term, due_on(case)) == ("10wd", date(2022, 7, 15))
    assert due_on(accepted(town_hall)) == date(2022, 7, 6)
