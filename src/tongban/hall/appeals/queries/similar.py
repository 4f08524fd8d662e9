"""Open appeals like a new one: of the same place or enterprise, or of near text; found along an index of pairs of signs.

Chinese has no spaces to cut words at: pairs of neighbouring signs stand for words, as in titles. A text is looked up by a few
short runs of signs, the rarest it has.
"""

# ruff: noqa: S608 - nothing from outside: names of tables, and one placeholder for each pair
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection

from tongban.casework.cases.rules.substance import bare
from tongban.hall.appeals.models import Appeal
from tongban.registry.regions.rules import covers

INDEXED = 200  # signs of a text that are indexed
RUN = 4  # signs of a run: three pairs that stand together nearly always are the run itself
LOOKED_UP = 16
FEWEST = 4
RARE = 0.01
SEEN_AT_LEAST = 3
NEWEST = 200  # of a run
CANDIDATES = 60
MOST = 5
NEAR = (
    0.22  # the share of pairs two texts must have in common (Jaccard); of one place or enterprise a single pair will do
)
SAMPLED = 500
KEPT_SECONDS = 3600
CITY_DIGITS = 4


@dataclass(frozen=True)
class Alike:
    """An open appeal like the new one: why, and how near its text is (0 to 1). Nothing of who reported it."""

    number: str
    title: str
    place: str
    opened_at: object
    status: str
    agency: str
    same_place: bool
    same_enterprise: bool
    nearness: float


def pairs(text: str) -> list[str]:
    """The pairs of neighbouring signs of a text, as it is indexed: small letters, the first signs alone."""
    head = text[:INDEXED].lower()
    return [head[place : place + 2] for place in range(len(head) - 1)]


def similar(
    *,
    text: str,
    region: str,
    place: str = "",
    enterprise_id: int | None = None,
    most: int = MOST,
    but: int | None = None,
) -> list[Alike]:
    """At most ``most`` open appeals of the same city like this one, the likest first; three statements.

    ``but`` is the key of a case left out: the appeal itself.
    """
    found = set(_of_text(telling(text), CANDIDATES)) | set(_of_matter(place, enterprise_id))
    found.discard(but or 0)
    if not found:
        return []
    mine = grams(text)
    rows = Appeal.objects.filter(case_id__in=found, case__ended_at=None).select_related("case__agency")
    alike = [
        one
        for row in rows
        if covers(f"{region[:CITY_DIGITS]}00", row.case.region_id)
        and (one := _alike(row, mine, place, enterprise_id)) is not None
    ]
    return sorted(alike, key=lambda one: (-(one.same_place + one.same_enterprise) / 4 - one.nearness, one.number))[
        :most
    ]


def _alike(row: Appeal, mine: frozenset[str], place: str, enterprise_id: int | None) -> Alike | None:
    theirs = grams(row.text)
    nearness = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
    same_place = bool(place) and bare(place) == bare(row.place)
    same_enterprise = enterprise_id is not None and row.enterprise_id == enterprise_id
    if nearness < NEAR and not (nearness and (same_place or same_enterprise)):
        return None
    case = row.case
    return Alike(
        case.number,
        case.title,
        row.place,
        case.opened_at,
        case.status,
        case.agency.name,
        same_place,
        same_enterprise,
        round(nearness, 2),
    )


def grams(text: str) -> frozenset[str]:
    """The pairs two texts are compared by: of signs alone, whatever stands between them."""
    signs = bare(text)[:INDEXED]
    return frozenset(signs[place : place + 2] for place in range(len(signs) - 1))


def telling(text: str) -> list[str]:
    """The runs of signs a text is looked up by: rare ones among the latest appeals, and others none of those has.

    A run that every second appeal has finds nothing but work, so it is used only where there are too few others.
    """
    known = _latest()
    head = text[:INDEXED].lower()
    runs = {head[place : place + RUN]: place for place in range(len(head) - RUN + 1)}
    counted = sorted(
        (sum(run in other for other in known), place, run) for run, place in runs.items() if bare(run) == run
    )
    unseen = [(place, run) for count, place, run in counted if not count]
    seen = [(place, run) for count, place, run in counted if 0 < count <= max(SEEN_AT_LEAST, len(known) * RARE)]
    chosen = _apart(seen, LOOKED_UP // 2)
    chosen += _apart(unseen, LOOKED_UP - len(chosen))
    if len(chosen) < FEWEST:
        chosen += _apart([(place, run) for count, place, run in counted if count], FEWEST)
    return list(dict.fromkeys(chosen))


def _apart(runs: Sequence[tuple[int, str]], most: int) -> list[str]:
    """The first of these runs that do not overlap by more than half, at most so many."""
    places: list[int] = []
    chosen: list[str] = []
    for place, run in runs:
        if len(chosen) < most and all(abs(place - other) >= RUN // 2 for other in places):
            places.append(place)
            chosen.append(run)
    return chosen


def _latest() -> list[str]:
    """The words of the latest appeals, by which it is judged what is rare; remembered for an hour."""
    found: list[str] | None = cache.get("appeals-latest")
    if found is None:
        found = [
            text[:INDEXED].lower() for text in Appeal.objects.order_by("-pk").values_list("text", flat=True)[:SAMPLED]
        ]
        cache.set("appeals-latest", found, KEPT_SECONDS)
    return found


def _of_text(runs: Sequence[str], most: int) -> list[int]:
    """Keys of the open appeals that have most of these runs: of each run the newest are looked at."""
    if not runs:
        return []
    if connection.vendor == "postgresql":
        one = "(SELECT case_id AS id FROM appeals_appeal WHERE appeals_runs(text) @> ARRAY[%s] ORDER BY case_id DESC LIMIT %s)"
        values = list(runs)
    else:
        one = "SELECT id FROM (SELECT rowid AS id FROM appeals_words WHERE appeals_words MATCH %s ORDER BY rowid DESC LIMIT %s)"
        values = [" ".join(pair.encode("utf-8", "replace").hex().upper() for pair in pairs(run)) for run in runs]
    every = " UNION ALL ".join([one] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT found.id FROM ({every}) found JOIN cases_case one ON one.id = found.id AND one.ended_at IS NULL "
            "GROUP BY found.id ORDER BY count(*) DESC, found.id DESC LIMIT %s",
            [*(part for value in values for part in (value, NEWEST)), most],
        )
        return [key for (key,) in cursor.fetchall()]


def _of_matter(place: str, enterprise_id: int | None) -> list[int]:
    """Keys of the latest open appeals of the place or of the enterprise."""
    found: list[int] = []
    open_ones = Appeal.objects.filter(case__ended_at=None).order_by("-pk").values_list("pk", flat=True)
    if place:
        found += open_ones.filter(place=place)[:CANDIDATES]
    if enterprise_id is not None:
        found += open_ones.filter(enterprise_id=enterprise_id)[:CANDIDATES]
    return found
