"""The receiver of story three notices a wrong signature and a repetition: its zeros mean something."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import urllib3

from tongban.casework.exchange.rules import message_headers, new_secret
from tongban.demo.stories.receiver import Receiver

AT = datetime(2022, 8, 16, tzinfo=UTC)
BODY = b'{"data":{"name":"x"}}'


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(["tax"]) as listening:
        listening.secrets["tax"] = new_secret()
        yield listening


def send(receiver: Receiver, secret: str, uid: str = "e-1") -> int | None:
    """The status of one message; None when the line was dropped."""
    headers = message_headers(secret=secret, uid=uid, now=AT, body=BODY)
    with urllib3.PoolManager() as pool:
        try:
            return pool.request("POST", receiver.url("tax"), body=BODY, headers=headers, retries=False).status
        except urllib3.exceptions.ProtocolError:
            return None


def test_it_fails_twice_acknowledges_once_and_counts_what_comes_again(receiver: Receiver):
    secret = receiver.secrets["tax"]
    assert [send(receiver, secret) for _ in range(4)] == [503, None, 200, 200]
    inbox = receiver.inboxes["tax"]
    assert inbox.acknowledged == {"e-1": {"name": "x"}}
    assert sum(inbox.after_acknowledgement.values()) == 1
    assert inbox.bad_signatures == 0


def test_it_notices_a_signature_that_is_not_ours(receiver: Receiver):
    assert send(receiver, new_secret()) == 401
    assert receiver.inboxes["tax"].bad_signatures == 1
    assert receiver.inboxes["tax"].acknowledged == {}
