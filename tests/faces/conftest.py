"""The cast of the faces' tests, assembled before each test that asks for it."""

from pathlib import Path

import pytest
from django.utils import timezone
from tests.cast import OPENED_ON
from tests.faces.cast import Cast, assemble
from tests.snapshots import built

from tongban.common.time import noon
from tongban.faces.pages import samples
from tongban.registry.policies import services as policies


@pytest.fixture(autouse=True)
def no_sample() -> None:
    """The cast is no sample, and no page has to ask: which one would is a matter of seconds."""
    samples.remember(False)


@pytest.fixture
def people(db: None, settings, tmp_path: Path) -> Cast:
    """Everybody with a sign-in; uploads lie in a folder of the test's own."""
    settings.UPLOADS = tmp_path / "uploads"
    return built("people", lambda: assemble(timezone.now())).again(timezone.now())


@pytest.fixture
def office(people: Cast) -> Cast:
    """The same people where a policy of service is in force, so that appeals can be taken in."""
    policies.load_default(at=noon(OPENED_ON))
    return people
