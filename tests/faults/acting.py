"""A process that acts on a database as it is told: one order in JSON on each line in, one answer on each line out.

Run by `hands.py`, which loads Django first. A refusal is an answer; anything else that goes wrong ends the
process with its traceback, and with it the test.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from tests import cast
from tests.faults import notifying

from tongban.casework.cases.models import Case, JournalEntry, LedgerEntry, Step
from tongban.casework.cases.rules import Outcome
from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.models import Delivery, OutboxEvent
from tongban.common.actors import Actor, worker
from tongban.common.errors import DomainError
from tongban.hall.appeals import services as appeals
from tongban.hall.appeals.rules.words import ReturnGround
from tongban.hall.applications import services as hall
from tongban.hall.applications.rules.events import ENTERPRISE_CHANGED
from tongban.hall.ratings import queries as rating_links
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.rules import Level, Stage
from tongban.registry.accounts import services as accounts
from tongban.registry.agencies import queries as agencies
from tongban.registry.parties import queries as parties
from tongban.registry.parties.models import EnterpriseChange
from tongban.registry.policies import services as policies
from tongban.registry.policies.rules import AppealType

Answer = dict[str, Any]
SILENCE_OVER = cast.AT + timedelta(hours=24 * 30)
ACTS: dict[str, Callable[[str], Any]] = {
    "accept": lambda number: hall.accept(number=number, actor=cast.CLERK, at=cast.AT),
    "extend": lambda number: hall.extend(number=number, reason="材料复杂", actor=cast.HEAD, at=cast.AT),
    "decide": lambda number: hall.decide(
        number=number, outcome=Outcome.GRANTED, reason="符合法定条件", actor=cast.REGISTRAR, at=cast.AT
    ),
    "give_back": lambda number: appeals.give_back(
        number=number,
        ground=ReturnGround.NOT_OURS,
        duty="权责清单第1项",
        reason="应由政务服务管理局办理",
        actor=cast.HANDLER,
        at=cast.AT,
    ),
    "deem": lambda number: hall.deem_accepted(number=number, actor=worker(), at=SILENCE_OVER),
}


@cache
def enterprise() -> Actor:
    """The enterprise of the cast."""
    found = parties.find_by_identifier("91340100MA2N1T2X3U")
    assert found is not None
    return cast.as_applicant(found.pk, found.name)


def rated(number: str) -> Case:
    """The window of a case rated badly; the case."""
    token = rating_links.token_for(number, Stage.WINDOW)
    bad = ratings.Opinion(Level.DISSATISFIED)
    return ratings.rate(token=token, opinion=bad, address="", at=cast.AT).case


ACTS["rate"] = rated


def build() -> Answer:
    """The cast's city."""
    cast.build_city()
    return {}


def filed(item: str, name: str = "") -> str:
    """An application of the enterprise, filed at the window with all papers; its number."""
    filing = hall.Filing(
        item=item,
        region="340100",
        applicant_id=enterprise().party_id or 0,
        form={"name": name} if item == "change" else cast.PLACE,
        paper=() if item == "change" else ("application", "tax", "pledge"),
    )
    return hall.file(filing=filing, actor=cast.CLERK, at=cast.AT).number


def appealed() -> str:
    """An appeal already given to its lead; its number."""
    intake = appeals.Intake(type=AppealType.REQUEST, text="叫号系统坏了", region="340100", phone="13900000001")
    number = appeals.register(intake=intake, actor=cast.CLERK, at=cast.AT).number
    appeals.dispatch(number=number, orders=appeals.Orders(lead="hf-bdc"), actor=cast.CLERK, at=cast.AT)
    return number


def make(stage: str, count: int) -> Answer:
    """So many cases at a stage: appeals dispatched; applications filed, accepted, or all steps done (those change the enterprise's name)."""
    if stage == "dispatched":
        policies.load_default(at=cast.AT)
        return {"numbers": [appealed() for _ in range(count)]}
    if stage == "filed":
        policies.load_default(at=cast.AT)  # what ratings run on
    item = "change" if stage == "handled" else "certificate"
    numbers = [filed(item, f"合肥先导第{serial}有限公司") for serial in range(count)]
    for number in numbers if stage != "filed" else ():
        ACTS["accept"](number)
    for number in numbers if stage == "handled" else ():
        hall.complete_step(number=number, step="review", result="符合条件", actor=cast.REGISTRAR, at=cast.AT)
    return {"numbers": numbers}


