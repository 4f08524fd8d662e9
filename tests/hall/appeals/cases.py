"""Appeals at each stage, by the shortest way."""

from datetime import datetime, timedelta
from typing import Any

from tests.cast import AT, CLERK, COORDINATOR, HANDLER, REGISTRAR, City

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules.words import Channel, ReturnGround
from tongban.registry.policies.rules import AppealType

SAID = "不动产登记大厅三号窗口排队两小时仍未叫号,请解决。"
ANSWER = "经核实,当日系统故障导致叫号中断,现已恢复并增开两个窗口,已向您致歉并当场办结。"
NOON_GAP = timedelta(hours=1)


def intake(**more: Any) -> appeals.Intake:
    given: dict[str, Any] = {
        "type": AppealType.REQUEST,
        "text": SAID,
        "region": "340100",
        "place": "市政务服务中心",
        "channel": Channel.HOTLINE,
        "phone": "13900000001",
        "contact_name": "高明",
    }
    return appeals.Intake(**given | more)


def registered(city: City, *, at: datetime = AT, **more: Any) -> Case:
    """An appeal of the person, taken down by the hotline clerk."""
    return appeals.register(intake=intake(reporter_id=city.citizen.party_id, **more), actor=CLERK, at=at)


def dispatched(city: City, *, lead: str = "hf-bdc", at: datetime = AT, assisting: Any = (), **more: Any) -> Case:
    """An appeal given to a lead."""
    case = registered(city, at=at, **more)
    return appeals.dispatch(
        number=case.number, orders=appeals.Orders(lead=lead, assisting=assisting), actor=CLERK, at=at
    )


def returned(case: Case, who: Any = HANDLER, *, at: datetime = AT) -> Case:
    """The lead gives it back."""
    return appeals.give_back(
        number=case.number,
        ground=ReturnGround.NOT_OURS,
        duty="权责清单(2020年版)第12项",
        reason="排队叫号系统由政务服务管理局管理",
        actor=who,
        at=at,
    )


def contested(city: City) -> Case:
    """An appeal two agencies gave back."""
    case = returned(dispatched(city))
    appeals.dispatch(number=case.number, orders=appeals.Orders(lead="hf-scjg"), actor=CLERK, at=AT)
    return returned(case, REGISTRAR)


def arbitrated(city: City, lead: str = "hf-bdc") -> Case:
    """An appeal whose lead the coordinator named."""
    case = contested(city)
    return appeals.arbitrate(
        number=case.number, lead=lead, reason="窗口由登记中心派驻,依三定规定由其主办", actor=COORDINATOR, at=AT
    )


def answered(
    city: City, *, outcome: Outcome = Outcome.RESOLVED, text: str = ANSWER, at: datetime = AT, **more: Any
) -> Case:
    """An appeal answered by the lead."""
    case = dispatched(city, at=at, **more)
    return appeals.answer(number=case.number, outcome=outcome, text=text, actor=HANDLER, at=at)
