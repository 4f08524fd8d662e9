"""The case page of staff, its whole journal, its print, and files for the browser's own viewer."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Status
from tongban.common.errors import BadInput, NotFound
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.desk.casepage import timing, viewer, words
from tongban.faces.pages import forms
from tongban.faces.pages import words as pages
from tongban.faces.pages.guards import POLICY, Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.hall.applications import queries as applications
from tongban.hall.applications.rules import moves
from tongban.hall.papers import queries as papers
from tongban.registry.parties.rules import WATCHERS

NEWEST, LINES, MESSAGES, NOTES, PRINTED = 30, 50, 10, 5, 300
WITH_VIEWER = f"{POLICY}; frame-src 'self'; object-src 'self'"
MOST_DIGITS = 9


@page("GET", query=("material", "file"))
def case(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """One case with all that hangs on it, the material asked for beside what was applied for."""
    view = CaseView(number, reader.actor, now(request))
    files = cases.attachments(view.case)
    shown = viewer.shown(view, files, request.GET.get("material", ""), request.GET.get("file", ""))
    context = {**head(view), **workbench(view, shown, files), **course(view), **record(view)}
    context["may_watch"] = reader.actor.has(*WATCHERS)
    context["token"] = forms.one_time()
    response = shown_to(request, reader, "desk/casepage/case.html", context)
    response.headers["Content-Security-Policy"] = WITH_VIEWER
    return response


def head(view: CaseView) -> dict[str, Any]:
    """What the case is, how it stands, what can be done."""
    buttons = words.buttons(view)
    return {
        "view": view,
        "case": view.case,
        "line": view.line,
        "status": Status(view.case.status).label_for(view.case.kind),
        "due": pages.running(view),
        "facts": words.facts(view),
        "can": [one for one in buttons if one.refusal is None],
        "barred": [one for one in buttons if one.refusal and one.is_mine],
        "others": [one for one in buttons if one.refusal and not one.is_mine],
    }


def workbench(view: CaseView, shown: viewer.Shown, files: list[Any]) -> dict[str, Any]:
    """What was applied for, and the materials with the one that is looked at."""
    current = {line.attachment_id for line in view.materials}
    return {
        "kind": words.applicant_kind(view),
        "form": words.form(view),
        "shown": shown,
        "rows": viewer.rows(view.materials, shown.row.line.key if shown.row else ""),
        "files": [one for one in files if one.pk not in current],
        "may_review": words.can(view, moves.REVIEW_MATERIAL),
        "not_review": words.why_not(view, moves.REVIEW_MATERIAL),
    }


def course(view: CaseView) -> dict[str, Any]:
    """The way of the case: its steps, its clocks, and who had it how long."""
    spans = timing.spans(view)
    return {
        "picture": words.picture(view),
        "steps": pages.steps(view),
        "clocks": [one for one in pages.clocks(view) if not one.name.startswith("step:")],
        "ledger": words.ledger(view),
        "spans": spans,
        "shares": timing.shares(spans),
        "holders": timing.holders(spans),
    }


def record(view: CaseView) -> dict[str, Any]:
    """What was told, said, noted and done; of the journal the newest lines."""
    recent = cases.recent(view.case, view.actor, latest=NEWEST, beside=[moves.MESSAGE.name, moves.NOTE.name])
    said = [line for line in recent.beside if line.move == moves.MESSAGE.name]
    noted = [line for line in recent.beside if line.move == moves.NOTE.name]
    return {
        "told": words.papers(view),
        "papers": papers.papers_of(view.whole, view.notices),
        "messages_said": applications.said_in(said[-MESSAGES:]),
        "more_messages": len(said) > MESSAGES,
        "notes": applications.said_in(noted[-NOTES:]),
        "more_notes": len(noted) > NOTES,
        "may_message": words.can(view, moves.MESSAGE),
        "may_note": words.can(view, moves.NOTE),
        "journal": words.journal(view, recent.lines, words.LONGEST),
        "journal_total": view.case.journal_seq,
    }


@page("GET", query=("before",))
def journal(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The whole journal, the newest lines first, page by page."""
    view = CaseView(number, reader.actor, now(request))
    found, turning = lines_of(request, view)
    context = {"case": view.case, "journal": words.journal(view, found), **turning}
    return shown_to(request, reader, "desk/casepage/journal.html", context)


def lines_of(request: HttpRequest, view: CaseView) -> tuple[list[Any], dict[str, Any]]:
    """A page of the journal as the address asks for it, and what its pager needs."""
    given = request.GET.get("before", "")
    if given and not (given.isascii() and given.isdecimal() and len(given) <= MOST_DIGITS):
        raise BadInput("journal.before", "日志的行号应为数字:请从办件页进入。")
    found = cases.journal(view.case, view.actor, before=int(given) if given else None, latest=LINES + 1)
    return found[-LINES:], {"older": found[1].seq if len(found) > LINES else 0, "is_newest": not given}


@page("GET")
def printed(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The case on paper: what is in the file, and its journal line by line."""
    view = CaseView(number, reader.actor, now(request))
    if view.actor.kind != "staff":
        raise NotFound("address.unknown", "没有这个页面:请核对地址,或从首页进入。")
    entries = cases.journal(view.case, view.actor, latest=PRINTED)
    applicant = view.case.applicant
    context = {
        "who": words.Person(applicant.name, identifier=applicant.identifier_masked) if applicant else None,
        "facts": words.facts(view),
        "form": words.form(view),
        "contents": words.contents(view, cases.attachments(view.case), papers.papers_of(view.whole, view.notices)),
        "spans": timing.spans(view),
        "journal": words.journal(view, entries)[::-1],
    }
    return on_paper(request, reader, view, context)


def on_paper(request: HttpRequest, reader: Reader, view: CaseView, context: dict[str, Any]) -> HttpResponse:
    """The file of a case of any kind, on one page to be printed."""
    shared = {
        "case": view.case,
        "status": Status(view.case.status).label_for(view.case.kind),
        "is_cut": view.case.journal_seq > PRINTED,
        "most": PRINTED,
    }
    return shown_to(request, reader, "desk/casepage/print.html", shared | context)


@page("GET")
def attachment(request: HttpRequest, reader: Reader, *, number: str, attachment: int) -> HttpResponse:
    """An image or a PDF of a case, shown by the browser itself."""
    return viewer.inline(number, attachment, reader.actor)
