"""Pure rules of the exchange."""

import json
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError
from tests.casework.exchange.cast import AT, CHANGED, SECRET

from tongban.casework.exchange import rules
from tongban.casework.exchange.rules import Answer, Kind
from tongban.common.errors import BadInput


class TestBackoff:
    @given(attempt=st.integers(1, 5000), seed=st.integers())
    def test_the_wait_is_never_longer_than_the_doubling_ceiling_or_an_hour(self, attempt: int, seed: int) -> None:
        wait = rules.backoff(attempt, Random(seed))
        assert 0 <= wait <= min(3600, 2 * 2 ** (attempt - 1))

    @pytest.mark.parametrize(("attempt", "ceiling"), [(1, 2), (2, 4), (5, 32), (11, 2048), (12, 3600), (40, 3600)])
    def test_the_jitter_is_full_so_waits_spread_over_the_whole_range(self, attempt: int, ceiling: int) -> None:
        rng = Random(7)
        waits = [rules.backoff(attempt, rng) for _ in range(2000)]
        assert min(waits) < 0.02 * ceiling
        assert 0.98 * ceiling < max(waits) <= ceiling
        assert abs(sum(waits) / len(waits) - ceiling / 2) < 0.05 * ceiling

    def test_the_receiver_may_ask_for_a_longer_wait_but_not_a_shorter_one(self) -> None:
        longer = rules.wait_seconds(tries=1, retry_after="120", now=AT, rng=Random(1))
        own = rules.backoff(10, Random(1))
        assert longer == 120
        assert rules.wait_seconds(tries=10, retry_after="0", now=AT, rng=Random(1)) == own

    @pytest.mark.parametrize(
        ("text", "seconds"),
        [
            ("120", 120),
            (" 5 ", 5),
            ("86400", 3600),
            ("9" * 5000, 3600),
            ("Wed, 10 Aug 2022 01:31:00 GMT", 60),
            ("Wed, 10 Aug 2022 01:31:00 -0000", 60),
            ("Wed, 10 Aug 2022 09:31:00 +0800", 60),
            ("Tue, 09 Aug 2022 01:31:00 GMT", 0),
            ("Fri, 12 Aug 2022 01:31:00 GMT", 3600),
            ("soon", None),
            ("-3", None),
            ("1.5", None),
            ("²", None),
            ("", None),
        ],
    )
    def test_retry_after_is_read_within_bounds(self, text: str, seconds: float | None) -> None:
        assert rules.retry_after_seconds(text, now=AT) == seconds


class TestJudging:
    @pytest.mark.parametrize(
        ("answer", "kind"),
        [
            (Answer(status_code=200, body='{"receipt":1}'), Kind.ACKNOWLEDGED),
            (Answer(status_code=202, body="已收"), Kind.ACKNOWLEDGED),
            (Answer(status_code=200, body=" \n"), Kind.REFUSED),
            (Answer(status_code=204), Kind.REFUSED),
            (Answer(status_code=200, body="x" * 9, cut=True), Kind.REFUSED),
            (Answer(status_code=301, body="x"), Kind.REFUSED),
            (Answer(status_code=307, body="x"), Kind.REFUSED),
            (Answer(status_code=400, body="x"), Kind.REFUSED),
            (Answer(status_code=404, body="x"), Kind.REFUSED),
            (Answer(status_code=408, body="x"), Kind.FAILED),
            (Answer(status_code=410, body="x"), Kind.GONE),
            (Answer(status_code=425, body="x"), Kind.FAILED),
            (Answer(status_code=429, body="x"), Kind.FAILED),
            (Answer(status_code=500, body="x"), Kind.FAILED),
            (Answer(status_code=503, body="x"), Kind.FAILED),
            (Answer(status_code=999, body="x"), Kind.FAILED),
            (Answer(error="连接失败"), Kind.FAILED),
            (Answer(), Kind.FAILED),
        ],
    )
    def test_only_a_whole_receipt_counts_as_acknowledged(self, answer: Answer, kind: Kind) -> None:
        verdict = rules.judge(answer)
        assert verdict.kind is kind
        assert bool(verdict.error) is (kind is not Kind.ACKNOWLEDGED)

    @pytest.mark.parametrize(
        ("kind", "tries", "refusals", "dead"),
        [
            (Kind.FAILED, 11, 0, False),
            (Kind.FAILED, 12, 0, True),
            (Kind.FAILED, 5, 3, False),
            (Kind.REFUSED, 2, 2, False),
            (Kind.REFUSED, 3, 3, True),
            (Kind.REFUSED, 11, 1, False),
            (Kind.REFUSED, 12, 1, True),
            (Kind.GONE, 1, 0, True),
        ],
    )
    def test_when_a_delivery_is_given_up(self, kind: Kind, tries: int, refusals: int, dead: bool) -> None:
        assert rules.is_dead(kind, tries=tries, refusals=refusals) is dead


