"""The worker's round: leases, retries, what is recorded; and what each way out really sends."""

import json
import smtplib
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from standardwebhooks import Webhook
from tests.casework.exchange.cast import FakeSender
from tests.casework.notices.cast import (
    ACKNOWLEDGED,
    DAY,
    FAILED,
    NIGHT,
    REFUSED,
    SENT,
    SYSTEM,
    Way,
    as_actor,
    code_of,
    later,
    person,
    proven,
    send,
    tell,
    told,
)

from tongban.casework.exchange.rules import Answer
from tongban.casework.notices import services
from tongban.casework.notices.models import ContactPoint, Dispatch, DispatchEntry
from tongban.casework.notices.rules import Channel, Message, Outcome, Result, party
from tongban.casework.notices.services.delivering import claim, record
from tongban.casework.notices.services.transports import (
    FileGateway,
    Parcel,
    gateway,
    send_mail,
    send_sms,
    send_webhook,
)

pytestmark = pytest.mark.django_db
MESSAGE = Message("u-1", "标题", "<b>内容</b>", "340100-1", "https://tb.example/x", DAY)


@pytest.fixture(autouse=True)
def with_mail(settings) -> None:
    """A city that sends mail."""
    settings.MAIL_ON, settings.MAIL_FROM = True, "城市 <city@example.cn>"


class TestRounds:
    def test_what_is_handed_over_is_sent_and_not_yet_delivered(self):
        row = told(person(), case_number="340100-1")
        way = Way()
        assert send(way).sent == 1
        row.refresh_from_db()
        assert (row.status, row.sent_at, row.delivered_at, row.address_masked) == ("sent", DAY, None, "138****1234")
        (parcel,) = way.parcels
        assert (parcel.address, parcel.message.uid) == ("13800001234", str(row.uid))
        assert send(way).tried == 0
        assert [entry.kind for entry in row.entries.all()] == ["tried"]

    def test_only_an_acknowledgement_delivers(self):
        row = told(person())
        assert send(Way([ACKNOWLEDGED])).delivered == 1
        row.refresh_from_db()
        assert (row.status, row.receipt, row.delivered_at) == ("delivered", "R-1", DAY)

    def test_a_failure_waits_and_is_tried_again_until_it_is_given_up(self):
        row = told(person())
        at, rounds = DAY, 0
        while row.status == "waiting":
            report = send(Way([FAILED]), at=at)
            rounds += report.tried
            at += timedelta(hours=2)
            row.refresh_from_db()
        assert (row.status, rounds, row.attempts, row.last_error) == ("failed", 12, 12, "网关忙")
        assert row.failed_at is not None
        assert DispatchEntry.objects.filter(dispatch=row, kind="tried").count() == 12

    def test_what_repeating_cannot_mend_is_given_up_after_three(self):
        row = told(person())
        for hour in range(5):
            send(Way([REFUSED]), at=later(hour))
        row.refresh_from_db()
        assert (row.status, row.attempts) == ("failed", 3)

    def test_a_failed_way_is_left_alone_for_the_rest_of_the_round(self):
        one, other = person(), person("邻居", serial=2)
        tell(party(one.pk))
        tell(party(other.pk))
        way = Way([FAILED, SENT])
        assert send(way).tried == 1
        assert len(way.parcels) == 1

    def test_a_second_try_never_rings_at_night(self):
        row = told(person(), at=NIGHT - timedelta(hours=1, minutes=31))
        send(Way([FAILED]), at=NIGHT - timedelta(hours=1, minutes=31))
        assert send(Way(), at=NIGHT).tried == 0
        assert send(Way(), at=later(22)).sent == 1
        row.refresh_from_db()
        assert row.attempts == 2

    def test_while_one_sends_nobody_else_gets_it(self):
        told(person())
        way = Way(meanwhile=lambda: assert_nothing_due())
        assert send(way).sent == 1

    def test_a_lease_that_ran_out_is_taken_and_the_late_outcome_changes_nothing(self):
        row = told(person())
        dead = claim(at=DAY, now=DAY)
        assert dead is not None
        assert claim(at=DAY, now=DAY + timedelta(seconds=59)) is None
        way = Way()
        assert send(way, at=DAY + timedelta(seconds=61)).sent == 1
        assert way.parcels[0].message.uid == str(dead.uid)
        import random

        assert record(dead, FAILED, at=DAY, rng=random.Random(1)) is None
        row.refresh_from_db()
        assert row.status == "sent"

    def test_a_round_ends_when_its_time_is_up(self):
        for serial in range(3):
            tell(party(person(f"居民{serial}", serial=serial).pk))
        assert send(Way(), budget_seconds=0).tried == 1

    def test_an_address_removed_meanwhile_is_given_up_with_its_reason(self):
        who = person(phone="")
        proven(who, Channel.EMAIL, "gao@example.cn")
        row = told(who)
        ContactPoint.objects.all().delete()
        assert send(Way()).failed == 1
        row.refresh_from_db()
        assert "没有可用的电子邮件地址" in row.last_error

    def test_a_channel_closed_meanwhile_is_given_up_with_its_reason(self, settings):
        row = told(person())
        settings.SMS_GATEWAY = "off"
        assert send(Way()).failed == 1
        row.refresh_from_db()
        assert "停用短信" in row.last_error

    def test_who_wants_no_more_gets_no_more(self):
        who = person()
        row = told(who)
        services.choose(channel=Channel.SMS, wanted=False, quiet=True, actor=as_actor(who), at=DAY)
        assert send(Way()).tried == 0
        row.refresh_from_db()
        assert row.status == "dropped"

    def test_an_address_sealed_with_a_lost_key_is_tried_again_later(self):
        who = person(phone="")
        point = proven(who, Channel.EMAIL, "gao@example.cn")
        row = told(who)
        ContactPoint.objects.filter(pk=point.pk).update(address_sealed="v1.00000000.AAAA")
        assert send(Way()).waiting == 1
        row.refresh_from_db()
        assert "无法解封" in row.last_error