def act(name: str, number: str, start: float) -> Answer:
    """One act at an instant of the machine's monotonic clock, which all processes share."""
    return at_instant(start, lambda: {"number": ACTS[name](number).number})


def at_instant(start: float, what: Callable[[], Answer]) -> Answer:
    """Do it at that instant; the answer says when it began and ended, and the code of a refusal."""
    while time.monotonic() < start:
        continue
    began = time.monotonic()
    try:
        answer = what()
    except DomainError as refusal:
        answer = {"refused": refusal.code}
    return {**answer, "began": began, "ended": time.monotonic()}


def file_many(count: int, start: float) -> Answer:
    """File so many applications one after the other from that instant on."""
    return at_instant(start, lambda: {"numbers": [filed("certificate") for _ in range(count)]})


def file_once(key: str, start: float) -> Answer:
    """File under an Idempotency-Key, as a POST does."""

    def once() -> Answer:
        _, number, replayed = exchange.once(
            owner="account:1", key=key, fingerprint="0" * 64, at=cast.AT, act=lambda: (201, filed("certificate"))
        )
        return {"number": number, "replayed": replayed}

    return at_instant(start, once)


def system() -> Answer:
    """A system of the registration centre with a token, and the party it files for."""
    now = datetime.now(UTC)
    account = accounts.create_account(username="bdc-system", name="登记系统", agency=agencies.agency("hf-bdc"), at=now)
    until = now + timedelta(hours=1)
    _, token = accounts.issue_token(account=account, name="对接", scopes=["cases:write"], expires_at=until, at=now)
    return {"token": token, "party": enterprise().party_id}


def accept_all(numbers: list[str]) -> Answer:
    """Accept one after the other, saying so as soon as each is done."""
    for number in numbers:
        say(act("accept", number, 0))
    return {"done": True}


def seen(numbers: list[str]) -> Answer:
    """What the database says of each case."""
    return {number: of_case(Case.objects.get(number=number)) for number in numbers}


def of_case(case: Case) -> Answer:
    """One case with everything that hangs on it."""
    events = OutboxEvent.objects.filter(subject=case.number).order_by("sequence")
    return {
        "status": case.status,
        "accepted": case.accepted_at is not None,
        "moves": list(JournalEntry.objects.filter(case=case).order_by("seq").values_list("move", flat=True)),
        "steps": Step.objects.filter(case=case).count(),
        "ledger": LedgerEntry.objects.filter(case=case).count(),
        "events": [kind.rpartition(".")[2] for kind in events.values_list("type", flat=True)],
        "changes": EnterpriseChange.objects.filter(case_number=case.number).count(),
    }


def numbers() -> Answer:
    """The numbers of all cases, in the order they were opened."""
    return {"numbers": list(Case.objects.order_by("pk").values_list("number", flat=True))}


def subscribe(url: str) -> Answer:
    """A receiver on this machine that is told of a changed enterprise."""
    exchange.subscribe(
        code="tax",
        name="税务",
        url=url,
        entitlements={ENTERPRISE_CHANGED.type: ["name", "case_number"]},
        actor=cast.ADMIN,
        at=cast.AT,
        allow_loopback=True,
    )
    return {}


def deliver(at: str) -> Answer:
    """A worker's round of deliveries at that instant."""
    instant = datetime.fromisoformat(at)
    exchange.fan_out(at=instant)
    report = exchange.deliver_due(at=instant)
    return {"sent": report.sent, "acknowledged": report.acknowledged}


def deliveries() -> Answer:
    """Where each delivery stands."""
    rows = Delivery.objects.order_by("pk").values_list("status", "attempts", "attempt_rows__number")
    return {"deliveries": [list(row) for row in rows]}


def told_once(key: str, start: float) -> Answer:
    """Tell the same people under one key, at an instant all processes share."""
    return at_instant(start, lambda: notifying.tell_under(key))


ORDERS: dict[str, Callable[..., Answer]] = {
    order.__name__: order
    for order in (
        build,
        make,
        act,
        file_many,
        file_once,
        system,
        accept_all,
        seen,
        numbers,
        subscribe,
        deliver,
        deliveries,
        told_once,
        notifying.tell_people,
        notifying.send_and_die,
        notifying.send_later,
        notifying.dispatches,
        notifying.notices,
    )
}


def say(answer: Answer) -> None:
    """One line, out at once."""
    print(json.dumps(answer), flush=True)


def main() -> None:
    """Take orders until there are no more."""
    for line in sys.stdin:
        order = json.loads(line)
        say(ORDERS[order.pop("do")](**order))
