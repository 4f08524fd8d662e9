"""The registry of Hefei, on which the stories are played."""

import pytest

from tongban.cli.story import OPENED_AT
from tongban.demo.reference import load_reference


@pytest.fixture
def hefei(db: None) -> None:
    """Regions, agencies, powers and guides."""
    load_reference(at=OPENED_AT)
