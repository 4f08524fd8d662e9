"""One appeal for who turned to the city, and what the reporter can still do: write, add files, reopen, withdraw."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind
from tongban.common.said import said
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import forms, standing
from tongban.faces.pages.guards import Reader, page
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.appeals import following, story
from tongban.faces.portal.mine.verbs import Sent, Verb, acted, in_words, with_file
from tongban.faces.portal.mine.views import MOST_LINES, talk
from tongban.faces.portal.rate import views as rating
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals import services as hall
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.points import point_words
from tongban.hall.papers import queries as papers


@page("GET")
def case(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """An appeal as its reporter reads it."""
    reader, view = standing.before(request, reader, number)
    return told(request, reader, view)


ACTS: Mapping[str, Verb] = {
    "message": Verb("text", in_words(hall.message, "text"), said("留言已发出,办理单位会在这里答复您。"), "talk"),
    "reopen": Verb("text", in_words(hall.reopen, "reason"), said("已要求重新办理:由原单位重新答复。"), "where"),
    "withdraw": Verb("text", in_words(hall.withdraw, "reason"), said("诉求已撤回。"), "where"),
    "files": Verb("file", with_file(hall.attach), said("文件已收到。"), "files"),
}


@page("GET", "POST")
def act(request: HttpRequest, reader: Reader, *, number: str, act: str) -> HttpResponse:
    """One of the forms on the page of an appeal, made once however often it is sent."""
    return acted(request, reader, number=number, act=act, verbs=ACTS, kind=Kind.APPEAL, told=told)


def told(request: HttpRequest, reader: Reader, view: CaseView, sent: Sent | None = None) -> HttpResponse:
    """The page of an appeal, with a form that was refused and what it said."""
    sent = sent or Sent()
    number, found = view.case.number, view.case
    appeal = appeals.appeal_of(found)
    lines = cases.journal(found, view.actor, latest=MOST_LINES)
    files = cases.attachments(found)
    frame = following.frame(view, lines, appeal)
    barred = {one.move.name: one.refusal for one in appeals.allowed(view.whole, appeal, view.actor, at=view.at)}
    reopening = barred[moves.REOPEN.name]
    context = {
        **frame,
        "base": f"/cases/{number}",
        "answered": [(one, [file for file in files if file.sha256 in one.evidence]) for one in frame["answers"]],
        "callbacks": story.callbacks(lines),
        "files": [one for one in files if one.material != "evidence"],
        "papers": papers.papers_of_appeal(view.whole, [one.at for one in frame["answers"]][::-1], view.actor)[::-1],
        "point": point_words(appeal.latitude, appeal.longitude),
        "talk": talk(view, lines),
        "ratable": rating.offered(view, lines, MOST_LINES),
        "talk_to": f"/appeals/{number}/message",
        "can_write": barred[moves.MESSAGE.name] is None,
        "can_attach": barred[moves.ATTACH.name] is None,
        "can_withdraw": barred[moves.WITHDRAW.name] is None,
        "can_reopen": reopening is None,
        "why_no_reopening": reopening if reopening and reopening.code.startswith("reopen.") else None,
        "sent": sent,
        "refusal": sent.refusal if sent.act == "message" else None,
        "text": sent.text if sent.act == "message" else "",
        "token": forms.one_time(),
    }
    status = sent.refusal.status if sent.refusal else 200
    return shown_to(request, reader, "portal/appeals/case.html", context, status)
