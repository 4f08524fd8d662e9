"""A dozen appeals of the sample in different states, told and handled by its people; every word is invented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.casework.cases.rules import Outcome
from tongban.common.actors import Actor, Role
from tongban.common.time import noon
from tongban.demo import papers
from tongban.demo.sample.applicants import Applicants
from tongban.demo.sample.people import CITY, Office
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules.words import CallResult, Channel, Door, ReturnGround
from tongban.registry.policies.rules import AppealType
from tongban.workdays import current

GUEST = Actor("guest", "网上来访", frozenset({Role.APPLICANT}))
BUILDING, STREETS, MARKET, PENSIONS, LAND = "hf-cxjs", "hf-csgl", "hf-scjg", "hf-rsj", "hf-bdc"
NOT_CONTENT = "道路仍未恢复,夜里还是有车辆出入。(样例)"
ANSWERS: Mapping[str, str] = {
    "lamp": "经现场查看,三盏路灯因电缆老化不亮,已更换电缆并全部点亮,同时对整条路的线路做了检查。(样例)",
    "road": "经核实,占道施工已取得许可,围挡超出批准范围,已责令收回并恢复人行通道,后续每周巡查一次。(样例)",
    "card": "经核对,您的社会保障卡已制成,可到就近银行网点领取,领取时带身份证即可,也可以委托他人代领。(样例)",
    "licence": "经核对,变更登记所需材料可在网上一次提交,无须到现场,受理后当日办结,已由专员与贵公司对接。(样例)",
}


@dataclass
class Desk:
    """Who acts, and when: so many working days before the last day of the sample, at an hour."""

    office: Office
    last_on: date
    told: int = 0

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """The instant of an act."""
        return noon(current().add(self.last_on, -days) if days else self.last_on, hour, minute)

    @property
    def clerk(self) -> Actor:
        """Who dispatches and calls back."""
        return self.office.signed_in("clerk")

    def tell(self, who: Actor, type_: AppealType, text: str, at: datetime, **more: Any) -> str:
        """Somebody turns to the city; the number."""
        given: dict[str, Any] = {"region": CITY, "reporter_id": who.party_id, "channel": Channel.PORTAL}
        self.told += 1
        intake = appeals.Intake(type=type_, text=text, sample=True, **given | more)
        return appeals.register(intake=intake, actor=who, at=at).number

    def hand(self, number: str, lead: str, at: datetime, assisting: Sequence[str] = ()) -> None:
        """Pass it on."""
        orders = appeals.Orders(lead=lead, assisting=assisting)
        appeals.dispatch(number=number, orders=orders, actor=self.clerk, at=at)

    def answer(self, number: str, lead: str, word: str, outcome: Outcome, at: datetime) -> None:
        """Answer it, with a picture of what was done."""
        actor = self.office.handler(lead)
        _, file = appeals.attach(
            number=number, name="现场照片(样例).pdf", content=papers.sheet("现场照片"), actor=actor, at=at
        )
        appeals.answer(number=number, outcome=outcome, text=ANSWERS[word], evidence=[file.pk], actor=actor, at=at)

    def return_(self, number: str, lead: str, reason: str, at: datetime) -> None:
        """Give it back."""
        appeals.give_back(
            number=number,
            ground=ReturnGround.NOT_OURS,
            duty="权责清单(样例)第12项",
            reason=reason,
            actor=self.office.handler(lead),
            at=at,
        )


def tell_all(office: Office, applicants: Applicants, *, last_on: date) -> int:
    """Play all of them, the oldest first; how many."""
    desk = Desk(office, last_on)
    me, other, third = applicants.people[0], applicants.people[3], applicants.people[5]
    firm, neighbour = applicants.firms[0], applicants.firms[7]
    _late(desk, third)
    _closed(desk, me)
    _called_back(desk, firm)
    _taken_up_again(desk, me)
    _returned(desk, firm)
    _contested(desk, neighbour)
    _answered(desk, me)
    _under_way(desk, me)
    _joined_and_refused(desk, me, other)
    _just_told(desk, me)
    return desk.told


def _late(desk: Desk, who: Actor) -> None:
    text = "租住的小区楼道堆满电动车和杂物,消防通道走不通,物业不管,请查处。(样例)"
    number = desk.tell(who, AppealType.REQUEST, text, desk.at(12, 9, 20), place="样例花园三期", region="340104")
    desk.hand(number, STREETS, desk.at(12, 10, 5))


def _closed(desk: Desk, me: Actor) -> None:
    text = "社会保障卡申领三个月了还没有消息,请问在哪里领、能不能代领?(样例)"
    number = desk.tell(me, AppealType.REQUEST, text, desk.at(10, 9, 40))
    desk.hand(number, PENSIONS, desk.at(10, 10, 30))
    desk.answer(number, PENSIONS, "card", Outcome.INFORMED, desk.at(8, 11))


def _own(firm: Actor) -> dict[str, Any]:
    return {"enterprise_id": firm.party_id, "contact_name": "办公室"}


def _called_back(desk: Desk, firm: Actor) -> None:
    text = "变更经营范围要不要到现场?网上填了两次都不知道差在哪里。(样例)"
    number = desk.tell(firm, AppealType.COMPLAINT, text, desk.at(9, 14, 10), **_own(firm))
    desk.hand(number, MARKET, desk.at(9, 15))
    desk.answer(number, MARKET, "licence", Outcome.RESOLVED, desk.at(6, 10))
    appeals.call_back(number=number, result=CallResult.SATISFIED, actor=desk.clerk, at=desk.at(5, 9, 30))


def _returned(desk: Desk, firm: Actor) -> None:
    text = "厂区门前道路反复开挖,货车进不来,找过两家单位都说不归他们管,请明确由谁负责。(样例)"
    number = desk.tell(
        firm, AppealType.REQUEST, text, desk.at(4, 9, 15), place="样例大道88号", region="340104", **_own(firm)
    )
    desk.hand(number, LAND, desk.at(4, 10))
    desk.return_(number, LAND, "道路开挖不属于不动产登记职责。", desk.at(4, 15))
    desk.hand(number, STREETS, desk.at(4, 16), [BUILDING])
    appeals.take(number=number, step="lead-2", actor=desk.office.handler(STREETS), at=desk.at(3, 9, 30))


def _contested(desk: Desk, neighbour: Actor) -> None:
    text = "园区配电房噪声大,环保说是房建的事,房建说不是,员工已经没法午休。(样例)"
    number = desk.tell(neighbour, AppealType.COMPLAINT, text, desk.at(3, 9, 10), place="样例科技园", region="340104")
    desk.hand(number, BUILDING, desk.at(3, 10))
    desk.return_(number, BUILDING, "配电设施不由本单位管理。", desk.at(3, 14))
    desk.hand(number, LAND, desk.at(3, 15))
    desk.return_(number, LAND, "不属于不动产登记职责。", desk.at(2, 11))


def _taken_up_again(desk: Desk, me: Actor) -> None:
    text = "小区门口占道施工两个月,人行道走不通,推婴儿车只能走机动车道。(样例)"
    number = desk.tell(me, AppealType.COMPLAINT, text, desk.at(8, 9, 30), place="样例路与花园街交口", region="340104")
    desk.hand(number, STREETS, desk.at(8, 10, 20))
    desk.answer(number, STREETS, "road", Outcome.UNMET, desk.at(5, 14))
    appeals.reopen(number=number, reason=NOT_CONTENT, actor=me, at=desk.at(4, 9, 50))


def _answered(desk: Desk, me: Actor) -> None:
    text = "回家那条路有三盏路灯一直不亮,晚上孩子放学要摸黑走,请修。(样例)"
    number = desk.tell(
        me, AppealType.COMPLAINT, text, desk.at(3, 9, 25), place="样例路东段", region="340104", is_anonymous=True
    )
    desk.hand(number, STREETS, desk.at(3, 10, 10))
    desk.answer(number, STREETS, "lamp", Outcome.RESOLVED, desk.at(0, 14, 30))


def _under_way(desk: Desk, me: Actor) -> None:
    text = "楼下工地夜里十一点后还在打桩,老人孩子睡不着,请管一管。(样例)"
    number = desk.tell(me, AppealType.COMPLAINT, text, desk.at(2, 9, 35), place="样例家园南侧工地", region="340104")
    handler = desk.office.handler(BUILDING)
    desk.hand(number, BUILDING, desk.at(2, 10, 15), [STREETS])
    appeals.take(number=number, step="lead-1", actor=handler, at=desk.at(2, 11))
    appeals.message(
        number=number, text="已安排今晚到现场检查,请问一般几点最吵?(样例)", actor=handler, at=desk.at(1, 9, 20)
    )
    appeals.message(number=number, text="一般夜里十一点到一点。(样例)", actor=me, at=desk.at(1, 10, 40))
    text = "菜市场门口每天早上大喇叭叫卖,六点就吵醒,能不能定个时间?(样例)"
    number = desk.tell(GUEST, AppealType.SUGGESTION, text, desk.at(1, 9, 5), phone="13905510001", contact_name="过路人")
    desk.hand(number, STREETS, desk.at(1, 10))


def _joined_and_refused(desk: Desk, me: Actor, other: Actor) -> None:
    place = "样例湖公园北门"
    lead = desk.tell(
        other, AppealType.REQUEST, "公园北门的健身器材坏了两件,有人划伤,请修。(样例)", desk.at(1, 9, 10), place=place
    )
    desk.hand(lead, STREETS, desk.at(1, 10, 30))
    text = "公园北门单杠松了,老人锻炼很危险。(样例)"
    number = desk.tell(me, AppealType.REQUEST, text, desk.at(1, 13, 40), place=place)
    appeals.join(number=number, lead=lead, reason="同一处器材", actor=desk.clerk, at=desk.at(1, 14, 30))
    text = "与装修公司的合同纠纷已经起诉,希望政府出面让对方先退款。(样例)"
    number = desk.tell(me, AppealType.REQUEST, text, desk.at(1, 15, 10))
    reason = "纠纷已进入诉讼,由法院依法处理。(样例)"
    appeals.refuse(number=number, door=Door.COURT, reason=reason, actor=desk.clerk, at=desk.at(1, 16))


def _just_told(desk: Desk, me: Actor) -> None:
    text = "外地户口的老人随子女住在合肥,能不能办这里的公交优惠卡?(样例)"
    desk.tell(me, AppealType.CONSULTATION, text, desk.at(0, 15, 50), phone="13905510002")
