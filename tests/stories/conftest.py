"""The registry of Hefei, on which the stories are played."""

import pytest

from tongban.cli.story import OPENED_AT
from tongban.demo.reference import load_reference


def silent(_line: str) -> None:
    """Where a story is printed whose record alone is wanted."""


@pytest.fixture
def hefei(db: None) -> None:
    """Regions, agencies, powers and guides."""
    load_reference(at=OPENED_AT)
