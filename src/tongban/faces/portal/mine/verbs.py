"""The forms on the page of one's own case: written in words or a file, made once however often they are sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases.rules import Kind
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.errors import BadInput, DomainError
from tongban.common.said import Said
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import forms, language, standing
from tongban.faces.pages.guards import Reader, kept
from tongban.faces.pages.inputs import Typed

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

Act = Callable[[HttpRequest, CaseView], object]


@dataclass(frozen=True)
class Verb:
    """What can be done on the page: the field it sends, the act, what is said after it, where the page goes on."""

    field: str
    make: Act
    told: Said
    anchor: str


@dataclass(frozen=True)
class Sent:
    """A form that was sent and comes back: which one, what was typed, why it was refused."""

    act: str = ""
    text: str = ""
    refusal: DomainError | None = None


Shown = Callable[[HttpRequest, Reader, CaseView, Sent], HttpResponse]


def in_words(act: Callable[..., object], name: str) -> Act:
    """An act whose argument of that name is what was written."""

    def make(request: HttpRequest, view: CaseView) -> object:
        given = {name: request.POST.get("text", "")}
        return act(number=view.case.number, actor=view.actor, at=view.at, **given)

    return make


def with_file(act: Callable[..., object]) -> Act:
    """An act that takes one file."""

    def make(request: HttpRequest, view: CaseView) -> object:
        file = cast("UploadedFile[bytes] | None", request.FILES.get("file"))
        if file is None:
            raise BadInput("upload.none", "请先选择要上传的文件。")
        content = file.read(MAX_BYTES + 1)
        return act(number=view.case.number, name=file.name or "", content=content, actor=view.actor, at=view.at)

    return make


def made(request: HttpRequest, view: CaseView, act: str, verb: Verb) -> None:
    """Make the act of a form once, however often it is sent."""

    def done() -> dict[str, Any]:
        verb.make(request, view)
        return {"act": act}

    forms.check_names(request, frozenset({verb.field}))
    forms.once(request, view.actor, view.at, done)


def acted(
    request: HttpRequest,
    reader: Reader,
    *,
    number: str,
    act: str,
    verbs: Mapping[str, Verb],
    kind: Kind,
    told: Shown,
) -> HttpResponse:
    """Make the act of a form and lead back to the page; refused, ``told`` shows the page with what was sent."""
    verb = verbs.get(act)
    reader, view = standing.before(request, reader, number)
    if verb is None or view.case.kind != kind.value:
        raise Http404
    if request.method == "GET":  # led back here after a sign-in, with what was typed
        return told(request, reader, view, Sent(act, Typed(kept(request)).value("text")))
    try:
        made(request, view, act, verb)
    except DomainError as refusal:
        reader, view = standing.before(request, reader, number)
        return told(request, reader, view, Sent(act, request.POST.get("text", ""), refusal))
    messages.success(request, language.told(verb.told))
    return HttpResponseRedirect(f"/cases/{number}#{verb.anchor}")
