"""The exchange for administrators: subscribers, deliveries, dead letters."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from tests.casework.exchange.cast import REFUSED, FakeSender
from tests.cast import filed
from tests.faces.cast import Cast

from tongban.casework.exchange import services as exchange
from tongban.casework.exchange.models import IdempotencyKey

SUBMITTED = "cn.tongban.application.submitted"
NEW = {
    "code": "tax",
    "name": "税务系统",
    "url": "https://tax.example/events",
    "entitlements": {SUBMITTED: ["case_number", "status"]},
}


def deliver(people: Cast, rounds: int = 4) -> None:
    """Worker's rounds in which every receiver says no, so that deliveries die."""
    sender = FakeSender([REFUSED])
    for number in range(rounds):
        at = people.at + timedelta(hours=2 * number)
        now: Callable[[], datetime] = partial(datetime.fromtimestamp, at.timestamp(), UTC)
        exchange.fan_out(at=at)
        exchange.deliver_due(at=at, now=now, sender=sender)


def test_a_subscriber_is_entered_changed_and_stopped(people: Cast):
    made = people.post("admin", "/api/subscribers", NEW)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    listed = people.get("admin", "/api/subscribers").json()["items"]
    assert [(one["code"], one["secret"]) for one in listed] == [("tax", None)]
    changed = people.post("admin", "/api/subscribers/tax", {"name": "合肥税务"}).json()
    assert (changed["name"], changed["url"]) == ("合肥税务", NEW["url"])
    assert people.post("admin", "/api/subscribers/tax/deactivate").json()["active"] is False
    assert people.get("admin", "/api/subscribers?active=true").json()["items"] == []
    assert people.post("admin", "/api/subscribers/tax/reactivate").json()["active"] is True
    assert people.post("admin", "/api/subscribers/none", {"name": "x"}).json()["code"] == "subscriber.unknown"
    assert people.post("admin", "/api/subscribers/tax", {"colour": "x"}).json()["code"] == "request.invalid"


def test_the_secret_is_answered_once_and_never_kept_under_a_key(people: Cast):
    key = {"headers": {"Idempotency-Key": "k"}}
    secret = people.post("admin", "/api/subscribers", NEW, **key).json()["secret"]
    again = people.post("admin", "/api/subscribers", NEW, **key)
    assert (again.status_code, again.json()["secret"]) == (201, None)
    assert secret not in str(list(IdempotencyKey.objects.values()))


def test_what_died_is_listed_resent_and_skipped(people: Cast):
    people.post("admin", "/api/subscribers", NEW)
    numbers = [filed(people.city, at=people.at).number for _ in range(3)]
    deliver(people)
    dead = people.get("admin", "/api/dead-letters").json()["items"]
    assert [(one["subject"], one["held_back"]) for one in dead] == [(numbers[0], 2)]
    whole = people.get("admin", f"/api/deliveries/{dead[0]['id']}").json()
    assert [one["status_code"] for one in whole["attempt_list"]] == [422, 422, 422]
    resent = people.post("admin", f"/api/deliveries/{dead[0]['id']}/resend")
    assert (resent.status_code, resent.json()["status"]) == (200, "pending")
    again = people.post("admin", f"/api/deliveries/{dead[0]['id']}/resend")
    assert (again.status_code, again.json()["code"]) == (409, "delivery.not_dead")
    skipped = people.post("admin", f"/api/deliveries/{dead[0]['id']}/skip", {"reason": "对方已人工登记"}).json()
    assert (skipped["status_label"], skipped["skip_reason"]) == ("不发送", "对方已人工登记")
    notes = people.get("admin", f"/api/deliveries/{dead[0]['id']}").json()["notes"]
    assert [(one["act"], one["by"]) for one in notes] == [("resent", "管理员"), ("skipped", "管理员")]
    assert people.get("admin", "/api/deliveries/99999").json()["code"] == "delivery.unknown"


def test_deliveries_are_filtered_and_paged(people: Cast):
    people.post("admin", "/api/subscribers", NEW)
    numbers = [filed(people.city, at=people.at).number for _ in range(5)]
    exchange.fan_out(at=people.at)
    first = people.get("admin", "/api/deliveries?limit=3").json()
    second = people.get("admin", f"/api/deliveries?limit=3&cursor={first['next']}").json()
    assert [one["subject"] for one in first["items"] + second["items"]] == numbers[::-1]
    assert second["next"] is None
    one = people.get("admin", f"/api/deliveries?subject={numbers[2]}&status=pending&subscriber=tax").json()["items"]
    assert [found["subject"] for found in one] == [numbers[2]]
    assert people.get("admin", "/api/deliveries?status=dead").json()["items"] == []
    assert people.get("admin", "/api/deliveries?since=2149-01-01T00:00:00Z").json()["items"] == []
    assert people.get("admin", "/api/deliveries?since=2022-01-01T00:00:00").json()["code"] == "request.invalid"


@pytest.mark.parametrize("who", ["clerk", "head", "supervisor", "citizen", "system"])
def test_nobody_but_an_administrator_reads_or_changes_the_exchange(people: Cast, who: str):
    for address in ("/api/subscribers", "/api/deliveries", "/api/dead-letters", "/api/deliveries/1"):
        assert people.get(who, address).status_code == 403
    for address in ("/api/subscribers", "/api/subscribers/tax", "/api/deliveries/1/resend", "/api/deliveries/1/skip"):
        assert people.post(who, address, NEW).status_code == 403
