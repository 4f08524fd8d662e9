"""Few statements an act: at most eight, the opening of a rectification being an act of its own."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, HANDLER, HEAD, SUPERVISOR
from tests.hall.ratings.playing import BAD, GOOD, HOME, LATER, accepted, delivered, mending_of, rated

from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.models import Rating
from tongban.hall.ratings.rules import ExclusionGround, Stage

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(FRAME)]


def life(number):
    told = {"number": number, "at": LATER}
    yield "verify", lambda: ratings.verify(finding="属实", actor=HEAD, **told)
    yield "contact", lambda: ratings.contact(how="电话", words="致歉", actor=HANDLER, **told)
    yield "rectify", lambda: ratings.rectify(measures="培训", evidence="签到表", actor=HANDLER, **told)
    yield "send back", lambda: ratings.send_back(reason="再来", actor=HEAD, **told)
    yield "rectify again", lambda: ratings.rectify(measures="培训", evidence="签到表", actor=HANDLER, **told)
    yield "confirm", lambda: ratings.confirm(opinion="可以", actor=SUPERVISOR, **told)


def test_a_rating_takes_at_most_eight_statements(served):
    number = delivered(served).number
    token = queries.token_for(number, Stage.WHOLE)
    assert len(statements(lambda: ratings.rate(token=token, opinion=GOOD, address=HOME, at=LATER))) <= 8


def test_a_bad_rating_is_two_acts_of_at_most_eight(served):
    number = delivered(served).number
    taken = statements(lambda: rated(number, BAD))
    # the second look at the policies is the first statement of the opening
    opening = [place for place, sql in enumerate(taken) if "policies_policy" in sql][1]
    assert opening <= 8
    assert len(taken) - opening <= 8


def test_every_act_of_a_rectification_takes_at_most_eight(served):
    number = mending_of(rated(delivered(served).number, BAD)).case.number
    counted = {name: len(statements(act)) for name, act in life(number)}
    assert {name: count for name, count in counted.items() if count > 8} == {}


def test_dismissing_rating_again_and_taking_back_take_at_most_eight(served):
    first = mending_of(rated(delivered(served).number, BAD)).case.number
    row = accepted(served)
    token = queries.token_again(row.rating.uid)
    assert len(statements(lambda: ratings.dismiss(number=first, reason="不属实", actor=HEAD, at=LATER))) <= 8
    again = statements(lambda: ratings.rate(token=token, opinion=GOOD, address=HOME, at=LATER))
    assert len(again) <= 8 + 3  # the rating, and the line in the record of the rectification
    assert len(statements(lambda: ratings.withdraw(token=token, at=LATER))) <= 8


def test_excluding_takes_few(served):
    rating = rated(delivered(served).number, GOOD)
    told: dict[str, Any] = {"ground": ExclusionGround.MALICE, "reason": "恶意", "actor": HEAD, "at": LATER}
    assert len(statements(lambda: ratings.propose_exclusion(rating=rating.pk, **told))) <= 8
    row = queries.exclusions_of(rating)[0]
    assert len(statements(lambda: ratings.confirm_exclusion(exclusion=row.pk, actor=SUPERVISOR, at=LATER))) <= 8
    assert Rating.objects.get().state == "excluded"


def test_a_sign_in_costs_one_statement_more(served):
    assert len(statements(lambda: ratings.note_sign_in(actor=HEAD, address=HOME, at=AT))) == 1
