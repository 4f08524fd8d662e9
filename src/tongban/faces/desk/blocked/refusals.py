"""The report of refusal: one form at the window, and the copy that is printed or read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.casework.cases import queries as cases
from tongban.common.actors import Actor, Role
from tongban.common.errors import DomainError, NotAllowed
from tongban.common.said import said
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.blocked.fields import word
from tongban.faces.pages import forms, language
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Input, Option, Typed, Widget, anchor, with_errors
from tongban.faces.pages.showing import shown_to
from tongban.hall.applications.rules.notices import remedy_on
from tongban.hall.blocked import queries
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.rules.words import Cause, Remedy

NAMES = frozenset(
    {
        "application",
        "item",
        "applicant_name",
        "identifier",
        "asked",
        "cause",
        "ground",
        "basis",
        "remedy",
        "remedy_text",
    }
)
# which field a refusal of the services is about: by its code, or by the name of the text it refuses
FIELDS = {
    "case.unknown": "application",
    "refusal.no_item": "application",
    "refusal.item": "item",
    "item.unknown": "item",
    "refusal.path": "remedy_text",
    "refusal.identifier": "identifier",
    "refusal.name": "identifier",
    "search.number": "identifier",
    "申请内容": "asked",
    "不予办理的理由": "ground",
    "依据(法律法规条款)": "basis",
    "救济途径说明": "remedy_text",
    "申请人": "applicant_name",
    "原因类别": "cause",
    "救济途径": "remedy",
}


@dataclass
class Entry:
    """The form as it stands; ``errors`` by field, under "" what is wrong with the whole."""

    typed: Typed
    application: str = ""
    errors: dict[str, DomainError] = field(default_factory=dict)

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal at the field it is about."""
        named = str(refusal.params.get("field", refusal.params.get("label", "")))
        self.errors[FIELDS.get(refusal.code) or FIELDS.get(named, "")] = refusal

    def refusal(self, region: str, applicant: int | None) -> blocked.Refusal:
        """What it means for the service; ``applicant`` is whom the register knows by the number."""
        value = self.typed.value
        application = value("application", self.application).strip()
        return blocked.Refusal(
            application=application,
            item="" if application else value("item").strip(),
            region=region,
            applicant_id=applicant,
            applicant_name=value("applicant_name"),
            asked=value("asked"),
            ground=value("ground"),
            basis=value("basis"),
            cause=word(Cause, value("cause"), "原因类别"),
            remedy=word(Remedy, value("remedy"), "救济途径"),
            remedy_text=value("remedy_text"),
        )

    def applicant(self, actor: Actor, at: datetime) -> int | None:
        """Whom the register knows by the number typed; with an application it is the applicant's affair."""
        value = self.typed.value
        if value("application", self.application).strip():
            return None
        who = {"identifier": value("identifier"), "name": value("applicant_name")}
        return blocked.known_applicant(**who, actor=actor, at=at)

    def inputs(self, law: str) -> list[Input]:
        """The inputs with what was typed and what is wrong."""
        causes = [Option(one.value, one.label, one.value == self.typed.value("cause")) for one in Cause]
        remedies = [Option(one.value, one.label, one.value == self.typed.value("remedy")) for one in Remedy]
        nothing = Option("", "(请选择)")
        found = [
            Input("application", "办件编号", Widget.LINE, "有办件的填编号,事项和申请人由系统带出。", False, self.typed.values("application", [self.application])),
            Input("item", "事项编码", Widget.LINE, "没有办件的填事项编码。", False, self.typed.values("item")),
            Input("applicant_name", "申请人", Widget.LINE, "没有办件的填写,可不填。", False, self.typed.values("applicant_name")),
            Input("identifier", "证件号码", Widget.LINE, "身份证号或统一社会信用代码,可不填;已登记的申请人会在“我的办件”中收到告知。", False, self.typed.values("identifier")),
            Input("asked", "申请内容", Widget.TEXT, "申请人要办什么。", True, self.typed.values("asked")),
            Input("cause", "原因类别", Widget.CHOICE, "", True, options=[nothing, *causes]),
            Input("ground", "不予办理的理由", Widget.TEXT, "申请人会收到。", True, self.typed.values("ground")),
            Input("basis", "依据(法律法规条款)", Widget.LINE, "写到条款。", True, self.typed.values("basis")),
            Input("remedy", "救济途径", Widget.CHOICE, "", True, options=[nothing, *remedies]),
            Input("remedy_text", "救济途径说明", Widget.TEXT, said("补办路径须写明缺什么、到哪里办;复议、诉讼不填的,按法律写为:{law}", law=law), False, self.typed.values("remedy_text")),
        ]  # fmt: skip
        return with_errors(found, {name: one for name, one in self.errors.items() if name})  # type: ignore[misc]


@page("GET", "POST", query=("case",))
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The form, sent once; then the copy to be printed."""
    if reader.actor.kind != "staff":
        raise NotAllowed("refusal.role", "否定报备由窗口人员、经办人或专员填写:申请人请直接反映“办不成事”。")
    number = request.GET.get("case", "")
    if request.method == "GET":
        return drawn(request, reader, Entry(Typed(kept(request)), number))
    entry = Entry(Typed(request.POST), number)
    actor, at = reader.actor, now(request)

    def act() -> dict[str, Any]:
        refusal = entry.refusal(actor.region, applicant)
        return {"pk": blocked.report_refusal(refusal=refusal, actor=actor, at=at).pk}

    try:
        forms.check_names(request, NAMES)
        applicant = entry.applicant(actor, at)
        pk = int(forms.once(request, actor, at, act)["pk"])
    except DomainError as refusal:
        entry.refuse(refusal)
        return drawn(request, reader, entry)
    messages.success(request, language.told(said("第{pk}号否定报备已提交,请把告知书交给申请人。", pk=pk)))
    return HttpResponseRedirect(f"/refusals/{pk}")


def drawn(request: HttpRequest, reader: Reader, entry: Entry) -> HttpResponse:
    """The page of the form, with everything typed."""
    case = None
    if entry.application and not entry.errors:
        case = cases.case(entry.application, reader.actor)
    context = {
        "inputs": entry.inputs(remedy_on(localdate(now(request)))),
        "case": case,
        "application": entry.application,
        "wrong": [(anchor(name) if name else "form", one) for name, one in entry.errors.items()],
        "token": forms.one_time(),
    }
    status = max((one.status for one in entry.errors.values()), default=200)
    return shown_to(request, reader, "desk/blocked/refusal_new.html", context, status)


@page("GET")
def copy(request: HttpRequest, reader: Reader, *, pk: int) -> HttpResponse:
    """The copy for the applicant, read or printed; for staff with what became of it."""
    row = queries.report(pk, reader.actor)
    matter = getattr(row, "matter", None)
    is_party = reader.actor.kind == "party"
    context = {
        "row": row,
        "cause": Cause(row.cause).label,
        "remedy": Remedy(row.remedy).label,
        "matter": matter,
        "is_party": is_party,
        "may_turn": matter is None and (is_party or reader.actor.has(Role.COORDINATOR)),
    }
    return shown_to(request, reader, "desk/blocked/refusal.html", context)
