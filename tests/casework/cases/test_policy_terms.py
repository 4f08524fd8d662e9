"""A case without an item runs on the terms it keeps of a policy: the same clock, the same record, the same recount."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import AT, CLERK

from tongban.casework.cases import queries as cases
from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Kind, Move, PolicyTerms, Status, terms_kept
from tongban.common.actors import Role
from tongban.workdays import Term

TERMS = PolicyTerms(Term.parse("1wd"), Term.parse("2wd"), Term.parse("5wd"), "庐办〔2022〕1号第四条")
REGISTER = Move("register", "登记", frozenset(), Status.SUBMITTED, frozenset(Role))
DISPATCH = Move("dispatch", "交办", frozenset({Status.SUBMITTED}), Status.ACCEPTED, frozenset(Role))
FINISH = Move("close", "办结", frozenset({Status.ACCEPTED}), Status.DELIVERED, frozenset(Role))
REOPEN = Move("reopen", "重办", frozenset({Status.DELIVERED}), Status.ACCEPTED, frozenset(Role))


def registered():
    return engine.open_case(
        kind=Kind.APPEAL,
        title="门前积水",
        region="340100",
        agency="hf-bdc",
        actor=CLERK,
        at=AT,
        terms=TERMS,
        into=REGISTER,
    )


def dispatched(case):
    with transaction.atomic():
        act = engine.begin(DISPATCH, case.number, actor=CLERK, at=AT)
        act.case.accepted_at, act.case.promised_term, act.case.statutory_term = AT, "5wd", "5wd"
        engine.add_step(act, key="lead-1", name="主办", agency="hf-bdc", term=Term.parse("5wd"))
        engine.add_step(act, key="assist-1", name="协办", agency="hf-bdc", term=Term.parse("3wd"), assists=True)
        return engine.finish(act)


def test_terms_are_kept_as_they_were():
    assert terms_kept(TERMS.kept()) == TERMS
    assert terms_kept(PolicyTerms(Term.parse("24h"), Term.parse("2d")).kept()).extension_term is None


def test_clocks_run_on_the_terms_and_every_hand_has_its_own(city):
    case = registered()
    whole = cases.whole(case)
    assert set(whole.clocks) == {"acceptance"}
    assert case.due_at == whole.clocks["acceptance"].due_at()
    assert case.wake_at is None  # silence on an appeal accepts nothing
    case = dispatched(case)
    whole = cases.whole(case)
    assert set(whole.clocks) == {"acceptance", "handling", "statutory", "step:lead-1", "step:assist-1"}
    assert case.due_at == whole.clocks["handling"].due_at() == whole.steps[0].due_at
    lead, assist = (whole.clocks[f"step:{key}"].due_on() for key in ("lead-1", "assist-1"))
    assert lead is not None
    assert assist is not None
    assert assist < lead
    assert (case.steps_left, [step.assists for step in whole.steps]) == (2, [False, True])


def test_a_case_taken_up_again_has_not_ended(city):
    number = dispatched(registered()).number
    for move in (FINISH, REOPEN):
        with transaction.atomic():
            case = engine.finish(engine.begin(move, number, actor=CLERK, at=AT))
    assert (case.status, case.ended_at) == (Status.ACCEPTED.value, None)
    assert list(cases.verify(number)) == []


def test_words_of_a_state_are_those_of_the_kind():
    assert Status.SUBMITTED.label_for(Kind.APPEAL.value) == "待交办"
    assert Status.SUBMITTED.label_for(Kind.APPLICATION.value) == "待受理"


def test_a_case_is_still_never_deleted_and_found_by_its_words(city):
    case = registered()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])
    assert Case.objects.filter(pk=case.pk).exists()
    assert [one.number for one in cases.page(CLERK, cases.Filter(text="积水"), at=AT)] == [case.number]
