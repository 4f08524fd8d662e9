"""`tongban run`, the parts that need no process: whose socket it is and which proxy is believed."""

import socket

import pytest

from tongban.cli.run import is_loopback, listen
from tongban.common.errors import BadInput, Conflict


def test_listen_takes_the_port_at_once():
    with listen("127.0.0.1", 0) as listener:
        with socket.create_connection(listener.getsockname(), timeout=5):
            pass
        with pytest.raises(Conflict, match="已被占用"):
            listen("127.0.0.1", listener.getsockname()[1])


def test_listen_refuses_an_address_of_another_machine():
    with pytest.raises(BadInput, match=r"192\.0\.2\.1"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize(("host", "expected"), [("127.0.0.1", True), ("127.0.0.9", True), ("0.0.0.0", False)])
def test_is_loopback_tells_who_can_reach_the_server(host: str, expected: bool):
    with listen(host, 0) as listener:
        assert is_loopback(listener) is expected
