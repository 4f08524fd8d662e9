"""One appeal for who turned to the city, and what the reporter can still do: write, add files, reopen, withdraw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.errors import BadInput, DomainError
from tongban.common.said import Said, said
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import forms, language, standing
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Typed
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.appeals import following, story
from tongban.faces.portal.mine.views import MOST_LINES, talk
from tongban.faces.portal.rate import views as rating
from tongban.hall.appeals import queries as appeals
from tongban.hall.appeals import services as hall
from tongban.hall.appeals.rules import moves

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@page("GET")
def case(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """An appeal as its reporter reads it."""
    reader, view = standing.before(request, reader, number)
    return told(request, reader, view)


@dataclass(frozen=True)
class Verb:
    """What a reporter can do on the page: the field it sends, the act, what is said after it, where the page goes on."""

    field: str
    make: Callable[[HttpRequest, CaseView], object]
    told: Said
    anchor: str


def _said(act: Callable[..., object], name: str) -> Callable[[HttpRequest, CaseView], object]:
    def make(request: HttpRequest, view: CaseView) -> object:
        given = {name: request.POST.get("text", "")}
        return act(number=view.case.number, actor=view.actor, at=view.at, **given)

    return make


def _attached(request: HttpRequest, view: CaseView) -> object:
    file = cast("UploadedFile[bytes] | None", request.FILES.get("file"))
    if file is None:
        raise BadInput("upload.none", "请先选择要上传的文件。")
    content = file.read(MAX_BYTES + 1)
    return hall.attach(number=view.case.number, name=file.name or "", content=content, actor=view.actor, at=view.at)


ACTS: Mapping[str, Verb] = {
    "message": Verb("text", _said(hall.message, "text"), said("留言已发出,办理单位会在这里答复您。"), "talk"),
    "reopen": Verb("text", _said(hall.reopen, "reason"), said("已要求重新办理:由原单位重新答复。"), "where"),
    "withdraw": Verb("text", _said(hall.withdraw, "reason"), said("诉求已撤回。"), "where"),
    "files": Verb("file", _attached, said("文件已收到。"), "files"),
}


@page("GET", "POST")
def act(request: HttpRequest, reader: Reader, *, number: str, act: str) -> HttpResponse:
    """One of the forms on the page of an appeal, made once however often it is sent."""
    verb = ACTS.get(act)
    reader, view = standing.before(request, reader, number)
    if verb is None or view.case.kind != Kind.APPEAL.value:
        raise Http404
    if request.method == "GET":  # led back here after a sign-in, with what was typed
        return told(request, reader, view, Sent(act, Typed(kept(request)).value("text")))

    def done() -> dict[str, Any]:
        verb.make(request, view)
        return {"act": act}

    try:
        forms.check_names(request, frozenset({verb.field}))
        forms.once(request, view.actor, view.at, done)
    except DomainError as refusal:
        reader, view = standing.before(request, reader, number)
        return told(request, reader, view, Sent(act, request.POST.get("text", ""), refusal))
    messages.success(request, language.told(verb.told))
    return HttpResponseRedirect(f"/cases/{number}#{verb.anchor}")


@dataclass(frozen=True)
class Sent:
    """A form that was sent and comes back: which one, what was typed, why it was refused."""

    act: str = ""
    text: str = ""
    refusal: DomainError | None = None


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
