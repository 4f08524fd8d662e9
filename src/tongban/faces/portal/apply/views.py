"""The pages of an application between its start and its receipt."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName, foreseen
from tongban.casework.cases.rules import Status
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.errors import BadInput, DomainError, NotFound
from tongban.faces.pages import forms, questions
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Typed, anchor, with_errors
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.apply import words
from tongban.faces.portal.apply.drafts import Draft, opened, wrong_in
from tongban.hall.applications import services as hall

ON = frozenset({"go", "back", questions.MORE})
CHECK = "check"


@page("GET")
def resume(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Where a draft goes on: the first page that is not in order, else the page to check."""
    draft = opened(request, reader, number)
    if not draft.is_open:
        return HttpResponseRedirect(f"/cases/{number}")
    if draft.problems:
        return HttpResponseRedirect(draft.address(min(draft.page_of(one) for one in draft.problems)))
    if not draft.form and draft.groups:
        return HttpResponseRedirect(draft.address(1))
    owes = any(one.required and not one.state for one in draft.materials)
    return HttpResponseRedirect(draft.address("materials" if owes else CHECK))


@page("GET", "POST", query=("back",))
def question(request: HttpRequest, reader: Reader, *, number: str, place: int) -> HttpResponse:
    """One group of questions; what is typed is kept whatever button is pressed."""
    draft = opened(request, reader, number)
    if not draft.is_open:
        return HttpResponseRedirect(f"/cases/{number}")
    if not 1 <= place <= len(draft.groups):
        raise NotFound("apply.page", "申请表没有这一页:请从第一页开始。")
    fields = draft.groups[place - 1].fields
    if request.method == "GET":
        return asked(request, draft, place, Typed(kept(request)), request.GET.get("back", ""))
    forms.check_names(request, ON | questions.html_names(draft.spec, fields))
    if request.POST.get(questions.MORE):
        return asked(request, draft, place, Typed(request.POST), request.POST.get("back", ""))
    form = questions.read(draft.spec, draft.form, Typed(request.POST), fields)
    case = draft.view.case
    if form != case.form:
        case.form = form = hall.edit(number=draft.number, form=form, actor=draft.view.actor, at=draft.view.at).form
    return answered(request, draft, place, request.POST)


def answered(request: HttpRequest, draft: Draft, place: int, sent: QueryDict) -> HttpResponse:
    """Where the button leads; onward only once this page is in order."""
    go, back = sent.get("go", ""), sent.get("back", "")
    if go == "later":
        messages.success(request, _("已保存为草稿,可以随时从“我的办件”继续。"))
        return HttpResponseRedirect("/my")
    if go == "back":
        return HttpResponseRedirect(draft.address(CHECK) if back == CHECK else draft.before(place))
    if wrong_in(draft.problems, draft.groups[place - 1].fields):
        return asked(request, draft, place, Typed(), back, is_sent=True)
    return HttpResponseRedirect(draft.address(CHECK) if back == CHECK else draft.after(place))


def asked(
    request: HttpRequest, draft: Draft, place: int, typed: Typed, back: str, *, is_sent: bool = False
) -> HttpResponse:
    """The page of a group; once it was sent, with everything wrong on top and at its place."""
    group = draft.groups[place - 1]
    wrong = wrong_in(draft.problems, group.fields) if is_sent else []
    notes = words.notes(draft)
    inputs = with_errors(questions.inputs(draft.spec, draft.form, typed, group.fields), dict(wrong))
    context = {
        **_head(draft, place),
        "group": group,
        "inputs": [replace(one, note=notes.get(one.name, "")) for one in inputs],
        "wrong": [(anchor(name), sentence) for name, sentence in wrong],
        "back": back if back == CHECK else "",
        "is_first": place == 1,
    }
    return shown_to(request, draft.reader, "portal/apply/question.html", context, 422 if wrong else 200)


def _head(draft: Draft, place: int) -> dict[str, Any]:
    return {
        "draft": draft,
        "case": draft.view.case,
        "spec": draft.spec,
        "place": place,
        "pages": draft.pages + 1,
    }