class TestEnvelope:
    def made(self, **given: Any) -> dict[str, Any]:
        values: dict[str, Any] = {
            "uid": "7f0c",
            "source": "/tongban",
            "event_type": CHANGED,
            "subject": "9134****1234",
            "at": datetime(2022, 8, 10, 9, 30, 5, 123456, tzinfo=timezone(timedelta(hours=8))),
            "sequence": 42,
            "order_key": "party:12",
            "data": {"name": "合肥呈上建材"},
        } | given
        event: dict[str, Any] = json.loads(rules.envelope(**values))
        return event

    def test_it_is_a_cloud_event_with_utc_time_and_both_extensions(self) -> None:
        assert self.made() == {
            "specversion": "1.0",
            "id": "7f0c",
            "source": "/tongban",
            "type": CHANGED,
            "subject": "9134****1234",
            "time": "2022-08-10T01:30:05.123Z",
            "datacontenttype": "application/json",
            "sequence": "00000000000000000042",
            "partitionkey": "party:12",
            "data": {"name": "合肥呈上建材"},
        }

    def test_sequences_compare_as_text_as_they_do_as_numbers(self) -> None:
        assert self.made(sequence=9)["sequence"] < self.made(sequence=10)["sequence"]

    def test_without_order_there_is_no_partition_key(self) -> None:
        assert "partitionkey" not in self.made(order_key="")


class TestSignature:
    def test_an_independent_library_verifies_it(self) -> None:
        body = '{"name":"合肥"}'.encode()
        headers = rules.message_headers(secret=SECRET, uid="7f0c", now=datetime.now(UTC), body=body)
        assert Webhook(SECRET).verify(body, headers) == {"name": "合肥"}

    def test_a_changed_body_or_id_or_another_secret_does_not_verify(self) -> None:
        body = b'{"a":1}'
        headers = rules.message_headers(secret=SECRET, uid="7f0c", now=datetime.now(UTC), body=body)
        wrong = [(SECRET, b'{"a":2}', headers), (SECRET, body, headers | {"webhook-id": "7f0d"})]
        wrong.append((rules.new_secret(), body, headers))
        for secret, content, heads in wrong:
            with pytest.raises(WebhookVerificationError):
                Webhook(secret).verify(content, heads)

    def test_the_idempotency_key_is_the_event_id(self) -> None:
        headers = rules.message_headers(secret=SECRET, uid="7f0c", now=AT, body=b"{}")
        assert headers["Idempotency-Key"] == headers["webhook-id"] == "7f0c"
        assert headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"

    @pytest.mark.parametrize(
        "secret", ["", "whsec_", "whsec_c2hvcnQ=", "dG9uZ2Jhbg==", "whsec_***", "whsec_" + "A" * 200]
    )
    def test_a_secret_that_cannot_sign_is_refused_without_being_repeated(self, secret: str) -> None:
        with pytest.raises(BadInput) as refusal:
            rules.check_secret(secret)
        assert refusal.value.code == "subscriber.secret"
        assert not secret.removeprefix("whsec_") or secret not in refusal.value.message

    def test_a_fresh_secret_can_sign_and_is_never_the_same(self) -> None:
        first, second = rules.new_secret(), rules.new_secret()
        rules.check_secret(first)
        assert first != second


class TestAddress:
    @pytest.mark.parametrize(
        "url",
        [
            "https://receiver.example/events?system=tax",
            "http://10.1.2.3:8080/a",
            "http://[fd00::1]/a",
            "https://xn--6kr5x.example/",
        ],
    )
    def test_plain_http_addresses_are_taken(self, url: str) -> None:
        rules.check_url(url, allow_loopback=False)

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "receiver.example",
            "ftp://receiver.example/",
            "file:///etc/passwd",
            "http:///path",
            "http://user:word@receiver.example/",
            "http://user@receiver.example/",
            "http://receiver.example/a b",
            "http://receiver.example/\r\nX: y",
            "http://receiver.example/中文",
            "http://receiver.example/#part",
            "http://receiver.example\\@evil.example/",
            "http://receiver.example:99999/",
            "http://receiver.example:0/",
            "http://receiver.example:abc/",
            "http://[::1/",
            "http://169.254.169.254/latest/",
            "http://[fe80::1]/",
            "http://224.0.0.1/",
            "http://0.0.0.0/",
            "http://[::]/",
            "https://receiver.example/" + "x" * 500,
        ],
    )
    @pytest.mark.parametrize("allow_loopback", [True, False])
    def test_other_addresses_are_refused_with_or_without_loopback(self, url: str, allow_loopback: bool) -> None:
        with pytest.raises(BadInput) as refusal:
            rules.check_url(url, allow_loopback=allow_loopback)
        assert refusal.value.code == "subscriber.url"

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:9/",
            "http://127.8.8.8/",
            "http://localhost/",
            "http://LOCALHOST./",
            "http://a.localhost/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
        ],
    )
    def test_this_machine_is_an_address_only_where_allowed(self, url: str) -> None:
        rules.check_url(url, allow_loopback=True)
        with pytest.raises(BadInput):
            rules.check_url(url, allow_loopback=False)

    def test_a_password_in_an_address_is_not_repeated(self) -> None:
        with pytest.raises(BadInput) as refusal:
            rules.check_url("http://user:geheim@receiver.example/", allow_loopback=False)
        assert "geheim" not in refusal.value.message


