"""The permanent cast: a small city built through services, and the people who act in it.

Two counties and a town, a registration centre, a survey body, a bureau; items with one step, with parallel branches,
with a choice, with an effect on an enterprise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor, Role
from tongban.common.time import noon
from tongban.hall.applications import services as hall
from tongban.registry.agencies import services as agencies
from tongban.registry.catalog import services as catalog
from tongban.registry.parties import services as parties
from tongban.registry.powers import services as powers
from tongban.registry.powers.rules import PowerType
from tongban.registry.regions import services as regions
from tongban.registry.regions.rules import Level

OPENED_ON = date(2020, 1, 1)
FRIDAY = date(2022, 7, 1)  # the day of the golden case
AT = noon(FRIDAY, 10)

REGIONS = [
    ("340100", "合肥市"),
    ("340121", "长丰县"),
    ("340122", "肥东县"),
    ("340122107", "石塘镇"),
]
AGENCIES = [
    ("hf-bdc", "合肥市不动产登记中心", "bdc", "340100"),
    ("hf-cehui", "合肥市不动产权籍调查中心", "cehui", "340100"),
    ("hf-scjg", "合肥市市场监督管理局", "scjg", "340100"),
    ("hf-zwfw", "合肥市政务服务管理局", "zwfw", "340100"),
    ("340122-csgl", "肥东县城市管理局", "csgl", "340122"),
    ("340121-csgl", "长丰县城市管理局", "csgl", "340121"),
    ("340122107-zfd", "石塘镇综合行政执法队", "zfd", "340122107"),
]
POWERS = [
    ("registration", "不动产登记", PowerType.CONFIRMATION, Level.CITY, "bdc"),
    ("market", "市场主体登记", PowerType.CONFIRMATION, Level.CITY, "scjg"),
    ("street", "占道许可", PowerType.PERMIT, Level.COUNTY, "csgl"),
]


def staff(number: int, name: str, agency: str, region: str, *roles: Role) -> Actor:
    """A member of staff as the engine sees one."""
    return Actor("staff", name, frozenset(roles), number, None, agency, region)


CLERK = staff(1, "窗口小王", "hf-zwfw", "340100", Role.CLERK)
HANDLER = staff(2, "经办老李", "hf-bdc", "340100", Role.HANDLER)
HEAD = staff(3, "负责人老赵", "hf-bdc", "340100", Role.HEAD)
SURVEYOR = staff(4, "调查员小周", "hf-cehui", "340100", Role.HANDLER)
COORDINATOR = staff(5, "专员小孙", "hf-zwfw", "340100", Role.COORDINATOR)
SUPERVISOR = staff(6, "督查员老钱", "hf-zwfw", "340100", Role.SUPERVISOR)
TOWN_CLERK = staff(7, "镇窗口小吴", "340122107-zfd", "340122107", Role.TOWN_CLERK)
OUTSIDER = staff(8, "外人", "340121-csgl", "340121", Role.CLERK, Role.HANDLER, Role.HEAD, Role.TOWN_CLERK)
REGISTRAR = staff(9, "登记员小郑", "hf-scjg", "340100", Role.HANDLER, Role.HEAD)
WARDEN = staff(10, "城管小冯", "340122-csgl", "340122", Role.HANDLER, Role.HEAD)
ADMIN = staff(11, "管理员", "hf-zwfw", "340100", Role.ADMIN)
EDITOR = staff(12, "事项管理员甲", "hf-zwfw", "340100", Role.ITEM_MANAGER)
PUBLISHER = staff(13, "事项管理员乙", "hf-zwfw", "340100", Role.ITEM_MANAGER)

FORM = {
    "type": "object",
    "required": ["place"],
    "properties": {
        "place": {"type": "string", "title": "地点", "minLength": 2, "maxLength": 80},
        "area": {"type": "number", "title": "面积", "minimum": 0},
    },
}
PLACE = {"place": "新站高新区"}
PAPERS = ("application", "tax", "pledge")


def item(code: str, name: str, agency: str, power: str, **more: Any) -> dict[str, Any]:
    """A guide as plain data."""
    return {
        "code": code,
        "name": name,
        "type": "permit",
        "agency": agency,
        "power": power,
        "basis": [{"law": "中华人民共和国行政许可法", "article": "第四十二条"}],
        "statutory_term": "20wd",
        "promised_term": "10wd",
        "modes": ["online"],
        "form": FORM,
        **more,
    }


ITEMS = [
    item(
        "certificate",
        "不动产首次登记",
        "hf-bdc",
        "registration",
        commitment_allowed=True,
        materials=[
            {"key": "application", "name": "登记申请书"},
            {"key": "tax", "name": "完税凭证", "deferrable": True},
            {"key": "pledge", "name": "无纠纷证明", "source": "commitment"},
            {"key": "licence", "name": "营业执照", "source": "held"},
        ],
        procedure=[
            {"key": "survey", "name": "权籍调查", "agency": "hf-cehui", "term": "10wd"},
            {"key": "review", "name": "登记审核", "agency": "@lead", "term": "5wd"},
            {"key": "register", "name": "登簿缮证", "agency": "@lead", "term": "0wd", "after": ["survey", "review"]},
        ],
    ),
    item(
        "occupation",
        "占道许可",
        "340122-csgl",
        "street",
        procedure=[
            {"key": "desk", "name": "书面审查", "agency": "@lead", "term": "2wd"},
            {
                "key": "visit",
                "name": "现场勘查",
                "agency": "@lead",
                "term": "3wd",
                "after": ["desk"],
                "choice": "size",
                "when": "area >= 100",
            },
            {"key": "note", "name": "直接登记", "agency": "@lead", "term": "1wd", "after": ["desk"], "choice": "size"},
            {"key": "sign", "name": "签批", "agency": "@lead", "term": "1wd", "after": ["visit", "note"]},
        ],
    ),
    item(
        "change",
        "企业变更登记",
        "hf-scjg",
        "market",
        audience="enterprise",
        promised_term="1wd",
        form={
            "type": "object",
            "minProperties": 1,
            "properties": {
                "name": {"type": "string", "title": "名称", "minLength": 2, "maxLength": 100},
                "legal_representative": {"type": "string", "title": "法定代表人", "maxLength": 40},
            },
        },
        effect="enterprise.change",
        effect_fields={"name": "name", "legal_representative": "legal_representative"},
        procedure=[{"key": "review", "name": "审查", "agency": "@lead", "term": "1wd"}],
    ),
]


@dataclass(frozen=True)
class City:
    """What the cast knows of its city: the parties, as rows and as actors."""

    citizen: Actor
    neighbour: Actor
    enterprise: Actor


def build_city() -> City:
    """Build the city through services; about as many statements as it has rows."""
    regions.load_regions(rows=REGIONS)
    for code, name, kind, region in AGENCIES:
        agencies.open_agency(code=code, name=name, kind=kind, region=region, from_on=OPENED_ON)
    for code, name, type_, level, kind in POWERS:
        powers.declare_power(code=code, name=name, type=type_, basis="测试依据")
        powers.hold(power=code, level=level, kind=kind, from_on=OPENED_ON, document="权责清单(2020年版)")
    for spec in ITEMS:
        put_in_force(spec)
    person = parties.register_person(name="高明", resident_id="340104198001011234", region="340100", at=AT)
    other = parties.register_person(name="邻居", resident_id="340104198503070023", region="340100", at=AT)
    firm = parties.register_enterprise(
        name="合肥先导薄膜材料有限公司",
        credit_code="91340100MA2N1T2X3U",
        region="340100",
        legal_representative="高明",
        business_scope="薄膜材料研发",
        address="合肥市新站高新区",
        registered_capital_yuan=Decimal("1000000"),
        established_on=date(2019, 1, 1),
        at=AT,
    )
    return City(*(as_applicant(party.pk, party.name) for party in (person, other, firm)))


def put_in_force(spec: Mapping[str, Any], on: date = OPENED_ON) -> None:
    """Draft by one person, publish by another."""
    version = catalog.draft_item(spec=spec, actor=EDITOR, at=AT)
    catalog.publish(item=spec["code"], number=version.number, actor=PUBLISHER, valid_from_on=on, at=AT)


def as_applicant(party_id: int, name: str) -> Actor:
    """A party as the engine sees one."""
    return Actor("party", name, frozenset({Role.APPLICANT}), 100 + party_id, party_id)


def filing(who: Actor, code: str = "certificate", region: str = "340100", **more: Any) -> hall.Filing:
    """An application of this party with a form in order."""
    given: dict[str, Any] = {"form": PLACE} | more
    return hall.Filing(item=code, region=region, applicant_id=who.party_id or 0, **given)


def filed(city: City, *, at: datetime = AT, **more: Any) -> Case:
    """An application of the enterprise, just filed at the window with, unless told otherwise, all papers."""
    papers = {"paper": PAPERS} if more.get("code", "certificate") == "certificate" else {}
    return hall.file(filing=filing(city.enterprise, **papers | more), actor=CLERK, at=at)


def accepted(city: City, *, at: datetime = AT, **more: Any) -> Case:
    """An application accepted at once."""
    return hall.accept(number=filed(city, at=at, **more).number, actor=CLERK, at=at)


def handled(city: City, *, at: datetime = AT) -> Case:
    """An application of which every step is done."""
    case = accepted(city, at=at)
    hall.complete_step(number=case.number, step="survey", result="调查报告合格", actor=SURVEYOR, at=at)
    hall.complete_step(number=case.number, step="review", result="符合登记条件", actor=HANDLER, at=at)
    return hall.complete_step(number=case.number, step="register", result="已登簿", actor=HANDLER, at=at)


def decided(city: City, *, at: datetime = AT, outcome: Outcome = Outcome.GRANTED) -> Case:
    """An application decided."""
    case = handled(city, at=at)
    return hall.decide(number=case.number, outcome=outcome, reason="符合法定条件", actor=HANDLER, at=at)
