"""`tongban worker`: the background work alone; `tongban run` keeps the same loop in a thread."""

import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event

import click

from tongban.cli import ready

IDLE_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0

logger = logging.getLogger("tongban.worker")


def keep_working(stop: Event, work_once: Callable[[datetime], bool], idle_seconds: float = IDLE_SECONDS) -> None:
    """Call ``work_once`` until ``stop`` is set: again at once while there is work, else after a pause.

    ``work_once`` takes the present instant and says whether it did something. Failures are logged and waited out,
    twice as long each time up to LONGEST_WAIT_SECONDS.
    """
    from django.db import close_old_connections, connections

    failures = 0
    while not stop.is_set():
        try:
            pause = 0.0 if work_once(datetime.now(UTC)) else idle_seconds
            failures = 0
        except Exception:  # one poisoned row or a restarting database must not end all other work
            failures += 1
            pause = min(idle_seconds * 2**failures, LONGEST_WAIT_SECONDS)
            logger.exception("background work failed %d time(s) in a row; next try in %.0f s", failures, pause)
        if pause:
            close_old_connections()
            stop.wait(pause)
    connections.close_all()


@click.command()
def command() -> None:
    """Do the background work (deemed acceptance, deliveries, projections) until stopped.

    Any number of workers may share one PostgreSQL database.
    """
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    ready()
    from tongban.wiring import work_once

    click.echo("后台办理已启动 (worker started)。")
    keep_working(stop, work_once)
