"""Turning to the city on the pages, and appeals at a stage, as the cast would bring them there."""

from datetime import datetime, timedelta
from typing import Any

from tests.faces.cast import Cast
from tests.faces.portal.forms import send, text_of

from tongban.casework.cases.rules import Outcome
from tongban.hall.appeals import services as appeals
from tongban.registry.policies import services as policies
from tongban.registry.policies.rules import AppealType

SAID = "不动产登记大厅三号窗口排队两小时仍未叫号,请解决。"
ANSWER = "经核实,当日系统故障导致叫号中断,现已恢复并增开两个窗口,已向您致歉并当场办结。"
PHONE = "13912345678"
HERE = "340100"
LATER = timedelta(milliseconds=1)


def with_policy(people: Cast) -> Cast:
    """The city with a policy of service in force."""
    policies.load_default(at=people.at)
    return people


def typed(**more: Any) -> dict[str, Any]:
    """What somebody fills in."""
    return {"type": "request", "text": SAID, "region": HERE, "place": "市政务服务中心三楼"} | more


def entered(people: Cast, who: str = "citizen", **more: Any) -> str:
    """An appeal sent from the page, whatever is like it; its number."""
    more = {"seen": "1"} | more
    given = typed(**({"phone": PHONE} if who == "nobody" else {"party": people.actors[who].party_id or ""}), **more)
    response = send(people, who, "/appeals/new", **given)
    assert response.status_code == 302, text_of(response)
    return str(response.headers["Location"].split("/")[2])


def registered(people: Cast, who: str = "citizen", *, at: datetime | None = None, **more: Any) -> str:
    """An appeal of somebody of the cast; its number."""
    actor = people.actors[who]
    given: dict[str, Any] = {"type": AppealType.REQUEST, "text": SAID, "region": HERE, "reporter_id": actor.party_id}
    return appeals.register(intake=appeals.Intake(**given | more), actor=actor, at=at or people.at).number


def dispatched(people: Cast, who: str = "citizen", *, lead: str = "hf-bdc", **more: Any) -> str:
    """An appeal at an agency."""
    number = registered(people, who, **more)
    orders = appeals.Orders(lead=lead)
    appeals.dispatch(number=number, orders=orders, actor=people.actors["clerk"], at=people.at + LATER)
    return number


def answered(people: Cast, who: str = "citizen", *, text: str = ANSWER, file: bytes = b"", **more: Any) -> str:
    """An appeal answered by the registration centre, waiting for its call-back."""
    more = {"type": AppealType.COMPLAINT} | more if file else more
    number = dispatched(people, who, **more)
    handler, at = people.actors["handler"], people.at + 2 * LATER
    evidence = []
    if file:
        _, attachment = appeals.attach(number=number, name="现场照片.pdf", content=file, actor=handler, at=at)
        evidence.append(attachment.pk)
    appeals.answer(number=number, outcome=Outcome.UNMET, text=text, evidence=evidence, actor=handler, at=at)
    return number
