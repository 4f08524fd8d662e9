"""Quiet hours, addresses, channels, texts and recipients: pure rules."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.casework.exchange.rules import Answer, Kind
from tongban.casework.notices.rules import (
    LINK_LIMIT,
    NO_QUIET,
    SMS_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Channel,
    Message,
    NewNotice,
    Outcome,
    Point,
    QuietHours,
    Recipient,
    check_address,
    cleaned,
    code_message,
    from_answer,
    mask_address,
    notice_message,
    party,
    sms_text,
    staff,
    ways_to,
)
from tongban.casework.notices.services import tell
from tongban.common.errors import BadInput
from tongban.common.time import CHINA, local

NIGHT = QuietHours(time(21), time(8))
NOON = QuietHours(time(12), time(14))
AT = datetime(2022, 7, 1, 10, tzinfo=CHINA)


def hefei(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of July 2022 as a wall clock in Hefei shows it."""
    return datetime(2022, 7, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        pytest.param(NIGHT, hefei(1, 20, 59), hefei(1, 20, 59), id="a minute before nine in the evening goes out"),
        pytest.param(NIGHT, hefei(1, 21), hefei(2, 8), id="nine in the evening waits for the next morning"),
        pytest.param(NIGHT, hefei(1, 23, 59), hefei(2, 8), id="before midnight waits for the next morning"),
        pytest.param(NIGHT, hefei(2, 0), hefei(2, 8), id="midnight waits for the same morning"),
        pytest.param(NIGHT, hefei(2, 7, 59), hefei(2, 8), id="a minute before eight waits a minute"),
        pytest.param(NIGHT, hefei(2, 8), hefei(2, 8), id="eight in the morning goes out"),
        pytest.param(NIGHT, hefei(31, 22), datetime(2022, 8, 1, 8, tzinfo=CHINA), id="the last day of a month"),
        pytest.param(NOON, hefei(1, 12), hefei(1, 14), id="hours within a day"),
        pytest.param(NOON, hefei(1, 14), hefei(1, 14), id="the end of hours within a day"),
        pytest.param(NOON, hefei(1, 11, 59), hefei(1, 11, 59), id="before hours within a day"),
        pytest.param(NO_QUIET, hefei(1, 0), hefei(1, 0), id="no quiet hours at all"),
        pytest.param(QuietHours(time(8), time(8)), hefei(1, 8), hefei(1, 8), id="equal hours mean never"),
    ],
)
def test_the_instant_a_message_may_go_out(hours: QuietHours, at: datetime, expected: datetime):
    assert hours.not_before(at) == expected
    assert hours.not_before(at.astimezone(UTC)) == expected
    assert hours.holds(at) == (at != expected)


@given(
    at=st.integers(0, 10 * 365 * 24 * 3600).map(lambda seconds: AT + timedelta(seconds=seconds)),
    begins=st.times().map(lambda one: one.replace(microsecond=0)),
    ends=st.times().map(lambda one: one.replace(microsecond=0)),
)
def test_what_waits_goes_out_within_a_day_and_never_in_quiet_hours(at: datetime, begins: time, ends: time):
    hours = QuietHours(begins, ends)
    moved = hours.not_before(at)
    assert at <= moved <= at + timedelta(hours=24)
    assert not hours.holds(moved)
    if moved != at:
        assert local(moved).time() == ends


@pytest.mark.parametrize(
    ("channel", "typed", "expected", "shown"),
    [
        (Channel.SMS, "138 0000 1234", "13800001234", "138****1234"),
        (Channel.SMS, "+8613800001234", "13800001234", "138****1234"),
        (Channel.EMAIL, " Gao.Ming@Example.CN ", "Gao.Ming@example.cn", "G****@example.cn"),
        (Channel.EMAIL, "g+tb@a-b.example.com.cn", "g+tb@a-b.example.com.cn", "g****@a-b.example.com.cn"),
        (
            Channel.WEBHOOK,
            "https://erp.example.cn/in?k=1",
            "https://erp.example.cn/in?k=1",
            "https://erp.example.cn/****",
        ),
    ],
)
def test_addresses_have_one_spelling_and_are_shown_masked(channel: Channel, typed: str, expected: str, shown: str):
    assert check_address(channel, typed) == expected
    assert mask_address(channel, expected) == shown


