"""Role × move × state: one truth table, against a literal set written by hand from the law and the source text."""

from itertools import product

import pytest

from tongban.casework.cases.rules import Status, refusal_of
from tongban.casework.cases.rules.moves import Filed
from tongban.common.actors import Actor, Role
from tongban.common.errors import NotAllowed, Refused
from tongban.hall.applications.rules import moves

# One line a right: ROLE move: states. What is not written here is forbidden.
RIGHTS = """
applicant edit: draft
applicant attach: draft submitted correcting accepted
applicant commit: draft submitted correcting
applicant precheck: draft submitted correcting
applicant submit: draft
applicant answer_correction: correcting
applicant withdraw: draft submitted correcting accepted
clerk edit: draft
clerk attach: draft submitted correcting accepted
clerk commit: draft submitted correcting
clerk precheck: draft submitted correcting
clerk submit: draft
clerk accept: submitted
clerk accept_deferred: submitted
clerk accept_committed: submitted
clerk ask_correction: submitted
clerk answer_correction: correcting
clerk refuse: submitted correcting
clerk provide_deferred: accepted
clerk deliver: decided
clerk withdraw: draft submitted correcting accepted
clerk archive: delivered refused withdrawn
town_clerk edit: draft
town_clerk attach: draft submitted correcting accepted
town_clerk commit: draft submitted correcting
town_clerk precheck: draft submitted correcting
town_clerk submit: draft
town_clerk accept: submitted
town_clerk accept_deferred: submitted
town_clerk accept_committed: submitted
town_clerk ask_correction: submitted
town_clerk answer_correction: correcting
town_clerk refuse: submitted correcting
town_clerk complete_step: accepted
town_clerk provide_deferred: accepted
town_clerk decide: accepted
town_clerk deliver: decided
town_clerk withdraw: draft submitted correcting accepted
town_clerk archive: delivered refused withdrawn
handler attach: draft submitted correcting accepted
handler precheck: draft submitted correcting
handler accept: submitted
handler accept_deferred: submitted
handler accept_committed: submitted
handler ask_correction: submitted
handler refuse: submitted correcting
handler provide_deferred: accepted
handler take_step: accepted
handler complete_step: accepted
handler pause: accepted
handler pause_step: accepted
handler resume: accepted
handler resume_step: accepted
handler decide: accepted
handler deliver: decided
handler archive: delivered refused withdrawn
head attach: draft submitted correcting accepted
head precheck: draft submitted correcting
head accept: submitted
head accept_deferred: submitted
head accept_committed: submitted
head ask_correction: submitted
head refuse: submitted correcting
head provide_deferred: accepted
head hand_over: submitted correcting accepted decided delivered
head take_step: accepted
head assign_step: accepted
head complete_step: accepted
head pause: accepted
head pause_step: accepted
head resume: accepted
head resume_step: accepted
head extend: accepted
head decide: accepted
head correct: decided delivered
head deliver: decided
head archive: delivered refused withdrawn
coordinator hand_over: submitted correcting accepted decided delivered
admin hand_over: submitted correcting accepted decided delivered
coordinator name_specialist: submitted correcting accepted
system edit: draft
system attach: draft submitted correcting accepted
system commit: draft submitted correcting
system precheck: draft submitted correcting
system submit: draft
system accept: submitted
system answer_correction: correcting
system complete_step: accepted
system provide_deferred: accepted
system decide: accepted
system deliver: decided
worker deem_accepted: submitted
worker resume_lapsed: accepted
worker archive: delivered refused withdrawn
clerk review_material: submitted correcting accepted
town_clerk review_material: submitted correcting accepted
handler review_material: submitted correcting accepted
head review_material: submitted correcting accepted
applicant message: submitted correcting accepted decided delivered refused withdrawn archived
clerk message: submitted correcting accepted decided delivered refused withdrawn archived
town_clerk message: submitted correcting accepted decided delivered refused withdrawn archived
handler message: submitted correcting accepted decided delivered refused withdrawn archived
head message: submitted correcting accepted decided delivered refused withdrawn archived
clerk note: submitted correcting accepted decided delivered refused withdrawn archived
town_clerk note: submitted correcting accepted decided delivered refused withdrawn archived
handler note: submitted correcting accepted decided delivered refused withdrawn archived
head note: submitted correcting accepted decided delivered refused withdrawn archived
coordinator note: submitted correcting accepted decided delivered refused withdrawn archived
supervisor note: submitted correcting accepted decided delivered refused withdrawn archived
"""

ALLOWED = {
    (role, move, state)
    for line in RIGHTS.strip().splitlines()
    for (role, move), states in [(line.split(":")[0].split(), line.split(":")[1].split())]
    for state in states
}
AGENCY, REGION, PARTY = "hf-bdc", "340122", 7


def actor(role: Role) -> Actor:
    """Somebody who reaches the case in the widest way the role can."""
    party = PARTY if role is Role.APPLICANT else None
    return Actor("party" if party else "staff", "某人", frozenset({role}), 1, party, AGENCY, "340100")


def case(status: Status) -> Filed:
    return Filed(PARTY, AGENCY, REGION, status.value)


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


def test_every_state_is_reached_and_every_state_but_the_archive_is_left():
    own = set(Status) - {Status.RETURNED, Status.ARBITRATING, Status.JOINED}  # appeals go there
    assert {move.target for move in (*moves.BIRTHS, *moves.MOVES)} - {None} == own
    left = set().union(*(move.sources for move in moves.MOVES if move.target))
    assert left == own - {Status.ARCHIVED}


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.WORKER, Role.ADMIN}], ids=str)
def test_nobody_moves_a_case_out_of_reach(role):
    stranger = Actor("staff", "外人", frozenset({role}), 2, 8, "hf-gjj", "340181")
    for move, status in product(moves.MOVES, Status):
        refusal = refusal_of(move, case(status), stranger)
        assert isinstance(refusal, Refused | NotAllowed), (move.name, status)


def test_a_move_of_a_wrong_state_says_which_states_would_do():
    refusal = refusal_of(moves.ACCEPT, case(Status.WITHDRAWN), actor(Role.CLERK))
    assert isinstance(refusal, Refused)
    assert refusal.message == "本件现为“已撤回”,不能受理:只有“待受理”的件可以受理。"


def test_a_move_of_a_wrong_role_says_who_does_it():
    refusal = refusal_of(moves.EXTEND, case(Status.ACCEPTED), actor(Role.HANDLER))
    assert isinstance(refusal, NotAllowed)
    assert refusal.message == "您不能延期:此事由部门负责人办理。"


def test_the_county_reaches_its_towns_and_not_its_neighbours():
    clerk = Actor("staff", "窗口", frozenset({Role.CLERK}), 1, None, "340122-zwfw", "340122")
    assert refusal_of(moves.ACCEPT, Filed(None, AGENCY, "340122107", "submitted"), clerk) is None
    assert refusal_of(moves.ACCEPT, Filed(None, AGENCY, "340123", "submitted"), clerk) is not None
