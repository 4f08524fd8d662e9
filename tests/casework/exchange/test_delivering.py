"""The worker's round with a fake sender: order, leases, retries, what is recorded."""

import inspect
import json
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from standardwebhooks import Webhook
from tests.casework.exchange.cast import (
    ACKNOWLEDGED,
    ADMIN,
    AT,
    CHANGED,
    REFUSED,
    SECRET,
    SILENCE,
    UNAVAILABLE,
    FakeSender,
    deliver,
    emit,
    later,
    subscribe,
)

from tongban.casework.exchange import services
from tongban.casework.exchange.models import Attempt, Delivery, OutboxEvent
from tongban.casework.exchange.rules import Answer
from tongban.casework.exchange.services import HttpSender, Report, Sender
from tongban.casework.exchange.services.delivering import claim
from tongban.casework.exchange.services.sending import Limits
from tongban.registry.parties.services import register_enterprise
from tongban.registry.regions.services import load_regions

pytestmark = pytest.mark.django_db
CREDIT_CODE = "91340100MA2N1T2X3U"


def names(sender: FakeSender) -> list[str]:
    """The names sent, in order."""
    return [one.event["data"]["name"] for one in sender.sent]


def test_the_fake_has_the_signature_of_the_real_sender() -> None:
    assert inspect.signature(FakeSender.send) == inspect.signature(HttpSender.send) == inspect.signature(Sender.send)


