"""Which cases an actor may know of: for one case, and for lists in shares that an index can walk."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Substr
from django.db.models.lookups import Exact

from tongban.casework.cases.models import Step
from tongban.casework.cases.rules import Status
from tongban.casework.cases.rules.desk import AGENCY_WIDE, REGION_WIDE
from tongban.common.actors import Actor, Role
from tongban.registry.regions.rules import Level, bounds_of, level_of, prefix_of

# a draft is the applicant's own affair until it is filed; a clerk sees those begun at a window
FILED = ~Q(status=Status.DRAFT.value) | ~Q(answerable="")


def within(region: str) -> Q:
    """The cases of a region and of all in it.

    A county, town or village is a range of codes, which an index finds. A city is nearly everything there is: as a
    range it would tempt SQLite to sort the whole table instead of walking it in the order asked for.
    """
    prefix = prefix_of(region)
    if level_of(region) is Level.CITY:
        return Q(Exact(Substr("region_id", 1, len(prefix)), Value(prefix)))
    first, beyond = bounds_of(prefix)
    return Q(region_id__gte=first, region_id__lt=beyond) if beyond else Q(region_id__gte=first)


def visible_to(actor: Actor) -> Q:
    """The cases an actor may know of: its own, those of its agency or with a step of its agency, those of its region."""
    if actor.has(Role.ADMIN, Role.WORKER):
        return Q()
    seen = Q(pk__in=())
    if actor.party_id is not None:
        seen |= Q(applicant_id=actor.party_id)
    if actor.has(*REGION_WIDE) and actor.region:
        seen |= within(actor.region) & FILED
    if actor.has(*AGENCY_WIDE) and actor.agency:
        mine = Step.objects.filter(case_id=OuterRef("pk"), agency_id=actor.agency)
        seen |= (Q(agency_id=actor.agency) | Exists(mine)) & FILED
    return seen


def shares(actor: Actor) -> Sequence[Q]:
    """The same cases in parts that do not overlap, each along one index: an OR of them would walk the whole table."""
    if actor.has(Role.ADMIN, Role.WORKER):
        return [Q()]
    parts: list[Q] = []
    if actor.party_id is not None:
        parts.append(Q(applicant_id=actor.party_id))
    if actor.has(*REGION_WIDE) and actor.region:
        parts.append(within(actor.region) & FILED)
    if actor.has(*AGENCY_WIDE) and actor.agency:
        assisted = Step.objects.filter(agency_id=actor.agency, assists=True).values("case_id")
        parts.append(Q(agency_id=actor.agency) & FILED)
        parts.append(Q(pk__in=assisted) & ~Q(agency_id=actor.agency) & FILED)
    return parts
