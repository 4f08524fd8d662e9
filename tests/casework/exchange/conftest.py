"""Receivers and senders of the exchange's tests."""

from collections.abc import Callable, Iterator

import pytest
from tests.casework.exchange.cast import Receiver, Reply

from tongban.casework.exchange.services import HttpSender


@pytest.fixture
def http() -> Iterator[HttpSender]:
    """A sender of its own, whose lines are closed afterwards."""
    sender = HttpSender()
    yield sender
    sender.pool.clear()


@pytest.fixture
def receiving(http: HttpSender) -> Iterator[Callable[..., Receiver]]:
    """Open receivers that answer as scripted; they are closed afterwards."""
    opened: list[Receiver] = []

    def receiver(*replies: Reply) -> Receiver:
        opened.append(Receiver(replies))
        return opened[-1]

    yield receiver
    http.pool.clear()
    for each in opened:
        each.close()
