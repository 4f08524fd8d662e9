"""The real program as a process of its own, on loopback, for tests that kill it or start it twice."""

import contextlib
import ctypes
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests.faults.databases import Database

START_SECONDS = 120.0
STOP_SECONDS = 30.0
PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


@dataclass
class Program:
    """A running `tongban` command and what it has printed so far (both streams)."""

    process: subprocess.Popen[bytes]
    printed_in: Path

    @property
    def printed(self) -> str:
        """Everything printed so far."""
        return self.printed_in.read_text(encoding="utf-8", errors="replace")

    @property
    def address(self) -> str:
        """The address of the server, without a slash at the end, once it has printed one."""
        found = ADDRESS.search(self.printed)
        if found is None:
            raise AssertionError(f"no address printed:\n{self.printed}")
        return f"http://127.0.0.1:{found[1]}"

    @property
    def port(self) -> int:
        """The port the server took."""
        return int(self.address.rpartition(":")[2])

    def wait(self) -> int:
        """Wait for the end; the exit code."""
        return self.process.wait(STOP_SECONDS)

    def end(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait_for(self, text: str, seconds: float = START_SECONDS) -> None:
        """Return when the text has been printed; fail when the program ends or is silent too long."""
        deadline = time.monotonic() + seconds
        while text not in self.printed:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"never printed {text!r}:\n{self.printed}")
            time.sleep(0.05)


def dies_with_us() -> None:
    """In the child: a killed test run leaves no server behind."""
    ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGKILL)


@contextlib.contextmanager
def program(database: Database, *arguments: str) -> Iterator[Program]:
    """`tongban ARGUMENTS…` on that database; killed at the end of the block if it still runs."""
    printed_in = database.home / f"printed.{uuid4().hex}"
    with printed_in.open("wb") as printed:
        process = subprocess.Popen(
            [sys.executable, "-m", "tongban.cli", *arguments],
            env=database.environment,
            cwd=database.home,
            stdout=printed,
            stderr=printed,
            preexec_fn=dies_with_us,
        )
    try:
        yield Program(process, printed_in)
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def server(database: Database, *arguments: str) -> Iterator[Program]:
    """`tongban run --no-sample` at a free port, answering when the block begins."""
    with program(database, "run", "--port", "0", "--no-sample", *arguments) as running:
        running.wait_for("Ctrl-C")
        yield running
