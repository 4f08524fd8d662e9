"""Taking a blocked matter in for somebody: at the window, from the hotline, or seen by the coordinator."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tongban.common.actors import Role
from tongban.common.errors import DomainError, NotAllowed
from tongban.common.said import said
from tongban.common.time import localdate
from tongban.faces.api.auth import now
from tongban.faces.desk.blocked.fields import NOTHING, word
from tongban.faces.pages import forms, language
from tongban.faces.pages.guards import Reader, kept, page
from tongban.faces.pages.inputs import Input, Option, Typed, Widget, anchor, with_errors
from tongban.faces.pages.showing import shown_to
from tongban.hall.blocked import services as blocked
from tongban.hall.blocked.rules.words import Cause, Entrance
from tongban.registry.agencies import queries as agencies

NAMES = frozenset({"channel", "application", "report", "item", "agency", "cause", "text", "contact_name", "phone"})
STAFFED = (Entrance.WINDOW, Entrance.HOTLINE, Entrance.COORDINATOR, Entrance.REPORT)
FIELDS = {
    "case.unknown": "application",
    "blocked.not_failed": "application",
    "blocked.twice": "application",
    "item.unknown": "item",
    "agency.unknown": "agency",
    "refusal.unknown": "report",
    "refusal.turned": "report",
    "refusal.turn": "report",
    "appeal.contact": "phone",
    "identifier.mobile": "phone",
    "反映内容": "text",
    "原因类别": "cause",
    "来源": "channel",
    "联系人": "contact_name",
}


@dataclass
class Entry:
    """The form as it stands; ``errors`` by field, under "" what is wrong with the whole."""

    typed: Typed
    first: dict[str, str] = field(default_factory=dict)
    errors: dict[str, DomainError] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in a field: typed, or brought along by a link."""
        return self.typed.value(name, self.first.get(name, "")).strip()

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal at the field it is about."""
        named = str(refusal.params.get("field", refusal.params.get("label", "")))
        self.errors[FIELDS.get(refusal.code) or FIELDS.get(named, "")] = refusal

    def brought(self, region: str) -> blocked.Brought:
        """What it means for the service."""
        value, report = self.value, self.value("report")
        return blocked.Brought(
            text=self.typed.value("text"),
            cause=word(Cause, value("cause"), "原因类别"),
            region=region,
            application=value("application"),
            report=int(report) if report.isascii() and report.isdecimal() and len(report) < 12 else None,
            item=value("item"),
            agency=value("agency"),
            channel=word(Entrance, value("channel"), "来源"),
            contact_name=value("contact_name"),
            phone=value("phone"),
        )

    def inputs(self, offices: list[tuple[str, str]]) -> list[Input]:
        """The inputs with what was typed and what is wrong."""
        value = self.value

        def choice(name: str, label: str, hint: str, needed: bool, rows: list[Option]) -> Input:
            return Input(name, label, Widget.CHOICE, hint, needed, options=[NOTHING, *rows])

        def line(name: str, label: str, hint: str = "") -> Input:
            return Input(name, label, Widget.LINE, hint, False, [value(name)])

        sources = [Option(one.value, one.label, one.value == value("channel")) for one in STAFFED]
        causes = [Option(one.value, one.label, one.value == value("cause")) for one in Cause]
        places = [Option(code, name, code == value("agency"), True) for code, name in offices]
        found = [
            choice("channel", "来源", "", True, sources),
            line("application", "未办成的办件编号", "填了编号,事项、单位和申请人由系统带出。"),
            line("report", "否定报备号", "由否定报备转来的填写。"),
            line("item", "事项编码", "没有办件的填写,可不填。"),
            choice("agency", "所涉单位", "不知道事项的选择单位,可不选。", False, places),
            choice("cause", "原因类别", "", True, causes),
            Input("text", "反映内容", Widget.TEXT, "办什么事,卡在哪里,希望怎样。", True, self.typed.values("text")),
            line("contact_name", "联系人"),
            Input("phone", "联系电话", Widget.PHONE, "没有办件、没有账号的必填。", False, [value("phone")]),
        ]
        return with_errors(found, {name: one for name, one in self.errors.items() if name})  # type: ignore[misc]


@page("GET", "POST", query=("case", "report"))
def new(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The form, sent once; then the matter."""
    actor, at = reader.actor, now(request)
    if actor.kind != "staff" or not actor.has(Role.CLERK, Role.TOWN_CLERK, Role.COORDINATOR):
        raise NotAllowed("blocked.desk", "“办不成事”由窗口人员或专员登记:群众请从首页反映。")
    first = {"application": request.GET.get("case", ""), "report": request.GET.get("report", "")}
    first["channel"] = Entrance.REPORT.value if first["report"] else ""
    if request.method == "GET":
        return drawn(request, reader, Entry(Typed(kept(request)), first))
    entry = Entry(Typed(request.POST), first)

    def act() -> dict[str, Any]:
        return {"number": blocked.bring(brought=entry.brought(actor.region), actor=actor, at=at).number}

    try:
        forms.check_names(request, NAMES)
        number = forms.once(request, actor, at, act)["number"]
    except DomainError as refusal:
        entry.refuse(refusal)
        return drawn(request, reader, entry)
    messages.success(request, language.told(said("已登记,编号{number}。", number=number)))
    return HttpResponseRedirect(f"/cases/{number}")


def drawn(request: HttpRequest, reader: Reader, entry: Entry) -> HttpResponse:
    """The page of the form, with everything typed."""
    context = {
        "inputs": entry.inputs(agencies.concerning(reader.actor.region, localdate(now(request)))),
        "wrong": [(anchor(name) if name else "form", one) for name, one in entry.errors.items()],
        "token": forms.one_time(),
    }
    status = max((one.status for one in entry.errors.values()), default=200)
    return shown_to(request, reader, "desk/blocked/new.html", context, status)
