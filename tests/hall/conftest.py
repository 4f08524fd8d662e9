"""The city of the hall's tests."""

import pytest

from tests.cast import City, build_city


@pytest.fixture
def city(db: None) -> City:
    """A small city with its people, inside the test's transaction."""
    return build_city()