def assert_nothing_due() -> None:
    """No other worker finds anything at this moment."""
    assert claim(at=DAY, now=DAY) is None


class TestFile:
    def test_a_line_for_each_message(self, tmp_path: Path):
        path = tmp_path / "new" / "sms.jsonl"
        parcel = Parcel(Channel.SMS, "13800001234", MESSAGE)
        assert send_sms(parcel, now=DAY, chosen=FileGateway(path)).outcome is Outcome.SENT
        assert send_sms(parcel, now=DAY, chosen=FileGateway(path)).outcome is Outcome.SENT
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert (
            lines
            == [
                {
                    "id": "u-1",
                    "to": "13800001234",
                    "text": "【通办】标题:<b>内容</b>(办件编号 340100-1) https://tb.example/x",
                }
            ]
            * 2
        )
        assert path.stat().st_mode & 0o077 == 0

    def test_a_file_that_cannot_be_written_is_a_failure(self, tmp_path: Path):
        assert FileGateway(tmp_path).send(uid="u", phone="1", text="t").outcome is Outcome.FAILED

    def test_the_worker_writes_the_file_of_the_home(self, settings, tmp_path: Path):
        settings.SMS_FILE = tmp_path / "sms.jsonl"
        gateway.cache_clear()
        told(person())
        assert services.send_due(at=DAY).sent == 1
        assert "13800001234" in settings.SMS_FILE.read_text(encoding="utf-8")
        gateway.cache_clear()

    def test_a_gateway_of_the_city_that_raises_does_not_stop_the_worker(self, settings):
        settings.SMS_GATEWAY = "tests.casework.notices.test_sending.Broken"
        row = told(person())
        assert services.send_due(at=DAY).waiting == 1
        row.refresh_from_db()
        assert row.last_error == "短信发送出错(LookupError)"

    def test_a_gateway_that_is_not_there_does_not_stop_the_worker(self, settings):
        settings.SMS_GATEWAY = "tests.nowhere.Gateway"
        told(person())
        assert services.send_due(at=DAY).waiting == 1


class Broken:
    """A gateway that does not keep its promise."""

    def send(self, *, uid: str, phone: str, text: str) -> Result:
        """Raise."""
        raise LookupError(phone)


