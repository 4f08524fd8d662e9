"""One entry for every channel: an appeal is registered with its words, its place, and who is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from django.db import IntegrityError, transaction

from tongban.casework.cases import services as engine
from tongban.casework.cases.models import Attachment, Case
from tongban.casework.cases.rules import Kind, PolicyTerms
from tongban.casework.cases.rules.moves import Filed, check_actor
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, Conflict, DomainError
from tongban.common.identifiers import check_credit_code, check_mobile, mask_mobile
from tongban.common.text import clean_line, clean_text
from tongban.common.time import localdate
from tongban.hall.appeals.models import Appeal
from tongban.hall.appeals.rules import moves
from tongban.hall.appeals.rules.points import point_words
from tongban.hall.appeals.rules.words import LONGEST_TEXT, LONGEST_TITLE, Channel, first_words, phone_context
from tongban.registry.catalog import queries as catalog
from tongban.registry.parties import queries as parties
from tongban.registry.policies import queries as policies
from tongban.registry.policies.models import Policy
from tongban.registry.policies.rules import AppealType
from tongban.registry.prepared import Writer
from tongban.registry.regions import queries as regions

APPEALS = Writer(Appeal)
MOST_FILES = 5


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What somebody turns to the city with; ``enterprise_id`` is the enterprise concerned, ``reporter_id`` who asks.

    ``files`` are name and content of what comes along: whoever has no sign-in can add none later.
    """

    type: AppealType
    text: str
    region: str
    title: str = ""
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    channel: Channel = Channel.PORTAL
    reporter_id: int | None = None
    enterprise_id: int | None = None
    item: str = ""
    domain: str = ""
    contact_name: str = ""
    phone: str = ""
    is_emergency: bool = False
    is_anonymous: bool = False
    source: str = ""
    sample: bool = False
    files: Sequence[tuple[str, bytes]] = ()


def register(*, intake: Intake, actor: Actor, at: datetime) -> Case:
    """Take an appeal in: from now it has a number, a clock and somebody answerable."""
    check_references(intake, actor)
    policy = policies.in_force(localdate(at))
    try:
        with transaction.atomic():
            return registered(intake, policy, actor=actor, at=at)
    except IntegrityError:
        if not intake.source:
            raise
        raise known_already(intake.source) from None  # somebody else was first with it, this instant


def check_references(intake: Intake, actor: Actor) -> None:
    """Refuse a region, item or reporter the registers do not have, half a point, and a source number known already."""
    regions.check_known(intake.region)
    check_point(intake)
    if intake.item:
        catalog.item(intake.item)
    if intake.reporter_id is not None and intake.reporter_id != actor.party_id:
        parties.party(intake.reporter_id)
    if intake.source and Appeal.objects.filter(source=intake.source).exists():
        raise known_already(intake.source)


def check_point(intake: Intake) -> None:
    """Refuse half a point, and one outside the box of the city where that is known.

    A point names no region here: that would need the borders themselves, which the registers do not have.
    """
    latitude, longitude = intake.latitude, intake.longitude
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        raise BadInput("appeal.point", "纬度和经度须同时填写,或都不填。")
    box = regions.box_around(intake.region)
    if box is not None and not box.holds(latitude, longitude):
        raise BadInput(
            "appeal.outside",
            "坐标({point})不在本市范围内:请核对纬度和经度,或者不填坐标、写明地点。",
            point=point_words(latitude, longitude),
        )


def known_already(source: str) -> Conflict:
    """The refusal of a source number that has its appeal, naming it."""
    number = Appeal.objects.filter(source=source).values_list("case__number", flat=True).first()
    return Conflict(
        "appeal.source", "来源编号“{source}”已登记为{number}:请勿重复登记。", source=source, number=number or "另一件"
    )


