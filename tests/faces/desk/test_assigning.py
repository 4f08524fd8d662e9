"""A head gives an open step to somebody of the agency: on the record, by the roles and the power of that day."""

import re
from datetime import timedelta

import pytest
from tests.cast import AT, HANDLER, HEAD, SURVEYOR, accepted

from tongban.casework.cases import queries as cases
from tongban.casework.cases.models import JournalEntry, Step
from tongban.common.errors import BadInput, NotAllowed, Refused
from tongban.hall.applications import services as hall
from tongban.registry.accounts import queries as known
from tongban.registry.accounts import services as accounts
from tongban.registry.agencies import services as agencies
from tongban.registry.powers import services as powers
from tongban.registry.powers.models import Holding

LI = "T0002"  # the handler of the registration centre


@pytest.fixture
def case(people):
    """A case in hand, in a city where everybody has an account."""
    return accepted(people.city)


def assign(case, **more):
    given = {"step": "review", "assignee": LI, "actor": HEAD, "at": AT + timedelta(hours=1), **more}
    return hall.assign_step(number=case.number, **given)


def test_a_step_is_given_to_a_handler_and_the_journal_says_so(people, case):
    assign(case)
    step = Step.objects.get(case_id=case.pk, key="review")
    assert (step.assignee, step.assignee_name) == (people.actors["handler"].key, "经办老李")
    line = JournalEntry.objects.filter(case_id=case.pk).order_by("-seq")[0]
    assert (line.move, line.step, line.actor_name) == ("assign_step", "review", HEAD.name)
    assert '"assignee":"经办老李"' in line.data.replace(" ", "")
    assert list(cases.verify(case.number)) == []


def test_a_step_given_to_another_leaves_the_first(people, case):
    hall.take_step(number=case.number, step="review", actor=people.actors["head"], at=AT + timedelta(minutes=5))
    assign(case)
    assert Step.objects.get(case_id=case.pk, key="review").assignee == people.actors["handler"].key
    with pytest.raises(Refused, match="已经由经办老李经办"):
        assign(case, at=AT + timedelta(hours=2))


@pytest.mark.parametrize("who", ["T0004", "T0001", "T9999", "", "t0002 "])
def test_only_handlers_and_heads_of_the_agency_can_be_given_a_step(people, case, who):
    with pytest.raises(BadInput, match="不是本单位在岗的经办人"):
        assign(case, assignee=who)


def test_one_who_left_or_whose_account_is_closed_is_given_nothing(people, case):
    agencies.leave(number="T0003", last_on=AT.date())
    with pytest.raises(BadInput, match="不是本单位在岗"):
        assign(case, assignee="T0003", at=AT + timedelta(hours=48))
    accounts.close_account(account=known.account_named("handler"), at=AT)
    with pytest.raises(BadInput, match="没有可用的账号"):
        assign(case, at=AT + timedelta(hours=48))


def test_handlers_assign_nothing_and_heads_nothing_of_other_agencies(people, case):
    with pytest.raises(NotAllowed, match="此事由部门负责人办理"):
        assign(case, actor=HANDLER)
    with pytest.raises(NotAllowed):
        assign(case, actor=SURVEYOR)
    with pytest.raises(NotAllowed, match="不由您所在的部门"):
        assign(case, step="survey")
    with pytest.raises(Refused, match="未开始"):
        assign(case, step="register")


def test_a_power_that_is_gone_is_not_handed_on(people, case):
    powers.end_holding(holding_id=Holding.objects.get(power_id="registration").pk, last_on=AT.date())
    with pytest.raises(NotAllowed):
        assign(case, at=AT + timedelta(hours=48))


def test_assigning_takes_eight_statements_at_most(people, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(8 + 2):  # the savepoint of an act inside the test's transaction counts twice
        assign(case)


def test_a_head_assigns_by_a_form_with_the_names_of_the_agency(people, case):
    page = people.get("head", f"/cases/{case.number}/moves/assign_step?step=review")
    shown = page.content.decode()
    assert re.findall(r'<option value="(T\d+)"', shown) == [LI, "T0003"]
    token = re.findall(r'name="token" value="([^"]+)"', shown)[0]
    form = {"token": token, "step": "review", "assignee": LI}
    answer = people.client("head").post(f"/cases/{case.number}/moves/assign_step", form)
    assert (answer.status_code, Step.objects.get(case_id=case.pk, key="review").assignee_name) == (302, "经办老李")
    moved = people.post("head", f"/api/cases/{case.number}/moves/assign_step", {"step": "review", "assignee": "T0003"})
    assert (moved.status_code, Step.objects.get(case_id=case.pk, key="review").assignee_name) == (200, HEAD.name)
