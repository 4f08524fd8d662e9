"""Two real processes at one case: one wins, the other gets a refusal, and nothing is written twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import urllib3
from tests.faults.databases import Database
from tests.faults.hands import at_once, hand, overlapped, two_hands
from tests.faults.processes import program, server

pytestmark = pytest.mark.slow

CASES = 20
WORKER_SECONDS = 30.0
# act -> (where its cases stand before, code of the loser's refusal, what the database says afterwards)
RACES = {
    "decide": (
        "handled",
        "move.state",
        {
            "status": "decided",
            "accepted": True,
            "moves": ["file", "accept", "complete_step", "decide"],
            "steps": 1,
            "ledger": 0,
            "events": ["submitted", "accepted", "changed", "decided"],
            "changes": 1,
        },
    ),
    "accept": (
        "filed",
        "move.state",
        {
            "status": "accepted",
            "accepted": True,
            "moves": ["file", "accept"],
            "steps": 3,
            "ledger": 0,
            "events": ["submitted", "accepted"],
            "changes": 0,
        },
    ),
    "extend": (
        "accepted",
        "extend.again",
        {
            "status": "accepted",
            "accepted": True,
            "moves": ["file", "accept", "extend"],
            "steps": 3,
            "ledger": 1,
            "events": ["submitted", "accepted", "extended"],
            "changes": 0,
        },
    ),
    "give_back": (
        "dispatched",
        "move.state",
        {
            "status": "returned",
            "accepted": True,
            "moves": ["register", "dispatch", "give_back"],
            "steps": 1,
            "ledger": 0,
            "events": ["registered", "dispatched", "returned"],
            "changes": 0,
        },
    ),
    "rate": (
        "filed",
        "rating.again",
        {
            "status": "submitted",
            "accepted": False,
            "moves": ["file"],
            "steps": 0,
            "ledger": 0,
            "events": ["submitted"],
            "changes": 0,
        },
    ),
    "deem": (
        "filed",
        "move.state",
        {
            "status": "accepted",
            "accepted": True,
            "moves": ["file", "deem_accepted"],
            "steps": 3,
            "ledger": 0,
            "events": ["submitted", "accepted"],
            "changes": 0,
        },
    ),
}


@pytest.mark.parametrize("act", RACES)
def test_of_two_processes_at_one_case_one_wins_and_nothing_is_written_twice(other_database: Database, act: str):
    stage, refusal, afterwards = RACES[act]
    with two_hands(other_database) as hands:
        numbers = hands[0].ask("make", stage=stage, count=CASES)["numbers"]
        races = {number: at_once(hands, "act", name=act, number=number) for number in numbers}
        for number, answers in races.items():
            assert sorted(answer.get("refused", "won") for answer in answers) == sorted(["won", refusal]), number
        assert any(overlapped(answers) for answers in races.values())
        assert hands[0].ask("seen", numbers=numbers) == dict.fromkeys(numbers, afterwards)


def test_two_workers_hold_a_case_for_accepted_once(other_database: Database):
    with hand(other_database) as clerk:
        clerk.ask("build")
        numbers = clerk.ask("make", stage="filed", count=CASES)["numbers"]
        with program(other_database, "worker") as one, program(other_database, "worker") as other:
            deadline = time.monotonic() + WORKER_SECONDS
            while any(case["status"] == "submitted" for case in clerk.ask("seen", numbers=numbers).values()):
                assert time.monotonic() < deadline, one.printed + other.printed
                time.sleep(0.2)
            assert "Traceback" not in one.printed + other.printed
        assert clerk.ask("seen", numbers=numbers) == dict.fromkeys(numbers, RACES["deem"][2])


def test_two_requests_under_one_key_file_one_application(other_database: Database):
    with two_hands(other_database) as hands:
        races = [at_once(hands, "file_once", key=f"request-{serial}") for serial in range(CASES)]
        for left, right in races:
            assert left["number"] == right["number"]
            assert sorted([left["replayed"], right["replayed"]]) == [False, True]
        assert any(overlapped(answers) for answers in races)
        assert hands[0].ask("numbers")["numbers"] == [left["number"] for left, _ in races]


def test_one_request_posted_to_two_servers_at_once_files_one_application(other_database: Database):
    with hand(other_database) as witness:
        witness.ask("build")
        system = witness.ask("system")
        body = {
            "item": "certificate",
            "region": "340100",
            "applicant": system["party"],
            "form": {"place": "新站高新区"},
        }
        with server(other_database) as one, server(other_database) as other, ThreadPoolExecutor(2) as posters:
            for serial in range(5):
                headers = {"Authorization": f"Bearer {system['token']}", "Idempotency-Key": f"post-{serial}"}
                together = Barrier(2)
                posts = [
                    posters.submit(post, running.address, {**body, "submit": True}, headers, together)
                    for running in (one, other)
                ]
                answers = [waiting.result() for waiting in posts]
                assert [answer.status for answer in answers] == [201, 201], [answer.data for answer in answers]
                assert answers[0].json() == answers[1].json()
                assert [answer.headers.get("Idempotency-Replayed") for answer in answers].count("true") == 1
        assert len(witness.ask("numbers")["numbers"]) == 5


def test_one_appeal_posted_to_two_servers_at_once_is_taken_in_once(other_database: Database):
    with hand(other_database) as witness:
        witness.ask("build")
        system = witness.ask("system")
        witness.ask("make", stage="dispatched", count=0)  # a policy of service comes into force
        body: dict[str, object] = {
            "type": "request",
            "text": "小区停水两天",
            "region": "340100",
            "phone": "13900000001",
        }
        with server(other_database) as one, server(other_database) as other, ThreadPoolExecutor(2) as posters:
            for serial in range(5):
                headers = {"Authorization": f"Bearer {system['token']}"}
                named = headers | {"Idempotency-Key": f"appeal-{serial}"}
                for sent, expected in (
                    ((body, named), [201, 201]),
                    (({**body, "source": f"12345-{serial}"}, headers), [201, 409]),
                ):
                    together = Barrier(2)
                    posts = [
                        posters.submit(post, running.address, *sent, together, "/api/appeals")
                        for running in (one, other)
                    ]
                    answers = [waiting.result() for waiting in posts]
                    assert sorted(one.status for one in answers) == expected, [answer.data for answer in answers]
                    assert len({answer.json().get("number") for answer in answers} - {None}) == 1
        assert len(witness.ask("numbers")["numbers"]) == 10


def post(
    address: str, body: dict[str, object], headers: dict[str, str], together: Barrier, path: str = "/api/cases"
) -> urllib3.BaseHTTPResponse:
    """Open a case over HTTP as soon as the other is ready to do the same."""
    with urllib3.PoolManager() as pool:
        together.wait(10)
        return pool.request("POST", f"{address}{path}", json=body, headers=headers, retries=False, timeout=30)


def test_numbers_given_by_three_processes_at_once_are_unique_and_without_a_gap(other_database: Database):
    with two_hands(other_database) as hands, hand(other_database) as third:
        third.ask("numbers")
        answers = at_once([*hands, third], "file_many", count=CASES)
        given = [number for answer in answers for number in answer["numbers"]]
        assert overlapped(answers)
        assert sorted(given) == sorted(hands[0].ask("numbers")["numbers"])
        serials = sorted(int(number.split("-")[2]) for number in given)
        assert serials == list(range(1, 3 * CASES + 1))
