"""`tongban run`: whose socket it is, and what it prints about the sample at the first start and at later ones."""

import re
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3
from tests.browser.city import FIRST_START, database_in
from tests.faults.databases import FILE
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
def test_the_token_of_the_sample_is_printed_at_the_first_start_only_and_the_example_works(
    sample_city: Path, tmp_path: Path
):
    first = (sample_city / FIRST_START).read_text(encoding="utf-8")
    token, address = re.findall(r'curl -H "Authorization: Bearer (tb_\S+)" (http://\S+)', first)[0]
    shutil.copyfile(sample_city / FILE, tmp_path / FILE)
    with program(database_in(tmp_path), "run", "--port", "0", "--no-worker") as later:
        later.wait_for("停止 (stop)")
        again = f"{later.address}{urlsplit(address).path}"
        assert status(again, token) == 200
        assert status(again, token[:-1] + "~") == 401
        assert "样例账户" in later.printed
        assert "tongban token issue system " in later.printed
        assert "tb_" not in later.printed


def status(address: str, token: str) -> int:
    """What the API answers to a request with the token."""
    with urllib3.PoolManager() as pool:
        headers = {"Authorization": f"Bearer {token}"}
        return pool.request("GET", address, headers=headers, retries=False, timeout=20).status
