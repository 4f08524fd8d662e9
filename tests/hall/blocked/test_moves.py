"""Role × move × state of a blocked matter and of a rectification of an item: truth tables written by hand."""

from itertools import product

import pytest

from tongban.casework.cases.rules import Kind, Status, refusal_of
from tongban.casework.cases.rules.moves import Filed
from tongban.common.actors import Actor, Role
from tongban.hall.blocked.rules import mending, moves

UNDER_WAY = "submitted accepted decided"
KNOWN = f"{UNDER_WAY} delivered refused withdrawn archived"
# One line a right: ROLES move: states. What is not written here is forbidden.
RIGHTS = f"""
applicant,clerk,town_clerk,coordinator,system,handler,head attach: {UNDER_WAY}
clerk,town_clerk,coordinator classify: {UNDER_WAY} delivered
clerk,town_clerk,coordinator solve_on_spot: submitted
clerk,town_clerk,coordinator refuse: submitted
coordinator accept: submitted
handler,head take: accepted
coordinator joint_review: accepted
handler,head opine: accepted
coordinator conclude: accepted
handler,head complete_task: accepted
coordinator leading_group: accepted
handler,head,coordinator answer: accepted
applicant confirm: decided
worker close: decided
applicant contest: decided
coordinator find_cause: decided delivered
applicant,clerk,town_clerk withdraw: submitted accepted
clerk,town_clerk,coordinator,worker archive: delivered refused withdrawn
applicant,clerk,town_clerk,handler,head,coordinator message: {KNOWN}
clerk,town_clerk,handler,head,coordinator,supervisor note: {KNOWN}
"""
MENDING_RIGHTS = """
item_manager,head mend: accepted
item_manager,head,coordinator,supervisor note: accepted delivered
"""
AGENCY, REGION, PARTY = "hf-bdc", "340122", 7


def rights(text):
    return {
        (role, move, state)
        for line in text.strip().splitlines()
        for (roles, move), states in [(line.split(":")[0].split(), line.split(":")[1].split())]
        for role in roles.split(",")
        for state in states
    }


def actor(role: Role) -> Actor:
    """Somebody who reaches the matter in the widest way the role can."""
    party = PARTY if role is Role.APPLICANT else None
    return Actor("party" if party else "staff", "某人", frozenset({role}), 1, party, AGENCY, "340100")


TABLES = [(move, Kind.BLOCKED_MATTER, RIGHTS) for move in moves.MOVES] + [
    (move, Kind.RECTIFICATION, MENDING_RIGHTS) for move in mending.MOVES
]


@pytest.mark.parametrize(("move", "kind", "text"), TABLES, ids=[f"{kind}-{move.name}" for move, kind, _ in TABLES])
def test_role_move_state_is_the_literal_table(move, kind, text):
    said = {
        (role.value, move.name, status.value)
        for role, status in product(Role, Status)
        if refusal_of(move, Filed(PARTY, AGENCY, REGION, status.value, kind.value), actor(role)) is None
    }
    assert said == {right for right in rights(text) if right[1] == move.name}


def test_every_right_names_a_move():
    assert {move for _, move, _ in rights(RIGHTS)} == set(moves.BY_NAME)
    assert {move for _, move, _ in rights(MENDING_RIGHTS)} == set(mending.BY_NAME)


def test_a_refused_state_is_named_in_the_words_of_blocked_matters():
    filed = Filed(PARTY, AGENCY, REGION, "submitted", Kind.BLOCKED_MATTER.value)
    refusal = refusal_of(moves.ANSWER, filed, actor(Role.HANDLER))
    assert refusal is not None
    assert "待处理" in refusal.message
