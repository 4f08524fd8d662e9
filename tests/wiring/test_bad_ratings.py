"""A bad rating of a closed appeal takes it up again, once."""

import pytest
from tests.cast import AT, CLERK, HANDLER, OPENED_ON
from tests.hall.appeals.cases import ANSWER, answered

from tongban import wiring
from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome
from tongban.common.time import noon
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules.words import CallResult
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.rules import Level, Stage
from tongban.registry.policies import services as policies


@pytest.fixture
def closed(city):
    policies.load_default(at=noon(OPENED_ON))
    case = answered(city, outcome=Outcome.UNMET)
    return appeals.call_back(number=case.number, result=CallResult.SATISFIED, actor=CLERK, at=AT)


def rated(city, number, level):
    opinion = ratings.Opinion(level, words="还是老样子")
    return ratings.rate_as_applicant(
        number=number, stage=Stage.WHOLE, opinion=opinion, actor=city.citizen, address="", at=AT
    )


def test_a_bad_rating_reopens_and_a_second_one_does_not(city, closed):
    rated(city, closed.number, Level.VERY_DISSATISFIED)
    assert wiring.reopen_badly_rated(AT) == 1
    assert wiring.reopen_badly_rated(AT) == 0
    case = cases.case(closed.number, CLERK)
    assert case.status == "accepted"
    last = cases.journal(case, CLERK)[-1]
    assert (last.move, "还是老样子" in last.data) == ("reopen", True)
    appeals.answer(number=case.number, outcome=Outcome.RESOLVED, text=f"重新核实:{ANSWER}", actor=HANDLER, at=AT)
    appeals.call_back(number=case.number, result=CallResult.SATISFIED, actor=CLERK, at=AT)
    assert wiring.reopen_badly_rated(AT) == 0


def test_a_good_rating_leaves_it_closed(city, closed):
    rated(city, closed.number, Level.SATISFIED)
    assert wiring.reopen_badly_rated(AT) == 0
    assert cases.case(closed.number, CLERK).status == "delivered"
