"""`tongban run` and `tongban worker` as real processes: ports, signals, second starts, refused configuration."""

import contextlib
import signal
import socket
from pathlib import Path

import pytest
import urllib3
from tests.faults.databases import Database, empty_database
from tests.faults.processes import program, server

pytestmark = pytest.mark.slow


def get(address: str) -> urllib3.BaseHTTPResponse:
    """One request, no retries."""
    with urllib3.PoolManager() as pool:
        return pool.request("GET", address, retries=False, timeout=10, redirect=False)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_run_answers_and_ends_quietly_when_asked(other_database: Database, number: signal.Signals):
    with server(other_database) as running:
        assert get(f"{running.address}/api/openapi.json").status == 200
        assert running.end(number) == 0
        assert "Traceback" not in running.printed


def test_run_makes_the_tables_of_an_empty_database(tmp_path: Path):
    with empty_database(tmp_path) as database, server(database) as running:
        assert "migrating" in running.printed
        assert get(f"{running.address}/sign-in").status == 200


def test_run_refuses_a_taken_port_in_one_sentence_before_it_touches_the_database(tmp_path: Path):
    untouched = Database(f"sqlite:///{tmp_path / 'never.sqlite3'}", tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with program(untouched, "run", "--port", str(port)) as second:
            assert second.wait() == 2
            assert f"端口 {port} 已被占用" in second.printed
            assert len(second.printed.splitlines()) == 1
    assert not (tmp_path / "never.sqlite3").exists()


def test_run_finishes_a_request_that_had_begun_when_it_is_asked_to_end(other_database: Database):
    with server(other_database) as running, socket.create_connection(("127.0.0.1", running.port)) as caller:
        caller.sendall(b"GET /api/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        wait_until_busy(running.address)
        running.process.send_signal(signal.SIGTERM)
        wait_until_refused(running.port)
        caller.sendall(b"Connection: close\r\n\r\n")
        with caller.makefile("rb") as answer:
            assert answer.readline().startswith(b"HTTP/1.1 200")
        assert running.wait() == 0


def wait_until_busy(address: str) -> None:
    """A whole other request: the half one sent before it has arrived by then."""
    assert get(f"{address}/api/openapi.json").status == 200


def wait_until_refused(port: int) -> None:
    """Return when nobody listens at the port any more."""
    for _ in range(100):
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)) as probe:
            probe.settimeout(0.1)
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                probe.recv(1)
            continue
        return
    raise AssertionError(f"port {port} still listens")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TONGBAN_PORT", "1", "TONGBAN_PORT"),
        ("DATABASE_URL", "mysql://somewhere/else", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none", "数据库不可用"),
    ],
    ids=["unknown setting", "unknown engine", "no server there"],
)
def test_run_refuses_bad_configuration_in_one_sentence(tmp_path: Path, name: str, value: str, sentence: str):
    class Configured(Database):
        @property
        def environment(self) -> dict[str, str]:
            return {**super().environment, name: value}

    with program(Configured(f"sqlite:///{tmp_path / 'a.sqlite3'}", tmp_path), "run", "--port", "0") as refused:
        assert refused.wait() == 2
        assert sentence in refused.printed
        assert "Traceback" not in refused.printed


def test_worker_starts_and_ends_quietly_when_asked(other_database: Database):
    with program(other_database, "worker") as running:
        running.wait_for("worker started")
        assert running.end(signal.SIGTERM) == 0
        assert "Traceback" not in running.printed
