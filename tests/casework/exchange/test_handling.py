"""The human side: dead letters listed, resent, skipped; every act noted."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.casework.exchange.cast import (
    ACKNOWLEDGED,
    ADMIN,
    AT,
    CHANGED,
    CLERK,
    REFUSED,
    FakeSender,
    deliver,
    emit,
    later,
    subscribe,
)

from tongban.casework.exchange import queries, services
from tongban.casework.exchange.models import Attempt, Delivery, DeliveryNote
from tongban.casework.exchange.rules import Answer, DeliveryStatus
from tongban.casework.exchange.services.delivering import claim
from tongban.common.errors import BadInput, NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
GONE = Answer(status_code=410)


def dead() -> Delivery:
    """A delivery its receiver has refused three times."""
    subscribe()
    emit(name="甲")
    sender = FakeSender([REFUSED])
    for number in range(3):
        deliver(sender, at=later(3600 * number))
    return Delivery.objects.get(status="dead")


class TestResending:
    def test_it_starts_anew_with_all_its_tries_and_goes_on_counting(self) -> None:
        letter = dead()
        services.resend(delivery_id=letter.pk, actor=ADMIN, at=later(20_000))
        sender = FakeSender([REFUSED, REFUSED, ACKNOWLEDGED])
        for number in range(3):
            deliver(sender, at=later(20_000 + 3600 * number))
        letter.refresh_from_db()
        assert (letter.status, letter.attempts, letter.attempts_before) == ("acknowledged", 6, 3)
        assert list(queries.attempts(delivery_id=letter.pk).values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]

    def test_it_dies_again_after_as_many_tries(self) -> None:
        letter = dead()
        services.resend(delivery_id=letter.pk, actor=ADMIN, at=later(20_000))
        sender = FakeSender([REFUSED])
        ends = [deliver(sender, at=later(20_000 + 3600 * number)).dead for number in range(3)]
        assert ends == [0, 0, 1]

    def test_who_did_it_is_noted(self) -> None:
        letter = dead()
        services.resend(delivery_id=letter.pk, actor=ADMIN, at=later(20_000))
        (note,) = queries.notes(delivery_id=letter.pk)
        assert (note.act, note.at, note.by, note.by_name, note.reason) == (
            "resent",
            later(20_000),
            "staff:1",
            "管理员甲",
            "",
        )

    def test_only_a_dead_one_is_resent(self) -> None:
        subscribe()
        emit(name="甲")
        emit(scope="建材")
        services.fan_out(at=AT)
        pending, skipped = Delivery.objects.order_by("pk")
        for each in (pending, skipped):
            with pytest.raises(Refused):
                services.resend(delivery_id=each.pk, actor=ADMIN, at=AT)
        deliver(FakeSender())
        with pytest.raises(Refused) as refusal:
            services.resend(delivery_id=pending.pk, actor=ADMIN, at=AT)
        assert "已回执" in refusal.value.message
        assert not DeliveryNote.objects.exists()


class TestSkipping:
    def test_the_next_in_order_may_go(self) -> None:
        letter = dead()
        emit(name="乙")
        sender = FakeSender()
        assert deliver(sender, at=later(20_000)).sent == 0
        services.skip(delivery_id=letter.pk, actor=ADMIN, reason=" 接收方已人工补录 ", at=later(20_000))
        assert deliver(sender, at=later(20_000)).acknowledged == 1
        assert sender.sent[0].event["data"]["name"] == "乙"
        letter.refresh_from_db()
        assert (letter.status, letter.skip_reason) == ("skipped", "接收方已人工补录")
        (note,) = queries.notes(delivery_id=letter.pk)
        assert (note.act, note.reason) == ("skipped", "接收方已人工补录")

    def test_one_that_still_waits_can_be_skipped_too(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        services.skip(delivery_id=Delivery.objects.get().pk, actor=ADMIN, reason="误报", at=AT)
        sender = FakeSender()
        assert deliver(sender).sent == 0

    def test_one_on_its_way_cannot_until_the_lease_has_run_out(self) -> None:
        subscribe()
        emit()
        services.fan_out(at=AT)
        held = claim(at=AT, now=AT)
        assert held is not None
        with pytest.raises(Refused) as refusal:
            services.skip(delivery_id=held.pk, actor=ADMIN, reason="误报", at=later(42))
        assert refusal.value.code == "delivery.sending"
        services.skip(delivery_id=held.pk, actor=ADMIN, reason="误报", at=later(43))
        assert Delivery.objects.get().status == "skipped"

    @pytest.mark.parametrize("reason", ["", "  \n", "长" * 501])
    def test_without_a_readable_reason_it_is_refused(self, reason: str) -> None:
        letter = dead()
        with pytest.raises(BadInput):
            services.skip(delivery_id=letter.pk, actor=ADMIN, reason=reason, at=AT)

    def test_what_is_finished_stays_so(self) -> None:
        subscribe()
        emit()
        deliver(FakeSender())
        with pytest.raises(Refused):
            services.skip(delivery_id=Delivery.objects.get().pk, actor=ADMIN, reason="误报", at=AT)


ACTS: list[Callable[..., object]] = [
    services.resend,
    lambda **given: services.skip(reason="误报", **given),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_clerk_may_not_and_an_unknown_delivery_is_not_found(act: Callable[..., object]) -> None:
    letter = dead()
    with pytest.raises(NotAllowed):
        act(delivery_id=letter.pk, actor=CLERK, at=AT)
    with pytest.raises(NotFound):
        act(delivery_id=letter.pk + 999, actor=ADMIN, at=AT)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_costs_at_most_eight_statements(act: Callable[..., object]) -> None:
    letter = dead()
    with CaptureQueriesContext(connection) as statements:
        act(delivery_id=letter.pk, actor=ADMIN, at=AT)
    words = [one["sql"].split()[0] for one in statements]
    assert [word for word in words if word not in {"SAVEPOINT", "RELEASE"}] == ["SELECT", "UPDATE", "INSERT"]


class TestReading:
    def letters(self) -> None:
        """Two subscribers; of three events of one enterprise the first is dead at the tax office."""
        subscribe("tax", url="https://tax.example/")
        for name in "甲乙丙":
            emit("party:1", name=name, at=later(ord(name)))
        services.fan_out(at=AT)
        services.deliver_due(at=AT, limit=1, now=lambda: AT, sender=FakeSender([GONE]))
        subscribe("fund", url="https://fund.example/")
        emit("", name="丁", at=later(ord("丁")))
        services.fan_out(at=AT)
        services.deliver_due(at=AT, limit=1, now=lambda: AT, sender=FakeSender([GONE]))

    def test_dead_letters_say_how_many_wait_behind_them(self) -> None:
        self.letters()
        listed = [(one.subscriber.code, one.event.data["name"], one.held_back) for one in queries.dead_letters()]
        assert listed == [("tax", "甲", 2), ("tax", "丁", 0)]
        assert list(queries.dead_letters(subscriber="fund")) == []

    def test_the_list_of_dead_letters_is_one_statement(self) -> None:
        self.letters()
        with CaptureQueriesContext(connection) as statements:
            assert [(one.event.type, one.subscriber.name) for one in queries.dead_letters()]
        assert len(statements) == 1

    def test_deliveries_are_found_by_each_filter(self) -> None:
        self.letters()
        everything = [one.event.data["name"] for one in queries.deliveries()]
        assert everything == ["丁", "丁", "丙", "乙", "甲"]
        assert queries.deliveries(subscriber="fund").count() == 1
        assert queries.deliveries(status=DeliveryStatus.DEAD).count() == 2
        assert queries.deliveries(status=DeliveryStatus.PENDING).count() == 3
        assert queries.deliveries(event_type=CHANGED).count() == 5
        assert queries.deliveries(event_type="cn.tongban.testing.none").count() == 0
        assert queries.deliveries(subject="9134****1234", order_key="party:1").count() == 3
        # 丁 U+4E01 comes before 丙 U+4E19, 乙 U+4E59 and 甲 U+7532 in time as in Unicode
        assert queries.deliveries(since=later(ord("乙"))).count() == 2
        assert queries.deliveries(until=later(ord("乙"))).count() == 3

    def test_one_is_opened_with_its_event(self) -> None:
        letter = dead()
        assert queries.delivery(delivery_id=letter.pk).event.data == {"name": "甲"}
        with pytest.raises(NotFound):
            queries.delivery(delivery_id=letter.pk + 1)

    def test_the_backlog_counts_what_waits(self) -> None:
        assert queries.backlog() == queries.Backlog(0, 0, 0, None)
        self.letters()
        emit()
        assert queries.backlog() == queries.Backlog(
            not_fanned_out=1, pending=3, dead=2, oldest_pending_at=later(ord("丁"))
        )


class TestAppendOnly:
    def test_notes_and_attempts_can_be_neither_changed_nor_deleted(self) -> None:
        letter = dead()
        services.resend(delivery_id=letter.pk, actor=ADMIN, at=AT)
        for statement in (
            lambda: DeliveryNote.objects.update(reason="改"),
            lambda: DeliveryNote.objects.all().delete(),
            lambda: Attempt.objects.update(error="改"),
            lambda: Attempt.objects.all().delete(),
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                statement()
