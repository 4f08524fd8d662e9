"""Once an hour the worker deletes what is kept for a time only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.models import IdempotencyKey
from tongban.wiring import Hourly, work_once

AT = datetime(2022, 8, 1, 2, 0, tzinfo=UTC)
YEAR_2999 = datetime(2999, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
MINUTE = timedelta(minutes=1)


def remember(key: str, at: datetime) -> None:
    """A request answered under a key."""
    exchange.once(owner="system:1", key=key, fingerprint="f", at=at, act=lambda: (201, {}))


def keys() -> set[str]:
    """The keys that are kept."""
    return set(IdempotencyKey.objects.values_list("key", flat=True))


def test_it_is_time_once_an_hour():
    hourly = Hourly()
    minutes = [0, 1, 59, 60, 61, 119, 120, 500]
    assert [at for at in minutes if hourly.is_time(AT + at * MINUTE)] == [0, 60, 120, 500]


def test_a_clock_that_was_wrong_by_years_does_not_stop_it():
    hourly = Hourly()
    assert hourly.is_time(YEAR_2999)
    assert hourly.is_time(AT)
    assert not hourly.is_time(AT + MINUTE)


@pytest.mark.django_db
def test_a_round_forgets_old_keys_and_ended_sessions_and_keeps_the_others():
    remember("old", AT - WEEK - MINUTE)
    remember("young", AT - WEEK + MINUTE)
    Session.objects.create(session_key="ended", session_data="", expire_date=AT)
    Session.objects.create(session_key="open", session_data="", expire_date=YEAR_2999)
    assert work_once(AT) is False
    assert keys() == {"young"}
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


@pytest.mark.django_db
def test_the_rounds_of_the_next_hour_leave_it_alone():
    later = AT + timedelta(days=100)
    work_once(later)
    remember("old", later - WEEK - MINUTE)
    work_once(later + 59 * MINUTE)
    assert keys() == {"old"}
    work_once(later + 60 * MINUTE)
    assert keys() == set()
