"""The page of an appeal for staff, and its whole journal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Outcome, Status, StepState
from tongban.common.errors import NotFound
from tongban.faces.api.auth import now
from tongban.faces.desk.appeals import reading, words
from tongban.faces.desk.appeals.reading import AppealView, opened
from tongban.faces.desk.casepage import timing, viewer
from tongban.faces.desk.casepage.viewer import Shown
from tongban.faces.desk.casepage.views import WITH_VIEWER, lines_of
from tongban.faces.desk.casepage.words import LONGEST
from tongban.faces.pages import forms
from tongban.faces.pages import words as pages
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.words import CallResult
from tongban.registry.agencies import queries as agencies

if TYPE_CHECKING:
    from tongban.casework.cases.models import Attachment

NEWEST, MESSAGES, NOTES = 30, 10, 5


@page("GET", query=("file",))
def case(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """One appeal with all that hangs on it."""
    view = opened(request, reader, number)
    files = cases.attachments(view.case)
    context = {
        **head(view),
        **looked_at(files, request.GET.get("file", "")),
        **course(view),
        **told(view, files),
        **record(view),
        "token": forms.one_time(),
    }
    response = shown_to(request, reader, "desk/appeals/case.html", context)
    response.headers["Content-Security-Policy"] = WITH_VIEWER
    return response


@page("GET", query=("before",))
def journal(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The whole journal, the newest lines first, page by page; for parties and for staff."""
    view = AppealView(number, reader.actor, now(request))
    found, turning = lines_of(request, view)
    names = agencies.names_of(words.codes_in(found))
    lines = words.journal(view, found, knows=view.knows, names=names)
    return shown_to(request, reader, "desk/casepage/journal.html", {"case": view.case, "journal": lines, **turning})


def head(view: AppealView) -> dict[str, Any]:
    """What it is, how it stands, what can be done."""
    buttons = words.buttons(view)
    return {
        "view": view,
        "case": view.case,
        "appeal": view.appeal,
        "knows": view.knows,
        "line": view.line,
        "status": Status(view.case.status).label_for(view.case.kind),
        "due": pages.running(view),
        "facts": words.facts(view),
        "can": [one for one in buttons if one.refusal is None],
        "barred": [one for one in buttons if one.refusal and one.is_mine],
        "others": [one for one in buttons if one.refusal and not one.is_mine],
        "may_open_phone": view.can(moves.OPEN_PHONE.name),
    }


def looked_at(files: "Sequence[Attachment]", key: str) -> dict[str, Any]:
    """The file asked for, else the first image; and all of them."""
    chosen = next((one for one in files if str(one.pk) == key), None)
    if key and chosen is None:
        raise NotFound("upload.unknown", "本件没有这个附件。")
    # an image shows at once; a PDF when it is asked for, as its viewer takes the focus
    first = next((one for one in files if viewer.way_of(one.media_type) == "image"), None)
    return {"shown": Shown(None, chosen or first), "files": files}


def course(view: AppealView) -> dict[str, Any]:
    """Its hands, its clocks, and who had it how long."""
    spans = reading.spans(view)
    return {
        "hands": [(hand, pages.clock(view, f"step:{hand.key}") if hand.since else None) for hand in view.hands],
        "passed": StepState.PASSED.label,
        "clocks": [one for one in pages.clocks(view) if not one.name.startswith("step:")],
        "spans": spans,
        "shares": timing.shares(spans),
        "holders": timing.holders(spans),
        "ledger": [(pages.term(one.term), one) for one in view.whole.ledger],
    }


def told(view: AppealView, files: "Sequence[Attachment]") -> dict[str, Any]:
    """Answers with their evidence, call-backs, and what was joined."""
    by_pk = {one.pk: one for one in files}
    names = {step.agency_id: step.agency.name for step in view.whole.steps}
    return {
        "answers": [
            (
                one,
                Outcome(one.outcome).label,
                names.get(one.agency, one.agency),
                [by_pk[pk] for pk in one.evidence if pk in by_pk],
            )
            for one in view.answers
        ],
        "callbacks": [(one, CallResult(one.result).label) for one in view.callbacks],
        "papers": view.papers,
        "followers": view.followers,
        "lead": view.appeal.lead,
    }


def record(view: AppealView) -> dict[str, Any]:
    """What was said, noted and done; of the journal the newest lines."""
    recent = cases.recent(view.case, view.actor, latest=NEWEST, beside=[moves.MESSAGE.name, moves.NOTE.name])
    said = [line for line in recent.beside if line.move == moves.MESSAGE.name]
    noted = [line for line in recent.beside if line.move == moves.NOTE.name]
    names = {step.agency_id: step.agency.name for step in view.whole.steps}
    lines = recent.lines
    missing = words.codes_in(lines) - set(names)
    return {
        "messages_said": words.spoken(said[-MESSAGES:], knows=view.knows),
        "more_messages": len(said) > MESSAGES,
        "notes": words.spoken(noted[-NOTES:], knows=view.knows),
        "more_notes": len(noted) > NOTES,
        "may_message": view.can(moves.MESSAGE.name),
        "may_note": view.can(moves.NOTE.name),
        "may_attach": view.can(moves.ATTACH.name),
        "journal": words.journal(view, lines, LONGEST, knows=view.knows, names=named(names, missing)),
        "journal_total": view.case.journal_seq,
    }


def named(names: dict[str, str], missing: set[str]) -> dict[str, str]:
    """Names of agencies by code: those with a hand, and the few others a line speaks of."""
    return names | agencies.names_of(missing) if missing else names
