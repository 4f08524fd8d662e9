"""Chromium and a sample city for it. What a browser sees does not depend on the database: SQLite is enough."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.browser.city import House, served
from tests.browser.visitors import Entrance, launched


@pytest.fixture(scope="session")
def house(sample_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server on a copy of the city for those who only look."""
    with served(sample_city, tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def states() -> dict[str, Any]:
    """The cookies of those who have signed in at the house."""
    return {}


# Playwright keeps an event loop in the thread as long as it runs, and Django's ORM refuses to work beside one: so
# Chromium ends with the file, before another file's tests ask a database.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium with a fresh profile."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def entrance(chromium: Browser, house: House, states: dict[str, Any]) -> Entrance:
    """The way into the house."""
    return Entrance(chromium, house, states)


@pytest.fixture
def new_house(sample_city: Path, tmp_path: Path) -> Iterator[House]:
    """A server on a copy of the city for one story, which may change it."""
    with served(sample_city, tmp_path) as running:
        yield running


@pytest.fixture
def new_entrance(chromium: Browser, new_house: House) -> Entrance:
    """The way into that one."""
    return Entrance(chromium, new_house, {})