@pytest.mark.parametrize(
    ("channel", "typed"),
    [
        (Channel.SMS, "12345"),
        (Channel.EMAIL, "nobody"),
        (Channel.EMAIL, "a@b"),
        (Channel.EMAIL, "a b@example.cn"),
        (Channel.EMAIL, "a@example.cn\nBcc: all@example.cn"),
        (Channel.EMAIL, "a@example.cn, b@example.cn"),
        (Channel.EMAIL, "<a@example.cn>"),
        (Channel.EMAIL, '"a b"@example.cn'),
        (Channel.EMAIL, ".a@example.cn"),
        (Channel.EMAIL, "a..b@example.cn"),
        (Channel.EMAIL, f"{'a' * 250}@example.cn"),
        (Channel.WEBHOOK, "http://erp.example.cn/in"),
        (Channel.WEBHOOK, "https://localhost/in"),
        (Channel.WEBHOOK, "https://127.0.0.1/in"),
        (Channel.WEBHOOK, "https://10.0.0.8/in"),
        (Channel.WEBHOOK, "https://192.168.1.1/in"),
        (Channel.WEBHOOK, "https://[fd00::1]/in"),
        (Channel.WEBHOOK, "https://[::ffff:10.0.0.8]/in"),
        (Channel.WEBHOOK, "https://169.254.169.254/latest"),
        (Channel.WEBHOOK, "https://user:secret@erp.example.cn/"),
        (Channel.WEBHOOK, "ftp://erp.example.cn/"),
        (Channel.WEBHOOK, f"https://erp.example.cn/{'a' * 250}"),
    ],
)
def test_addresses_nothing_may_be_sent_to_are_refused(channel: Channel, typed: str):
    with pytest.raises(BadInput):
        check_address(channel, typed)


ALL = frozenset(Channel)
PROVEN = Point(is_proven=True)


@pytest.mark.parametrize(
    ("points", "has_phone", "expected"),
    [
        pytest.param({}, True, {Channel.SMS: True}, id="nothing said: the phone in the register, quiet at night"),
        pytest.param({}, False, {}, id="nothing said and no phone: the inbox alone"),
        pytest.param({Channel.SMS: Point(wanted=False)}, True, {}, id="no short messages wanted"),
        pytest.param({Channel.SMS: Point(quiet=False)}, True, {Channel.SMS: False}, id="at night as well"),
        pytest.param({Channel.SMS: PROVEN}, False, {Channel.SMS: True}, id="another phone, proven"),
        pytest.param({Channel.SMS: Point()}, False, {}, id="another phone, not proven"),
        pytest.param(
            {Channel.SMS: Point()}, True, {Channel.SMS: True}, id="not proven: the register's phone meanwhile"
        ),
        pytest.param({Channel.EMAIL: Point()}, False, {}, id="an address nobody has proven gets nothing"),
        pytest.param({Channel.EMAIL: PROVEN}, False, {Channel.EMAIL: True}, id="a proven address"),
        pytest.param({Channel.WEBHOOK: PROVEN}, False, {Channel.WEBHOOK: False}, id="a system is never asleep"),
    ],
)
def test_on_which_channels_a_party_is_told(points, has_phone: bool, expected):
    assert ways_to(points, has_phone=has_phone, open_ones=ALL) == expected


def test_a_closed_channel_is_no_way():
    assert ways_to({Channel.EMAIL: PROVEN}, has_phone=True, open_ones={Channel.EMAIL}) == {Channel.EMAIL: True}
    assert ways_to({Channel.EMAIL: PROVEN}, has_phone=True, open_ones=()) == {}


def new(**more: Any) -> NewNotice:
    """A notice in order, unless told otherwise."""
    given: dict[str, Any] = {"to": party(1), "title": "标题", "text": "内容", "at": AT}
    return NewNotice(**given | more)


