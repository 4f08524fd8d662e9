"""The one form of a matter, filled from what is known, checked at once, answered at once; and what is handed back."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tongban.casework.cases.clock import ClockName, foreseen
from tongban.casework.cases.rules import Status
from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.errors import BadInput, DomainError, Refused
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.api.reading import CaseView
from tongban.faces.desk.counter import places, words
from tongban.faces.desk.counter.visitors import Visitor, check_desk, opened, sealed
from tongban.faces.pages import forms, questions
from tongban.faces.pages import words as said_of
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Input, Typed, anchor, with_errors
from tongban.faces.pages.showing import shown_to
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules.materials import MaterialState, precheck
from tongban.hall.applications.services import Answer, Scan
from tongban.hall.papers import queries as papers
from tongban.registry.catalog import queries as catalog
from tongban.registry.catalog.rules import ItemSpec, Known, Material, Problem, Source, source_of, validate_form

CHECK = "check"
FILE = "file."
OWN = ("paper", "scan", "queue", "agent", "region", "commitment", "gaps", "answer", questions.MORE)


@dataclass(frozen=True)
class Sheet:
    """The form of one matter for one visitor, with what was typed so far."""

    reader: Reader
    guest: Visitor
    spec: ItemSpec
    typed: Typed
    files: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> dict[str, Any]:
        """What the register fills in beforehand."""
        return self.guest.known(self.spec)

    @cached_property
    def form(self) -> dict[str, Any]:
        """The form as data."""
        return self.known if self.typed.data is None else questions.read(self.spec, {}, self.typed)

    @property
    def seen(self) -> list[str]:
        """Keys of the paper materials ticked as seen."""
        return self.typed.values("paper")

    @cached_property
    def given(self) -> dict[str, str]:
        """State of each material that is here, as the precheck reads it."""
        scanned = {*self.files, *filter(None, self.typed.values("scan"))}
        found = dict.fromkeys(scanned, MaterialState.UPLOADED.value)
        return found | dict.fromkeys(self.seen, MaterialState.PAPER.value)

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with the form."""
        return validate_form(self.spec, self.form)

    def findings(self) -> list[tuple[str, str]]:
        """(where it is put right, sentence) of everything missing or wrong, in one list."""
        wrong = [(anchor(questions.place_of(one) or "questions"), one.message) for one in self.problems]
        lacking = [one for one in precheck(self.spec, self.form, self.given) if not one.blocks]
        return wrong + [(f"m-{one.field}", one.sentence) for one in lacking]

    def inputs(self, *, is_checked: bool) -> list[Input]:
        """The questions of the form, once it was checked each with what is wrong with it."""
        drawn = questions.inputs(self.spec, self.known, self.typed)
        noted = [replace(one, note=self.note(one)) for one in drawn]
        return with_errors(noted, questions.errors(self.problems)) if is_checked else noted

    def note(self, one: Input) -> str:
        """What stands beside a question: that the register filled it in, or which phone is registered."""
        name = one.name.removeprefix(questions.PREFIX)
        if name in self.known and self.form.get(name) == self.known[name]:
            return _("已按登记信息填好,请与申请人核对。")
        if source_of(self.spec, name) is Known.PHONE and self.guest.party.phone_masked:
            return _("登记的手机号是{phone};不另填的,就用它联系。").format(phone=self.guest.party.phone_masked)
        return ""

    def rows(self) -> list[tuple[Material, bool, bool]]:
        """(material, whether the city holds it, whether it was ticked)."""
        return [(one, one.source is Source.HELD, one.key in self.seen) for one in self.spec.materials]

    def answers(self) -> list[tuple[str, Promise, Promise]]:
        """(value, button, what it does) of the answers this item allows."""
        is_allowed = {
            Answer.DEFER: any(one.deferrable for one in self.spec.materials),
            Answer.COMMIT: self.spec.commitment_allowed,
        }
        return [(one.value, *said) for one, said in words.ANSWERS.items() if is_allowed.get(one, True)]

    def names(self) -> frozenset[str]:
        """Every name the form may send."""
        uploads = {FILE + one.key for one in self.spec.materials if one.source is not Source.HELD}
        return questions.html_names(self.spec) | uploads | frozenset(OWN)


