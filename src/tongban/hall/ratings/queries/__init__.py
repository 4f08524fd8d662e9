"""Reads of the ratings: links, what can be rated, lists, figures, rectifications."""

from tongban.hall.ratings.queries.acts import (
    Ratable,
    Target,
    case_numbered,
    check_open,
    expires_at,
    ratable,
    ratings_of,
    target_of,
)
from tongban.hall.ratings.queries.figures import By, Figure, figures, query_of, total
from tongban.hall.ratings.queries.links import Link, read_token, token_again, token_for
from tongban.hall.ratings.queries.lists import (
    FILTERS,
    RatingFilter,
    count,
    exclusions_of,
    page,
    proposed_exclusions,
    rating,
    read_filter,
    refusals,
    unseen_bad_ratings,
)
from tongban.hall.ratings.queries.rectifications import Mending, allowed, mending

__all__ = [
    "FILTERS",
    "By",
    "Figure",
    "Link",
    "Mending",
    "Ratable",
    "RatingFilter",
    "Target",
    "allowed",
    "case_numbered",
    "check_open",
    "count",
    "exclusions_of",
    "expires_at",
    "figures",
    "mending",
    "page",
    "proposed_exclusions",
    "query_of",
    "ratable",
    "rating",
    "ratings_of",
    "read_filter",
    "read_token",
    "refusals",
    "target_of",
    "token_again",
    "token_for",
    "total",
    "unseen_bad_ratings",
]
