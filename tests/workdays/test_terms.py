"""Terms: their spelling, their words, their limits, and which may be longer than which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workdays.oracle import days, known

from tongban.common.errors import BadInput
from tongban.common.time import noon
from tongban.workdays import Clock, Counting, Extension, Term, load_calendar

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("text", "amount", "counting", "words"),
    [
        ("10wd", 10, Counting.WORKING, "10个工作日"),
        ("90d", 90, Counting.CALENDAR, "90日"),
        ("90dr", 90, Counting.CALENDAR_ROLL, "90日(期满日遇节假日顺延)"),
        ("24h", 24, Counting.HOURS, "24小时"),
        ("0wd", 0, Counting.WORKING, "当日"),
        ("1000wd", 1000, Counting.WORKING, "1000个工作日"),
    ],
)
def test_a_token_is_read_written_and_put_in_words(text, amount, counting, words):
    term = Term.parse(text)
    assert (term.amount, term.counting, str(term), term.words) == (amount, counting, text, words)


@pytest.mark.parametrize(
    "text", ["", "10", "wd", "10 wd", " 10wd", "10wd\n", "10WD", "１０wd", "٣d", "010wd", "-1wd", "+1d", "1.5d", "10w", "10wdr", "10个工作日", "1_0d", "999999d"]
)  # fmt: skip
def test_any_other_spelling_is_refused(text):
    with pytest.raises(BadInput, match="无法识别:请写作 10wd、90d、90dr 或 24h") as refusal:
        Term.parse(text)
    assert refusal.value.code == "term.bad"


@pytest.mark.parametrize("text", ["1001wd", "3661d", "3661dr", "8785h", "0h"])
def test_an_amount_out_of_bounds_is_refused(text):
    with pytest.raises(BadInput, match="超出允许范围") as refusal:
        Term.parse(text)
    assert refusal.value.code == "term.amount"


@pytest.mark.parametrize(
    ("promised", "statutory", "longer"),
    [
        ("10wd", "20wd", False),
        ("20wd", "20wd", False),
        ("21wd", "20wd", True),
        ("10d", "20wd", False),
        ("20d", "20wd", False),
        ("21d", "20wd", True),
        ("5wd", "90d", False),
        ("1wd", "7d", True),
        ("1wd", "11d", False),
        ("7d", "7dr", False),
        ("8d", "7dr", True),
        ("7dr", "7d", True),
        ("7dr", "20d", False),
        ("24h", "1wd", False),
        ("25h", "1wd", True),
        ("1d", "24h", True),
        ("1d", "48h", False),
        ("1wd", "48h", True),
        ("0wd", "24h", False),
    ],
)
def test_a_promise_is_judged_cautiously_against_the_law(promised, statutory, longer):
    assert Term.parse(promised).longer_than(Term.parse(statutory), CALENDAR) is longer


terms = st.builds(Term, st.integers(1, 40), st.sampled_from(list(Counting)))


@given(terms, terms, days, st.integers(0, 23))
def test_a_term_not_longer_never_ends_later(promised, statutory, on, hour):
    at = noon(on, hour)
    if not promised.longer_than(statutory, CALENDAR):
        assert known(Clock(promised, at).due_at(CALENDAR)) <= known(Clock(statutory, at).due_at(CALENDAR))


def test_an_empty_extension_is_refused():
    with pytest.raises(BadInput, match="延期的时限不能为零"):
        Extension(Term.parse("0wd"))
