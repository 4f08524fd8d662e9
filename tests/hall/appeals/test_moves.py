"""Role × move × state of an appeal: one truth table, against a literal set written by hand from the text of the field."""

from itertools import product

import pytest

from tongban.casework.cases.rules import Kind, Status, refusal_of
from tongban.casework.cases.rules.moves import Filed
from tongban.common.actors import Actor, Role
from tongban.hall.appeals.rules import moves

UNDER_WAY = "submitted returned accepted arbitrating decided"
KNOWN = f"{UNDER_WAY} delivered refused withdrawn joined archived"
# One line a right: ROLES move: states. What is not written here is forbidden.
RIGHTS = f"""
applicant,clerk,town_clerk,coordinator,system,handler,head attach: {UNDER_WAY}
clerk,town_clerk,coordinator dispatch: submitted returned
clerk,town_clerk,coordinator refuse: submitted
clerk,town_clerk,coordinator join: submitted
handler,head take: accepted
handler,head,coordinator ask_assist: accepted
handler,head assist: accepted
handler,head give_back: accepted
handler,head contest: accepted
coordinator arbitrate: arbitrating
head extend: accepted
handler,head answer: accepted
clerk,town_clerk,coordinator call_back: decided
clerk,town_clerk,coordinator miss: decided
worker close: decided
applicant,clerk,town_clerk,coordinator,worker reopen: decided delivered
applicant,clerk,town_clerk withdraw: submitted returned accepted arbitrating
coordinator,admin rebase: {UNDER_WAY}
clerk,town_clerk,coordinator,worker archive: delivered refused withdrawn joined
applicant,clerk,town_clerk,handler,head,coordinator message: {KNOWN}
clerk,town_clerk,handler,head,coordinator,supervisor note: {KNOWN}
clerk,town_clerk,handler,head,coordinator,supervisor open_phone: {KNOWN}
"""
ALLOWED = {
    (role, move, state)
    for line in RIGHTS.strip().splitlines()
    for (roles, move), states in [(line.split(":")[0].split(), line.split(":")[1].split())]
    for role in roles.split(",")
    for state in states
}
AGENCY, REGION, PARTY = "hf-bdc", "340122", 7


def actor(role: Role) -> Actor:
    """Somebody who reaches the appeal in the widest way the role can."""
    party = PARTY if role is Role.APPLICANT else None
    return Actor("party" if party else "staff", "某人", frozenset({role}), 1, party, AGENCY, "340100")


@pytest.mark.parametrize("move", moves.MOVES, ids=lambda move: move.name)
def test_role_move_state_is_the_literal_table(move):
    said = {
        (role.value, move.name, status.value)
        for role, status in product(Role, Status)
        if refusal_of(move, Filed(PARTY, AGENCY, REGION, status.value, Kind.APPEAL.value), actor(role)) is None
    }
    assert said == {right for right in ALLOWED if right[1] == move.name}


def test_a_refused_state_is_named_in_the_words_of_appeals():
    refusal = refusal_of(
        moves.ANSWER, Filed(PARTY, AGENCY, REGION, "submitted", Kind.APPEAL.value), actor(Role.HANDLER)
    )
    assert refusal is not None
    assert "待交办" in refusal.message


def test_a_move_of_another_kind_of_case_is_refused():
    from tongban.hall.applications.rules import moves as others

    appeal = Filed(PARTY, AGENCY, REGION, "accepted", Kind.APPEAL.value)
    for move in (others.DECIDE, others.COMPLETE_STEP, others.WITHDRAW):
        refusal = refusal_of(move, appeal, actor(next(iter(move.roles - {Role.SYSTEM}))))
        assert refusal is not None
        assert refusal.code == "move.kind"
