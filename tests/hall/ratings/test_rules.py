"""Pure rules: the interval of Wilson against known values, tags, which acts of a journal can be rated."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import AT

from tongban.common.errors import BadInput
from tongban.hall.ratings.rules import Counted, Level, Stage, Tag, act_named, acts_of, check_tags, read_level, wilson

# Newcombe, Statistics in Medicine 17 (1998), table I, method 3, and values reckoned with 50 digits
KNOWN = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (29, 29, 0.8830, 1.0),
    (1, 1, 0.2065, 1.0),
    (50, 100, 0.4038, 0.5962),
]


@pytest.mark.parametrize(("good", "total", "low", "high"), KNOWN)
def test_wilson_gives_the_published_values(good, total, low, high):
    found = wilson(good, total)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


def test_wilson_of_nothing_says_nothing_and_of_nonsense_raises():
    assert wilson(0, 0) == (0.0, 1.0)
    for good, total in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="no share"):
            wilson(good, total)


@given(st.integers(1, 5000), st.data())
def test_wilson_holds_the_share_and_narrows_with_more(total, data):
    good = data.draw(st.integers(0, total))
    low, high = wilson(good, total)
    assert 0 <= low <= good / total <= high <= 1
    wider = wilson(good, total, z=3)
    assert wider[0] <= low
    assert high <= wider[1]
    more = wilson(4 * good, 4 * total)
    assert more[1] - more[0] < high - low


def test_counts_say_the_rate_and_nothing_where_nothing_counts():
    counted = Counted(10, 9, 2)
    assert (counted.bad, counted.rate, counted.excluded) == (1, 0.9, 2)
    assert Counted(0, 0, 3).rate is None


def test_tags_fit_the_level():
    assert check_tags(Level.SATISFIED, ["once", "warm"]) == ["warm", "once"]
    assert check_tags(Level.FAIR, ["warm", "extra_trips"]) == ["warm", "extra_trips"]
    with pytest.raises(BadInput, match="您选的是“满意”,却勾选了“态度差”"):
        check_tags(Level.SATISFIED, ["rude"])
    with pytest.raises(BadInput, match="没有“nice”"):
        check_tags(Level.SATISFIED, ["nice"])


def test_a_level_is_one_of_five_and_two_are_bad():
    assert [level for level in Level if level.is_bad] == [Level.DISSATISFIED, Level.VERY_DISSATISFIED]
    assert {tag for tag in Tag if not tag.is_bad} >= {Tag.WARM, Tag.ONCE}
    with pytest.raises(BadInput, match="请先选择满意程度"):
        read_level("")


@dataclass(frozen=True)
class Line:
    seq: int
    move: str
    status: str
    role: str = "clerk"
    actor: str = "staff:1"
    actor_name: str = "窗口小王"
    agency: str = "hf-zwfw"
    hours: int = 0

    @property
    def at(self):
        return AT + timedelta(hours=self.hours)


def named(kind, *lines):
    return [(act.stage, act.seq, act.agency, act.clerk) for act in acts_of(kind, "hf-bdc", lines)]


def test_what_one_clerk_does_on_a_day_is_one_visit_and_the_end_is_the_whole():
    lines = [
        Line(1, "file", "submitted"),
        Line(2, "accept", "accepted", hours=1),
        Line(3, "decide", "decided", "handler", "staff:2", "老李", "hf-bdc", hours=2),
        Line(4, "deliver", "delivered", hours=3),
        Line(5, "archive", "archived", hours=30),
    ]
    assert named("application", *lines) == [
        (Stage.WINDOW, 1, "hf-zwfw", "staff:1"),
        (Stage.WHOLE, 4, "hf-bdc", "staff:2"),
    ]
    assert acts_of("application", "hf-bdc", lines)[0].at == AT + timedelta(hours=1)


def test_another_day_or_another_clerk_is_another_visit():
    asked = Line(1, "ask_correction", "correcting")
    again = Line(2, "accept", "accepted", hours=24)
    other = Line(3, "accept", "accepted", actor="staff:9", hours=24)
    assert [seq for _, seq, *_ in named("application", asked, again, other)] == [1, 2, 3]


def test_an_appeal_has_answer_callback_and_an_end_each_time():
    lines = [
        Line(1, "register", "submitted"),
        Line(2, "answer", "decided", "handler", "staff:2", "老李", "hf-bdc"),
        Line(3, "call_back", "delivered", hours=1),
        Line(4, "reopen", "accepted", "worker", "worker", "自动", "", hours=2),
        Line(5, "answer", "decided", "handler", "staff:2", "老李", "hf-bdc", hours=3),
        Line(6, "close", "delivered", hours=4),
    ]
    assert [(stage.value, seq) for stage, seq, *_ in named("appeal", *lines)] == [
        ("window", 1),
        ("answer", 2),
        ("callback", 3),
        ("whole", 3),
        ("answer", 5),
        ("whole", 6),
    ]
    found = acts_of("appeal", "hf-bdc", lines)
    assert act_named(found, Stage.WHOLE, 0) == found[-1]
    assert act_named(found, Stage.WHOLE, 3) == found[3]
    assert act_named(found, Stage.WINDOW, 9) is None


def test_what_the_system_did_is_nobodys_and_a_rectification_is_not_rated():
    lines = [Line(1, "decide", "decided", "system", "system:4"), Line(2, "deliver", "delivered", "worker", "worker")]
    assert named("application", *lines) == [(Stage.WHOLE, 2, "hf-bdc", "")]
    assert named("rectification", *lines) == []


def test_a_withdrawn_case_has_no_end_to_rate():
    assert named("application", Line(1, "file", "submitted", "applicant"), Line(2, "withdraw", "withdrawn")) == []
