"""The one table of who reacts to what: which act follows when a case's time has come, and the worker's round."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock

from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import Kind, Status
from tongban.casework.exchange import services as exchange
from tongban.common.actors import worker
from tongban.common.errors import DomainError
from tongban.hall.applications import services as applications

log = logging.getLogger("tongban.worker")

# what happens by itself when a case's wake instant has come
WAKES: Mapping[tuple[str, str], Callable[..., object]] = {
    (Kind.APPLICATION.value, Status.SUBMITTED.value): applications.deem_accepted,
    (Kind.APPLICATION.value, Status.ACCEPTED.value): applications.resume_lapsed,
}
HOUR = timedelta(hours=1)


class Hourly:
    """Says once an hour that it is time; one per process, two that work at once only do the same twice."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last_at: datetime | None = None

    def is_time(self, at: datetime) -> bool:
        """Whether an hour has passed since it last was; a clock that was set back must not stop it for long."""
        with self._lock:
            if self._last_at is not None and abs(at - self._last_at) < HOUR:
                return False
            self._last_at = at
            return True


HOUSEKEEPING = Hourly()


def work_once(at: datetime) -> bool:
    """One round of background work: wake cases, fan events out, deliver; True when anything was done.

    Once an hour it also tidies up; last, so that it never holds up the rest.
    """
    woken = wake_cases(at)
    fanned = exchange.fan_out(at=at)
    report = exchange.deliver_due(at=at)
    if HOUSEKEEPING.is_time(at):
        tidy_up(at)
    return bool(woken or fanned or report.sent)


def tidy_up(at: datetime) -> None:
    """Delete what is kept for a time only: answers under an Idempotency-Key, sessions that have ended."""
    exchange.forget_keys(at=at)
    SessionStore.clear_expired()


def wake_cases(at: datetime) -> int:
    """Act on every case whose time has come; one that refuses (somebody was first) is logged and passed over."""
    done = 0
    for number, kind, status in cases.to_wake(at):
        try:
            WAKES[kind, status](number=number, actor=worker(), at=at)
            done += 1
        except DomainError as refusal:
            log.warning("case %s not woken: %s", number, refusal.message)
        except DatabaseError:  # one broken case must not keep the others waiting
            log.exception("case %s not woken", number)
    return done
