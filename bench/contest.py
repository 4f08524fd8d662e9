"""Contenders as processes of their own: a question in JSON on each line in, an answer in JSON on each line out.

Standard library only: the peers' interpreters import this module too.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Answer = dict[str, Any]


class Watch:
    """Milliseconds of each act of a round, by name, and the seconds of the whole."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, list[float]] = {}
        self.seconds = 0.0

    def run(self, name: str, act: Callable[..., Any], *given: Any) -> Any:
        """Do the act; its time counts under the name and for the whole."""
        start = perf_counter()
        result = act(*given)
        spent = perf_counter() - start
        self.milliseconds.setdefault(name, []).append(spent * 1000)
        self.seconds += spent
        return result

    def answer(self, count: int) -> Answer:
        """What the round says of ``count`` cases."""
        return {"count": count, "seconds": self.seconds, "acts": self.milliseconds}


def serve(handlers: Mapping[str, Callable[..., Answer]]) -> None:
    """Answer questions until the input ends."""
    for line in sys.stdin:
        question = json.loads(line)
        answer = handlers[question.pop("do")](**question)
        print(json.dumps(answer), flush=True)


class Contender:
    """A module of the bench run as a process, by its own interpreter, on its own database."""

    def __init__(self, module: str, environment: Mapping[str, str], *, python: str = sys.executable) -> None:
        self.module = module
        self.process = subprocess.Popen(
            [python, "-m", module],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **question: Any) -> Answer:
        """One question and its answer; ends the bench when the contender has ended."""
        if self.process.stdin is None or self.process.stdout is None:
            raise SystemExit(f"{self.module} has no pipes")
        self.process.stdin.write(json.dumps({"do": do, **question}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.module} ended with {self.process.wait()} while asked to {do}")
        answer: Answer = json.loads(line)
        return answer

    def end(self) -> None:
        """Close its input and wait; it is killed when it does not end by itself."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def end_all(contenders: Iterable[Contender]) -> None:
    """End every contender."""
    for contender in contenders:
        contender.end()