def test_a_notice_is_for_exactly_one():
    assert party(3).party_id == 3
    assert staff("HF001").staff_number == "HF001"
    with pytest.raises(ValueError, match="a notice is for"):
        Recipient()
    with pytest.raises(ValueError, match="a notice is for"):
        Recipient(1, "HF001")


def test_texts_are_cleaned():
    notice = cleaned(new(title="  已\u200b受理 \n 一件 ", text="第一行\r\n\r\n\r\n\r\n第二行 ", link="/my/notices"))
    assert (notice.title, notice.text) == ("已受理 一件", "第一行\n\n第二行")


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "长" * (TITLE_LIMIT + 1)},
        {"title": "响\a铃"},
        {"title": "倒\u202e置"},
        {"text": ""},
        {"text": "长" * (TEXT_LIMIT + 1)},
        {"text": "空\0字符"},
        {"case_number": "1" * 41},
        {"link": "https://elsewhere.example/"},
        {"link": "//elsewhere.example/"},
        {"link": "/\\elsewhere.example/"},
        {"link": "javascript:alert(1)"},
        {"link": "/my\nSet-Cookie: a=b"},
        {"link": "/" + "a" * LINK_LIMIT},
        {"dedupe": "有空 格"},
        {"dedupe": "k" * 121},
    ],
)
def test_what_may_not_be_stored_shown_or_sent_is_refused(wrong):
    with pytest.raises(BadInput):
        cleaned(new(**wrong))


def message(text: str = "内容", **more: Any) -> Message:
    """A message on its way."""
    given: dict[str, Any] = {
        "uid": "u",
        "title": "标题",
        "text": text,
        "case_number": "",
        "link": "/x",
        "at": AT,
        "base": "",
    } | more
    return notice_message(**given)


def test_a_short_message_is_one_paragraph_and_never_too_long():
    assert sms_text(message("一\n二", case_number="340100-1")) == "【通办】标题:一 二(办件编号 340100-1)"
    for length in range(SMS_LIMIT - 20, SMS_LIMIT + 5):
        text = sms_text(message("长" * length, case_number="340100-1"))
        assert len(text) <= SMS_LIMIT
        assert ("…(全文见“消息”)" in text) == (length > SMS_LIMIT - len("【通办】标题:(办件编号 340100-1)"))


def test_links_go_out_only_with_the_public_address():
    assert message().link == ""
    assert message(base="https://tb.example").link == "https://tb.example/x"
    assert message(base="https://tb.example", link="").link == ""


def test_a_proof_says_its_code_and_a_system_is_asked_to_acknowledge():
    assert "123456" in code_message(uid="u", code="123456", minutes=30, at=AT).text
    assert "回执" in code_message(uid="u", code="", minutes=30, at=AT).text


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(200, "R-1"), Outcome.ACKNOWLEDGED),
        (Answer(204, ""), Outcome.REFUSED),
        (Answer(302, ""), Outcome.REFUSED),
        (Answer(410, ""), Outcome.GONE),
        (Answer(503, ""), Outcome.FAILED),
        (Answer(error="断了"), Outcome.FAILED),
    ],
)
def test_an_answer_over_http_means_what_it_means_to_the_exchange(answer: Answer, outcome: Outcome):
    result = from_answer(answer)
    assert result.outcome is outcome
    assert bool(result.receipt) == (outcome is Outcome.ACKNOWLEDGED)
    assert bool(result.error) == (outcome is not Outcome.ACKNOWLEDGED)


def test_what_was_taken_on_its_way_counts_as_no_failure():
    assert {outcome: outcome.kind for outcome in Outcome} == {
        Outcome.SENT: Kind.ACKNOWLEDGED,
        Outcome.ACKNOWLEDGED: Kind.ACKNOWLEDGED,
        Outcome.FAILED: Kind.FAILED,
        Outcome.REFUSED: Kind.REFUSED,
        Outcome.GONE: Kind.GONE,
    }


def test_telling_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        tell(to=staff("HF001"), title="标题", text="内容", at=AT)
