"""The cast with a policy and an application that has come to its end."""

import pytest
from tests import cast
from tests.cast import CLERK
from tests.faces.cast import Cast

from tongban.casework.cases.models import Case
from tongban.hall.applications import services as hall
from tongban.registry.policies import services as policies


@pytest.fixture
def served(people: Cast) -> Cast:
    """Everybody, under the policy a city begins with."""
    policies.load_default(at=people.at)
    return people


@pytest.fixture
def ended(served: Cast) -> Case:
    """A delivered case of the enterprise."""
    number = cast.decided(served.city, at=served.at).number
    return hall.deliver(number=number, how="窗口", actor=CLERK, at=served.at)
