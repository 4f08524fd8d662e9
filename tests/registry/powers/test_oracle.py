"""``who_may`` and ``may`` against a slow oracle that walks day by day through plain sets."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.registry.agencies.models import Agency
from tongban.registry.powers import queries
from tongban.registry.powers.models import Delegation, Holding, Power
from tongban.registry.regions.services import load_regions

PARENTS = {
    "340100": None,
    "340121": "340100",
    "340122": "340100",
    "340121104": "340121",
    "340122105": "340122",
    "340122106": "340122",
    "340122105214": "340122105",
}
LEVELS = {6: "county", 9: "town", 12: "village"}
TOWNS = [code for code in PARENTS if len(code) == 9]
GIVERS = [code for code in PARENTS if len(code) == 6]
KINDS = ["x", "y"]
DAYS = range(1, 23)
STRENGTH = ["own", "assigned", "entrusted", "service"]


def level(region):
    return "city" if region == "340100" else LEVELS[len(region)]


@dataclass(frozen=True)
class Span:
    """Days of March 2024; without a last day it never ends."""

    first: int
    last: int | None

    def days(self):
        return set(range(self.first, (self.last or 31) + 1))

    def fields(self, start="from_on", end="until_on"):
        return {start: date(2024, 3, self.first), end: self.last and date(2024, 3, self.last)}


@st.composite
def spans(draw):
    first = draw(st.integers(1, 20))
    return Span(first, draw(st.none() | st.integers(first, 22)))


always = st.just(Span(1, None))
holdings = st.dictionaries(
    st.tuples(st.sampled_from(["city", "county", "town"]), st.sampled_from(KINDS), st.just(0)),
    always | spans(),
    min_size=2,
    max_size=5,
)
delegations = st.dictionaries(
    st.tuples(st.sampled_from(TOWNS), st.integers(1, 20)),
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from(GIVERS),
        st.sampled_from(KINDS),
        st.sampled_from(STRENGTH[1:]),
        st.sampled_from(["proposed", "published", "published", "recalled"]),
        st.integers(0, 12),
    ),
    min_size=1,
    max_size=5,
)
bodies = st.fixed_dictionaries(
    {(region, kind): always | always | always | spans() for region in PARENTS if len(region) < 12 for kind in KINDS}
)


def delegation_span(start, length):
    return Span(start, min(start + length, 22))


def oracle(alive, held, delegated, region, day):
    """Agencies (region, kind) that may act in the region on the day, and how, in plain words."""
    up = [region]
    while PARENTS[up[-1]]:
        up.append(PARENTS[up[-1]])
    own = {
        (place, kind)
        for (at, kind, _), span in held.items()
        for place in up
        if level(place) == at and day in span.days() and day in alive[(place, kind)].days()
    }
    live = [
        ((town, kind), (giver, line), mode)
        for (town, start), (kind, giver, line, mode, status, length) in delegated.items()
        if town in up
        and status != "proposed"
        and day in delegation_span(start, length).days()
        and day in alive[(town, kind)].days()
    ]
    ways = [(body, "own") for body in own if not any(mode == "assigned" and giver == body for _, giver, mode in live)]
    ways += [(taker, mode) for taker, giver, mode in live if mode == "assigned" or giver in own]
    return {body: min((mode for each, mode in ways if each == body), key=STRENGTH.index) for body, _ in ways}


def built(alive, held, delegated):
    Power.objects.create(code="p", name="权力", type="permit", basis="法")
    Agency.objects.bulk_create(
        Agency(
            code=f"{region}-{kind}",
            name=f"{region}{kind}",
            short_name=kind,
            kind=kind,
            level=level(region),
            region_id=region,
            **span.fields("valid_from_on", "valid_until_on"),
        )
        for (region, kind), span in alive.items()
    )
    Holding.objects.bulk_create(
        Holding(power_id="p", level=at, kind=kind, document="文", **span.fields())
        for (at, kind, _), span in held.items()
    )
    Delegation.objects.bulk_create(row(*key, *value) for key, value in delegated.items())


def row(town, start, kind, giver, line, mode, status, length):
    moment = datetime(2024, 2, 1, tzinfo=UTC)
    recorded = {} if status == "proposed" else {"published_at": moment, "published_by": "staff:1"}
    if status == "recalled":
        recorded |= {"recalled_at": moment, "recalled_by": "staff:1", "recall_document": "文"}
    return Delegation(
        power_id="p",
        town_id=town,
        agency_id=f"{town}-{kind}",
        giver_id=f"{giver}-{line}",
        mode=mode,
        status=status,
        document="文",
        **delegation_span(start, length).fields(),
        **recorded,
    )


@pytest.fixture
def regions(db):
    load_regions(rows=[(code, f"地{code}") for code in PARENTS])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(alive=bodies, held=holdings, delegated=delegations)
def test_who_may_agrees_with_the_oracle_on_every_day_and_in_every_region(regions, alive, held, delegated):
    with transaction.atomic():
        built(alive, held, delegated)
        for day in DAYS:
            on = date(2024, 3, day)
            for region in PARENTS:
                expected = {
                    f"{place}-{kind}": mode
                    for (place, kind), mode in oracle(alive, held, delegated, region, day).items()
                }
                found = queries.who_may("p", region, on)
                assert {each.agency: str(each.mode) for each in found} == expected
                assert len(found) == len(expected)
        transaction.set_rollback(True)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    alive=bodies, held=holdings, delegated=delegations, day=st.sampled_from(DAYS), region=st.sampled_from([*PARENTS])
)
def test_may_agrees_with_the_oracle_for_every_agency(regions, alive, held, delegated, day, region):
    with transaction.atomic():
        built(alive, held, delegated)
        expected = oracle(alive, held, delegated, region, day)
        for place, kind in alive:
            holder = queries.may("p", f"{place}-{kind}", region, date(2024, 3, day))
            assert (holder and str(holder.mode)) == expected.get((place, kind))
            assert holder is None or holder.may_decide == (expected[(place, kind)] != "service")
        transaction.set_rollback(True)
