"""Shapes of the ratings."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from tongban.faces.api.schemas.base import Given
from tongban.hall.ratings.rules import LONGEST_WORDS, Level, RatingChannel, RatingState, Stage, Tag


class RateIn(Given):
    """A rating through a link: its token is the last part of the link's address."""

    token: Annotated[str, Field(max_length=160)]
    level: Level
    tags: list[Tag] = []
    words: Annotated[str, Field(max_length=LONGEST_WORDS)] = ""


class RatingOut(Schema):
    """A rating; ``again`` is the level given once more after a rectification."""

    id: int
    case_number: str
    stage: Stage
    level: Level
    tags: list[Tag]
    words: str
    channel: RatingChannel
    state: RatingState
    agency: str
    window: str | None
    clerk_name: str
    item: str | None
    region: str
    rated_at: datetime
    again: Level | None = None
    rectification: str | None = None


class RatingPage(Schema):
    """A page of a list; ``next`` is the cursor of the following one."""

    items: list[RatingOut]
    next: str | None


class FigureOut(Schema):
    """A figure with the counts behind it and the 95 % interval of its rate; no rate where nothing was counted."""

    key: str
    name: str
    total: int
    good: int
    bad: int
    excluded: int
    good_rate: float | None
    low: float
    high: float
    again: int
    again_good: int


class FiguresOut(Schema):
    """The figures, and the one of everything."""

    by: str
    whole: FigureOut
    items: list[FigureOut]
