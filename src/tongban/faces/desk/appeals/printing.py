"""An appeal on paper: what was told, whose hands it was in, what was answered, and its journal line by line."""

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases import queries as cases
from tongban.faces.desk.appeals import reading, words
from tongban.faces.desk.appeals.casepage import named
from tongban.faces.desk.appeals.reading import AppealView, opened
from tongban.faces.desk.casepage.views import PRINTED, on_paper
from tongban.faces.desk.casepage.words import Person, answers_had, hands_had, told_contents
from tongban.faces.pages.guards import Reader, page
from tongban.hall.appeals.rules.words import CallResult


@page("GET")
def printed(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The file of an appeal; who turned to the city stays unknown to whom it has to."""
    view = opened(request, reader, number)
    files = cases.attachments(view.case)
    lines = cases.journal(view.case, view.actor, latest=PRINTED)
    names = {step.agency_id: step.agency.name for step in view.whole.steps}
    names = named(names, words.codes_in(lines) - set(names))
    context = {
        "heading": "诉求内容",
        "text": view.appeal.text,
        "who": person(view),
        "nameless": not view.knows,
        "facts": words.facts(view),
        "contents": told_contents(view, "诉求登记", files, view.papers),
        "hands": hands_had(view, view.hands, {one.text for one in view.answers}),
        "answers": answers_had(view.answers, names, files),
        "calls": [(one, CallResult(one.result).label) for one in view.callbacks],
        "spans": reading.spans(view),
        "journal": words.journal(view, lines, knows=view.knows, names=names)[::-1],
    }
    return on_paper(request, reader, view, context)


def person(view: AppealView) -> Person | None:
    """Who turned to the city, for readers who may know."""
    appeal, who = view.appeal, view.case.applicant
    if not view.knows:
        return None
    name = who.name if who else appeal.contact_name
    return Person(name, "反映人", contact=appeal.contact_name if who else "", phone=appeal.phone_masked)
