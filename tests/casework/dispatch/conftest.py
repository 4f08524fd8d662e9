"""One model for all tests that only ask it."""

import pytest
from tests.casework.dispatch.cast import trained

from tongban.casework.dispatch.rules import Model


@pytest.fixture(scope="session")
def model() -> Model:
    """A small trained model; it cannot change."""
    return trained()
