"""Requests answered once under an idempotency key."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.casework.exchange.cast import AT, emit, later

from tongban.casework.exchange import services
from tongban.casework.exchange.models import IdempotencyKey, OutboxEvent
from tongban.casework.exchange.rules import fingerprint
from tongban.common.errors import BadInput, Conflict, Refused

pytestmark = pytest.mark.django_db
ONE = fingerprint(method="POST", path="/cases", body=b"1")
TWO = fingerprint(method="POST", path="/cases", body=b"2")


class Counter:
    """An act that emits an event and counts how often it was done."""

    def __init__(self, answer: Any = None) -> None:
        self.times = 0
        self.answer = {"number": "340100-1"} if answer is None else answer

    def __call__(self) -> tuple[int, Any]:
        self.times += 1
        emit()
        return 201, self.answer


def once(act: Any, *, owner: str = "account:1", key: str = "k-1", asked: str = ONE) -> tuple[int, Any, bool]:
    return services.once(owner=owner, key=key, fingerprint=asked, at=AT, act=act)


def test_the_same_request_again_gets_the_first_answer_and_nothing_is_done_twice() -> None:
    act = Counter()
    assert once(act) == (201, {"number": "340100-1"}, False)
    assert once(act) == (201, {"number": "340100-1"}, True)
    assert act.times == 1
    assert OutboxEvent.objects.count() == 1


@pytest.mark.parametrize("answer", [{}, [], "", 0, {"名称": [1, None, True, 1.5]}])
def test_any_json_answer_comes_back_as_it_was(answer: Any) -> None:
    act = Counter(answer)
    assert once(act)[1] == once(act)[1] == answer


def test_an_empty_answer_is_an_answer_too() -> None:
    times: list[int] = []

    def nothing() -> tuple[int, Any]:
        times.append(1)
        return 204, None

    assert [once(nothing), once(nothing)] == [(204, None, False), (204, None, True)]
    assert times == [1]


def test_the_same_key_with_another_content_is_refused() -> None:
    act = Counter()
    once(act)
    with pytest.raises(Conflict) as refusal:
        once(act, asked=TWO)
    assert (refusal.value.code, refusal.value.status) == ("idempotency.mismatch", 409)
    assert act.times == 1


def test_keys_of_different_owners_do_not_meet() -> None:
    act = Counter()
    assert once(act, owner="account:1")[2] is False
    assert once(act, owner="account:2", asked=TWO)[2] is False
    assert act.times == 2


def test_when_the_act_is_refused_everything_is_undone_and_the_key_is_free() -> None:
    def refused() -> tuple[int, Any]:
        emit()
        raise Refused("case.closed", "案件已办结。")

    with pytest.raises(Refused):
        once(refused)
    assert not OutboxEvent.objects.exists()
    assert not IdempotencyKey.objects.exists()
    assert once(Counter(), asked=TWO)[2] is False


def test_a_request_inside_itself_is_told_that_it_is_under_way() -> None:
    with pytest.raises(Conflict) as refusal:
        once(lambda: (200, once(Counter())[1]))
    assert refusal.value.code == "idempotency.under_way"
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("key", ["", "with space", "键", "x" * 201])
def test_a_malformed_key_is_refused_before_anything_is_done(key: str) -> None:
    act = Counter()
    with pytest.raises(BadInput):
        once(act, key=key)
    assert act.times == 0


@given(keys=st.lists(st.sampled_from(["a", "A", "a.", "~"]), max_size=12))
def test_each_key_is_done_exactly_once_whatever_the_order(keys: list[str]) -> None:
    with transaction.atomic():
        act = Counter()
        replayed = [once(act, key=key)[2] for key in keys]
        assert act.times == len(set(keys))
        assert replayed.count(False) == len(set(keys))
        transaction.set_rollback(True)


def test_it_adds_two_statements_to_the_act() -> None:
    with CaptureQueriesContext(connection) as statements:
        once(Counter())
    words = [one["sql"].split()[0] for one in statements]
    assert [word for word in words if word not in {"SAVEPOINT", "RELEASE"}] == ["INSERT", "INSERT", "UPDATE"]


def test_keys_are_forgotten_after_seven_times_24_hours() -> None:
    once(Counter())
    week = 7 * 24 * 3600
    assert services.forget_keys(at=later(week)) == 0
    assert services.forget_keys(at=later(week + 1)) == 1
    assert once(Counter())[2] is False
    assert services.forget_keys(at=later(24 * 3600 + 1), older_than_days=1) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"owner": ""},
        {"key": ""},
        {"status_code": 100, "response": {}},
        {"status_code": 600, "response": {}},
        {"status_code": None, "response": {"early": True}},
    ],
)
def test_the_database_refuses_nonsense(values: dict[str, Any]) -> None:
    good: dict[str, Any] = {"owner": "o", "key": "k", "fingerprint": ONE, "status_code": 200, "response": {}}
    with transaction.atomic():
        IdempotencyKey.objects.create(**good, created_at=AT)
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyKey.objects.create(**good | values, created_at=AT)


def test_the_database_refuses_the_same_key_of_an_owner_twice() -> None:
    once(Counter())
    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyKey.objects.create(owner="account:1", key="k-1", fingerprint=TWO, created_at=AT)
