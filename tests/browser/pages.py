"""Every page of the house, what it is for and who looks at it: read by the browser tests and by the tour."""

from collections.abc import Iterator, Mapping

from tests.browser import sights_manage, sights_public, sights_staff
from tests.browser.sight import Sight

SIGHTS: tuple[Sight, ...] = (*sights_public.SIGHTS, *sights_staff.SIGHTS, *sights_manage.SIGHTS)

# routes that are no pages to look at, each with the reason
NOT_PAGES: Mapping[str, str] = {
    "manner": "a form in every head: language and size of type",
    "assets/<str:name>": "style sheets and scripts",
    "sign-out": "a form in every head",
    "acting-for": "a form on the page of an applicant",
    "cases/<str:number>/attachments/<int:attachment>": "a download",
    "desk/catalog/items/<str:code>/versions/<int:number>.<str:form>": "a download",
    "desk/catalog/items/<str:code>/draft/panel": "the part of the editor that answers while one types",
    "desk/catalog/items/<str:code>/draft/start": "a button on the page of an item",
    "cases/<str:number>/attachments/<int:attachment>/view": "a file in the browser's own viewer",
}


def seen() -> Iterator[tuple[Sight, str]]:
    """Every page with each of its readers."""
    for sight in SIGHTS:
        for reader in sight.readers:
            yield sight, reader