class TestEntitlement:
    def test_only_entitled_fields_go_out_with_those_that_say_whom_it_concerns(self) -> None:
        data, about = {"name": "甲", "scope": "建材"}, {"credit_code": "91", "phone": "1"}
        assert rules.entitled(data=data, about=about, fields=["name", "credit_code"]) == {
            "credit_code": "91",
            "name": "甲",
        }

    def test_a_change_of_nothing_entitled_is_not_sent_even_if_its_subject_is(self) -> None:
        assert rules.entitled(data={"scope": "建材"}, about={"credit_code": "91"}, fields=["name", "credit_code"]) == {}

    @given(
        data=st.dictionaries(st.sampled_from("abcd"), st.integers()),
        about=st.dictionaries(st.sampled_from("wxyz"), st.integers()),
        fields=st.lists(st.sampled_from("abcdwxyz")),
    )
    def test_nothing_outside_the_entitlement_ever_goes_out(
        self, data: dict[str, int], about: dict[str, int], fields: list[str]
    ) -> None:
        sent = rules.entitled(data=data, about=about, fields=fields)
        assert sent.keys() <= set(fields)
        assert bool(sent) is bool(data.keys() & set(fields))

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"cn.tongban.testing.chnaged": ["name"]}, "entitlement.type"),
            ({CHANGED: ["name", "nmae"]}, "entitlement.field"),
            ({CHANGED: []}, "entitlement.fields"),
            ({CHANGED: "name"}, "entitlement.fields"),
            ({CHANGED: None}, "entitlement.fields"),
            ([CHANGED], "entitlement.form"),
            ({1: ["name"]}, "entitlement.type"),
        ],
    )
    def test_what_is_not_declared_is_refused_by_name(self, given: object, code: str) -> None:
        with pytest.raises(BadInput) as refusal:
            rules.check_entitlements(given, rules.declared_events())
        assert refusal.value.code == code

    def test_it_is_kept_in_order_and_without_repetition(self) -> None:
        given = {CHANGED: ("scope", "name", "name")}
        assert rules.check_entitlements(given, rules.declared_events()) == {CHANGED: ["name", "scope"]}


class TestDeclaration:
    def test_the_same_may_be_declared_twice_but_not_with_other_fields(self) -> None:
        declared = rules.declared_events()[CHANGED]
        assert rules.declare_event(CHANGED, title=declared.title, fields=declared.fields) is not None
        with pytest.raises(BadInput) as refusal:
            rules.declare_event(CHANGED, title=declared.title, fields=["name"])
        assert refusal.value.code == "event.redeclared"
        assert rules.declared_events()[CHANGED] == declared

    @pytest.mark.parametrize(
        "name", ["", "case.accepted", "cn.tongban.case", "cn.tongban.Case.accepted", "cn.tongban.a.b\n"]
    )
    def test_a_type_outside_the_house_is_refused(self, name: str) -> None:
        with pytest.raises(BadInput):
            rules.declare_event(name, title="x", fields=["name"])

    def test_a_field_that_is_no_name_is_refused(self) -> None:
        with pytest.raises(BadInput):
            rules.declare_event("cn.tongban.testing.badfield", title="x", fields=["Name"])
        assert "cn.tongban.testing.badfield" not in rules.declared_events()


class TestKeys:
    @pytest.mark.parametrize("key", ["a", "8e03978e-40d5-43e8-bc93-6894a57f9324", "~" * 200, "!"])
    def test_visible_ascii_is_a_key(self, key: str) -> None:
        rules.check_key(key)

    @pytest.mark.parametrize("key", ["", " ", "a b", "a\n", "键", "x" * 201, "\x7f"])
    def test_anything_else_is_not(self, key: str) -> None:
        with pytest.raises(BadInput):
            rules.check_key(key)

    def test_a_fingerprint_tells_method_path_and_body_apart(self) -> None:
        asked = [
            ("POST", "/a", b"b"),
            ("PUT", "/a", b"b"),
            ("POST", "/ab", b""),
            ("POST", "/", b"ab"),
            ("POST", "/a", b"c"),
        ]
        prints = {rules.fingerprint(method=method, path=path, body=body) for method, path, body in asked}
        assert len(prints) == len(asked)
        assert {len(each) for each in prints} == {64}
        assert rules.fingerprint(method="post", path="/a", body=b"b") in prints


def test_a_retry_after_no_calendar_has_is_ignored():
    for text in (
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2024 00:00:00 +99999999999999999999999",
    ):
        assert rules.retry_after_seconds(text, now=datetime(2024, 1, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.8/",
        "https://172.16.3.4/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.8]/",
    ],
)
def test_the_citys_own_network_is_for_subscribers_alone(url: str) -> None:
    rules.check_url(url, allow_loopback=False)
    with pytest.raises(BadInput):
        rules.check_url(url, allow_loopback=False, allow_private=False)
