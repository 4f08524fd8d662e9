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
    "cases/<str:number>/papers/<str:name>": "a download: PDF or Word",
    "refusals/<int:pk>.<str:extension>": "a download: PDF or Word",
    "track/<str:number>/code": "a form on the page of one case",
    "track/<str:number>/proof": "a form on the page of one case",
    "track/<str:number>/<str:act>": "forms on the page of one case, once the phone is proven",
    "cases/<str:number>/apply": "leads to the first question not answered",
    "appeals/<str:number>/<str:act>": "forms on the page of an appeal",
    "blocked/<str:number>/<str:act>": "forms on the page of a blocked matter",
    "cases/<str:number>/blocked/<str:move>": "forms on the page of a blocked matter",
    "cases/<str:number>/mending/<str:move>": "forms on the page of a rectification of an item",
    "desk/find": "a form on the queue; what it finds is the queue again",
    "desk/done": "the answer to a form of many at once, told by the stories",
    "desk/filters/<int:filter_id>": "a form on the page of filters",
    "desk/export.csv": "a download",
    "desk/counter/for/<str:who>/agent": "the form on the page of who acts",
    "desk/catalog/items/<str:code>/draft/start": "a form on the page of the item",
    "desk/catalog/items/<str:code>/draft/panel": "a piece of the draft's page",
    "desk/catalog/items/<str:code>/versions/<int:number>.<str:form>": "a download",
    "rate/<str:token>/withdraw": "a form on the page of thanks",
    "desk/ratings/figures.csv": "a download",
    "desk/ratings/<int:pk>/exclude": "a form on the page of a rating",
    "desk/ratings/exclusions/<int:pk>/<str:act>": "forms on the page of a rating",
    "rectifications/<str:number>/<str:move>": "forms on the page of a rectification",
    "my/notices/read": "a form on the page of messages",
    "my/contact/<str:channel>/<str:act>": "forms on the page of contact",
    "desk/notices/read": "a form on the page of messages",
    "desk/appeals/template.csv": "a download",
    "manage/staff.csv": "a download",
    "manage/deliveries.csv": "a download",
    "cases/<str:number>/attachments/<int:attachment>/view": "a file in the browser's own viewer",
}


def seen() -> Iterator[tuple[Sight, str]]:
    """Every page with each of its readers."""
    for sight in SIGHTS:
        for reader in sight.readers:
            yield sight, reader
