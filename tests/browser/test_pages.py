"""Every page, to everybody it is for: accessible, narrow enough, light, in either language, large, without a script."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from tests.browser import looking
from tests.browser.pages import NOT_PAGES, SIGHTS, seen
from tests.browser.sight import Sight
from tests.browser.visitors import PHONE, Entrance, Visitor

pytestmark = pytest.mark.slow
# every page is looked at by its first reader in `make test`; the others, English, large type and no scripts are for `make browser`
SEEN = [
    pytest.param(
        sight, reader, id=f"{sight.name}-{reader}", marks=[] if reader == sight.readers[0] else [pytest.mark.matrix]
    )
    for sight, reader in seen()
]
ONCE = [pytest.param(sight, sight.readers[0], id=sight.name) for sight in SIGHTS]
OTHERS = ("api/", "open311/", "admin/")  # other faces, and Django's own


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every route of the pages."""
    for one in patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route)
        else:
            yield route


def test_every_route_is_a_page_of_the_list_or_said_to_be_none():
    found = {route for route in routes(get_resolver().url_patterns) if not route.startswith(OTHERS)}
    listed = {sight.route for sight in SIGHTS}
    assert found == listed | set(NOT_PAGES)
    assert not listed & set(NOT_PAGES)


def none_of(found: list[str]) -> None:
    """Fail with everything that was found, one a line."""
    assert not found, "\n".join(found)


def opened(visitor: Visitor, sight: Sight) -> list[str]:
    """Open the page; what is wrong with its answer."""
    answer = sight.open(visitor.page, visitor.house)
    found = [] if answer.status == sight.status else [f"status {answer.status}"]
    if len(answer.body()) > looking.LARGEST_PAGE_BYTES:
        found.append(f"{len(answer.body())} bytes")
    return found


def said_by_browser(visitor: Visitor, sight: Sight) -> list[str]:
    """What the browser said against the page, but for the status it was to have."""
    return [one for one in visitor.complaints if not (sight.status >= 400 and "Failed to load resource" in one)]


@pytest.mark.parametrize(("sight", "reader"), SEEN)
def test_page(entrance: Entrance, sight: Sight, reader: str):
    with entrance.visitor(reader) as visitor:
        page = visitor.page
        found = opened(visitor, sight)
        found += looking.landmarks(page, sight) + looking.unseen_focus(page) + looking.sideways(page)
        found += [f"at {looking.WIDTHS[-1]}: {one}" for one in looking.axe(page)]
        none_of(found + said_by_browser(visitor, sight))


@pytest.mark.matrix
@pytest.mark.parametrize(("sight", "reader"), SEEN)
def test_page_in_english(entrance: Entrance, sight: Sight, reader: str):
    with entrance.visitor(reader) as visitor:
        visitor.speak("en")
        page = visitor.page
        found = opened(visitor, sight) + looking.untranslated(page)
        found += looking.landmarks(page, sight) + looking.axe(page) + looking.sideways(page)
        none_of(found + said_by_browser(visitor, sight))


@pytest.mark.matrix
@pytest.mark.parametrize(("sight", "reader"), ONCE)
def test_page_in_large_type_on_a_phone(entrance: Entrance, sight: Sight, reader: str):
    with entrance.visitor(reader, large=True, **PHONE) as visitor:
        found = opened(visitor, sight)
        found += visitor.page.evaluate(looking.SIDEWAYS) + visitor.page.evaluate(looking.NARROW)
        none_of(found + said_by_browser(visitor, sight))


@pytest.mark.matrix
@pytest.mark.parametrize(("sight", "reader"), ONCE)
def test_page_without_scripts(entrance: Entrance, sight: Sight, reader: str):
    with entrance.visitor(reader, java_script_enabled=False) as visitor:
        found = opened(visitor, sight)
        if not visitor.page.locator("h1").is_visible():
            found.append("no h1")
        dead = visitor.page.locator("main button[type=button]:visible").all_inner_texts()
        none_of(found + [f"a button that does nothing: {one}" for one in dead])
