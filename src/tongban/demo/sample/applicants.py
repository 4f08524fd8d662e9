"""Who applies in the sample: fictional people and enterprises, registered through the services."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from tongban.common.actors import Actor, Role
from tongban.demo.identifiers import credit_code, mobile, resident_id
from tongban.demo.sample import names
from tongban.registry.parties import services as parties
from tongban.registry.parties.queries import RepresentativeKind

PEOPLE, FIRMS = 45, 100
REGIONS = ("340102", "340103", "340104", "340111", "340121", "340122", "340123", "340178")
FIRST_ONES_SHARE = 0.12  # the two with a sign-in apply more often than others, so that their lists are not empty
STANDING_FIRMS = 40


@dataclass
class Applicants:
    """The parties as actors; ``firms`` beyond the first 40 are used once, for what changes the register."""

    people: list[Actor] = field(default_factory=list)
    firms: list[Actor] = field(default_factory=list)
    used: int = STANDING_FIRMS
    registered: int = 0
    has_changed: bool = False

    def person(self, rng: Random) -> Actor:
        """Somebody."""
        return self.people[0] if rng.random() < FIRST_ONES_SHARE else rng.choice(self.people)

    def firm(self, rng: Random) -> Actor:
        """An enterprise whose standing nothing in the sample changes."""
        return self.firms[0] if rng.random() < FIRST_ONES_SHARE else rng.choice(self.firms[:STANDING_FIRMS])

    def of(self, party_id: int | None) -> Actor:
        """Whoever has this key."""
        return next(one for one in (*self.people, *self.firms) if one.party_id == party_id)

    def fresh_firm(self) -> Actor:
        """An enterprise nobody has used yet, to be changed, suspended or cancelled."""
        self.used += 1
        return self.firms[self.used - 1]

    def first_to_change(self) -> Actor | None:
        """The enterprise with a sign-in, once: so its record has a change to tell."""
        is_first, self.has_changed = not self.has_changed, True
        return self.firms[0] if is_first else None

    def new_code(self) -> str:
        """The credit code of an enterprise that is going to be registered."""
        self.registered += 1
        return credit_code(2000 + self.registered)


def register_applicants(rng: Random, *, at: datetime) -> Applicants:
    """Register all of them; the first person is the legal representative of the first enterprise."""
    found = Applicants()
    drawn = names.people(rng)
    people = [_person(next(drawn), serial, rng, at) for serial in range(PEOPLE)]
    named = names.firms(rng)
    for serial in range(FIRMS):
        name, scope = next(named)
        representative = people[0].name if serial == 0 else next(drawn)
        region = rng.choice(REGIONS)
        party = parties.register_enterprise(
            name=name,
            credit_code=credit_code(1000 + serial),
            region=region,
            legal_representative=representative,
            business_scope=scope,
            address=f"合肥市样例路{rng.randint(1, 999)}号",
            registered_capital_yuan=Decimal(rng.choice((50, 100, 500, 1000, 3000)) * 10_000),
            established_on=date(rng.randint(2010, 2021), rng.randint(1, 12), rng.randint(1, 28)),
            phone=mobile(rng),
            at=at,
        )
        found.firms.append(Actor("party", name, frozenset({Role.APPLICANT}), party_id=party.pk, region=region))
        if serial == 0:
            parties.appoint_representative(
                enterprise=party,
                person=people[0],
                kind=RepresentativeKind.LEGAL,
                from_on=date(2022, 1, 1),
                document="样例任命文件",
                at=at,
            )
    for person in people:
        found.people.append(Actor("party", person.name, frozenset({Role.APPLICANT}), party_id=person.pk))
    return found


def _person(name: str, serial: int, rng: Random, at: datetime) -> Any:
    return parties.register_person(
        name=name,
        resident_id=resident_id(rng, serial),
        region=rng.choice(REGIONS),
        phone=mobile(rng),
        at=at,
    )
