"""A rating is kept out of the figures by two persons with a reason; it stays."""

import pytest
from tests import cast
from tests.cast import CLERK, COORDINATOR, HANDLER, HEAD, SUPERVISOR, WARDEN
from tests.hall.ratings.playing import BAD, GOOD, LATER, delivered, mending_of, rated

from tongban.casework.cases.models import Case
from tongban.common.actors import Role
from tongban.common.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.models import Rating
from tongban.hall.ratings.rules import ExclusionGround

LEADER = cast.staff(51, "分管领导", "hf-zwfw", "340100", Role.LEADER)


@pytest.fixture
def rating(served):
    return rated(delivered(served).number, BAD)


def proposed(rating, actor=HEAD, reason="评价对象弄错了"):
    return ratings.propose_exclusion(
        rating=rating.pk, ground=ExclusionGround.MISTAKE, reason=reason, actor=actor, at=LATER
    )


def test_one_proposes_another_confirms_and_it_is_still_there(rating):
    row = proposed(rating)
    assert Rating.objects.get(pk=rating.pk).state == "counted"
    assert [one.pk for one in queries.proposed_exclusions(SUPERVISOR)] == [row.pk]
    ratings.confirm_exclusion(exclusion=row.pk, actor=SUPERVISOR, at=LATER)
    found = Rating.objects.get(pk=rating.pk)
    assert (found.state, found.level) == ("excluded", "very_dissatisfied")
    assert Case.objects.get(pk=mending_of(rating).case_id).status == "withdrawn"


def test_the_same_person_does_not_confirm(rating):
    row = proposed(rating, SUPERVISOR)
    with pytest.raises(NotAllowed, match="不能是同一人"):
        ratings.confirm_exclusion(exclusion=row.pk, actor=SUPERVISOR, at=LATER)
    assert ratings.confirm_exclusion(exclusion=row.pk, actor=LEADER, at=LATER).state == "confirmed"


@pytest.mark.parametrize("actor", [HANDLER, CLERK, WARDEN], ids=["rated", "clerk", "elsewhere"])
def test_who_has_no_say_does_not_propose(rating, actor):
    with pytest.raises(NotAllowed):
        proposed(rating, actor)


@pytest.mark.parametrize("actor", [HEAD, COORDINATOR, CLERK])
def test_who_has_no_say_does_not_confirm(rating, actor):
    row = proposed(rating, SUPERVISOR)
    with pytest.raises(NotAllowed):
        ratings.confirm_exclusion(exclusion=row.pk, actor=actor, at=LATER)


def test_a_reason_is_asked_and_a_second_proposal_waits(rating):
    with pytest.raises(BadInput):
        proposed(rating, reason=" ")
    proposed(rating)
    with pytest.raises(Conflict, match="已经有人提出排除"):
        proposed(rating, SUPERVISOR)


def test_declined_it_counts_and_may_be_proposed_again(rating):
    row = proposed(rating)
    ratings.decline_exclusion(exclusion=row.pk, actor=SUPERVISOR, at=LATER)
    with pytest.raises(Refused, match="已经复核"):
        ratings.confirm_exclusion(exclusion=row.pk, actor=SUPERVISOR, at=LATER)
    assert Rating.objects.get(pk=rating.pk).state == "counted"
    again = proposed(rating)
    ratings.confirm_exclusion(exclusion=again.pk, actor=SUPERVISOR, at=LATER)
    with pytest.raises(Refused, match="不用再排除"):
        proposed(rating)
    assert len(queries.exclusions_of(rating)) == 2


def test_what_is_not_there_is_not_found(served):
    for act in (ratings.confirm_exclusion, ratings.decline_exclusion):
        with pytest.raises(NotFound):
            act(exclusion=7, actor=SUPERVISOR, at=LATER)


def test_an_excluded_good_rating_ends_nothing(served):
    rating = rated(delivered(served).number, GOOD)
    ratings.confirm_exclusion(exclusion=proposed(rating).pk, actor=SUPERVISOR, at=LATER)
    assert Rating.objects.get().state == "excluded"