class TestMail:
    def test_a_letter_is_plain_text_with_a_steady_id(self):
        assert send_mail(Parcel(Channel.EMAIL, "gao@example.cn", MESSAGE), now=DAY).outcome is Outcome.SENT
        (letter,) = mail.outbox
        assert (letter.subject, letter.to, letter.from_email) == ("标题", ["gao@example.cn"], "城市 <city@example.cn>")
        assert letter.extra_headers["Message-ID"] == "<u-1@example.cn>"
        raw = letter.message()
        assert raw.get_content_type() == "text/plain"
        assert "<b>内容</b>" in letter.body
        assert "https://tb.example/x" in letter.body

    @pytest.mark.parametrize("subject", ["标题\nBcc: all@example.cn", "标题\r\n\r\n正文"])
    def test_no_header_is_smuggled_in(self, subject: str):
        parcel = Parcel(Channel.EMAIL, "gao@example.cn", Message("u", subject, "内容", "", "", DAY))
        assert send_mail(parcel, now=DAY).outcome is Outcome.GONE
        assert mail.outbox == []

    @pytest.mark.parametrize(
        ("failure", "outcome"),
        [
            (smtplib.SMTPRecipientsRefused({"gao@example.cn": (550, b"no such user")}), Outcome.REFUSED),
            (smtplib.SMTPRecipientsRefused({"gao@example.cn": (451, b"greylisted")}), Outcome.FAILED),
            (smtplib.SMTPDataError(554, b"spam"), Outcome.FAILED),
            (smtplib.SMTPServerDisconnected("gone"), Outcome.FAILED),
            (ConnectionRefusedError(), Outcome.FAILED),
            (TimeoutError(), Outcome.FAILED),
        ],
    )
    def test_what_a_mail_server_says_is_understood(self, failure: Exception, outcome: Outcome, settings):
        settings.EMAIL_BACKEND = "tests.casework.notices.test_sending.Refusing"
        Refusing.failure = failure
        result = send_mail(Parcel(Channel.EMAIL, "gao@example.cn", MESSAGE), now=DAY)
        assert result.outcome is outcome
        assert result.error
        assert "gao@example.cn" not in result.error


class Refusing:
    """A mail server that does not take anything."""

    failure: Exception = OSError()

    def __init__(self, **options: object) -> None:
        pass

    def send_messages(self, letters: object) -> int:
        """Fail as told."""
        raise self.failure


class TestWebhook:
    def test_a_post_is_signed_as_the_exchange_signs_and_its_receipt_delivers(self):
        secret = "whsec_" + "dG9uZ2Jhbi10ZXN0cy1vbmx5LXNlY3JldC0wMTIzNDU="
        from datetime import datetime

        now = datetime.now(UTC)
        sender = FakeSender()
        parcel = Parcel(Channel.WEBHOOK, "https://erp.example.cn/in", MESSAGE, 7, "party:1", secret)
        result = send_webhook(parcel, now=now, sender=sender)
        assert result.outcome is Outcome.ACKNOWLEDGED
        (sent,) = sender.sent
        Webhook(secret).verify(sent.body, dict(sent.headers))
        assert (sent.event["id"], sent.event["subject"]) == ("u-1", "340100-1")
        assert sent.event["data"]["text"] == "<b>内容</b>"
        assert sent.limits.allow_private is False

    def test_a_2xx_without_a_receipt_is_none(self):
        parcel = Parcel(Channel.WEBHOOK, "https://erp.example.cn/in", MESSAGE, secret="whsec_" + "A" * 32)
        assert send_webhook(parcel, now=DAY, sender=FakeSender([Answer(200)])).outcome is Outcome.REFUSED


class TestAcknowledging:
    def test_a_gateway_acknowledges_and_says_it_twice(self):
        row = told(person())
        send(Way())
        for receipt in ("SMS-7", "SMS-8"):
            services.acknowledge(dispatch_id=str(row.uid), receipt=receipt, actor=SYSTEM, at=later(1))
        row.refresh_from_db()
        assert (row.status, row.receipt, row.delivered_at) == ("delivered", "SMS-7", later(1))
        assert [one.kind for one in row.entries.order_by("pk")] == ["tried", "acknowledged"]

    def test_an_acknowledgement_may_be_quicker_than_the_worker(self):
        row = told(person())

        def at_once() -> None:
            services.acknowledge(dispatch_id=row.uid, receipt="SMS-7", actor=SYSTEM, at=DAY)

        assert send(Way(meanwhile=at_once)).lost == 1
        row.refresh_from_db()
        assert (row.status, row.receipt) == ("delivered", "SMS-7")

    def test_a_proof_is_typed_in(self):
        who = person()
        services.set_address(channel=Channel.EMAIL, address="gao@example.cn", actor=as_actor(who), at=DAY)
        way = Way()
        assert send(way).sent == 1
        assert code_of(who, Channel.EMAIL) in way.parcels[0].message.text
        services.verify(channel=Channel.EMAIL, code=code_of(who, Channel.EMAIL), actor=as_actor(who), at=later(0.1))
        assert ContactPoint.objects.get().verified_at == later(0.1)

    def test_nothing_is_acknowledged_that_was_never_sent(self):
        row = told(person())
        from tongban.common.errors import NotFound

        with pytest.raises(NotFound), transaction.atomic():
            services.acknowledge(dispatch_id=row.uid, receipt="R", actor=SYSTEM, at=DAY)
        assert Dispatch.objects.get().status == "waiting"
