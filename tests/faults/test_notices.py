"""Several workers and several tellers: each message goes out by one of them, nobody is told twice, nothing is lost."""

import json
import time
from pathlib import Path

import pytest
from tests.faults.databases import Database
from tests.faults.hands import at_once, hand, overlapped, two_hands
from tests.faults.processes import program

pytestmark = pytest.mark.slow
PEOPLE = 40
WORKER_SECONDS = 30.0


def sent(home: Path) -> list[str]:
    """The ids in the file of short messages."""
    lines = (home / "sms.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["id"] for line in lines]


def test_two_workers_send_each_message_once(other_database: Database):
    with hand(other_database) as teller:
        teller.ask("build")
        assert teller.ask("tell_people", count=PEOPLE) == {"told": PEOPLE}
        with program(other_database, "worker") as one, program(other_database, "worker") as other:
            deadline = time.monotonic() + WORKER_SECONDS
            while any(status == "waiting" for status, _ in teller.ask("dispatches")["dispatches"]):
                assert time.monotonic() < deadline, one.printed + other.printed
                time.sleep(0.2)
            assert "Traceback" not in one.printed + other.printed
        assert teller.ask("dispatches")["dispatches"] == [["sent", 1]] * PEOPLE
    assert len(sent(other_database.home)) == len(set(sent(other_database.home))) == PEOPLE


def test_of_two_acts_under_one_key_one_tells(other_database: Database):
    with two_hands(other_database) as hands:
        races = [at_once(hands, "told_once", key=f"appeal-{serial}") for serial in range(20)]
        for answers in races:
            assert sum(answer["told"] for answer in answers) == 4
        assert any(overlapped(answers) for answers in races)
        assert hands[0].ask("notices")["count"] == 80


def test_a_worker_killed_between_sending_and_noting_sends_twice_under_one_id_and_loses_nothing(
    other_database: Database,
):
    with hand(other_database) as teller:
        teller.ask("build")
        teller.ask("tell_people", count=1)
        with hand(other_database) as doomed:
            doomed.tell("send_and_die")
            assert doomed.process.wait(WORKER_SECONDS) == -9
        assert teller.ask("send_later", seconds=1) == {"sent": 0}
        assert teller.ask("send_later", seconds=120) == {"sent": 1}
        assert teller.ask("dispatches")["dispatches"] == [["sent", 2]]
    ids = sent(other_database.home)
    assert len(ids) == 2
    assert len(set(ids)) == 1