@page("GET", "POST")
def form(request: HttpRequest, reader: Reader, *, who: str, code: str) -> HttpResponse:
    """The form; sent, it opens the case and answers, or says everything that stands in the way."""
    guest = opened(who, reader)
    spec = catalog.pinned(catalog.version_id_in_force(code, localdate(now(request))))
    if not spec.audience.admits(guest.party.kind):
        raise Refused(
            "item.audience", "“{item}”只面向{audience}:请核对申请人。", item=spec.name, audience=spec.audience.label
        )
    guest.check_agent(now(request))
    if request.method == "GET":
        return drawn(request, Sheet(reader, guest, spec, Typed(kept(request))))
    files = frozenset(name.removeprefix(FILE) for name in request.FILES)
    sheet = Sheet(reader, guest, spec, Typed(request.POST), files)
    forms.check_names(request, sheet.names())
    answer = request.POST.get("answer", CHECK)
    if answer == CHECK or request.POST.get(questions.MORE):
        return checked(request, sheet)
    try:
        if answer not in set(Answer):
            raise BadInput("counter.answer", "请选择收件后怎样答复。")
        number = str(
            forms.once(request, reader.actor, now(request), lambda: made(request, sheet, Answer(answer)))["number"]
        )
    except DomainError as refusal:
        return drawn(request, sheet, refusal, is_checked=True)
    return HttpResponseRedirect(f"/desk/counter/cases/{number}")


def checked(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """What the precheck finds: the list alone where only that was asked for, else the form around it."""
    if request.headers.get("HX-Request") == "true" and not request.POST.get(questions.MORE):
        context = {"findings": sheet.findings(), "is_checked": True}
        return shown_to(request, sheet.reader, "desk/counter/findings.html", context)
    return drawn(request, sheet, is_checked=not request.POST.get(questions.MORE))


def made(request: HttpRequest, sheet: Sheet, answer: Answer) -> dict[str, Any]:
    """Take it in and answer."""
    typed, guest = sheet.typed, sheet.guest
    filing = hall.Filing(
        item=sheet.spec.code,
        region=typed.value("region"),
        applicant_id=guest.party.pk,
        form=sheet.form,
        channel="window",
        paper=tuple(sheet.seen),
        queue=typed.value("queue"),
        agent=guest.agent.name if guest.agent else typed.value("agent"),
    )
    said = hall.Words(commitment=typed.value("commitment"), gaps=lines(typed.value("gaps")))
    case = hall.take_in(
        filing=filing,
        answer=answer,
        scans=scans(request),
        said=said,
        actor=sheet.reader.actor,
        at=now(request),
    )
    return {"number": case.number}


def scans(request: HttpRequest) -> list[Scan]:
    """The files of the form, each with the material it is; a scan of a paper seen counts as the scan."""
    files = [(name, request.FILES.get(name)) for name in request.FILES]
    return [
        Scan(name.removeprefix(FILE), file.name or "", file.read(MAX_BYTES + 1))
        for name, file in files
        if file is not None
    ]


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def drawn(
    request: HttpRequest, sheet: Sheet, refusal: DomainError | None = None, *, is_checked: bool = False
) -> HttpResponse:
    """The page of the form, with a token of its own."""
    typed, guest, actor = sheet.typed, sheet.guest, sheet.reader.actor
    handling = foreseen(sheet.spec, now(request)).get(ClockName.HANDLING.value)
    context: dict[str, Any] = {
        "guest": guest,
        "spec": sheet.spec,
        "inputs": sheet.inputs(is_checked=is_checked),
        "rows": sheet.rows(),
        "findings": sheet.findings() if is_checked else [],
        "is_checked": is_checked,
        "answers": sheet.answers(),
        "regions": places.options(actor, typed.value("region", places.usual(actor, guest.party.region_id))),
        "is_elsewhere": refusal is not None and refusal.code.partition(".")[0] in {"power", "region"},
        "typed": {name: typed.value(name) for name in ("queue", "agent", "commitment", "gaps")},
        "due_on": handling.due_on() if handling else None,
        "had_files": bool(request.FILES),
        "refusal": None if refusal is not None and refusal.code == "form.invalid" else refusal,
        "is_refused": refusal is not None,
        "token": forms.one_time(),
    }
    return shown_to(request, sheet.reader, "desk/counter/form.html", context, refusal.status if refusal else 200)


@page("GET")
def done(request: HttpRequest, reader: Reader, *, number: str) -> HttpResponse:
    """What is handed back: the papers to print, and the way to the next person."""
    actor = check_desk(reader)
    view = CaseView(number, actor, now(request))
    case = view.case
    ready = papers.papers_of(view.whole, view.notices)
    context: dict[str, Any] = {
        "case": case,
        "status": Status(case.status).label_for(case.kind),
        "due": said_of.running(view),
        "due_on": view.running.due_on() if view.running else None,
        "papers": list(reversed(ready)),
        "again": again(view, reader),
    }
    return shown_to(request, reader, "desk/counter/done.html", context)


def again(view: CaseView, reader: Reader) -> str:
    """The mark under which the same applicant goes on with another matter."""
    return sealed(view.case.applicant_id, reader.actor) if view.case.applicant_id else ""
