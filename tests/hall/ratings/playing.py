"""What the tests of ratings do again and again."""

from datetime import timedelta
from typing import Any

from tests import cast
from tests.cast import AT, CLERK, HANDLER, HEAD, SUPERVISOR

from tongban.casework.cases.models import Case
from tongban.common.actors import Actor
from tongban.hall.applications import services as hall
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.models import Rating, Rectification
from tongban.hall.ratings.rules import Level, Stage

DAY = timedelta(hours=24)
LATER = AT + timedelta(hours=1)
HOME = "9.9.9.9"
BAD = ratings.Opinion(Level.VERY_DISSATISFIED, ("rude", "extra_trips"), "跑了三趟,态度不好")
GOOD = ratings.Opinion(Level.SATISFIED, ("warm",))


def delivered(city: cast.City, at: Any = AT) -> Case:
    """An application that has come to its end."""
    return hall.deliver(number=cast.decided(city, at=at).number, how="窗口", actor=CLERK, at=at)


def rated(number: str, opinion: ratings.Opinion = GOOD, stage: Stage = Stage.WHOLE, **more: Any) -> Rating:
    """A rating through a link."""
    given: dict[str, Any] = {"address": HOME, "at": LATER} | more
    return ratings.rate(token=queries.token_for(number, stage), opinion=opinion, **given)


def mending_of(rating: Rating) -> Rectification:
    """The rectification a bad rating opened."""
    return Rectification.objects.select_related("case").get(rating=rating)


def verified(city: cast.City, actor: Actor = HEAD) -> str:
    """The number of a rectification found to be so."""
    number = mending_of(rated(delivered(city).number, BAD)).case.number
    ratings.verify(number=number, finding="属实", actor=actor, at=LATER)
    return number


def mended(city: cast.City) -> str:
    """The number of a rectification that waits to be accepted."""
    number = verified(city)
    ratings.contact(number=number, how="电话", words="已致歉", actor=HANDLER, at=LATER)
    ratings.rectify(number=number, measures="重新培训", evidence="培训签到表", actor=HANDLER, at=LATER)
    return number


def accepted(city: cast.City) -> Rectification:
    """A rectification that was accepted."""
    number = mended(city)
    ratings.confirm(number=number, opinion="已整改", actor=SUPERVISOR, at=LATER)
    return Rectification.objects.select_related("rating", "case").get(case__number=number)
