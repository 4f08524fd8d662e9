"""Role × move × state of a rectification: one truth table, against a literal set written by hand."""

from itertools import product

import pytest

from tongban.casework.cases.rules import Kind, Status, refusal_of
from tongban.casework.cases.rules.moves import Filed
from tongban.common.actors import Actor, Role
from tongban.common.errors import NotAllowed, Refused
from tongban.hall.ratings.rules import moves

# One line a right: ROLE move: states. What is not written here is forbidden.
RIGHTS = """
handler verify: submitted
head verify: submitted
supervisor verify: submitted
handler dismiss: submitted
head dismiss: submitted
supervisor dismiss: submitted
clerk contact: submitted accepted
town_clerk contact: submitted accepted
handler contact: submitted accepted
head contact: submitted accepted
clerk prove: accepted
town_clerk prove: accepted
handler prove: accepted
head prove: accepted
clerk rectify: accepted
town_clerk rectify: accepted
handler rectify: accepted
head rectify: accepted
head send_back: decided
supervisor send_back: decided
head confirm: decided
supervisor confirm: decided
worker drop: submitted accepted decided
worker rerate: delivered
"""

ALLOWED = {
    (role, move, state)
    for line in RIGHTS.strip().splitlines()
    for (role, move), states in [(line.split(":")[0].split(), line.split(":")[1].split())]
    for state in states
}
AGENCY, REGION = "hf-bdc", "340122"


def actor(role: Role) -> Actor:
    party = 7 if role is Role.APPLICANT else None
    return Actor("party" if party else "staff", "某人", frozenset({role}), 1, party, AGENCY, "340100")


def case(status: Status) -> Filed:
    return Filed(7, AGENCY, REGION, status.value, Kind.RECTIFICATION.value)


@pytest.mark.parametrize("move", moves.MOVES, ids=lambda move: move.name)
def test_role_move_state_is_the_literal_table(move):
    said = {
        (role.value, move.name, status.value)
        for role, status in product(Role, Status)
        if refusal_of(move, case(status), actor(role)) is None
    }
    assert said == {right for right in ALLOWED if right[1] == move.name}


def test_the_literal_table_names_only_moves_that_exist():
    assert {move for _, move, _ in ALLOWED} == set(moves.BY_NAME)


def test_every_state_is_reached_and_those_that_are_no_end_are_left():
    reached = {move.target for move in (*moves.BIRTHS, *moves.MOVES)} - {None}
    ends = {Status.DELIVERED, Status.REFUSED, Status.WITHDRAWN}
    assert reached == {Status.SUBMITTED, Status.ACCEPTED, Status.DECIDED} | ends
    assert set().union(*(move.sources for move in moves.MOVES if move.target)) == reached - ends


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.WORKER, Role.ADMIN}], ids=str)
def test_nobody_moves_a_rectification_out_of_reach(role):
    stranger = Actor("staff", "外人", frozenset({role}), 2, 8, "hf-gjj", "340181")
    for move, status in product(moves.MOVES, Status):
        refusal = refusal_of(move, case(status), stranger)
        assert isinstance(refusal, Refused | NotAllowed), (move.name, status)


def test_states_are_named_as_a_rectification_has_them():
    refusal = refusal_of(moves.RECTIFY, case(Status.SUBMITTED), actor(Role.HEAD))
    assert isinstance(refusal, Refused)
    assert refusal.message == "本件现为“待核实”,不能完成整改:只有“整改中”的件可以完成整改。"
