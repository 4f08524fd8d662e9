"""One blocked matter for who brought it: where it is, the answer, and agreeing to it or not."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Kind, Outcome, Status
from tongban.common.said import Said, said
from tongban.faces.api.reading import STEP, CaseView
from tongban.faces.pages import forms, standing, words
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.appeals.following import Answerable, chain
from tongban.faces.portal.blocked import story
from tongban.faces.portal.mine.now import Holder
from tongban.faces.portal.mine.story import events, turned_away
from tongban.faces.portal.mine.verbs import Sent, Verb, acted, in_words, with_file
from tongban.faces.portal.mine.views import MOST_LINES, talk
from tongban.faces.portal.rate import views as rating
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as hall
from tongban.hall.blocked.rules import moves
from tongban.hall.blocked.rules.words import Cause
from tongban.hall.papers import queries as papers

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.casework.cases.models import JournalEntry


@page("GET")
def case(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """A blocked matter as who brought it reads it."""
    reader, view = standing.before(request, reader, number)
    return told(request, reader, view)


ACTS: Mapping[str, Verb] = {
    "message": Verb("text", in_words(hall.message, "text"), said("留言已发出,办理单位会在这里答复您。"), "talk"),
    "confirm": Verb("text", in_words(hall.confirm, "words"), said("已确认办结,谢谢您。"), "where"),
    "contest": Verb("text", in_words(hall.contest, "reason"), said("已要求重新办理。"), "where"),
    "withdraw": Verb("text", in_words(hall.withdraw, "reason"), said("已撤回。"), "where"),
    "files": Verb("file", with_file(hall.attach), said("文件已收到。"), "files"),
}


@page("GET", "POST")
def act(request: HttpRequest, reader: Reader, *, number: str, act: str) -> HttpResponse:
    """One of the forms on the page, made once however often it is sent."""
    return acted(request, reader, number=number, act=act, verbs=ACTS, kind=Kind.BLOCKED_MATTER, told=told)


def told(request: HttpRequest, reader: Reader, view: CaseView, sent: Sent | None = None) -> HttpResponse:
    """The page, with a form that was refused and what it said."""
    sent = sent or Sent()
    found = view.case
    lines = cases.journal(found, view.actor, latest=MOST_LINES)
    shown = frame(view, lines)
    matter = shown["matter"]
    barred = {one.move.name: one.refusal for one in queries.allowed(view.whole, matter, view.actor, at=view.at)}
    review = queries.review_of(found) if any(line.move == moves.CONCLUDE.name for line in lines) else None
    names = named(view)
    context = {
        **shown,
        "base": f"/cases/{found.number}",
        "answered": [(one, []) for one in shown["answers"]],
        "review": review,
        "tasks": [(names.get(one["agency"], ""), one["what"], one["due_on"]) for one in review.tasks] if review else [],
        "files": [one for one in cases.attachments(found) if one.material != "evidence"],
        "papers": papers.papers_of_matter(
            view.whole, [one.at for one in shown["answers"]][::-1], review.concluded_at if review else None, view.actor
        )[::-1],
        "talk": talk(view, lines),
        "ratable": rating.offered(view, lines, MOST_LINES),
        "talk_to": f"/blocked/{found.number}/message",
        "can_write": barred[moves.MESSAGE.name] is None,
        "can_attach": barred[moves.ATTACH.name] is None,
        "can_withdraw": barred[moves.WITHDRAW.name] is None,
        "can_confirm": barred[moves.CONFIRM.name] is None,
        "can_contest": barred[moves.CONTEST.name] is None,
        "sent": sent,
        "refusal": sent.refusal if sent.act == "message" else None,
        "text": sent.text if sent.act == "message" else "",
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "portal/blocked/case.html", context, sent.refusal.status if sent.refusal else 200)


def named(view: CaseView) -> dict[str, str]:
    """The agencies that have or had the matter, by code."""
    return {step.agency_id: step.agency.name for step in view.whole.steps}


def frame(view: CaseView, lines: "list[JournalEntry]") -> dict[str, Any]:
    """What who brought the matter and who follows it without a sign-in are shown alike."""
    found, matter, answers = view.case, queries.matter_of(view.case), story.answers(lines)
    agency = next((one.agency for one in lines if one.actor == found.answerable), "")
    name = named(view).get(agency, "")
    return {
        "case": found,
        "matter": matter,
        "cause": Cause(matter.cause).label,
        "status": Status(found.status).label_for(found.kind),
        "outcome": Outcome(found.outcome).label if found.outcome else "",
        "holders": holders(view),
        "todos": [],
        "due": words.running(view),
        "answerable": Answerable(found.answerable_name, name, "") if found.answerable_name else None,
        "chain": chain(view, [one.text for one in answers]),
        "answers": answers,
        "refused": turned_away(lines),
        "events": events(view, lines, story.TELLS),
    }


def holders(view: CaseView) -> list[Holder]:
    """Who has the matter now, since when, until when; nobody once it has ended."""
    case, status = view.case, Status(view.case.status)
    if status is Status.SUBMITTED:
        name, phone = case.agency.name, case.agency.phone
        return [_holder(view, name, phone, said("正在处理"), case.received_at, ClockName.ACCEPTANCE.value)]
    if status is Status.DECIDED:
        return [_holder(view, "", "", said("已答复,请您确认"), case.decided_at, ClockName.DELIVERY.value)]
    if status is not Status.ACCEPTED:
        return []
    return [
        _holder(
            view,
            step.agency.name,
            step.agency.phone,
            said("正在办理"),
            step.started_at,
            STEP + step.key,
            step.assignee_name,
        )
        for step in view.whole.steps
        if step.state == "open"
    ]


def _holder(
    view: CaseView, agency: str, phone: str, does: Said, since: "datetime | None", clock: str, person: str = ""
) -> Holder:
    running = view.whole.clocks.get(clock)
    return Holder(
        agency=agency,
        does=does,
        since=since,
        person=person,
        phone=phone,
        clock=clock if running else "",
        until_on=running.due_on() if running else None,
        state=running.state(view.at) if running else None,
    )
