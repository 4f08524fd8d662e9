"""One case in plain words for its applicant, its materials, and messages with the office."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Outcome, Status, refusal_of
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.errors import DomainError
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import forms, standing, words
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.apply import words as applying
from tongban.faces.portal.apply.drafts import Draft
from tongban.faces.portal.apply.views import uploaded
from tongban.faces.portal.mine import now, story
from tongban.faces.portal.rate import views as rating
from tongban.hall.applications import queries as applications
from tongban.hall.applications import services as hall
from tongban.hall.applications.queries import Message
from tongban.hall.applications.rules import moves
from tongban.hall.papers import queries as papers

MOST_LINES = 200


@page("GET")
def case(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """A case as its applicant reads it."""
    reader, view = standing.before(request, reader, number)
    return told(request, reader, view)


def told(
    request: HttpRequest, reader: Reader, view: CaseView, refusal: DomainError | None = None, text: str = ""
) -> HttpResponse:
    """The page of a case; with a message that was refused, and what it said."""
    number = view.case.number
    lines = cases.journal(view.case, view.actor, latest=MOST_LINES)
    files = cases.attachments(view.case)
    cards = applying.cards(view.whole.spec, view.materials, files, view.case.status)
    context = {
        **frame(view, lines),
        "base": f"/cases/{number}",
        "answers": answers(view),
        "cards": cards,
        "papers": papers.papers_of(view.whole, view.notices)[::-1],
        "notices": words.notices(view)[::-1],
        "can_withdraw": refusal_of(moves.WITHDRAW, view.case, reader.actor) is None,
        "can_supply": any(one.can_upload or one.can_promise for one in cards),
        "other_files": [one for one in files if not one.material],
        "talk": talk(view, lines),
        "ratable": rating.offered(view, lines, MOST_LINES),
        "can_write": refusal_of(moves.MESSAGE, view.case, reader.actor) is None,
        "refusal": refusal,
        "text": text,
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "portal/mine/case.html", context, refusal.status if refusal else 200)


def talk(view: CaseView, lines: Sequence[Any]) -> list[tuple[Message, str]]:
    """The messages with the office, each with the agency that wrote it."""
    agencies = {view.case.agency_id: view.case.agency.name}
    agencies |= {step.agency_id: step.agency.name for step in view.whole.steps}
    found = applications.said_in([line for line in lines if line.move == moves.MESSAGE.name])
    return [(one, agencies.get(one.agency, one.role.label)) for one in found]


@page("GET", "POST")
def message(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Write to the office that has the case, once for one form."""
    reader, view = standing.before(request, reader, number)
    if request.method == "GET":  # led back here after a sign-in, with what was typed
        typed = kept(request)
        return told(request, reader, view, text=typed.get("text", "") if typed else "")
    text = request.POST.get("text", "")

    def act() -> dict[str, Any]:
        return {"status": hall.message(number=number, text=text, actor=view.actor, at=view.at).status}

    try:
        forms.check_names(request, frozenset({"text"}))
        forms.once(request, view.actor, view.at, act)
    except DomainError as refusal:
        return told(request, reader, view, refusal, text)
    messages.success(request, _("留言已发出,办理单位会在这里答复您。"))
    return HttpResponseRedirect(f"/cases/{number}#talk")


def frame(view: CaseView, lines: list[Any]) -> dict[str, Any]:
    """What the applicant and who follows the case are shown alike; ``lines`` are those of its journal."""
    case = view.case
    clock = view.whole.clocks.get(ClockName.HANDLING.value) or view.whole.clocks.get(ClockName.ACCEPTANCE.value)
    return {
        "case": case,
        "spec": view.whole.spec,
        "status": Status(case.status).label_for(case.kind),
        "outcome": Outcome(case.outcome).label if case.outcome else "",
        "holders": now.holders(view),
        "todos": now.todos(view, deferred_until(view)),
        "due": words.running(view),
        "clock": clock,
        "events": story.events(view, lines),
        "steps": words.steps(view),
    }


def deferred_until(view: CaseView) -> Any:
    """The day by which deferred materials are to be brought."""
    if view.case.acceptance != "deferred":
        return None
    handling = view.whole.clocks.get(ClockName.HANDLING.value)
    return handling.due_on() if handling else None


def answers(view: CaseView) -> list[applying.Answer]:
    """The form as it was filled in."""
    spec, form = view.whole.spec, view.case.form
    return [applying.answer(spec, form, name) for name in spec.form_fields if name in form]


@page("GET", "POST")
def materials(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The materials of a case that was handed in, each uploaded by itself while it is open for them."""
    reader, view = standing.before(request, reader, number)
    if view.case.status == Status.DRAFT.value:
        return HttpResponseRedirect(f"/cases/{number}/apply/materials")
    if request.method == "GET":
        return supplied(request, reader, view)
    try:
        key = uploaded(request, Draft(reader, view))
    except DomainError as refusal:
        return supplied(request, reader, view, refusal)
    return HttpResponseRedirect(f"/cases/{number}/materials#m-{key}")


def supplied(request: HttpRequest, reader: Reader, view: CaseView, refusal: DomainError | None = None) -> HttpResponse:
    """The page of the materials."""
    case, wrong = view.case, request.POST.get("material", "")
    errors = {wrong: refusal} if refusal else {}
    context = {
        "case": case,
        "spec": view.whole.spec,
        "cards": applying.cards(view.whole.spec, view.materials, cases.attachments(case), case.status, errors),
        "action": f"/cases/{case.number}/materials",
        "refusal": refusal,
        "wrong_material": wrong,
        "token": forms.one_time(),
        "most_bytes": MAX_BYTES,
        "commitment": applying.COMMITMENT,
    }
    return shown_to(request, reader, "portal/mine/materials.html", context, refusal.status if refusal else 200)
