"""Hands: processes that do as they are told on a database, so that two can race and one can be killed."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.faults.databases import Database
from tests.faults.processes import dies_with_us

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import django; django.setup(); from tests.faults import acting; acting.main()"
READY_SECONDS = 0.02
Answer = dict[str, Any]


class Hand:
    """One process of `acting.py`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def tell(self, do: str, **order: Any) -> None:
        """Give an order and go on."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Answer:
        """The next answer; fails when the process has ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the process ended with {self.process.wait()}"
        answer: Answer = json.loads(line)
        return answer

    def rest(self) -> list[Answer]:
        """Whole answers still on their way from a process that has been killed."""
        assert self.process.stdout is not None
        return [json.loads(line) for line in self.process.stdout if line.endswith("\n")]

    def ask(self, do: str, **order: Any) -> Answer:
        """An order and its answer."""
        self.tell(do, **order)
        return self.hear()

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def hand(database: Database) -> Iterator[Hand]:
    """A process on that database; killed at the end of the block if it still runs."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=database.environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=dies_with_us,
    ) as process:
        try:
            yield Hand(process)
        finally:
            process.kill()


@contextlib.contextmanager
def two_hands(database: Database) -> Iterator[tuple[Hand, Hand]]:
    """Two processes on that database, in which the cast's city stands."""
    with hand(database) as left, hand(database) as right:
        left.ask("build")
        right.ask("numbers")
        yield left, right


def at_once(hands: Sequence[Hand], do: str, **order: Any) -> list[Answer]:
    """The same order to all, to be begun at the same instant; their answers."""
    start = time.monotonic() + READY_SECONDS
    for one in hands:
        one.tell(do, start=start, **order)
    return [one.hear() for one in hands]


def overlapped(answers: Sequence[Answer]) -> bool:
    """Whether every one began before any had ended: then it really was a race."""
    return bool(max(answer["began"] for answer in answers) < min(answer["ended"] for answer in answers))
