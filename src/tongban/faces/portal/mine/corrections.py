"""Corrections: everything the one-time notice asked, answered on one page; what was brought stays when it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Status
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.casework.exchange import services as exchange
from tongban.common.errors import DomainError
from tongban.common.said import said
from tongban.faces.api.reading import CaseView
from tongban.faces.pages import forms, questions, standing
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Typed, anchor, with_errors
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.apply import words as applying
from tongban.hall.applications import queries as applications
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules.forms import amended
from tongban.registry.catalog.rules import validate_form

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FILES = "file."


@dataclass(frozen=True)
class Asked:
    """One thing that was asked; ``card`` is the material it is about, ``is_brought`` whether it came since."""

    what: str
    name: str
    card: "applying.MaterialCard | None"
    is_brought: bool
    error: object = ""

    @property
    def anchor(self) -> str:
        """Its id in the page."""
        return anchor(self.name)


@page("GET", "POST")
def correct(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Everything asked at once, and its answer."""
    reader, view = standing.before(request, reader, number)
    if view.case.status != Status.CORRECTING.value:
        return HttpResponseRedirect(f"/cases/{number}")
    if request.method == "GET":
        return drawn(request, reader, view, Typed(kept(request)))
    if request.POST.get(questions.MORE):
        return drawn(request, reader, view, Typed(request.POST))
    errors: dict[str, object] = {}
    try:
        forms.check_names(request, names(view))
        errors = brought(request, view)
        errors |= questions.errors(validate_form(view.whole.spec, amended(view.case.form, changed(request, view))))
        if not errors:
            forms.once(request, view.actor, view.at, lambda: _answered(request, view))
            messages.success(request, _("补正已提交:受理期限重新起算,会尽快告诉您是否受理。"))
            return HttpResponseRedirect(f"/cases/{number}")
    except DomainError as refusal:
        reader, fresh = standing.before(request, reader, number)
        if fresh.case.status != Status.CORRECTING.value:  # answered before, by another click or another window
            return HttpResponseRedirect(f"/cases/{number}")
        return drawn(request, reader, fresh, Typed(request.POST), errors, refusal)
    return drawn(request, reader, CaseView(number, view.actor, view.at), Typed(request.POST), errors)


def names(view: CaseView) -> frozenset[str]:
    """Every name the page may send."""
    files = {FILES + one["key"] for one in applications.asked(view.case) if one["key"]}
    return questions.html_names(view.whole.spec) | files | {questions.MORE}


def changed(request: HttpRequest, view: CaseView) -> dict[str, Any]:
    """The fields that are now filled in otherwise than before; None where one was sent empty."""
    spec, before = view.whole.spec, view.case.form
    form = questions.read(spec, before, Typed(request.POST))
    # a field that was not sent at all stays as it was: a browser says nothing of a box that is not ticked
    emptied = {
        name: None
        for name in before.keys() - form.keys()
        if any(one in request.POST for one in questions.html_names(spec, {name}))
    }
    return {name: value for name, value in form.items() if before.get(name) != value} | emptied


def brought(request: HttpRequest, view: CaseView) -> dict[str, object]:
    """Put every file on record by itself, once for one form, so that none is lost with another; what was refused."""
    errors: dict[str, object] = {}
    for name in request.FILES:
        file = cast("UploadedFile[bytes]", request.FILES[name])
        content = file.read(MAX_BYTES + 1)
        key, label = name.removeprefix(FILES), file.name or ""

        def act(key: str = key, label: str = label, content: bytes = content) -> tuple[int, Any]:
            hall.attach_material(
                number=view.case.number, name=label, content=content, material=key, actor=view.actor, at=view.at
            )
            return 303, {"material": key}

        try:
            exchange.once(
                owner=f"account:{view.actor.account_id}",
                key=f"form:{request.POST.get(forms.ONE_TIME, '')[:100]}:{key}",
                fingerprint=sha256(content).hexdigest(),
                at=view.at,
                act=act,
            )
        except DomainError as refusal:
            errors[name] = refusal
        file.seek(0)
    return errors


def _answered(request: HttpRequest, view: CaseView) -> Mapping[str, Any]:
    form = changed(request, view)
    case = hall.answer_correction(number=view.case.number, form=form or None, actor=view.actor, at=view.at)
    return {"status": case.status}


def drawn(
    request: HttpRequest,
    reader: Reader,
    view: CaseView,
    typed: Typed,
    errors: Mapping[str, object] | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """The page, with what was brought and typed."""
    errors = dict(errors or {})
    rows = asked(view, errors, is_sent=bool(errors or refusal))
    errors |= {row.name: row.error for row in rows if row.error}
    texts = {name: str(error) for name, error in errors.items() if isinstance(error, str)}
    inputs = with_errors(questions.inputs(view.whole.spec, view.case.form, typed), texts)
    told = next((one for one in view.notices if one.kind == "correction"), None)
    context = {
        "case": view.case,
        "spec": view.whole.spec,
        "told": told,
        "rows": rows,
        "inputs": inputs,
        "has_words": any(row.card is None for row in rows),
        "wrong": [(anchor(name), error) for name, error in errors.items()],
        "refusal": None if refusal and refusal.code == "correction.incomplete" and errors else refusal,
        "most_bytes": MAX_BYTES,
        "token": forms.one_time(),
    }
    status = refusal.status if refusal else 422 if errors else 200
    return shown_to(request, reader, "portal/mine/correct.html", context, status)


def asked(view: CaseView, errors: Mapping[str, object], *, is_sent: bool) -> Sequence[Asked]:
    """What the notice asked, each with what was brought since; once sent, what is still missing says so."""
    case, spec = view.case, view.whole.spec
    cards = {one.line.key: one for one in applying.cards(spec, view.materials, cases.attachments(case), case.status)}
    asked_at = case.asked_at or view.at
    since = {one.key for one in view.materials if one.given_at and one.given_at > asked_at}
    found = []
    for one in applications.asked(case):
        key, name = one["key"], FILES + one["key"]
        is_missing = is_sent and bool(key) and key not in since
        missing = said("请上传“{name}”。", name=cards[key].line.name) if is_missing and key in cards else ""
        found.append(Asked(one["what"], name, cards.get(key), key in since, errors.get(name) or missing))
    return found
