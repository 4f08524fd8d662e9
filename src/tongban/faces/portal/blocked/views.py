"""The door of blocked matters and the form, phone first: from an application that failed, a refusal, or nothing."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind
from tongban.common.actors import Role
from tongban.common.errors import BadInput, DomainError, NotAllowed
from tongban.common.said import said
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.api.reading import Line, state_of
from tongban.faces.pages import forms, language, standing
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Input, Typed, Widget, anchor, with_errors
from tongban.faces.pages.showing import shown_to
from tongban.faces.portal.apply.start import places
from tongban.faces.portal.showing import perhaps
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.rules.words import RUNG_LABELS, Cause, Entrance
from tongban.registry.policies import queries as policies

if TYPE_CHECKING:
    from tongban.casework.cases.models import Case
    from tongban.hall.blocked.models import RefusalReport

NAMES = frozenset({"case", "report", "cause", "text", "region", "phone", "contact_name"})
FIELDS = {"region.unknown": "region", "identifier.mobile": "phone", "反映内容": "text", "联系人": "contact_name"}
MOST_LINES = 20
MEANS = {
    Cause.MATERIAL: said("要我交的材料拿不到,或者说不清要什么"),
    Cause.POLICY: said("都说没有规定,没人能定"),
    Cause.AGENCIES: said("几个部门互相要对方先办"),
    Cause.SYSTEM: said("系统提交不了、查不到、报错"),
    Cause.ATTITUDE: said("窗口不理、推脱、态度不好"),
    Cause.UNLAWFUL: said("说我不符合规定,我想弄清楚"),
}


@page("GET", public=True)
def door(request: HttpRequest) -> HttpResponse:
    """What it is for, how it goes up, what failed of mine and what is under way."""
    reader, at = perhaps(request), now(request)
    said_ = policies.content(policies.in_force(localdate(at))).blocked
    context: dict[str, Any] = {
        "causes": [(one.label, MEANS[one]) for one in Cause],
        "rungs": [(RUNG_LABELS[place], term) for place, term in enumerate(said_.ladder, 1)],
        "policy": said_,
        "is_party": reader is not None and reader.actor.kind == "party",
    }
    if reader is not None and context["is_party"]:
        found = cases.waiting(reader.actor, limit=MOST_LINES, kind=Kind.BLOCKED_MATTER.value)
        context["lines"] = [Line(case, state_of(case, is_paused=paused, at=at)) for case, paused in found]
        context["failed"] = queries.failed_of(reader.actor)
        context["told_no"] = queries.told_no(reader.actor)
    return shown_to(request, reader, "portal/blocked/door.html", context)


@dataclass
class Entry:
    """The form for a reader; ``errors`` by field, under "" what is wrong with the whole."""

    typed: Typed
    case: "Case | None" = None
    report: "RefusalReport | None" = None
    errors: dict[str, DomainError] = field(default_factory=dict)

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal of the services at the field it is about."""
        self.errors.setdefault(
            FIELDS.get(refusal.code) or FIELDS.get(str(refusal.params.get("field", "")), ""), refusal
        )

    def check(self) -> None:
        """Find what is missing before anything is asked of the services, all of it at once."""
        if self.typed.value("cause") not in {one.value for one in Cause}:
            self.errors["cause"] = BadInput("blocked.cause", "请选择卡在哪里。")
        if not self.typed.value("text").strip():
            self.errors["text"] = BadInput("blocked.text", "请写明办什么事、卡在哪里、希望怎样。")
        if self.case is None and self.report is None and not self.typed.value("region"):
            self.errors["region"] = BadInput("apply.region", "请选择事情发生在哪里。")

    def brought(self) -> blocked.Brought:
        """What it means for the service."""
        value = self.typed.value
        return blocked.Brought(
            text=value("text"),
            cause=Cause(value("cause")),
            region=value("region"),
            application=self.case.number if self.case and not self.report else "",
            report=self.report.pk if self.report else None,
            channel=Entrance.REPORT if self.report else Entrance.PORTAL,
            contact_name=value("contact_name"),
            phone=value("phone"),
        )

    def inputs(self) -> dict[str, Input]:
        """The plain inputs by name."""
        values = self.typed.values
        found = [
            Input("text", said("办什么事,卡在哪里,希望怎样"), Widget.TEXT, said("找过谁、怎么说的,写清楚就能早一点办。"), True, values("text")),
            Input("contact_name", said("怎么称呼您"), Widget.LINE, "", False, values("contact_name")),
            Input("phone", said("换一个联系电话"), Widget.PHONE, said("不填的,用您登记的手机号。"), False, values("phone")),
        ]  # fmt: skip
        errors: Any = {name: one for name, one in self.errors.items() if name}
        return {one.name: one for one in with_errors(found, errors)}


@page("GET", "POST", query=("case", "report"))
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The form, sent once; then the matter."""
    if reader.actor.kind != "party":
        raise NotAllowed("blocked.party", "工作人员请从“办不成事”清单登记:网上反映只供群众和企业使用。")
    given = request.POST if request.method == "POST" else request.GET
    reader, entry = opened(request, reader, given.get("case", ""), given.get("report", ""))
    if request.method == "GET":
        return drawn(request, reader, entry)
    actor, at = reader.actor, now(request)

    def act() -> dict[str, Any]:
        return {"number": blocked.bring(brought=entry.brought(), actor=actor, at=at).number}

    try:
        forms.check_names(request, NAMES)
        entry.check()
        if entry.errors:
            return drawn(request, reader, entry)
        number = forms.once(request, actor, at, act)["number"]
    except DomainError as refusal:
        entry.refuse(refusal)
        return drawn(request, reader, entry)
    messages.success(request, language.told(said("已收到,编号{number}。专员当天处理。", number=number)))
    return HttpResponseRedirect(f"/cases/{number}")


def opened(request: HttpRequest, reader: Reader, number: str, report: str) -> tuple[Reader, Entry]:
    """The form, on the application or the refusal a link named; somebody else's are not found."""
    typed = Typed(request.POST if request.method == "POST" else kept(request))
    if report.isascii() and report.isdecimal() and len(report) < 12:
        return reader, Entry(typed, report=queries.report(int(report), reader.actor))
    if not number:
        return reader, Entry(typed)
    reader, view = standing.before(request, reader, number)
    return reader, Entry(typed, view.case)


def drawn(request: HttpRequest, reader: Reader, entry: Entry) -> HttpResponse:
    """The page of the form, with everything typed."""
    chosen = entry.typed.value("cause", entry.report.cause if entry.report else "")
    is_free = entry.case is None and entry.report is None
    context = {
        "entry": entry,
        "inputs": entry.inputs(),
        "errors": entry.errors,
        "causes": [(one.value, one.label, MEANS[one], one.value == chosen) for one in Cause],
        "failed": queries.failed_of(reader.actor) if is_free else [],
        "counties": places(entry.typed.value("region", reader.actor.region)) if is_free else [],
        "wrong": [(anchor(name) if name else "form", one) for name, one in entry.errors.items()],
        "is_acting": reader.is_acting and reader.actor.has(Role.APPLICANT),
        "token": forms.one_time(),
    }
    status = max((one.status for one in entry.errors.values()), default=200)
    return shown_to(request, reader, "portal/blocked/new.html", context, status)
