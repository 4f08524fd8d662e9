"""kill -9: what was acknowledged is there, nothing is half done, the chain verifies, what was not confirmed is sent again."""

import json
import random
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from tests.casework.exchange.cast import Receiver
from tests.faults.databases import Database
from tests.faults.hands import hand
from tests.faults.processes import program

pytestmark = pytest.mark.slow

ACCEPTANCES = 200
AT = datetime(2022, 7, 2, 2, 0, tzinfo=UTC)
FILED = {
    "status": "submitted",
    "accepted": False,
    "moves": ["file"],
    "steps": 0,
    "ledger": 0,
    "events": ["submitted"],
    "changes": 0,
}
ACCEPTED = {
    "status": "accepted",
    "accepted": True,
    "moves": ["file", "accept"],
    "steps": 3,
    "ledger": 0,
    "events": ["submitted", "accepted"],
    "changes": 0,
}


def verified(database: Database) -> dict[str, object]:
    """What `tongban verify --json` prints."""
    with program(database, "verify", "--json") as verify:
        assert verify.wait() == 0, verify.printed
        found: dict[str, object] = json.loads(verify.printed)
        return found


def accept_until_killed(database: Database, numbers: list[str], chance: random.Random) -> list[str]:
    """Have a process accept these cases, kill it at a random moment; the numbers it acknowledged before."""
    with hand(database) as clerk:
        clerk.tell("accept_all", numbers=numbers)
        heard = [clerk.hear() for _ in range(min(len(numbers), chance.randrange(20, 80)))]
        time.sleep(chance.random() * 0.01)
        clerk.kill()
        heard += [answer for answer in clerk.rest() if "done" not in answer]
    return [answer["number"] for answer in heard]


def test_acknowledged_acceptances_outlive_kills_and_no_case_is_half_done(other_database: Database):
    chance = random.Random(9)
    acknowledged: list[str] = []
    kills = 0
    with hand(other_database) as witness:
        witness.ask("build")
        numbers = left = witness.ask("make", stage="filed", count=ACCEPTANCES)["numbers"]
        while left:
            acknowledged += accept_until_killed(other_database, left, chance)
            kills += 1
            cases = witness.ask("seen", numbers=numbers)
            assert [number for number in acknowledged if cases[number] != ACCEPTED] == []
            assert [case for case in cases.values() if case not in (FILED, ACCEPTED)] == []
            left = [number for number in numbers if cases[number] == FILED]
    assert kills >= 3
    # a kill between commit and acknowledgement leaves at most that one case done and unsaid
    assert 0 <= ACCEPTANCES - len(set(acknowledged)) <= kills
    found = verified(other_database)
    assert found["chain_ok"] is True
    assert (found["cases"], found["lines"]) == (ACCEPTANCES, 2 * ACCEPTANCES)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """The tax office's system on loopback."""
    listening = Receiver()
    yield listening
    listening.close()


def test_a_delivery_whose_worker_was_killed_while_sending_is_sent_again_with_the_same_id(
    other_database: Database, receiver: Receiver
):
    arrived, released = threading.Event(), threading.Event()

    def hold(handler: BaseHTTPRequestHandler) -> None:
        arrived.set()
        released.wait(30)
        handler.close_connection = True

    receiver.replies = [hold]
    with hand(other_database) as witness:
        witness.ask("build")
        witness.ask("subscribe", url=receiver.url)
        (number,) = witness.ask("make", stage="handled", count=1)["numbers"]
        witness.ask("act", name="decide", number=number, start=0)
        with hand(other_database) as worker:
            worker.tell("deliver", at=AT.isoformat())
            assert arrived.wait(30)
            worker.kill()
        released.set()
        leased, later = AT + timedelta(seconds=5), AT + timedelta(seconds=3600)
        assert witness.ask("deliver", at=leased.isoformat()) == {"sent": 0, "acknowledged": 0}
        assert witness.ask("deliver", at=later.isoformat()) == {"sent": 1, "acknowledged": 1}
        assert witness.ask("deliver", at=later.isoformat()) == {"sent": 0, "acknowledged": 0}
        # the first sending has no outcome on record: its number is missing among the attempts
        assert witness.ask("deliveries")["deliveries"] == [["acknowledged", 2, 2]]
    first, again = receiver.requests
    assert first.event == again.event
    assert first.headers["webhook-id"] == again.headers["webhook-id"] == first.event["id"]
    assert again.event["data"]["case_number"] == number
