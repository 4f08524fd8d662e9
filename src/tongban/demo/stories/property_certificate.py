"""Case one: the certificate of a factory in five days, survey and review side by side.

Source: 合肥先导薄膜材料有限公司 needed the certificate of its factory and offices in 新站高新区 in early July 2022 and had
no survey, which usually takes 10 working days. On 1 July 2022 the window “办不成事” took it up, the registration centre
prechecked and accepted, named a specialist and worked side by side; survey and certificate came on 5 July 2022.
The hours, and that the review ended on 4 July, are ours.
"""

from datetime import date
from typing import Any

from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor
from tongban.common.time import localdate, noon
from tongban.demo import telling
from tongban.demo.stories import people
from tongban.demo.telling import Out
from tongban.hall.applications import services as hall
from tongban.workdays import Clock

ITEM = "real-estate-first-registration"
XINZHAN = "340178"
FRIDAY, MONDAY, TUESDAY = date(2022, 7, 1), date(2022, 7, 4), date(2022, 7, 5)
FORM = {
    "location": "合肥市新站高新区(厂房及办公楼)",
    "use": "mixed",
    "land_area_m2": 52000,
    "building_area_m2": 38600,
    "contact_name": "企业联系人",
}
PAPER = ("application", "land_right", "completion", "survey_data", "tax")


def play(out: Out) -> dict[str, Any]:
    """Play the case, print it, return its record with the serial due day and the specialist."""
    applicant = people.enterprise(
        name="合肥先导薄膜材料有限公司",
        serial=1,
        region=XINZHAN,
        legal_representative="刘某",
        business_scope="真空镀膜用溅射靶材和薄膜材料的研发、生产",
        address="合肥市新站高新区",
        established_on=date(2019, 1, 2),
        at=noon(FRIDAY, 8),
    )
    number, findings = _take_up(applicant)
    _handle(number)
    record = telling.record(number) | _more(number, findings)
    _print(number, record, out)
    return record


def _take_up(applicant: Actor) -> tuple[str, list[str]]:
    """The first morning: taken up, prechecked, filed, accepted, a specialist named."""
    filing = hall.Filing(
        item=ITEM,
        region=XINZHAN,
        applicant_id=applicant.party_id or 0,
        form=FORM,
        paper=PAPER,
        channel="window",
        sample=True,
    )
    number = hall.open_draft(filing=filing, actor=people.COORDINATOR, at=noon(FRIDAY, 9, 10)).number
    _, found = hall.precheck(number=number, actor=people.REGISTRY_WINDOW, at=noon(FRIDAY, 9, 40))
    hall.submit(number=number, actor=people.REGISTRY_WINDOW, at=noon(FRIDAY, 10))
    hall.accept(number=number, actor=people.REGISTRY_WINDOW, at=noon(FRIDAY, 10, 5))
    hall.name_specialist(
        number=number, name=people.REGISTRY_WINDOW.name, actor=people.COORDINATOR, at=noon(FRIDAY, 10, 15)
    )
    return number, [finding.sentence for finding in found]


def _handle(number: str) -> None:
    """Survey and review side by side, then the register, the decision and the certificate."""
    hall.take_step(number=number, step="survey", actor=people.SURVEYOR, at=noon(FRIDAY, 11))
    hall.take_step(number=number, step="review", actor=people.PROPERTY_REGISTRAR, at=noon(FRIDAY, 11, 5))
    hall.complete_step(
        number=number,
        step="review",
        result="登记资料齐全,权属清楚,符合首次登记条件,待权籍调查成果。",
        actor=people.PROPERTY_REGISTRAR,
        at=noon(MONDAY, 16),
    )
    hall.complete_step(
        number=number,
        step="survey",
        result="权籍调查完成,出具权籍调查成果报告。",
        actor=people.SURVEYOR,
        at=noon(TUESDAY, 14),
    )
    registrar = people.PROPERTY_REGISTRAR
    hall.complete_step(
        number=number, step="register", result="已登簿,缮制证书。", actor=registrar, at=noon(TUESDAY, 15)
    )
    hall.decide(
        number=number,
        outcome=Outcome.GRANTED,
        reason="申请符合首次登记条件,准予登记,核发不动产权证书。",
        actor=registrar,
        at=noon(TUESDAY, 15, 20),
    )
    hall.deliver(number=number, how="企业专窗当场领取证书", actor=people.REGISTRY_WINDOW, at=noon(TUESDAY, 16))


def _more(number: str, findings: list[str]) -> dict[str, Any]:
    """What the engine says of the serial way: all steps one after the other from the same day."""
    found = telling.read(number)
    serial = found.spec.procedure.serial_term
    if serial is None:
        raise ValueError("the item has a procedure")
    return {
        "region": found.case.region.full_name,
        "specialist": found.case.specialist_name,
        "answerable": found.case.answerable_name,
        "precheck_findings": findings,
        "serial_term": str(serial),
        "serial_due_on": telling.day(Clock(serial, found.clocks[ClockName.HANDLING].started_at).due_on()),
        "delivered_on": telling.day(found.case.ended_at and localdate(found.case.ended_at)),
    }


def _print(number: str, record: dict[str, Any], out: Out) -> None:
    out("案例一  并行办理,五天拿证:合肥先导薄膜材料有限公司厂房及办公楼不动产首次登记")
    out("出处  2022年合肥市效能建设优秀案例,市政务服务管理局“V+”服务大升级,案例一\n")
    telling.tell(number, out)
    out(
        f"\n结论  {record['accepted_on']}受理,{record['ended_on']}发证:用{record['working_days_used']}个工作日,"
        f"比承诺的{record['due_on']}提前{record['working_days_ahead']}个工作日;"
        f"如按先调查、后审核的串行流程,承诺到期日为{record['serial_due_on']}。"
    )
