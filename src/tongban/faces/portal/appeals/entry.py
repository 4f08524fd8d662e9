"""The entry of an appeal: what the form asks, what was typed, and the intake it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest

from tongban.casework.cases.rules.uploads import MAX_BYTES
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, DomainError
from tongban.common.said import Said, said
from tongban.common.time import localdate
from tongban.faces.api.auth import now, on_behalf
from tongban.faces.pages import placing
from tongban.faces.pages.guards import Reader
from tongban.faces.pages.inputs import Input, Option, Typed, Widget, options, with_errors
from tongban.faces.portal.appeals.similar import Similar
from tongban.hall.appeals.services import Intake
from tongban.registry.catalog import queries as catalog
from tongban.registry.parties import queries as parties
from tongban.registry.parties.queries import PartyKind
from tongban.registry.policies.rules import AppealPolicy, AppealType

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from tongban.registry.accounts.models import Account

NAMES = frozenset(
    {
        *("type", "text", "title", "region", "place", "item", "party", "enterprise"),
        *("emergency", "anonymous", "contact_name", "phone", "files", "seen", *placing.NAMES),
    }
)
GUEST = Actor("guest", "网上来访", frozenset({Role.APPLICANT}))
MEANS: Mapping[AppealType, Said] = {
    AppealType.CONSULTATION: said("问政策、问怎么办"),
    AppealType.REQUEST: said("遇到困难,请帮忙解决"),
    AppealType.COMPLAINT: said("对服务、管理或处理不满意"),
    AppealType.REPORT: said("反映违法、违规的事"),
    AppealType.SUGGESTION: said("对城市和服务的改进意见"),
}
# which field a refusal of the services is about: by its code, or by the name of the text it refuses
FIELDS = {
    "appeal.contact": "phone",
    "identifier.mobile": "phone",
    "region.unknown": "region",
    "appeal.point": placing.LATITUDE,
    "appeal.outside": placing.LATITUDE,
    "intake.file": "files",
    "intake.files": "files",
    "诉求内容": "text",
    "标题": "title",
    "地点": "place",
    "联系人": "contact_name",
    "纬度": placing.LATITUDE,
    "经度": placing.LONGITUDE,
}


@dataclass(frozen=True)
class Standing:
    """In whose name somebody may turn to the city."""

    party: int
    name: str
    kind: str
    is_enterprise: bool


@dataclass(frozen=True)
class TypeOption:
    """A type to choose, with what it is for and how long the answer takes."""

    type: AppealType
    means: Said
    term: Said
    is_chosen: bool


@dataclass
class Entry:
    """The form for a reader, None for a stranger; ``errors`` by field, under "" what is wrong with the whole."""

    request: HttpRequest
    reader: Reader | None
    typed: Typed
    errors: dict[str, DomainError] = field(default_factory=dict)
    standings: Sequence[Standing] = ()
    similar: Sequence[Similar] = ()

    @classmethod
    def opened(cls, request: HttpRequest, reader: Reader | None, typed: Typed) -> "Entry":
        """The form with everybody the reader may speak for."""
        return cls(request, reader, typed, standings=standings(request, reader) if reader else ())

    @property
    def party(self) -> int:
        """Whom the form is for: as chosen, else as whom the reader acts; 0 for a stranger."""
        if self.reader is None:
            return 0
        own = self.reader.actor.party_id or 0
        given = self.typed.value("party", str(own))
        return next((one.party for one in self.standings if str(one.party) == given), own)

    @property
    def enterprise(self) -> str:
        """The enterprise concerned as chosen; the one that speaks until something else is."""
        speaks = next((str(one.party) for one in self.standings if one.is_enterprise and one.party == self.party), "")
        return self.typed.value("enterprise", speaks)

    @property
    def actor(self) -> Actor:
        """Who files; refused for anybody the person does not stand for today."""
        if self.reader is None:
            return GUEST
        account = cast("Account", self.request.user)
        return on_behalf(account, self.reader.person, self.party, now(self.request))

    def refuse(self, refusal: DomainError) -> None:
        """Put a refusal of the services at the field it is about."""
        name = FIELDS.get(refusal.code) or FIELDS.get(str(refusal.params.get("field", "")), "")
        self.errors.setdefault(name, refusal)

    def check(self) -> None:
        """Find what is missing before anything is asked of the services, all of it at once."""
        if self.typed.value("type") not in {one.value for one in AppealType}:
            self.errors["type"] = BadInput("appeal.type", "请选择诉求类型。")
        if not self.typed.value("text").strip():
            self.errors["text"] = BadInput("appeal.text", "请写明是什么事、希望怎样解决。")
        if not self.typed.value("region"):
            self.errors["region"] = BadInput("apply.region", "请选择事情发生在哪里。")
        if self.enterprise and self.enterprise not in {str(one.party) for one in self.standings if one.is_enterprise}:
            self.errors["enterprise"] = BadInput("appeal.enterprise", "请从列表中选择所涉企业。")
        if self.reader is None and not self.typed.value("phone").strip():
            self.errors["phone"] = BadInput("appeal.phone", "请填写联系电话:凭它查进度,办理结果也按它告知。")

    def intake(self) -> Intake:
        """What it means for the services."""
        value = self.typed.value
        return Intake(
            type=AppealType(value("type")),
            text=value("text"),
            region=value("region"),
            title=value("title"),
            place=value("place"),
            **placing.point(self.typed),
            reporter_id=self.party or None,
            enterprise_id=int(self.enterprise) if self.enterprise else None,
            item=value("item") if item_named(self.request, value("item")) else "",
            contact_name=value("contact_name"),
            phone=value("phone"),
            is_emergency=bool(value("emergency")),
            is_anonymous=bool(value("anonymous")),
            files=[(file.name or "", file.read(MAX_BYTES + 1)) for file in self._files()],
        )

    def _files(self) -> "list[UploadedFile[bytes]]":
        return cast("list[UploadedFile[bytes]]", self.request.FILES.getlist("files"))

    # --- as the template draws it

    def types(self, policy: AppealPolicy) -> list[TypeOption]:
        """The types with their terms."""
        chosen = self.typed.value("type")
        return [TypeOption(one, MEANS[one], policy.types[one].term.words, one.value == chosen) for one in AppealType]

    def inputs(self) -> dict[str, Input]:
        """The plain inputs by name."""
        found = [
            Input(
                "text", said("是什么事,希望怎样解决"), Widget.TEXT, said("时间、经过、涉及谁,写清楚就能早一点办。"),
                is_needed=True,
            ),
            Input("place", said("具体地点"), Widget.LINE, said("路名、门牌、小区或附近的标志。")),
            Input("title", said("标题"), Widget.LINE, said("不写的,取内容的第一句。")),
            Input("contact_name", said("怎么称呼您"), Widget.LINE),
            Input(
                "phone", said("联系电话"), Widget.PHONE, said("手机号。查进度用它的后四位。"),
                is_needed=self.reader is None,
            ),
            *placing.ASKED,
        ]  # fmt: skip
        filled = [self._filled(one) for one in found]
        firms = [(str(one.party), one.name) for one in self.standings if one.is_enterprise]
        if firms:
            none = Option("", said("(不涉及企业)"), not self.enterprise)
            listed = [none, *options(firms, [self.enterprise], is_data=True)]
            filled.append(Input("enterprise", said("所涉企业"), Widget.CHOICE, options=listed))
        words = {name: cast(str, refusal) for name, refusal in self.errors.items()}
        return {one.name: one for one in with_errors(filled, words)}

    def _filled(self, one: Input) -> Input:
        return Input(
            one.name,
            one.label,
            one.widget,
            one.hint,
            is_needed=one.is_needed,
            values=self.typed.values(one.name),
        )

    def context(self) -> dict[str, Any]:
        """What the template shows of it."""
        value, inputs = self.typed.value, self.inputs()
        item = value("item", self.request.GET.get("item", ""))
        return {
            "inputs": inputs,
            "points": [inputs[name] for name in placing.NAMES],
            "is_placed": any(inputs[name].value or inputs[name].error for name in placing.NAMES),
            "errors": self.errors,
            "similar": self.similar,
            "standings": self.standings,
            "party": self.party,
            "item": item,
            "item_name": item_named(self.request, item),
            "is_emergency": bool(value("emergency")),
            "is_anonymous": bool(value("anonymous")),
        }


def item_named(request: HttpRequest, code: str) -> str:
    """The name of an item in force; empty for anything else, since the item is only mentioned."""
    if not code:
        return ""
    try:
        return catalog.pinned(catalog.version_id_in_force(code, localdate(now(request)))).name
    except DomainError:
        return ""


def standings(request: HttpRequest, reader: Reader) -> list[Standing]:
    """Everybody this person may speak for: oneself, then the enterprises."""
    person = reader.person
    if person.party_id is None:
        return []
    own = parties.party(person.party_id)
    is_firm = own.kind == PartyKind.ENTERPRISE.value
    found = {own.pk: Standing(own.pk, own.name, said("本单位") if is_firm else said("本人"), is_firm)}
    for row in parties.represented_on(own, localdate(now(request))):
        name = row.enterprise.party.name
        found.setdefault(row.enterprise_id, Standing(row.enterprise_id, name, said("企业"), True))
    return list(found.values())
