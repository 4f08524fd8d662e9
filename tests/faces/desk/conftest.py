"""The cast with a second administrator."""

import pytest
from tests.faces.cast import Cast
from tests.faces.desk.managing import hire_second


@pytest.fixture
def office(people: Cast) -> Cast:
    """Everybody, and another administrator called ``second``."""
    hire_second(people)
    return people
