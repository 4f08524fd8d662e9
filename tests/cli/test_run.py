"""`tongban run`: whose socket it is, and what it prints about the sample at the first start and at later ones."""

import re
import signal
import socket

import pytest
import urllib3
from tests.faults.databases import Database
from tests.faults.processes import program

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


@pytest.mark.slow
def test_the_token_of_the_sample_is_printed_at_the_first_start_only_and_the_example_works(other_database: Database):
    with program(other_database, "run", "--port", "0", "--no-worker", "--sample") as first:
        first.wait_for("停止 (stop)")
        token, address = re.findall(r'curl -H "Authorization: Bearer (tb_\S+)" (http://\S+)', first.printed)[0]
        assert status(address, token) == 200
        assert status(address, token[:-1] + "~") == 401
        assert first.end(signal.SIGTERM) == 0
    with program(other_database, "run", "--port", "0", "--no-worker") as later:
        later.wait_for("停止 (stop)")
        assert "样例账户" in later.printed
        assert "tongban token issue system " in later.printed
        assert "tb_" not in later.printed


def status(address: str, token: str) -> int:
    """What the API answers to a request with the token."""
    with urllib3.PoolManager() as pool:
        headers = {"Authorization": f"Bearer {token}"}
        return pool.request("GET", address, headers=headers, retries=False, timeout=20).status
