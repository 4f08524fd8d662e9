"""A guest acts in the one case whose phone was proven: the engine knows no other."""

from datetime import timedelta

import pytest
from tests.cast import AT, CLERK
from tests.hall.appeals.cases import answered, intake

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor, Role, guest
from tongban.common.errors import NotAllowed, NotFound, Refused
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules import moves

LATER = AT + timedelta(hours=1)


def registered(**more):
    """An appeal of somebody without a sign-in."""
    return appeals.register(intake=intake(**more), actor=CLERK, at=AT)


def test_a_guest_reaches_the_own_case_and_no_other(town_hall):
    own, other = registered(), registered(phone="13900000002", text="另一件事情也请处理。")
    with_party = answered(town_hall, outcome=Outcome.UNMET)
    visitor = guest(own.number)
    appeals.message(number=own.number, text="请尽快", actor=visitor, at=LATER)
    for case in (other, with_party):
        with pytest.raises(NotFound):
            appeals.message(number=case.number, text="请尽快", actor=visitor, at=LATER)
        with pytest.raises(NotFound):
            appeals.reopen(number=case.number, reason="没有解决", actor=visitor, at=LATER)
        with pytest.raises(NotFound):
            appeals.attach(number=case.number, name="a.pdf", content=b"%PDF-1.4", actor=visitor, at=LATER)


def test_a_guest_of_a_case_that_has_a_party_reaches_nothing(town_hall):
    case = answered(town_hall, outcome=Outcome.UNMET)
    with pytest.raises(NotFound):
        appeals.reopen(number=case.number, reason="没有解决", actor=guest(case.number), at=LATER)


def test_an_applicant_who_is_nobody_reaches_no_guests_case(town_hall):
    with pytest.raises(NotAllowed):
        appeals.message(
            number=registered().number, text="请尽快", actor=Actor("party", "", frozenset({Role.APPLICANT})), at=LATER
        )


def test_a_guest_makes_no_move_of_the_office_and_lists_nothing(town_hall):
    visitor = guest(registered().number)
    for move in (moves.DISPATCH, moves.NOTE, moves.ANSWER, moves.REFUSE):
        assert Role.APPLICANT not in move.roles
    assert list(cases.cases(visitor)) == []
    with pytest.raises(NotFound):
        cases.case(visitor.guest_of, visitor)


def test_a_guest_asks_once_to_take_it_up_again(town_hall):
    case = registered()
    visitor = guest(case.number)
    with pytest.raises(Refused):
        appeals.reopen(number=case.number, reason="没有解决", actor=visitor, at=LATER)
