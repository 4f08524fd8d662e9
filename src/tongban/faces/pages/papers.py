"""The official papers of a case as files: for whoever may see the case, in the moment it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header, urlencode

from tongban.common.errors import NotFound
from tongban.faces.pages import standing
from tongban.faces.pages.guards import Reader, page
from tongban.hall.papers import queries as papers
from tongban.hall.papers.rules import Document, PaperKind
from tongban.hall.papers.rules.pdf import pdf
from tongban.hall.papers.rules.word import word
from tongban.hall.ratings import queries as ratings
from tongban.hall.ratings.rules import RatingChannel, Stage

# papers handed over at a window: what they ask about is the window
AT_THE_WINDOW = frozenset({PaperKind.RECEIPT.value, PaperKind.ACCEPTANCE.value})


@dataclass(frozen=True)
class Form:
    """One of the forms a paper comes in; a PDF is looked at, a Word document is kept."""

    media_type: str
    render: Callable[[Document], bytes]
    is_kept: bool


FORMS = {
    "pdf": Form("application/pdf", pdf, False),
    "docx": Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word, True),
}


@page("GET")
def paper(request: HttpRequest, reader: Reader, *, number: str, name: str) -> HttpResponse:
    """A paper of a case as PDF or DOCX; its QR code leads to the page where everybody follows the case."""
    slug, _, extension = name.rpartition(".")
    form = FORMS.get(extension)
    if form is None:
        raise NotFound("paper.form", "文书只有PDF和DOCX两种格式:请从办件页进入。")
    _, view = standing.before(request, reader, number)
    is_window = slug in AT_THE_WINDOW and bool(view.case.answerable)
    found = papers.paper(view.case, slug, address=tracked(request, number, is_window=is_window))
    response = HttpResponse(form.render(found), content_type=form.media_type)
    name_kept = content_disposition_header(as_attachment=form.is_kept, filename=f"{found.title}-{number}.{extension}")
    response.headers["Content-Disposition"] = name_kept or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def tracked(request: HttpRequest, number: str, *, is_window: bool = False) -> str:
    """Where anybody who holds the paper can follow the case and rate it, as an address that a phone can open."""
    token = ratings.token_for(number, Stage.WINDOW if is_window else Stage.WHOLE, 0, RatingChannel.WINDOW_QR)
    return request.build_absolute_uri(f"/track?{urlencode({'number': number, 'rate': token})}")
