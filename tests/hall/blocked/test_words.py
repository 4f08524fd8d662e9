"""Rungs by keys, what is left of the whole, which root causes mend an item."""

from datetime import date

import pytest

from tongban.common.time import noon
from tongban.hall.appeals.rules.words import first_words
from tongban.hall.blocked.rules.words import RootCause, rest_of, rung_of
from tongban.workdays import Clock, Term

FRIDAY = noon(date(2022, 7, 1))


@pytest.mark.parametrize(
    ("keys", "rung"),
    [
        ([], 0),
        (["rung-1"], 1),
        (["rung-1", "rung-2", "review-9", "task-8"], 2),
        (["rung-1", "rung-3"], 3),
        (["rung-1", "rung-1-again"], 1),
    ],
)
def test_the_rung_is_the_highest_hand(keys, rung):
    assert rung_of(keys) == rung


@pytest.mark.parametrize(
    ("term", "day", "rest"),
    [
        pytest.param("10wd", date(2022, 7, 1), "10wd", id="the friday of acceptance"),
        pytest.param("10wd", date(2022, 7, 4), "9wd", id="monday"),
        pytest.param("10wd", date(2022, 7, 9), "5wd", id="saturday a week later"),
        pytest.param("10wd", date(2022, 7, 15), "0wd", id="the last day, a friday"),
        pytest.param("5wd", date(2022, 7, 20), "0wd", id="long past"),
        pytest.param("15d", date(2022, 7, 4), "12d", id="calendar days"),
    ],
)
def test_a_hand_taken_later_ends_with_the_whole(term, day, rest):
    whole = Clock(Term.parse(term), FRIDAY)
    left = rest_of(whole, noon(day))
    assert str(left) == rest
    if left.amount:
        assert Clock(left, noon(day)).due_on() == whole.due_on()


def test_hours_never_come_to_nothing():
    assert str(rest_of(Clock(Term.parse("24h"), FRIDAY), noon(date(2022, 7, 9)))) == "1h"


def test_only_a_wrong_guide_or_catalogue_mends_the_item():
    assert {one for one in RootCause if one.mends_item} == {RootCause.GUIDE, RootCause.CATALOGUE}


@pytest.mark.parametrize(("text", "title"), [("窗口不收。说材料不全", "窗口不收"), ("长" * 90, "长" * 59 + "…")])
def test_the_title_is_the_first_sentence(text, title):
    assert first_words(text) == title
