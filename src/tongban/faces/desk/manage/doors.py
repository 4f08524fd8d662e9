"""The door of every page of administration, and forms that act once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.common.actors import Role
from tongban.common.errors import BadInput, DomainError
from tongban.faces.api.auth import now
from tongban.faces.desk.manage.fields import Field, Typed
from tongban.faces.pages import forms
from tongban.faces.pages.guards import Reader, View, kept, page
from tongban.faces.pages.showing import shown_to
from tongban.registry.administration.checks import check_administers

LARGEST_FILE_BYTES = 200_000


def managed(*methods: str, query: tuple[str, ...] = (), also: tuple[Role, ...] = ()) -> Callable[[View], View]:
    """A page of administration: as every page, for administrators, and for who has one of the roles ``also``."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, reader: Reader, **kwargs: Any) -> HttpResponse:
            if not reader.actor.has(*also):
                check_administers(reader.actor)
            return view(request, reader, **kwargs)

        return page(*methods, query=query)(checked)

    return decorate


@dataclass(frozen=True)
class Secret:
    """Something shown once: what it is, and itself. It is kept nowhere."""

    label: str
    text: str
    advice: str


@dataclass(frozen=True)
class Done:
    """What came of a form: a sentence for people, where to go on, and a secret where there is one to show."""

    said: str
    to: str
    secret: Secret | None = None


@dataclass(frozen=True)
class Form:
    """A form: what it is called, what it does, what it asks, how it acts, and where one goes without acting."""

    title: str
    button: str
    back: str
    act: Callable[[Typed], Done]
    fields: Sequence[Field] = ()
    does: Sequence[object] = ()
    is_final: bool = False
    subject: str = ""
    aside: str = ""
    proposals: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def has_file(self) -> bool:
        """Whether a file is sent along."""
        return any(one.kind == "file" for one in self.fields)


def answered(request: HttpRequest, reader: Reader, form: Form) -> HttpResponse:
    """The form, or what came of it; refused ones come back with everything that was typed."""
    if request.method == "GET":
        return drawn(request, reader, form, Typed(kept(request)))
    try:
        forms.check_names(request, frozenset(one.name for one in form.fields))
        return acted(request, reader, form)
    except DomainError as refusal:
        return drawn(request, reader, form, Typed(request.POST), refusal)


def acted(request: HttpRequest, reader: Reader, form: Form) -> HttpResponse:
    """Do it once; a secret is on the one page that answers the first sending, never kept with the answer."""
    shown: list[Secret] = []

    def act() -> dict[str, Any]:
        done = form.act(Typed(request.POST, _files(request)))
        shown.extend([done.secret] if done.secret else [])
        return {"said": done.said, "to": done.to, "is_secret": done.secret is not None}

    answer = forms.once(request, reader.actor, now(request), act)
    if shown:
        context = {"secret": shown[0], "said": answer["said"], "to": answer["to"], "title": form.title}
        return shown_to(request, reader, "desk/manage/secret.html", context)
    if answer["is_secret"]:
        messages.warning(request, _("这一步已经办过;其中的密码或令牌只显示一次,不再显示。"))
    else:
        messages.success(request, answer["said"])
    return HttpResponseRedirect(answer["to"])


def _files(request: HttpRequest) -> dict[str, bytes]:
    found = {}
    for name, files in request.FILES.lists():
        for file in files:
            if (file.size or 0) > LARGEST_FILE_BYTES:
                template = "文件超过{most}KB,不像这里要的文件,请核对。"
                raise BadInput("form.file", template, most=LARGEST_FILE_BYTES // 1000)
            found[name] = file.read()
            file.seek(0)
    return found


def drawn(
    request: HttpRequest, reader: Reader, form: Form, typed: Typed, refusal: DomainError | None = None
) -> HttpResponse:
    """The page of a form, with a token of its own."""
    fields = typed.drawn(form.fields)
    context = {
        "form": form,
        "fields": fields,
        "has_aside": any(one.field.is_aside and one.value for one in fields),
        "refusal": refusal,
        "problems": getattr(refusal, "params", {}).get("problems"),
        "had_files": bool(request.FILES),
        "token": forms.one_time(),
    }
    return shown_to(request, reader, "desk/manage/form.html", context, refusal.status if refusal else 200)
