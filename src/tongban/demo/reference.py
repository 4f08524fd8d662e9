"""What the stories and the sample stand on: regions, agencies, powers, delegations and guides of Hefei."""

from datetime import datetime

from tongban.common.actors import Actor, Role
from tongban.registry.agencies import services as agencies
from tongban.registry.catalog import services as catalog
from tongban.registry.powers import services as powers
from tongban.registry.regions import services as regions

# The city's office of posts (编办) announces what is given to towns.
ANNOUNCER = Actor("worker", "编办权责清单载入", frozenset({Role.WORKER}), agency="hf-bb", region="340100")


def load_reference(*, at: datetime) -> None:
    """Load the registry of Hefei as of ``at``; loading it again changes nothing."""
    regions.load_hefei()
    agencies.load_hefei()
    catalog.load_catalog(at=at)
    powers.load_hefei_delegations(actor=ANNOUNCER, at=at)
