"""An appeal nobody wants: two agencies give it back, the coordinator names one, it is answered, called back and closed.

After the source text's one entry for the appeals of enterprises (企业诉求线上线下“一口”受理、交办分办、限时办理、及时反馈、
监督评价). The matter, the people and the hours are ours.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor, Role
from tongban.common.time import noon
from tongban.demo import chain, papers
from tongban.demo.stories import people
from tongban.demo.telling import Out
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules.words import CallResult, Channel, ReturnGround
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.rules import Level, Stage
from tongban.registry.policies.rules import AppealType

XINZHAN = "340178"
LEAD, ASSISTING = "hf-csgl", "hf-cxjs"
MONDAY, TUESDAY, WEDNESDAY = date(2022, 8, 1), date(2022, 8, 2), date(2022, 8, 3)
FRIDAY, NEXT_MONDAY = date(2022, 8, 5), date(2022, 8, 8)
SAID = (
    "厂区门前道路自7月起反复开挖,货车无法进出,原料运不进、产品运不出。我们先后找过两家单位,都说不归他们管。"
    "请明确由谁负责,尽快恢复通行。"
)
ANSWER = (
    "经现场核实,该路段系燃气管道改造,施工单位未按批准的分段方案施工。已责令其于8月6日前回填并铺设钢板恢复货车通行,"
    "后续改为夜间分段施工,并安排专人与企业对接。照片和责令通知书附后。"
)


# who calls back must be another than who answered: here people are told apart by number
WINDOW, COORDINATOR = replace(people.ENTERPRISE_WINDOW, account_id=9001), replace(people.COORDINATOR, account_id=9002)


def handler(name: str, agency: str, number: int) -> Actor:
    """Somebody who handles appeals at an agency; invented."""
    return Actor("staff", name, frozenset({Role.HANDLER, Role.HEAD}), number, agency=agency, region=people.CITY)


FIRST, SECOND = handler("董凯", "hf-zrzy", 9003), handler("石磊", "hf-jtys", 9004)


def play(out: Out) -> dict[str, Any]:
    """Play the appeal, print it, return its record with hands, returns and who is answerable."""
    applicant = people.enterprise(
        name="合肥样例精密制造有限公司",
        serial=41,
        region=XINZHAN,
        legal_representative="郑某",
        business_scope="精密零部件制造",
        address="合肥市新站高新区",
        established_on=date(2017, 3, 1),
        at=noon(MONDAY, 8),
    )
    number = _bounced(applicant)
    _answered(number)
    appeals.call_back(
        number=number,
        result=CallResult.SATISFIED,
        remark="企业确认货车已恢复通行,对办理结果满意。",
        actor=WINDOW,
        at=noon(NEXT_MONDAY, 9),
    )
    rating = ratings.rate_as_applicant(
        number=number,
        stage=Stage.WHOLE,
        opinion=ratings.Opinion(Level.VERY_SATISFIED, words="一次说清由谁负责,通行恢复得很快。"),
        actor=applicant,
        address="",
        at=noon(NEXT_MONDAY, 14),
    )
    chain.tell(number, out)
    out(f"评价  {Level(rating.level).label}:{rating.words}")
    return chain.record(number) | {"rating": {"level": rating.level, "stage": rating.stage, "words": rating.words}}


def _bounced(applicant: Actor) -> str:
    """Taken in at the enterprise window, given back by the first lead and by the second."""
    intake = appeals.Intake(
        type=AppealType.COMPLAINT,
        text=SAID,
        title="厂区门前道路反复开挖,货车无法进出",
        region=XINZHAN,
        place="新站高新区厂区门前道路",
        channel=Channel.WINDOW,
        reporter_id=applicant.party_id,
        enterprise_id=applicant.party_id,
    )
    number = appeals.register(intake=intake, actor=WINDOW, at=noon(MONDAY, 9)).number
    for day, lead, duty, why in (
        (MONDAY, FIRST, "权责清单:国土空间规划许可", "本单位只核发规划许可,道路开挖不属于本单位职责"),
        (TUESDAY, SECOND, "权责清单:公路和水路运输管理", "该路为城市道路,不是公路,不属于本单位职责"),
    ):
        appeals.dispatch(number=number, orders=appeals.Orders(lead=lead.agency), actor=WINDOW, at=noon(day, 10))
        appeals.give_back(
            number=number, ground=ReturnGround.NOT_OURS, duty=duty, reason=why, actor=lead, at=noon(day, 16)
        )
    return number


def _answered(number: str) -> None:
    """The coordinator names the lead for good; another agency assists; the lead answers with evidence."""
    lead = handler("罗斌", LEAD, 9005)
    appeals.arbitrate(
        number=number,
        lead=LEAD,
        assisting=[ASSISTING],
        reason="占道开挖由城市管理部门许可并监管,依三定规定由其主办;不得再退。",
        actor=COORDINATOR,
        at=noon(WEDNESDAY, 10),
    )
    appeals.assist(
        number=number,
        step="assist-3-1",
        result="已核对燃气改造工程的施工许可和分段方案,提供主办单位。",
        actor=handler("夏青", ASSISTING, 9006),
        at=noon(FRIDAY, 9),
    )
    _, photo = appeals.attach(
        number=number,
        name="现场照片和责令通知书.pdf",
        content=papers.sheet("现场照片和责令通知书"),
        actor=lead,
        at=noon(FRIDAY, 10),
    )
    appeals.answer(
        number=number,
        outcome=Outcome.RESOLVED,
        text=ANSWER,
        evidence=[photo.pk],
        actor=lead,
        at=noon(FRIDAY, 15),
    )
