"""Appeals at the desk for tests: the cast with a policy in force, and appeals at each stage as people would bring them there."""

import html
import itertools
import re
from datetime import timedelta
from typing import Any

from tests.cast import CLERK, COORDINATOR, HANDLER
from tests.faces.cast import Cast
from tests.hall.appeals.cases import ANSWER, intake

from tongban.casework.cases.models import Case
from tongban.casework.cases.rules import Outcome
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules.words import ReturnGround

MOST_BYTES = 100_000
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
_tokens = itertools.count()


def told(people: Cast, **more: Any) -> Case:
    """An appeal of the citizen, taken down by the hotline clerk some minutes ago."""
    given = {"reporter_id": people.city.citizen.party_id} | more
    return appeals.register(intake=intake(**given), actor=CLERK, at=people.at - timedelta(minutes=9))


def handed(people: Cast, lead: str = "hf-bdc", assisting: Any = (), **more: Any) -> Case:
    """One given to a lead."""
    orders = appeals.Orders(lead=lead, assisting=assisting)
    return appeals.dispatch(number=told(people, **more).number, orders=orders, actor=CLERK, at=_before(people, 8))


def back(people: Cast, case: Case, who: Any = HANDLER, minutes: int = 7) -> Case:
    """The lead gives it back."""
    return appeals.give_back(
        number=case.number,
        ground=ReturnGround.NOT_OURS,
        duty="权责清单第12项",
        reason="叫号系统由政务服务管理局管理",
        actor=who,
        at=_before(people, minutes),
    )


def answered(people: Cast, *, outcome: Outcome = Outcome.UNMET, text: str = ANSWER, **more: Any) -> Case:
    """One answered that has to be called back."""
    case = handed(people, **more)
    return appeals.answer(number=case.number, outcome=outcome, text=text, actor=HANDLER, at=_before(people, 5))


def reopened(people: Cast) -> Case:
    """One answered, extended, called back and taken up again, with another joined to it."""
    case = answered(people)
    appeals.reopen(number=case.number, reason="问题仍在", actor=COORDINATOR, at=_before(people, 4))
    other = told(people, reporter_id=people.city.neighbour.party_id, text="三号窗口今天又停了,请尽快处理。")
    appeals.join(number=other.number, lead=case.number, reason="同一件事", actor=CLERK, at=_before(people, 3))
    return case


def _before(people: Cast, minutes: int) -> Any:
    return people.at - timedelta(minutes=minutes)


def page(people: Cast, who: str, path: str, status: int = 200) -> str:
    response = people.get(who, path)
    assert response.status_code == status, response.content.decode()
    return str(response.content.decode())


def text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def send(people: Cast, who: str, path: str, token: str = "", **fields: Any) -> Any:
    return people.client(who).post(path, {"token": token or f"once-{next(_tokens)}", **fields})


def move(people: Cast, who: str, case: Case, name: str, token: str = "", **fields: Any) -> Any:
    return send(people, who, f"/cases/{case.number}/appeal/{name}", token, **fields)


def now_of(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)