class TestSending:
    def test_a_delivery_goes_out_signed_with_only_the_entitled_fields(self) -> None:
        subscribe(connect_seconds=2, read_seconds=5)
        emit(name="甲", legal_representative="乙", scope="丙")
        now = datetime.now(UTC)
        sender = FakeSender()
        services.fan_out(at=now)
        report = services.deliver_due(at=now, limit=10, now=lambda: now, sender=sender)
        assert report == Report(sent=1, acknowledged=1)
        (sent,) = sender.sent
        event = Webhook(SECRET).verify(sent.body, dict(sent.headers))
        assert event["data"] == {"credit_code": "91340100MA2N1T2X3U", "name": "甲"}
        assert event["type"] == CHANGED
        assert event["partitionkey"] == "party:12"
        assert sent.headers["webhook-id"] == sent.headers["Idempotency-Key"] == event["id"]
        assert sent.url == "https://receiver.example/events"
        assert sent.limits == Limits(2, 5, allow_loopback=False)

    def test_the_receipt_and_the_attempt_are_kept(self) -> None:
        subscribe()
        emit()
        deliver(FakeSender(), at=later(5))
        row = Delivery.objects.get()
        assert (row.status, row.receipt, row.acknowledged_at) == ("acknowledged", '{"receipt":"R-1"}', later(5))
        assert (row.attempts, row.last_status_code, row.last_error) == (1, 200, "")
        assert (row.next_attempt_at, row.claimed_until, row.claimed_by) == (None, None, None)
        assert row.fields == ["credit_code", "name"]
        attempt = Attempt.objects.get()
        assert (attempt.number, attempt.at, attempt.status_code, attempt.milliseconds) == (1, later(5), 200, 3)

    def test_nothing_is_sent_inside_a_transaction(self) -> None:
        subscribe()
        emit()
        depth = len(connection.savepoint_ids)
        depths: list[int] = []
        deliver(FakeSender(meanwhile=lambda: depths.append(len(connection.savepoint_ids))))
        assert depths == [depth]

    def test_what_is_acknowledged_is_not_sent_again(self) -> None:
        subscribe()
        emit()
        sender = FakeSender()
        deliver(sender)
        assert deliver(sender, at=later(9999)) == Report()
        assert len(sender.sent) == 1

    def test_no_more_than_the_limit_is_sent(self) -> None:
        subscribe()
        for number in range(5):
            emit(f"party:{number}")
        sender = FakeSender()
        assert deliver(sender, limit=3).sent == 3
        assert deliver(sender, limit=3).sent == 2

    def test_a_round_ends_when_its_time_is_used_up(self) -> None:
        subscribe()
        for number in range(3):
            emit(f"party:{number}")
        sender = FakeSender()
        assert deliver(sender, budget_seconds=0.0).sent == 1
        assert deliver(sender).sent == 2

    def test_one_delivery_costs_at_most_eight_statements(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        with CaptureQueriesContext(connection) as statements:
            services.deliver_due(at=AT, limit=1, now=lambda: AT, sender=FakeSender())
        words = [one["sql"].split()[0] for one in statements]
        assert len([word for word in words if word not in {"SAVEPOINT", "RELEASE"}]) == 4

    def test_without_a_clock_the_time_goes_on_from_the_given_instant(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        services.deliver_due(at=AT, sender=FakeSender(meanwhile=lambda: time.sleep(0.02)))
        acknowledged_at = Delivery.objects.get().acknowledged_at
        assert acknowledged_at is not None
        assert later(0.02) <= acknowledged_at < later(5)


class TestIdentifiers:
    def enterprise(self) -> int:
        load_regions(rows=[("340100", "合肥市")])
        party = register_enterprise(
            name="合肥呈上建材有限公司",
            credit_code=CREDIT_CODE,
            region="340100",
            legal_representative="张某",
            business_scope="建材",
            address="合肥市",
            registered_capital_yuan=Decimal(1_000_000),
            established_on=date(2018, 5, 2),
            at=AT,
        )
        return int(party.pk)

    def test_the_outbox_never_holds_it_in_clear_but_the_entitled_receive_it(self) -> None:
        subscribe("tax", url="https://tax.example/", entitlements={CHANGED: ["credit_code", "name"]})
        subscribe("fund", url="https://fund.example/", entitlements={CHANGED: ["name"]})
        about = {"credit_code": services.sealed(self.enterprise())}
        services.emit(type=CHANGED, subject="s", order_key="", data={"name": "甲"}, about=about, at=AT)
        sender = FakeSender()
        deliver(sender)
        assert {one.url: one.event["data"] for one in sender.sent} == {
            "https://tax.example/": {"credit_code": CREDIT_CODE, "name": "甲"},
            "https://fund.example/": {"name": "甲"},
        }
        assert CREDIT_CODE not in json.dumps(list(OutboxEvent.objects.values("data", "about", "subject")))
        assert CREDIT_CODE not in json.dumps(list(Delivery.objects.values("fields", "receipt", "last_error")))

    def test_when_it_cannot_be_opened_the_delivery_fails_and_says_so(self, settings: Any) -> None:
        subscribe()
        emit()
        settings.SECRET_KEY = "another-secret-than-the-one-that-sealed-it"
        sender = FakeSender()
        assert deliver(sender).failed == 1
        assert sender.sent == []
        assert "无法解封" in Delivery.objects.get().last_error


class TestOrder:
    def test_events_of_one_enterprise_arrive_in_order_in_one_round(self) -> None:
        subscribe()
        for name in "甲乙丙丁":
            emit(name=name)
        sender = FakeSender()
        assert deliver(sender).acknowledged == 4
        assert names(sender) == ["甲", "乙", "丙", "丁"]

    def test_a_failed_one_holds_back_its_own_enterprise_only(self) -> None:
        subscribe()
        emit("party:1", name="甲一")
        emit("party:1", name="甲二")
        emit("party:2", name="乙一")
        emit("", name="无序")
        sender = FakeSender([UNAVAILABLE, ACKNOWLEDGED])
        report = deliver(sender)
        assert names(sender) == ["甲一", "乙一", "无序"]
        assert (report.failed, report.acknowledged) == (1, 2)
        deliver(sender, at=later(3600))
        assert names(sender)[3:] == ["甲一", "甲二"]

    def test_it_holds_back_no_other_subscriber(self) -> None:
        subscribe("tax", url="https://tax.example/")
        subscribe("fund", url="https://fund.example/")
        emit(name="甲")
        emit(name="乙")
        sender = FakeSender([UNAVAILABLE, ACKNOWLEDGED])
        deliver(sender)
        assert [(one.url, name) for one, name in zip(sender.sent, names(sender), strict=True)] == [
            ("https://tax.example/", "甲"),
            ("https://fund.example/", "甲"),
            ("https://fund.example/", "乙"),
        ]

    def test_a_dead_one_holds_back_its_successors_until_a_human_acts(self) -> None:
        subscribe()
        emit(name="甲")
        emit(name="乙")
        sender = FakeSender([Answer(status_code=410), ACKNOWLEDGED])
        assert deliver(sender) == Report(sent=1, dead=1)
        assert deliver(sender, at=later(999_999)) == Report()
        services.resend(delivery_id=Delivery.objects.get(status="dead").pk, actor=ADMIN, at=later(1_000_000))
        deliver(sender, at=later(1_000_000))
        assert names(sender) == ["甲", "甲", "乙"]

    def test_events_without_order_do_not_wait_for_each_other(self) -> None:
        subscribe()
        emit("", name="甲")
        emit("", name="乙")
        sender = FakeSender([UNAVAILABLE, ACKNOWLEDGED])
        assert deliver(sender).acknowledged == 1
        assert names(sender) == ["甲", "乙"]


class TestRetrying:
    def test_the_same_id_and_body_go_out_every_time(self) -> None:
        subscribe()
        emit()
        sender = FakeSender([UNAVAILABLE, SILENCE, ACKNOWLEDGED])
        for round_number in range(3):
            deliver(sender, at=later(3600 * round_number))
        assert len(sender.sent) == 3
        assert len({one.body for one in sender.sent}) == 1
        assert len({one.headers["webhook-id"] for one in sender.sent}) == 1
        assert len({one.headers["webhook-signature"] for one in sender.sent}) == 3
        row = Delivery.objects.get()
        assert (row.status, row.attempts) == ("acknowledged", 3)
        kept = list(Attempt.objects.order_by("number").values_list("number", "status_code"))
        assert kept == [(1, 503), (2, None), (3, 200)]

    def test_the_next_attempt_waits_within_its_back_off(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        services.deliver_due(at=AT, limit=1, now=lambda: AT, sender=FakeSender([UNAVAILABLE]), rng=Random(5))
        row = Delivery.objects.get()
        assert row.next_attempt_at is not None
        waited = (row.next_attempt_at - AT).total_seconds()
        assert waited == pytest.approx(Random(5).uniform(0, 2), abs=1e-6)
        assert row.last_error == "接收方答复 503:暂时不能接收"
        sender = FakeSender()
        assert deliver(sender, at=row.next_attempt_at - timedelta(microseconds=1)).sent == 0
        assert deliver(sender, at=row.next_attempt_at).sent == 1

    def test_retry_after_is_honoured(self) -> None:
        subscribe()
        emit()
        deliver(FakeSender([Answer(status_code=429, retry_after="300")]))
        assert Delivery.objects.get().next_attempt_at == later(300)

    @pytest.mark.parametrize(
        ("answer", "tries"), [(UNAVAILABLE, 12), (SILENCE, 12), (REFUSED, 3), (Answer(status_code=204), 3)]
    )
    def test_it_is_given_up_after_its_number_of_tries(self, answer: Answer, tries: int) -> None:
        subscribe()
        emit()
        sender = FakeSender([answer])
        dead = [deliver(sender, at=later(3600 * number)).dead for number in range(tries + 3)]
        assert dead == [0] * (tries - 1) + [1] + [0] * 3
        row = Delivery.objects.get()
        assert (row.status, row.attempts, row.next_attempt_at) == ("dead", tries, None)
        assert Attempt.objects.count() == tries

    def test_refusals_are_counted_apart_from_other_failures(self) -> None:
        subscribe()
        emit()
        sender = FakeSender([UNAVAILABLE, SILENCE, REFUSED, UNAVAILABLE, REFUSED, REFUSED])
        ends = [deliver(sender, at=later(3600 * number)).dead for number in range(6)]
        assert ends == [0, 0, 0, 0, 0, 1]

    def test_a_subscriber_that_does_not_answer_is_left_alone_for_the_round(self) -> None:
        subscribe("tax", url="https://tax.example/")
        for number in range(3):
            emit(f"party:{number}")
        subscribe("fund", url="https://fund.example/")
        emit("party:9")
        sender = FakeSender([SILENCE, ACKNOWLEDGED])
        deliver(sender)
        assert [one.url for one in sender.sent] == ["https://tax.example/"] * 1 + ["https://fund.example/"] * 4

    def test_hostile_text_in_a_receipt_is_kept_as_it_is(self) -> None:
        subscribe()
        emit()
        deliver(FakeSender([Answer(status_code=200, body="<script>'\";--\ud7ff\U0001f600")]))
        assert Delivery.objects.get().receipt == "<script>'\";--\ud7ff\U0001f600"

    def test_a_status_code_out_of_range_is_recorded_not_stumbled_over(self) -> None:
        subscribe()
        emit()
        assert deliver(FakeSender([Answer(status_code=999, body="x")])).failed == 1


class TestLease:
    def claimed(self, now: datetime = AT) -> Delivery | None:
        return claim(at=now, now=now)

    def test_what_one_worker_holds_another_does_not_get(self) -> None:
        subscribe()
        emit()
        emit()
        services.fan_out(at=AT)
        held = self.claimed()
        assert held is not None
        assert held.claimed_until == later(3 + 10 + 30)
        assert self.claimed() is None
        assert deliver(FakeSender()) == Report()

    def test_a_killed_worker_s_lease_runs_out_and_the_same_id_is_sent_again(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        killed = self.claimed()  # sends, and dies before it records
        sender = FakeSender()
        assert deliver(sender, at=later(42)).sent == 0
        assert deliver(sender, at=later(43)).acknowledged == 1
        assert killed is not None
        assert sender.sent[0].event["id"] == str(killed.event.uid)
        assert Delivery.objects.get().attempts == 2
        assert list(Attempt.objects.values_list("number", flat=True)) == [2]

    def test_a_crash_while_sending_loses_nothing(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)

        def crash() -> None:
            raise KeyboardInterrupt

        crashing = FakeSender(meanwhile=crash)
        with pytest.raises(KeyboardInterrupt):
            services.deliver_due(at=AT, limit=1, now=lambda: AT, sender=crashing)
        sender = FakeSender()
        assert deliver(sender, at=later(60)).acknowledged == 1
        assert sender.sent[0].body == crashing.sent[0].body

    def test_a_worker_that_comes_back_after_its_lease_does_not_overwrite(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        quick = FakeSender([Answer(status_code=200, body="second")])
        slow = FakeSender([UNAVAILABLE], meanwhile=lambda: deliver(quick, at=later(100)))
        report = services.deliver_due(at=AT, limit=1, now=lambda: AT, sender=slow)
        assert report == Report(sent=1, lost=1)
        row = Delivery.objects.get()
        assert (row.status, row.receipt, row.attempts) == ("acknowledged", "second", 2)
        assert list(Attempt.objects.order_by("number").values_list("number", "status_code")) == [(1, 503), (2, 200)]

    def test_a_late_worker_that_nobody_replaced_still_records(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        clock = iter([AT, AT, later(500), later(501)])
        report = services.deliver_due(at=AT, limit=1, now=lambda: next(clock), sender=FakeSender())
        assert report.acknowledged == 1
        assert Delivery.objects.get().acknowledged_at == later(500)


class TestEntitlementAtTheMomentOfSending:
    def change(self, entitlements: dict[str, Any]) -> None:
        services.change_subscriber(code="tax", entitlements=entitlements, actor=ADMIN, at=AT)

    def test_a_field_withdrawn_meanwhile_is_not_sent(self) -> None:
        subscribe(entitlements={CHANGED: ["name", "scope"]})
        emit(name="甲", scope="建材")
        services.fan_out(at=AT)
        self.change({CHANGED: ["name"]})
        sender = FakeSender()
        deliver(sender)
        assert sender.sent[0].event["data"] == {"name": "甲"}
        assert Delivery.objects.get().fields == ["name"]

    @pytest.mark.parametrize("left", [{}, {CHANGED: ["scope"]}])
    def test_when_nothing_is_left_it_is_skipped(self, left: dict[str, Any]) -> None:
        subscribe()
        emit(name="甲")
        emit(name="乙")
        services.fan_out(at=AT)
        self.change(left)
        sender = FakeSender()
        assert deliver(sender) == Report(skipped=2)
        assert sender.sent == []
        row = Delivery.objects.order_by("pk")[0]
        assert (row.status, row.skip_reason) == ("skipped", "事件中没有授予该订阅方的字段")

    def test_a_wider_entitlement_does_not_widen_a_message_already_made(self) -> None:
        subscribe(entitlements={CHANGED: ["name"]})
        emit(name="甲", scope="建材")
        services.fan_out(at=AT)
        self.change({CHANGED: ["name", "scope"]})
        sender = FakeSender()
        deliver(sender)
        assert sender.sent[0].event["data"] == {"name": "甲"}

    def test_a_deactivated_subscriber_waits_and_goes_on_when_active_again(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        services.deactivate(code="tax", actor=ADMIN, at=AT)
        sender = FakeSender()
        assert deliver(sender, at=later(9999)).sent == 0
        services.reactivate(code="tax", actor=ADMIN, at=later(9999))
        assert deliver(sender, at=later(9999)).sent == 1
