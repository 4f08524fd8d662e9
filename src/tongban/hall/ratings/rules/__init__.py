"""Pure rules of the ratings: levels and tags, which acts can be rated, figures, moves of a rectification."""

from tongban.hall.ratings.rules.acts import CLOSED, JournalLine, RatedAct, act_named, acts_of
from tongban.hall.ratings.rules.levels import (
    BAD,
    LONGEST_REASON,
    LONGEST_WORDS,
    ExclusionGround,
    ExclusionState,
    Level,
    RatingChannel,
    RatingState,
    RefusedWhy,
    Stage,
    Tag,
    check_tags,
    read_level,
)
from tongban.hall.ratings.rules.wilson import Counted, wilson

__all__ = [
    "BAD",
    "CLOSED",
    "LONGEST_REASON",
    "LONGEST_WORDS",
    "Counted",
    "ExclusionGround",
    "ExclusionState",
    "JournalLine",
    "Level",
    "RatedAct",
    "RatingChannel",
    "RatingState",
    "RefusedWhy",
    "Stage",
    "Tag",
    "act_named",
    "acts_of",
    "check_tags",
    "read_level",
    "wilson",
]
