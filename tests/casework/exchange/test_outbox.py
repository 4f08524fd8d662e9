"""The outbox: written with the act, turned into deliveries afterwards."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.casework.exchange.cast import ADMIN, AT, CHANGED, CLOSED, FakeSender, deliver, emit, later, subscribe

from tongban.casework.exchange import services
from tongban.casework.exchange.models import Delivery, OutboxEvent
from tongban.casework.exchange.services import NewEvent
from tongban.common.errors import BadInput, Refused


def test_an_event_is_not_emitted_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        emit()


def event(order_key: str, name: str) -> NewEvent:
    return NewEvent(type=CHANGED, subject="s", order_key=order_key, data={"name": name}, at=AT)


@pytest.mark.django_db
class TestEmitting:
    def test_one_event_is_one_insert(self) -> None:
        with CaptureQueriesContext(
            connection,
        ) as statements:
            emit()
        assert [one["sql"].split()[0] for one in statements] == ["INSERT"]
        written = OutboxEvent.objects.get()
        assert (written.type, written.subject, written.order_key) == (CHANGED, "9134****1234", "party:12")
        assert (written.occurred_at, written.fanned_out_at) == (AT, None)
        assert written.data == {"name": "合肥呈上建材"}
        assert written.about == {"credit_code": "91340100MA2N1T2X3U"}

    def test_many_events_are_one_insert_too(self) -> None:
        with CaptureQueriesContext(connection) as statements:
            services.emit_many([event(f"party:{number}", "甲") for number in range(20)])
        assert [one["sql"].split()[0] for one in statements] == ["INSERT"]
        assert OutboxEvent.objects.count() == 20

    def test_no_events_are_no_statement(self) -> None:
        with CaptureQueriesContext(connection) as statements:
            services.emit_many([])
        assert len(statements) == 0

    def test_within_an_order_key_the_order_given_is_the_order_kept(self) -> None:
        services.emit_many([event("b", "b1"), event("a", "a1"), event("b", "b2"), event("", "x"), event("a", "a2")])
        names = [one.data["name"] for one in OutboxEvent.objects.order_by("sequence")]
        assert names == ["x", "a1", "a2", "b1", "b2"]

    def test_events_emitted_one_after_the_other_are_numbered_so(self) -> None:
        for name in "甲乙丙":
            emit("party:12", name=name)
            emit("", name=name)
        names = [one.data["name"] for one in OutboxEvent.objects.order_by("sequence")]
        assert names == ["甲", "甲", "乙", "乙", "丙", "丙"]

    def test_it_goes_with_the_act_when_the_act_is_undone(self) -> None:
        def undone() -> None:
            with transaction.atomic():
                emit()
                raise Refused("case.closed", "案件已办结。")

        with pytest.raises(Refused):
            undone()
        assert not OutboxEvent.objects.exists()

    def test_a_type_outside_the_house_is_refused(self) -> None:
        with pytest.raises(BadInput):
            services.emit(type="changed", subject="s", order_key="", data={"name": "x"}, at=AT)

    @pytest.mark.parametrize(
        ("data", "about", "why"),
        [({"colour": 1}, {}, "colour is not declared"), ({"name": 1}, {"name": 2}, "name stands in data and in about")],
    )
    def test_fields_must_be_those_declared_and_stand_once(
        self, data: dict[str, Any], about: dict[str, Any], why: str
    ) -> None:
        with pytest.raises(ValueError, match=why):
            services.emit(type=CHANGED, subject="s", order_key="", data=data, about=about, at=AT)


@pytest.mark.django_db
class TestFanningOut:
    def test_each_subscriber_of_the_type_gets_a_delivery_with_its_fields(self) -> None:
        subscribe("tax", entitlements={CHANGED: ["credit_code", "name", "scope"]})
        subscribe("fund", entitlements={CHANGED: ["name"]})
        subscribe("civil", entitlements={CLOSED: ["until_on"]})
        emit(name="甲", legal_representative="乙", scope="建材")
        assert services.fan_out(at=later(1)) == 1
        made = {row.subscriber.code: row for row in Delivery.objects.select_related("subscriber")}
        assert {code: row.fields for code, row in made.items()} == {
            "tax": ["credit_code", "name", "scope"],
            "fund": ["name"],
        }
        assert {(row.status, row.order_key, row.next_attempt_at) for row in made.values()} == {
            ("pending", "party:12", later(1))
        }
        assert OutboxEvent.objects.get().fanned_out_at == later(1)

    def test_what_touches_no_entitled_field_is_skipped_and_says_why(self) -> None:
        subscribe()
        emit(scope="建材")
        services.fan_out(at=AT)
        made = Delivery.objects.get()
        assert (made.status, made.fields, made.next_attempt_at) == ("skipped", [], None)
        assert made.skip_reason == "事件中没有授予该订阅方的字段"
        sender = FakeSender()
        deliver(sender)
        assert sender.sent == []

    def test_doing_it_again_makes_nothing_twice(self) -> None:
        subscribe()
        emit()
        assert services.fan_out(at=AT) == 1
        assert services.fan_out(at=AT) == 0
        OutboxEvent.objects.update(fanned_out_at=None)  # as a worker killed before its mark would leave it
        assert services.fan_out(at=AT) == 1
        assert Delivery.objects.count() == 1

    def test_the_oldest_events_come_first_up_to_the_limit(self) -> None:
        subscribe()
        for number in range(5):
            emit(name=str(number))
        assert [services.fan_out(at=AT, limit=2) for _ in range(4)] == [2, 2, 1, 0]
        waiting = Delivery.objects.order_by("pk").select_related("event")
        assert [row.event.data["name"] for row in waiting] == ["0", "1", "2", "3", "4"]

    def test_an_event_nobody_wants_is_marked_all_the_same(self) -> None:
        emit()
        assert services.fan_out(at=AT) == 1
        assert not OutboxEvent.objects.waiting().exists()
        subscribe()
        assert services.fan_out(at=later(1)) == 0

    def test_an_inactive_subscriber_gets_none(self) -> None:
        subscribe()
        services.deactivate(code="tax", actor=ADMIN, at=AT)
        emit()
        services.fan_out(at=AT)
        assert not Delivery.objects.exists()

    def test_statements_do_not_grow_with_events_or_subscribers(self) -> None:
        for number in range(4):
            subscribe(f"s{number}")
        for number in range(30):
            emit(f"party:{number}")
        with CaptureQueriesContext(connection) as statements:
            services.fan_out(at=AT)
        words = [one["sql"].split()[0] for one in statements]
        assert len([word for word in words if word not in {"SAVEPOINT", "RELEASE"}]) <= 5
        assert Delivery.objects.count() == 120


@pytest.mark.django_db
class TestTheDatabaseKeepsIt:
    @pytest.mark.parametrize(
        "change", [{"data": {"name": "改"}}, {"type": CLOSED}, {"order_key": "x"}, {"subject": "x"}]
    )
    def test_what_was_emitted_cannot_be_changed(self, change: dict[str, Any]) -> None:
        emit()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            OutboxEvent.objects.update(**change)

    def test_nor_deleted(self) -> None:
        emit()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            OutboxEvent.objects.all().delete()

    def test_the_same_id_cannot_stand_twice(self) -> None:
        emit()
        first = OutboxEvent.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            OutboxEvent.objects.create(uid=first.uid, type=CHANGED, subject="s", source="/x", occurred_at=AT)

    @pytest.mark.parametrize("empty", ["type", "subject", "source"])
    def test_an_event_without_a_name_is_refused(self, empty: str) -> None:
        values = {"type": CHANGED, "subject": "s", "source": "/x"} | {empty: ""}
        with pytest.raises(IntegrityError), transaction.atomic():
            OutboxEvent.objects.create(**values, occurred_at=AT)
