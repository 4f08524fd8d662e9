"""The small city with a policy of service in force."""

import pytest
from tests.cast import OPENED_ON

from tongban.common.time import noon
from tongban.registry.policies import services as policies


@pytest.fixture
def town_hall(city):
    """The city, ready to take blocked matters in."""
    policies.load_default(at=noon(OPENED_ON))
    return city
