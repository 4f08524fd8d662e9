"""The one table of who reacts to what: which act follows when a case's time has come, and the worker's round."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

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


def work_once(at: datetime) -> bool:
    """One round of background work: wake cases, fan events out, deliver; True when anything was done."""
    woken = wake_cases(at)
    fanned = exchange.fan_out(at=at)
    report = exchange.deliver_due(at=at)
    return bool(woken or fanned or report.sent)


def wake_cases(at: datetime) -> int:
    """Act on every case whose time has come; one that refuses (somebody was first) is logged and passed over."""
    done = 0
    for number, kind, status in cases.to_wake(at):
        try:
            WAKES[kind, status](number=number, actor=worker(), at=at)
            done += 1
        except DomainError as refusal:
            log.warning("case %s not woken: %s", number, refusal.message)
    return done