def registered(intake: Intake, policy: Policy, *, actor: Actor, at: datetime) -> Case:
    """Take one appeal in under a policy already found, inside the caller's transaction."""
    said = policies.content(policy).appeals
    desk = actor.agency if actor.kind == "staff" and actor.agency else said.desk
    role = Role.APPLICANT
    if actor.kind != "guest":  # whoever has no sign-in may turn to the city all the same
        role = check_actor(
            moves.REGISTER,
            Filed(intake.reporter_id, desk, intake.region, kind=Kind.APPEAL.value),
            actor,
            agency=actor.agency,
        )
    text = clean_text(intake.text, field="诉求内容", limit=LONGEST_TEXT)
    title = clean_line(intake.title, field="标题", limit=LONGEST_TITLE, blank=True) or first_words(text)
    place = clean_line(intake.place, field="地点", limit=200, blank=True)
    contact = reachable(intake, actor)
    files = _checked(intake, actor, at)
    case = engine.open_case(
        kind=Kind.APPEAL,
        title=title,
        region=intake.region,
        agency=desk,
        applicant_id=intake.reporter_id,
        item_id=intake.item or None,
        form={"type": intake.type.value},
        terms=PolicyTerms(
            said.emergency_dispatch if intake.is_emergency else said.dispatch,
            said.callback,
            said.types[intake.type].extension,
            policy.document,
        ),
        channel=intake.channel.value,
        sample=intake.sample,
        actor=actor,
        at=at,
        into=moves.REGISTER,
        role=role,
        data=_line(intake, text, place, files),
    )
    APPEALS.insert(
        Appeal(
            case_id=case.pk,
            type=intake.type.value,
            text=text,
            place=place,
            latitude=intake.latitude,
            longitude=intake.longitude,
            enterprise_id=intake.enterprise_id,
            domain=clean_line(intake.domain, field="领域", limit=60, blank=True),
            source=clean_line(intake.source, field="来源编号", limit=80, blank=True),
            is_emergency=intake.is_emergency,
            is_anonymous=intake.is_anonymous,
            policy_id=policy.pk,
            **contact,
        )
    )
    engine.attach_all(case, files, [content for _, content in intake.files])
    return case


def _line(intake: Intake, text: str, place: str, files: Sequence[Attachment]) -> dict[str, Any]:
    """What the first line of the journal keeps."""
    brought = {"files": [{"file": one.name, "sha256": one.sha256} for one in files]} if files else {}
    return {
        "text": text,
        "place": place,
        "anonymous": intake.is_anonymous,
        "emergency": intake.is_emergency,
        **brought,
    }


def _checked(intake: Intake, actor: Actor, at: datetime) -> list[Attachment]:
    """The files as rows, each refused by its name."""
    if len(intake.files) > MOST_FILES:
        raise BadInput("intake.files", "一次最多上传{most}个文件:请先提交,登录后可以再补充。", most=MOST_FILES)
    found = []
    for name, content in intake.files:
        try:
            found.append(engine.checked(name=name, content=content, actor=actor, at=at))
        except DomainError as refusal:
            raise BadInput("intake.file", "“{name}”没有收下:{why}", name=name[:80], why=refusal) from None
    return found


def enterprise_of(code: str) -> int | None:
    """The enterprise with this credit code; refused when the register has none."""
    if not code:
        return None
    found = parties.find_by_identifier(check_credit_code(code))
    if found is None:
        raise BadInput("import.enterprise", "“统一社会信用代码”没有登记的经营主体:请核对。")
    return found.pk


class Reachable(Protocol):
    """Who turns to the city, as far as an answer needs it."""

    @property
    def reporter_id(self) -> int | None: ...
    @property
    def contact_name(self) -> str: ...
    @property
    def phone(self) -> str: ...


def reachable(intake: Reachable, actor: Actor) -> Mapping[str, Any]:
    """The columns of the contact; an appeal without any way to answer it is refused."""
    name = clean_line(intake.contact_name, field="联系人", limit=60, blank=True)
    phone = check_mobile(intake.phone) if intake.phone.strip() else ""
    if not phone and intake.reporter_id is None and actor.kind != "system":
        raise BadInput("appeal.contact", "请填写联系电话:没有联系方式,办理结果无法告知。选择匿名的,经办人看不到。")
    if not phone:
        return {"contact_name": name}
    keys = parties.keyring()
    index = keys.index_of(phone)
    return {
        "contact_name": name,
        "phone_sealed": keys.seal(phone, context=phone_context(index)),
        "phone_index": index,
        "phone_masked": mask_mobile(phone),
    }


def attach(*, number: str, name: str, content: bytes, actor: Actor, at: datetime) -> tuple[Case, Attachment]:
    """Add a file: a photo of the place from the reporter, evidence of what was done from the office."""
    return engine.add_file(moves.ATTACH, number=number, name=name, content=content, actor=actor, at=at)
