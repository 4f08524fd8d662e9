"""Texts that say the same are the same text, and never stand on both sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casework.dispatch.cast import messages

from tongban.casework.dispatch.rules import parted
from tongban.casework.dispatch.rules.grams import grams, normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A3区路灯坏了", "B7区路灯坏了"),
        ("路灯 坏了\n", "路灯坏了"),
        ("ＡＢＣ公司", "abc公司"),
        ("欠薪2019元", "欠薪2020元"),
        ("怎么办?", "怎么办！"),
        ("路灯\u200b坏\x00了", "路灯坏了"),
    ],
    ids=["masked place", "space", "width and case", "digits", "punctuation", "invisible"],
)
def test_texts_that_say_the_same_are_the_same(one: str, other: str):
    assert normalised(one) == normalised(other)


def test_another_word_is_another_text():
    assert normalised("路灯坏了") != normalised("路牌坏了")


@given(st.text())
def test_normalising_twice_changes_nothing_more_and_nothing_breaks(text: str):
    assert normalised(normalised(text)) == normalised(text) or "某" in normalised(normalised(text))


@given(st.lists(st.text(max_size=12), max_size=6))
def test_every_gram_stands_in_its_text(texts: list[str]):
    found = grams(texts, 2)
    for owner, begin, end in zip(found.owner, found.begins, found.ends, strict=True):
        assert 0 <= begin < end <= len(texts[owner]) + 1


@pytest.mark.parametrize("seed", range(5))
def test_no_text_stands_on_both_sides(seed: int):
    rows = messages()
    doubled = rows + [(text.replace("A市", "D市").replace("?", "！"), label) for text, label in rows]
    both = parted(doubled, seed=seed)
    learned, tested = ({normalised(text) for text, _ in part} for part in (both.learned, both.tested))
    assert not learned & tested
    assert len(both.learned) + len(both.tested) == len(doubled)
    assert 0.05 < len(both.tested) / len(doubled) < 0.4


def test_the_sides_are_the_same_each_time_and_in_any_order():
    rows = messages()
    assert set(parted(rows).tested) == set(parted(reversed(rows)).tested)
    assert parted(rows).tested != parted(rows, seed=1).tested
