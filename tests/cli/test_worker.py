"""The loop of the background work: goes on while there is work, rests when there is none, outlives failures."""

import logging
from datetime import datetime
from threading import Event, Thread

import pytest

from tongban.cli.worker import keep_working


class Work:
    """Answers of ``work_once`` in order; sets ``stop`` after the last one."""

    def __init__(self, *answers: bool | Exception) -> None:
        self.answers = list(answers)
        self.instants: list[datetime] = []
        self.stop = Event()

    def once(self, at: datetime) -> bool:
        self.instants.append(at)
        answer = self.answers.pop(0)
        if not self.answers:
            self.stop.set()
        if isinstance(answer, Exception):
            raise answer
        return answer


def labour(work: Work, idle_seconds: float) -> None:
    """The loop in a thread, as `tongban run` keeps it: its database connections are its own."""
    thread = Thread(target=keep_working, args=(work.stop, work.once, idle_seconds))
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


def test_keep_working_asks_again_at_once_while_there_is_work():
    work = Work(True, True, True, False)
    labour(work, idle_seconds=3600)
    assert len(work.instants) == 4
    assert all(at.tzinfo for at in work.instants)


def test_keep_working_outlives_failures_and_logs_each(caplog: pytest.LogCaptureFixture):
    work = Work(ValueError("first"), ValueError("second"), True, ValueError("third"), False)
    with caplog.at_level(logging.ERROR, "tongban.worker"):
        labour(work, idle_seconds=0.001)
    assert [record.getMessage().split(" time")[0] for record in caplog.records] == [
        "background work failed 1",
        "background work failed 2",
        "background work failed 1",
    ]


def test_keep_working_does_nothing_when_already_told_to_stop():
    work = Work(True)
    work.stop.set()
    labour(work, idle_seconds=3600)
    assert work.instants == []
