"""The official papers of a case as files: for whoever may see the case, in the moment it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header, urlencode

from tongban.casework.cases.rules import Kind
from tongban.common.errors import NotFound
from tongban.faces.pages import standing
from tongban.faces.pages.guards import Reader, page
from tongban.hall.blocked import queries as matters
from tongban.hall.papers import queries as papers
from tongban.hall.papers.rules import Document, PaperKind
from tongban.hall.papers.rules.pdf import pdf
from tongban.hall.papers.rules.word import word
from tongban.hall.ratings import queries as ratings
from tongban.hall.ratings.rules import RatingChannel, Stage

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case

# papers handed over at a window ask about the window, an answer about itself; every other about the whole
AT_THE_WINDOW = frozenset({PaperKind.RECEIPT.value, PaperKind.ACCEPTANCE.value, PaperKind.REGISTRATION.value})
VISITED = frozenset({Kind.APPLICATION.value, Kind.APPEAL.value})  # kinds whose visit to a window can be rated


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
    form = form_of(extension)
    reader, view = standing.before(request, reader, number)
    address = tracked(request, number, asked_by(view.case, slug))
    return sent(papers.paper(view.case, slug, reader=reader.actor, address=address), form, extension, number)


@page("GET")
def refusal(request: HttpRequest, reader: Reader, *, pk: int, extension: str) -> HttpResponse:
    """The copy of a report of refusal as PDF or DOCX, for whoever may know of the report."""
    form = form_of(extension)
    row = matters.report(pk, reader.actor)
    address = tracked(request, row.application.number, Stage.WHOLE) if row.application else ""
    return sent(papers.refusal_copy(row, address=address), form, extension, str(pk))


def form_of(extension: str) -> Form:
    """The form an address asks for. Raises NotFound."""
    found = FORMS.get(extension)
    if found is None:
        raise NotFound("paper.form", "文书只有PDF和DOCX两种格式:请从办件页进入。")
    return found


def asked_by(case: "Case", slug: str) -> Stage:
    """What the code of a paper lets its holder rate."""
    if slug.startswith(PaperKind.REPLY.value):
        return Stage.ANSWER
    is_visit = slug in AT_THE_WINDOW and case.kind in VISITED and case.answerable
    return Stage.WINDOW if is_visit else Stage.WHOLE


def sent(found: Document, form: Form, extension: str, number: str) -> HttpResponse:
    """A paper as the answer to a request, under its title."""
    response = HttpResponse(form.render(found), content_type=form.media_type)
    name_kept = content_disposition_header(as_attachment=form.is_kept, filename=f"{found.title}-{number}.{extension}")
    response.headers["Content-Disposition"] = name_kept or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def tracked(request: HttpRequest, number: str, stage: Stage) -> str:
    """Where anybody who holds the paper can follow the case and rate it, as an address that a phone can open."""
    token = ratings.token_for(number, stage, 0, RatingChannel.WINDOW_QR)
    return request.build_absolute_uri(f"/track?{urlencode({'number': number, 'rate': token})}")
