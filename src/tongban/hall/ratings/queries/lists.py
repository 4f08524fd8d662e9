"""Lists of ratings for those who may read them, one rating, and what waits for a reaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Exists, OuterRef, Q

from tongban.casework.cases.models import Case
from tongban.casework.cases.queries.reach import within
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, DomainError, NotFound
from tongban.common.time import last_moment, midnight
from tongban.hall.ratings.checks import check_counted, check_may_confirm, check_may_propose, check_none_open
from tongban.hall.ratings.models import Exclusion, Rating, RatingQuerySet, RatingRefusal
from tongban.hall.ratings.rules import ExclusionState, Level, RatingState, RefusedWhy, Stage, Tag

OVER_REGION = (Role.CLERK, Role.TOWN_CLERK, Role.COORDINATOR, Role.SUPERVISOR, Role.LEADER)
OF_AGENCY = (Role.HEAD, Role.HANDLER, Role.SYSTEM)
NOBODY = "-"  # the filter for ratings without a window, a clerk or an item


@dataclass(frozen=True, slots=True)
class RatingFilter:
    """What a list is narrowed to; the same words in the address of a page, a figure and the API. Days inclusive."""

    agency: str = ""
    window: str = ""
    clerk: str = ""
    item: str = ""
    stage: str = ""
    level: str = ""
    tag: str = ""
    state: str = ""
    month: str = ""
    bad: bool = False
    from_on: date | None = None
    until_on: date | None = None


FILTERS = tuple(one.name for one in fields(RatingFilter))


def read_filter(asked: Mapping[str, str]) -> RatingFilter:
    """The filter of an address. Raises BadInput for what no list knows."""
    known: Mapping[str, Collection[str]] = {
        "stage": set(Stage),
        "level": set(Level),
        "tag": set(Tag),
        "state": set(RatingState),
    }
    for name, values in known.items():
        if asked.get(name) and asked[name] not in values:
            raise BadInput(
                "ratings.filter", "筛选“{name}”没有“{value}”这一项:请从列表中选择。", name=name, value=asked[name]
            )
    texts = {name: asked.get(name, "") for name in ("agency", "window", "clerk", "item", *known)}
    return RatingFilter(
        **texts,
        month=read_month(asked.get("month", "")),
        bad=asked.get("bad", "") == "1",
        from_on=_day(asked.get("from_on", "")),
        until_on=_day(asked.get("until_on", "")),
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("ratings.day", "日期“{text}”应写作 2022-07-01。", text=text) from None


def read_month(text: str) -> str:
    """The month as it was written. Raises BadInput for what is none."""
    if text and (len(text) != len("2022-07") or _day(f"{text}-01") is None):
        raise BadInput("ratings.month", "月份“{text}”应写作 2022-07。", text=text)
    return text


def readable(actor: Actor) -> Q:
    """The ratings an actor may read: those of its agency, those of its region."""
    if actor.has(Role.ADMIN, Role.WORKER):
        return Q()
    seen = Q(pk__in=())
    if actor.kind in {"staff", "system"}:
        if actor.has(*OVER_REGION) and actor.region:
            seen |= within(actor.region)
        if actor.has(*OF_AGENCY) and actor.agency:
            seen |= Q(agency_id=actor.agency)
    return seen


def narrowed(actor: Actor, asked: RatingFilter) -> RatingQuerySet:
    """The first ratings an actor may read that fit a filter, in no order."""
    found = Rating.objects.firsts().filter(readable(actor)).filter(_span(asked))
    for name, column in (("agency", "agency_id"), ("window", "window_id"), ("item", "item_id"), ("clerk", "clerk")):
        if wanted := getattr(asked, name):
            nothing = {column: ""} if column == "clerk" else {f"{column}__isnull": True}
            found = found.filter(**nothing) if wanted == NOBODY else found.filter(**{column: wanted})
    for name in ("stage", "level", "state"):
        if wanted := getattr(asked, name):
            found = found.filter(**{name: wanted})
    if asked.tag:
        # the list is stored as text on one engine and as JSON on the other; a code is never part of another
        found = found.filter(tags__icontains=f'"{asked.tag}"')
    return found.filter(is_bad=True) if asked.bad else found


def _span(asked: RatingFilter) -> Q:
    span = Q()
    if asked.month:
        year, month = (int(part) for part in asked.month.split("-"))
        following = date(year + month // 12, month % 12 + 1, 1)
        span &= Q(rated_at__gte=midnight(date(year, month, 1)), rated_at__lt=midnight(following))
    if asked.from_on:
        span &= Q(rated_at__gte=midnight(asked.from_on))
    if asked.until_on:
        span &= Q(rated_at__lte=last_moment(asked.until_on))
    return span


def page(actor: Actor, asked: RatingFilter, *, skip: int = 0, limit: int = 50) -> list[Rating]:
    """The ratings of a list with all it shows: bad ones first, then the newest; one statement."""
    rows = narrowed(actor, asked).select_related("case", "agency", "window", "item", "again", "rectification__case")
    return list(rows.order_by("-is_bad", "-rated_at", "-pk")[skip : skip + limit])


def newest(actor: Actor, asked: RatingFilter, *, before: int | None = None, limit: int = 50) -> list[Rating]:
    """The ratings of a list, the newest given first, behind the one with the key ``before``; one statement."""
    rows = narrowed(actor, asked).select_related("case", "again", "rectification__case")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:limit])


def count(actor: Actor, asked: RatingFilter) -> int:
    """How many there are."""
    return narrowed(actor, asked).count()


def rating(pk: int, actor: Actor) -> Rating:
    """One rating the actor may read. Raises NotFound."""
    rows = Rating.objects.filter(readable(actor), pk=pk)
    found = rows.select_related("case", "agency", "window", "item", "again", "rectification__case").first()
    if found is None:
        raise NotFound("rating.unknown", "没有这条评价:请从列表中选择。")
    return found


def tags_of(found: Rating) -> list[Tag]:
    """What was good or bad, as tags."""
    return [Tag(tag) for tag in found.tags]


def exclusions_of(found: Rating) -> list[Exclusion]:
    """The proposals to exclude a rating, the oldest first."""
    return list(Exclusion.objects.filter(rating_id=found.pk).select_related("rating").order_by("pk"))


def proposed_exclusions(actor: Actor) -> list[Exclusion]:
    """What waits for a second person, the oldest first."""
    mine = Rating.objects.filter(readable(actor), pk=OuterRef("rating_id"))
    rows = Exclusion.objects.filter(Exists(mine), state="proposed").select_related("rating__case")
    return list(rows.order_by("pk"))


def refusals(actor: Actor, *, limit: int = 50) -> list[tuple[RatingRefusal, str]]:
    """What was refused of late with the word why, the newest first: for supervisors, leaders and administrators only."""
    if not actor.has(Role.SUPERVISOR, Role.LEADER, Role.ADMIN):
        return []
    rows = RatingRefusal.objects.select_related("case")
    if not actor.has(Role.ADMIN):
        # asked of each refusal: as a list of cases it would be the whole city's
        rows = rows.filter(Exists(Case.objects.filter(within(actor.region), pk=OuterRef("case_id"))))
    return [(row, RefusedWhy(row.why).label) for row in rows.order_by("-at", "-pk")[:limit]]


def refusal_to_propose(found: Rating, exclusions: Sequence[Exclusion], actor: Actor) -> DomainError | None:
    """Why the actor cannot propose to exclude a rating now; None when it can."""
    try:
        check_may_propose(found, actor)
        check_counted(found)
        check_none_open(exclusions)
    except DomainError as refusal:
        return refusal
    return None


def refusal_to_confirm(exclusions: Sequence[Exclusion], actor: Actor) -> DomainError | None:
    """Why the actor cannot decide what is proposed; None when it can, or nothing is."""
    try:
        for row in exclusions:
            if row.state == ExclusionState.PROPOSED.value:
                check_may_confirm(row, actor)
    except DomainError as refusal:
        return refusal
    return None


def unseen_bad_ratings(kind: str, *, limit: int = 100) -> list[Rating]:
    """Bad ratings of cases of that kind another room has not reacted to, the oldest first, with their cases.

    The room reacts in its own act and calls ``services.mark_seen`` in the same transaction.
    """
    rows = Rating.objects.unseen().filter(case__kind=kind, state=RatingState.COUNTED.value)
    return list(rows.select_related("case", "rectification__case")[:limit])
