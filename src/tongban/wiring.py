"""The one table of who reacts to what: which act follows when a case's time has come, and the worker's round."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from os import getpid
from socket import gethostname
from threading import Lock

from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, transaction

from tongban import workdays
from tongban.casework.cases import queries as cases
from tongban.casework.cases import services as engine
from tongban.casework.cases.rules import Kind, Status
from tongban.casework.exchange import services as exchange
from tongban.casework.notices import services as notices
from tongban.common.actors import worker
from tongban.common.errors import DomainError
from tongban.hall.appeals import services as appeals
from tongban.hall.applications import services as applications
from tongban.hall.blocked import services as blocked
from tongban.hall.ratings import queries as rated
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.rules import Level, Stage
from tongban.registry.administration import services as administration
from tongban.registry.calendars import services as calendars

log = logging.getLogger("tongban.worker")

# what happens by itself when a case's wake instant has come
WAKES: Mapping[tuple[str, str], Callable[..., object]] = {
    (Kind.APPLICATION.value, Status.SUBMITTED.value): applications.deem_accepted,
    (Kind.APPLICATION.value, Status.ACCEPTED.value): applications.resume_lapsed,
    (Kind.BLOCKED_MATTER.value, Status.DECIDED.value): blocked.close,
}
# what follows inside the house when something has happened, by the beginning of the event's type
LISTENERS: Mapping[str, exchange.Listener] = {
    "cn.tongban.application.": partial(applications.tell_of, links=rated.links_of_ends),
    "cn.tongban.appeal.": partial(appeals.tell_of, links=rated.links_of_ends),
    "cn.tongban.appeal.registered": appeals.alert_of,
    "cn.tongban.blocked_matter.": partial(blocked.tell_of, links=rated.links_of_ends),
    "cn.tongban.rectification.item-": blocked.tell_met,
}
REOPENING = frozenset({Stage.WHOLE.value, Stage.ANSWER.value, Stage.CALLBACK.value})
HOUR = timedelta(hours=1)
WEEK = timedelta(hours=24 * 7)
BEAT = timedelta(seconds=10)
RECOUNTED_AT_A_TIME = 100  # a round stays short: deliveries and cases whose time has come wait for nobody


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


class Heartbeat:
    """Writes down every some seconds that this process works, so that administrators see it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._started_at: datetime | None = None
        self._noted_at: datetime | None = None
        self._rounds = 0

    def beat(self, at: datetime) -> None:
        """A round has ended."""
        with self._lock:
            self._rounds += 1
            self._started_at = self._started_at or at
            if self._noted_at is not None and abs(at - self._noted_at) < BEAT:
                return
            self._noted_at = at
        name = f"{gethostname()}:{getpid()}"
        administration.note_round(name=name, started_at=self._started_at, rounds=self._rounds, at=at)


HOUSEKEEPING = Hourly()
HEARTBEAT = Heartbeat()


def work_once(at: datetime) -> bool:
    """One round of background work: wake cases, fan events out, deliver, send notices, recount; True when anything was done.

    Once an hour it also tidies up; last, so that it never holds up the rest.
    """
    woken = wake_cases(at) + reopen_badly_rated(at)
    fanned = exchange.fan_out(at=at, listeners=LISTENERS)
    report = exchange.deliver_due(at=at)
    told = notices.send_due(at=at)
    recounted = recount_some(at)
    if HOUSEKEEPING.is_time(at):
        tidy_up(at)
    HEARTBEAT.beat(at)
    return bool(woken or fanned or report.sent or told.tried or recounted)


def recount_some(at: datetime) -> bool:
    """Recount the next open cases of a recounting that was asked for, each an act of its own; False when none was."""
    under_way = calendars.claim_recount(at=at)
    if under_way is None:
        return False
    workdays.refresh()  # the notice was confirmed in another process, perhaps a moment ago
    batch = cases.sifted(after=under_way.cursor, most=RECOUNTED_AT_A_TIME, since=under_way.since_on)
    refused = 0
    for one in batch.moved:
        try:
            engine.recount(number=one.number, actor=worker("日历更新"), at=at)
        except DomainError as refusal:
            refused += 1
            log.warning("case %s not recounted: %s", one.number, refusal.message)
    calendars.note_recount(
        recount=under_way.pk,
        cursor=batch.after,
        examined=batch.examined,
        moved=len(batch.moved) - refused,
        refused=refused,
        at=at,
    )
    return True


def tidy_up(at: datetime) -> None:
    """Delete what is kept for a time only: answers under an Idempotency-Key, ended sessions, workers long gone."""
    exchange.forget_keys(at=at)
    SessionStore.clear_expired()
    ratings.forget_sources(at=at)
    administration.forget_rounds(before=at - WEEK)
    appeals.learn_if_due(at=at)


def reopen_badly_rated(at: datetime) -> int:
    """Take closed appeals up again, once, whose answer or whole was rated badly; each rating is reacted to once."""
    done = 0
    for rating in rated.unseen_bad_ratings(Kind.APPEAL.value):
        try:
            with transaction.atomic():
                if ratings.mark_seen(rating=rating.pk, at=at) and rating.stage in REOPENING:
                    words = f"评价“{Level(rating.level).label}”:{rating.words}".rstrip(":")
                    appeals.reopen(number=rating.case.number, reason=words, actor=worker("差评重办"), at=at)
                    done += 1
        except DomainError as refusal:  # reopened before, or too late: the rectification of the rating goes on
            ratings.mark_seen(rating=rating.pk, at=at)
            log.info("appeal %s not reopened: %s", rating.case.number, refusal.message)
    return done


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
