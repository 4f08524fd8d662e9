"""Appeals for the pages to show: at each stage, told and handled by the people of the sample."""

from datetime import datetime, timedelta
from typing import Any

MINUTE = timedelta(seconds=60)
ANSWER = "经核实,夜间施工确未取得许可,已责令停工并立案,今后夜间施工将提前公示;已当面向您说明处理结果。"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def bring(at: datetime) -> None:
    """Take them in, dispatch, give back, answer; the newest of each stage is what a page shows."""
    from tongban.casework.cases.rules import Outcome
    from tongban.common.actors import Actor
    from tongban.common.time import localdate
    from tongban.hall.appeals import services as appeals
    from tongban.hall.appeals.rules.words import Channel, ReturnGround
    from tongban.registry.accounts import queries as accounts
    from tongban.registry.policies import services as policies
    from tongban.registry.policies.rules import AppealType

    policies.load_default(at=at - 400 * MINUTE)

    def actor(username: str) -> Actor:
        return accounts.actor_of(accounts.account_named(username), localdate(at))

    clerk, handler, head = actor("clerk"), actor("handler"), actor("head")
    citizen = actor("citizen").party_id
    home = handler.agency

    def told(source: str, text: str, minutes: int, **more: Any) -> str:
        intake = appeals.Intake(
            **{
                "type": AppealType.COMPLAINT,
                "text": text,
                "region": clerk.region,
                "place": "望江西路与合作化路交口",
                "channel": Channel.HOTLINE,
                "reporter_id": citizen,
                "contact_name": "王女士",
                "phone": "13955112345",
                "source": f"sight-{source}",
            }
            | more
        )
        return appeals.register(intake=intake, actor=clerk, at=at - minutes * MINUTE).number

    def handed(number: str, minutes: int, lead: str = home, assisting: Any = ()) -> None:
        orders = appeals.Orders(lead=lead, assisting=assisting, domain="市容环境", note="请先联系反映人。")
        appeals.dispatch(number=number, orders=orders, actor=clerk, at=at - minutes * MINUTE)

    def back(number: str, who: Actor, minutes: int) -> None:
        appeals.give_back(
            number=number,
            ground=ReturnGround.NOT_OURS,
            duty="权责清单(2025年版)第12项",
            reason="夜间施工噪声由生态环境部门会同城管查处。",
            actor=who,
            at=at - minutes * MINUTE,
        )

    noise = "望江西路与合作化路交口的工地连续三晚施工到凌晨两点,孩子无法入睡,请依法制止并公开许可情况。"
    contested = told("contested", noise, 300)
    handed(contested, 290)
    back(contested, handler, 280)
    handed(contested, 270, lead=home)
    back(contested, handler, 260)
    answered = told("answered", noise.replace("三晚", "五晚"), 250)
    handed(answered, 240, assisting=["hf-jtys"])
    _, file = appeals.attach(number=answered, name="现场检查记录.pdf", content=PDF, actor=handler, at=at - 230 * MINUTE)
    appeals.answer(
        number=answered, outcome=Outcome.UNMET, text=ANSWER, evidence=[file.pk], actor=handler, at=at - 220 * MINUTE
    )
    under_way = told("handed", noise.replace("三晚", "四晚"), 200)
    handed(under_way, 190, assisting=["hf-jtys"])
    appeals.take(number=under_way, step="lead-1", actor=handler, at=at - 180 * MINUTE)
    appeals.attach(number=under_way, name="执法文书.pdf", content=PDF, actor=handler, at=at - 170 * MINUTE)
    appeals.message(number=under_way, text="已安排今晚到现场检查。", actor=handler, at=at - 160 * MINUTE)
    appeals.note(number=under_way, text="与交通部门约定联合检查。", actor=head, at=at - 150 * MINUTE)
    follower = told("follower", noise.replace("凌晨两点", "凌晨三点"), 140)
    appeals.join(number=follower, lead=under_way, reason="同一工地", actor=clerk, at=at - 130 * MINUTE)
    told("told", noise.replace("孩子", "老人"), 120)
    raise_alert(at)


def raise_alert(at: datetime) -> None:
    """The alert of the crowd at the crossing, as the worker raises it from what was registered."""
    from tongban.casework.exchange.models import OutboxEvent
    from tongban.hall.appeals import services as appeals

    events = list(OutboxEvent.objects.filter(type="cn.tongban.appeal.registered").order_by("-pk")[:1])
    appeals.alert_of(events, at)
