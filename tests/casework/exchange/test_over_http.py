"""Deliveries over real HTTP on loopback."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest
from standardwebhooks import Webhook
from tests.casework.exchange.cast import SECRET, Receiver, deliver, emit, later, reply, reset, subscribe

from tongban.casework.exchange import services
from tongban.casework.exchange.models import Attempt, Delivery
from tongban.casework.exchange.rules import Answer
from tongban.casework.exchange.services import HttpSender
from tongban.casework.exchange.services.sending import Limits

QUICK = Limits(connect_seconds=1, read_seconds=1, allow_loopback=True)
Receiving = Callable[..., Receiver]


def send(http: HttpSender, url: str, limits: Limits = QUICK) -> Answer:
    """One small message."""
    return http.send(url=url, body=b"{}", headers={"webhook-id": "7f0c"}, limits=limits)


@pytest.mark.django_db
class TestWholeWay:
    def test_it_fails_twice_then_is_acknowledged_in_order_and_only_once(
        self, http: HttpSender, receiving: Receiving
    ) -> None:
        receiver = receiving(reply(503, b"busy"), reset)
        subscribe(url=receiver.url, allow_loopback=True)
        for name in "甲乙丙":
            emit(name=name)
        rounds = [deliver(http, at=later(10 * number)) for number in range(4)]
        assert [(each.failed, each.acknowledged) for each in rounds] == [(1, 0), (1, 0), (0, 3), (0, 0)]
        ids = [each.event["id"] for each in receiver.requests]
        assert [each.event["data"]["name"] for each in receiver.requests] == ["甲", "甲", "甲", "乙", "丙"]
        assert ids[0] == ids[1] == ids[2]
        assert len(set(ids)) == 3
        assert {row.status for row in Delivery.objects.all()} == {"acknowledged"}
        first = Delivery.objects.order_by("event_id")[0]
        outcomes = Attempt.objects.filter(delivery=first).order_by("number").values_list("status_code", "error")
        assert [code for code, _ in outcomes] == [503, None, 200]
        assert "中断" in outcomes[1][1]

    def test_the_receiver_can_verify_what_it_got(self, http: HttpSender, receiving: Receiving) -> None:
        receiver = receiving()
        subscribe(url=receiver.url, allow_loopback=True)
        emit()
        now = datetime.now(UTC)
        deliver(http, at=now)
        (got,) = receiver.requests
        event = Webhook(SECRET).verify(got.body, got.headers)
        assert event["data"]["name"] == "合肥呈上建材"
        assert got.headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"
        assert got.headers["Idempotency-Key"] == event["id"]
        assert got.path == "/events"

    def test_each_of_three_subscribers_gets_only_its_fields(self, http: HttpSender, receiving: Receiving) -> None:
        wants = {
            "tax": ["name", "scope"],
            "insurance": ["name", "legal_representative"],
            "fund": ["credit_code", "name"],
        }
        receivers = {code: receiving(reply(500), reset) for code in wants}
        for code, fields in wants.items():
            entitlements = {"cn.tongban.testing.changed": fields}
            subscribe(code, url=receivers[code].url, allow_loopback=True, entitlements=entitlements)
        emit(name="甲", scope="建材", legal_representative="乙")
        for number in range(3):
            deliver(http, at=later(10 * number))
        for code, fields in wants.items():
            assert [sorted(each.event["data"]) for each in receivers[code].requests] == [sorted(fields)] * 3
        assert set(Delivery.objects.values_list("status", "attempts")) == {("acknowledged", 3)}

    def test_a_worker_killed_after_sending_leads_to_the_same_id_again(
        self, http: HttpSender, receiving: Receiving
    ) -> None:
        receiver = receiving()
        subscribe(url=receiver.url, allow_loopback=True)
        emit()

        class Killed(HttpSender):
            def send(self, *, url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> Answer:
                super().send(url=url, body=body, headers=headers, limits=limits)
                raise KeyboardInterrupt

        killed = Killed()
        with pytest.raises(KeyboardInterrupt):
            deliver(killed)
        killed.pool.clear()
        assert deliver(http, at=later(60)).acknowledged == 1
        assert len(receiver.requests) == 2
        assert receiver.requests[0].body == receiver.requests[1].body

    def test_with_nobody_listening_it_waits_for_another_try(self, http: HttpSender, receiving: Receiving) -> None:
        gone = Receiver()
        gone.close()
        subscribe(url=gone.url, allow_loopback=True)
        emit()
        assert deliver(http).failed == 1
        assert Delivery.objects.get().last_error == "连不上接收方:对方没有开放该端口或网络不通"

    def test_the_process_s_own_sender_is_used_when_none_is_given(self, receiving: Receiving) -> None:
        receiver = receiving()
        subscribe(url=receiver.url, allow_loopback=True)
        emit()
        services.fan_out(at=later(0))
        report = services.deliver_due(at=later(0), limit=5, now=lambda: later(0))
        services.sending.default_sender().pool.clear()
        assert report.acknowledged == 1


class TestBounds:
    def test_a_redirect_is_not_followed(self, http: HttpSender, receiving: Receiving) -> None:
        elsewhere = receiving()
        receiver = receiving(reply(307, b"moved", Location=elsewhere.url))
        assert send(http, receiver.url).status_code == 307
        assert elsewhere.requests == []

    def test_retry_after_is_handed_on(self, http: HttpSender, receiving: Receiving) -> None:
        answer = send(http, receiving(reply(429, b"later", Retry_After="120")).url)
        assert (answer.status_code, answer.retry_after) == (429, "120")

    def test_an_answer_of_just_64_kb_is_read_whole(self, http: HttpSender, receiving: Receiving) -> None:
        answer = send(http, receiving(reply(200, b"x" * 65536)).url)
        assert (len(answer.body), answer.cut) == (65536, False)

    def test_a_huge_answer_is_cut_off_and_does_not_spoil_the_next(self, http: HttpSender, receiving: Receiving) -> None:
        receiver = receiving(reply(200, b"x" * 5_000_000))
        answer = send(http, receiver.url)
        assert (answer.status_code, len(answer.body), answer.cut) == (200, 65536, True)
        assert send(http, receiver.url).body == '{"receipt":"R-1"}'

    def test_a_compressed_answer_is_not_blown_up(self, http: HttpSender, receiving: Receiving) -> None:
        answer = send(http, receiving(reply(200, b"\x1f\x8b\x08rest", Content_Encoding="gzip")).url)
        assert answer.status_code == 200
        assert len(answer.body) < 10

    def test_bytes_that_are_no_text_can_still_be_stored(self, http: HttpSender, receiving: Receiving) -> None:
        answer = send(http, receiving(reply(200, b"a\0\xff")).url)
        assert answer.body == "a\ufffd\ufffd"

    def test_a_receiver_that_says_nothing_times_out(self, http: HttpSender, receiving: Receiving) -> None:
        def silent(handler: BaseHTTPRequestHandler) -> None:
            time.sleep(1.6)
            reset(handler)

        began = time.monotonic()
        answer = send(http, receiving(silent).url)
        assert time.monotonic() - began < 1.5
        assert (answer.status_code, answer.error) == (None, "接收方未在 1 秒内答复完毕")
        assert 900 <= answer.milliseconds < 1500

    @pytest.mark.parametrize("part", ["headers", "body"])
    def test_a_receiver_that_drips_is_cut_off_as_a_whole(
        self, part: str, http: HttpSender, receiving: Receiving
    ) -> None:
        def dripping(handler: BaseHTTPRequestHandler) -> None:
            start = b"HTTP/1.1 200 OK\r\n" + (b"X-Slow: " if part == "headers" else b"Content-Length: 500\r\n\r\n")
            handler.wfile.write(start)
            for _ in range(30):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.1)

        began = time.monotonic()
        answer = send(http, receiving(dripping).url)
        assert time.monotonic() - began < 1.6
        assert answer.error == "接收方未在 1 秒内答复完毕"
        assert answer.status_code is None

    def test_an_endless_body_that_drips_is_no_receipt(self, http: HttpSender, receiving: Receiving) -> None:
        def dripping(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            for _ in range(30):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.1)

        answer = send(http, receiving(dripping).url)
        assert answer.error == "接收方未在 1 秒内答复完毕"

    def test_a_name_that_leads_to_this_machine_is_not_sent_to(self, http: HttpSender, receiving: Receiving) -> None:
        receiver = receiving()
        url = receiver.url.replace("127.0.0.1", "localhost")  # stands for any name that resolves to this machine
        refused = send(http, url, Limits(1, 1, allow_loopback=False))
        assert refused.error == "接收地址实际指向不能发送的地址(本机、链路本地、组播或内部网络),未发送"
        assert receiver.requests == []
        assert send(http, receiver.url).status_code == 200
        again = send(http, receiver.url, Limits(1, 1, allow_loopback=False))
        assert (again.status_code, len(receiver.requests)) == (None, 1)

    def test_a_body_shorter_than_announced_is_no_receipt(self, http: HttpSender, receiving: Receiving) -> None:
        def short(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{}")
            handler.close_connection = True

        answer = send(http, receiving(short).url)
        assert (answer.status_code, answer.error) == (None, "连接失败或中断(ProtocolError)")

    def test_a_chunked_answer_is_read_whole(self, http: HttpSender, receiving: Receiving) -> None:
        def chunked(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            handler.wfile.write(b"".join(b"4\r\npart\r\n" for _ in range(3)) + b"0\r\n\r\n")

        receiver = receiving(chunked)
        assert send(http, receiver.url).body == "partpartpart"
        assert send(http, receiver.url).status_code == 200

    def test_what_is_not_http_is_an_error_not_a_crash(self, http: HttpSender, receiving: Receiving) -> None:
        def other(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")
            handler.close_connection = True

        answer = send(http, receiving(other).url)
        assert answer.status_code is None
        assert answer.error.startswith("连接失败或中断")

    def test_lines_are_kept_for_the_next_message(self, http: HttpSender, receiving: Receiving) -> None:
        receiver = receiving()
        for _ in range(5):
            assert send(http, receiver.url).status_code == 200
        pool = http.pool.connection_from_url(receiver.url)
        assert (pool.num_requests, pool.num_connections) == (5, 1)
