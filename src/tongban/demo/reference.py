"""What the stories and the sample stand on: regions, agencies, powers, delegations and guides of Hefei."""

from datetime import datetime
from typing import NamedTuple

from tongban.common.actors import Actor, Role
from tongban.registry.agencies import services as agencies
from tongban.registry.catalog import services as catalog
from tongban.registry.policies import services as policies
from tongban.registry.powers import services as powers
from tongban.registry.regions import services as regions

# The city's office of posts (编办) announces what is given to towns.
ANNOUNCER = Actor("worker", "编办权责清单载入", frozenset({Role.WORKER}), agency="hf-bb", region="340100")


class Loaded(NamedTuple):
    """How many rows of each kind were new or changed; ``guides`` are published versions of items."""

    regions: int
    agencies: int
    powers: int
    guides: int


def load_registry(*, at: datetime) -> Loaded:
    """Load what the program brings of Hefei, but no delegation: those are the sample's; again changes nothing."""
    places, offices = regions.load_hefei(), agencies.load_hefei()
    policies.load_default(at=at)
    listed = catalog.load_catalog(at=at)
    return Loaded(places, offices, listed.powers, listed.published)


def load_reference(*, at: datetime) -> None:
    """Load the registry of Hefei as of ``at``, with the sample's delegations; loading it again changes nothing."""
    load_registry(at=at)
    powers.load_hefei_delegations(actor=ANNOUNCER, at=at)
