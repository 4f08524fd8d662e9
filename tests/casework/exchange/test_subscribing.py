"""Subscribers: entered, changed, stopped; only by an administrator."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.casework.exchange.cast import (
    ADMIN,
    AT,
    CHANGED,
    CLERK,
    CLOSED,
    SECRET,
    FakeSender,
    deliver,
    emit,
    later,
    subscribe,
)

from tongban.casework.exchange import queries, services
from tongban.casework.exchange.models import Subscriber
from tongban.casework.exchange.rules import check_secret
from tongban.casework.exchange.services.sealing import opened_secret
from tongban.common.crypto import SealError
from tongban.common.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound, Refused
from tongban.registry.agencies.services import open_agency
from tongban.registry.regions.services import load_regions

pytestmark = pytest.mark.django_db


class TestSubscribing:
    def test_the_secret_is_sealed_at_rest_and_opens_for_its_own_subscriber_only(self) -> None:
        tax = subscribe()
        kept = Subscriber.objects.get()
        assert SECRET not in kept.secret_sealed
        assert opened_secret(kept.secret_sealed, code=tax.code) == SECRET
        with pytest.raises(SealError):
            opened_secret(kept.secret_sealed, code="fund")

    def test_without_a_secret_one_is_made(self) -> None:
        given: dict[str, Any] = {"name": "税务系统", "url": "https://a.example/", "entitlements": {}, "actor": ADMIN}
        tax, secret = services.subscribe(code="tax", at=AT, **given)
        check_secret(secret)
        assert opened_secret(tax.secret_sealed, code="tax") == secret

    def test_who_entered_it_and_when_is_kept(self) -> None:
        tax = subscribe()
        assert (tax.changed_by, tax.changed_at, tax.active) == ("staff:1", AT, True)

    def test_its_agency_must_exist(self) -> None:
        load_regions(rows=[("340100", "合肥市")])
        open_agency(
            code="hf-swj", name="国家税务总局合肥市税务局", kind="swj", region="340100", from_on=date(2018, 7, 5)
        )
        assert subscribe(agency="hf-swj").agency_id == "hf-swj"
        assert services.change_subscriber(code="tax", agency="", actor=ADMIN, at=AT).agency_id is None

    def test_a_code_is_used_once(self) -> None:
        subscribe()
        with pytest.raises(Conflict):
            subscribe()

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"code": "Tax!"}, "subscriber.code"),
            ({"name": "  "}, "subscriber.name"),
            ({"name": "长" * 101}, "subscriber.name"),
            ({"url": "ftp://a.example/"}, "subscriber.url"),
            ({"url": "http://127.0.0.1:8/"}, "subscriber.url"),
            ({"secret": "whsec_short"}, "subscriber.secret"),
            ({"entitlements": {"cn.tongban.testing.other": ["name"]}}, "entitlement.type"),
            ({"entitlements": {CHANGED: ["colour"]}}, "entitlement.field"),
            ({"connect_seconds": 0}, "subscriber.timeout"),
            ({"read_seconds": 61}, "subscriber.timeout"),
        ],
    )
    def test_what_cannot_work_is_refused_and_nothing_is_kept(self, given: dict[str, Any], code: str) -> None:
        with pytest.raises(BadInput) as refusal:
            subscribe(**given)
        assert refusal.value.code == code
        assert refusal.value.message
        assert not Subscriber.objects.exists()


class TestChanging:
    def change(self, **given: Any) -> Subscriber:
        return services.change_subscriber(code="tax", actor=ADMIN, at=later(5), **given)

    def test_only_what_is_given_changes(self) -> None:
        subscribe()
        before = Subscriber.objects.values().get()
        self.change(name="新税务系统")
        after = Subscriber.objects.values().get()
        assert after == before | {"name": "新税务系统", "changed_at": later(5)}

    def test_a_new_address_and_secret_bind_from_the_next_sending(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        self.change(url="https://new.example/", entitlements={CHANGED: ["name"], CLOSED: ["until_on"]}, read_seconds=7)
        sender = FakeSender()
        deliver(sender, at=later(6))
        assert (sender.sent[0].url, sender.sent[0].limits.read_seconds) == ("https://new.example/", 7)

    def test_loopback_taken_away_leaves_no_loopback_address_behind(self) -> None:
        subscribe(url="http://127.0.0.1:9/", allow_loopback=True)
        with pytest.raises(BadInput):
            self.change(allow_loopback=False)
        assert Subscriber.objects.get().allow_loopback is True
        self.change(allow_loopback=False, url="https://a.example/")
        with pytest.raises(BadInput):
            self.change(url="http://localhost/")

    def test_an_empty_address_is_refused_not_ignored(self) -> None:
        subscribe()
        with pytest.raises(BadInput):
            self.change(url="")

    def test_stopping_twice_and_starting_twice_is_refused(self) -> None:
        subscribe()
        services.deactivate(code="tax", actor=ADMIN, at=AT)
        with pytest.raises(Refused):
            services.deactivate(code="tax", actor=ADMIN, at=AT)
        services.reactivate(code="tax", actor=ADMIN, at=AT)
        with pytest.raises(Refused):
            services.reactivate(code="tax", actor=ADMIN, at=AT)

    def test_they_are_listed_by_code(self) -> None:
        subscribe("tax")
        subscribe("fund")
        services.deactivate(code="tax", actor=ADMIN, at=AT)
        assert [one.code for one in queries.subscribers()] == ["fund", "tax"]
        assert [one.code for one in queries.subscribers(active=True)] == ["fund"]


ACTS: list[Callable[..., object]] = [services.change_subscriber, services.deactivate, services.reactivate]


@pytest.mark.parametrize("act", ACTS)
def test_a_clerk_may_not_and_an_unknown_code_is_named(act: Callable[..., object]) -> None:
    subscribe()
    with pytest.raises(NotAllowed):
        act(code="tax", actor=CLERK, at=AT)
    with pytest.raises(NotFound) as refusal:
        act(code="nobody", actor=ADMIN, at=AT)
    assert "nobody" in refusal.value.message


def test_a_clerk_may_not_subscribe_anyone() -> None:
    with pytest.raises(DomainError) as refusal:
        subscribe(actor=CLERK)
    assert refusal.value.status == 403