@page("GET", "POST")
def materials(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The materials of a draft, each uploaded by itself."""
    draft = opened(request, reader, number)
    if not draft.is_open:
        return HttpResponseRedirect(f"/cases/{number}")
    if request.method == "GET":
        return brought(request, draft)
    try:
        key = uploaded(request, draft)
    except DomainError as refusal:
        return brought(request, draft, refusal)
    return HttpResponseRedirect(f"{draft.address('materials')}#m-{key}")


def uploaded(request: HttpRequest, draft: Draft) -> str:
    """Put one file on record, or the commitment instead of it, once for one form; returns the material it is."""
    forms.check_names(request, frozenset({"material", "file", "commit"}))
    material, file = request.POST.get("material", ""), request.FILES.get("file")
    who: dict[str, Any] = {"number": draft.number, "material": material, "actor": draft.view.actor, "at": draft.view.at}
    if file is None and not request.POST.get("commit"):
        raise BadInput("upload.none", "请先选择要上传的文件。")

    def act() -> dict[str, Any]:
        if file is None:
            hall.commit(commitment=words.COMMITMENT, **who)
        else:
            hall.attach_material(name=file.name or "", content=file.read(MAX_BYTES + 1), **who)
        return {"material": material}

    return str(forms.once(request, draft.view.actor, draft.view.at, act)["material"])


def brought(request: HttpRequest, draft: Draft, refusal: DomainError | None = None) -> HttpResponse:
    """The page of the materials."""
    errors = {request.POST.get("material", ""): refusal} if refusal else {}
    case = draft.view.case
    context = {
        **_head(draft, draft.pages),
        "cards": words.cards(draft.spec, draft.materials, cases.attachments(case), case.status, errors),
        "action": draft.address("materials"),
        "previous": draft.address(len(draft.groups)) if draft.groups else f"/apply/{draft.spec.code}",
        "refusal": refusal,
        "wrong_material": request.POST.get("material", ""),
        "token": forms.one_time(),
        "most_bytes": MAX_BYTES,
        "commitment": words.COMMITMENT,
    }
    return shown_to(request, draft.reader, "portal/apply/materials.html", context, refusal.status if refusal else 200)


@page("GET", "POST")
def check(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """Everything at a glance, the days it will take, and the button that hands it in."""
    draft = opened(request, reader, number)
    done = draft.address("done")
    if request.method == "GET":
        return checked(request, draft) if draft.is_open else HttpResponseRedirect(f"/cases/{number}")
    try:
        forms.check_names(request, frozenset())
        forms.once(request, draft.view.actor, draft.view.at, lambda: _submitted(draft))
    except DomainError as refusal:
        draft = opened(request, reader, number)
        if not draft.is_open:  # handed in before, by another click or another window
            return HttpResponseRedirect(done)
        return checked(request, draft, refusal)
    return HttpResponseRedirect(done)


def _submitted(draft: Draft) -> dict[str, Any]:
    case = hall.submit(number=draft.number, actor=draft.view.actor, at=draft.view.at)
    return {"status": case.status}


def checked(request: HttpRequest, draft: Draft, refusal: DomainError | None = None) -> HttpResponse:
    """The page to check."""
    case, clocks = draft.view.case, foreseen(draft.spec, draft.view.at)
    handling = clocks.get(ClockName.HANDLING.value)
    context = {
        **_head(draft, draft.pages + 1),
        "sections": words.sections(draft),
        "cards": words.cards(draft.spec, draft.materials, cases.attachments(case), case.status),
        "stops": words.stops(draft),
        "answer": clocks[ClockName.ACCEPTANCE.value],
        "handling": handling,
        "today": draft.view.at,
        "previous": draft.address("materials" if draft.asks_materials else len(draft.groups)),
        "refusal": refusal,
        "token": forms.one_time(),
    }
    return shown_to(request, draft.reader, "portal/apply/check.html", context, refusal.status if refusal else 200)


@page("GET")
def done(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """The receipt: the number, what happens next, where to follow it."""
    draft = opened(request, reader, number)
    if draft.is_open:
        return HttpResponseRedirect(draft.address())
    acceptance = draft.view.whole.clocks.get(ClockName.ACCEPTANCE.value)
    if draft.view.case.status != Status.SUBMITTED.value or acceptance is None:
        return HttpResponseRedirect(f"/cases/{number}")
    context = {
        **_head(draft, draft.pages + 1),
        "answer_on": acceptance.due_on(),
        "cards": [one for one in words.cards(draft.spec, draft.materials, [], "") if not one.is_settled],
    }
    return shown_to(request, draft.reader, "portal/apply/done.html", context)
