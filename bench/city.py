"""The city the measurements run in: two agencies, a power, an enterprise, and two items with parallel branches."""

from datetime import date
from decimal import Decimal
from typing import Any

from bench.processes import BRANCHES, PROCESSES, Process

from tongban.common.actors import Actor, Role
from tongban.common.time import noon
from tongban.hall.applications import services as hall
from tongban.registry.agencies import services as agencies
from tongban.registry.catalog import services as catalog
from tongban.registry.parties import queries as registered
from tongban.registry.parties import services as parties
from tongban.registry.powers import services as powers
from tongban.registry.powers.rules import PowerType
from tongban.registry.regions import services as regions
from tongban.registry.regions.rules import Level

CITY = "340100"
OPENED_ON = date(2020, 1, 1)
AT = noon(date(2022, 7, 1), 10)
CREDIT_CODE = "91340100MA2N1T2X3U"
LEAD, SURVEY = "hf-bdc", "hf-cehui"


def staff(number: int, name: str, agency: str, *roles: Role) -> Actor:
    """A member of staff as the engine sees one."""
    return Actor("staff", name, frozenset(roles), number, None, agency, CITY)


CLERK = staff(1, "窗口小王", "hf-zwfw", Role.CLERK)
HANDLER = staff(2, "经办老李", LEAD, Role.HANDLER)
SURVEYOR = staff(3, "调查员小周", SURVEY, Role.HANDLER)
EDITOR = staff(4, "事项管理员甲", "hf-zwfw", Role.ITEM_MANAGER)
PUBLISHER = staff(5, "事项管理员乙", "hf-zwfw", Role.ITEM_MANAGER)
ADMIN = staff(6, "管理员", "hf-zwfw", Role.ADMIN)


def step(key: str, name: str, agency: str, *after: str) -> dict[str, Any]:
    """A step as plain data."""
    return {"key": key, "name": name, "agency": agency, "term": "3wd", "after": list(after)}


def guide(process: Process) -> dict[str, Any]:
    """The item of a process as plain data: a form, a power, terms, the branches and what follows them."""
    steps = [
        step("survey", "权籍调查", SURVEY),
        step("review", "登记审核", "@lead"),
        step("check", "税费核验", "@lead"),
    ]
    if "register" in process.steps:
        steps += [step("register", "登簿", "@lead", *BRANCHES), step("seal", "缮证", "@lead", "register")]
    return {
        "code": process.code,
        "name": f"不动产首次登记({len(process.steps)}个环节)",
        "type": "permit",
        "agency": LEAD,
        "power": "registration",
        "basis": [{"law": "中华人民共和国行政许可法", "article": "第四十二条"}],
        "statutory_term": "20wd",
        "promised_term": "10wd",
        "modes": ["online"],
        "form": {
            "type": "object",
            "required": ["place"],
            "properties": {"place": {"type": "string", "title": "地点", "minLength": 2, "maxLength": 80}},
        },
        "procedure": steps,
    }


def build() -> None:
    """Build the city through services, once for each database."""
    regions.load_regions(rows=[(CITY, "合肥市")])
    for code, name, kind in (
        (LEAD, "合肥市不动产登记中心", "bdc"),
        (SURVEY, "合肥市不动产权籍调查中心", "cehui"),
        ("hf-zwfw", "合肥市政务服务管理局", "zwfw"),
    ):
        agencies.open_agency(code=code, name=name, kind=kind, region=CITY, from_on=OPENED_ON)
    powers.declare_power(code="registration", name="不动产登记", type=PowerType.CONFIRMATION, basis="测试依据")
    powers.hold(power="registration", level=Level.CITY, kind="bdc", from_on=OPENED_ON, document="权责清单(2020年版)")
    for process in PROCESSES:
        version = catalog.draft_item(spec=guide(process), actor=EDITOR, at=AT)
        catalog.publish(item=process.code, number=version.number, actor=PUBLISHER, valid_from_on=OPENED_ON, at=AT)
    parties.register_enterprise(
        name="合肥先导薄膜材料有限公司",
        credit_code=CREDIT_CODE,
        region=CITY,
        legal_representative="高明",
        business_scope="薄膜材料研发",
        address="合肥市新站高新区",
        registered_capital_yuan=Decimal(1_000_000),
        established_on=date(2019, 1, 1),
        at=AT,
    )


def applicant() -> Actor:
    """The enterprise that applies, as the engine sees it."""
    party = registered.find_by_identifier(CREDIT_CODE)
    if party is None:
        raise SystemExit("the city has not been built")
    return Actor("party", party.name, frozenset({Role.APPLICANT}), 100, party.pk)


def filing(process: Process, party_id: int) -> hall.Filing:
    """An application of the enterprise, in order at once."""
    return hall.Filing(item=process.code, region=CITY, applicant_id=party_id, form={"place": "新站高新区"})
