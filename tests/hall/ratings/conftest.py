"""The cast's city with the policy a city begins with."""

import pytest
from tests.cast import AT

from tongban.registry.policies import services as policies


@pytest.fixture
def served(city):
    policies.load_default(at=AT)
    return city
