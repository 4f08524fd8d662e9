"""Figures are counted from the rows, say how many they leave out, and open to exactly their ratings."""

from datetime import date

import pytest
from tests.cast import AT, CLERK, HANDLER, HEAD, OUTSIDER, SUPERVISOR, WARDEN
from tests.hall.ratings.playing import BAD, DAY, GOOD, LATER, accepted, delivered, rated

from tongban.common.errors import BadInput, NotFound
from tongban.hall.ratings import queries
from tongban.hall.ratings import services as ratings
from tongban.hall.ratings.queries import By, RatingFilter
from tongban.hall.ratings.rules import Counted, ExclusionGround, Stage

ALL = RatingFilter()


@pytest.fixture
def said(served):
    """Two cases rated good, one bad, one excluded, one window rated in the month after."""
    numbers = [delivered(served).number for _ in range(4)]
    for number in numbers[:2]:
        rated(number)
    rated(numbers[2], BAD)
    out = rated(numbers[3], BAD)
    row = ratings.propose_exclusion(rating=out.pk, ground=ExclusionGround.MALICE, reason="恶意", actor=HEAD, at=LATER)
    ratings.confirm_exclusion(exclusion=row.pk, actor=SUPERVISOR, at=LATER)
    rated(numbers[0], stage=Stage.WINDOW, at=AT + 20 * DAY)
    rated(numbers[1], BAD, stage=Stage.WINDOW, at=AT + 30 * DAY)
    return numbers


EXPECTED = {
    By.AGENCY: {"hf-bdc": Counted(3, 2, 1), "hf-zwfw": Counted(2, 1, 0)},
    By.CLERK: {HANDLER.key: Counted(3, 2, 1), CLERK.key: Counted(2, 1, 0)},
    By.ITEM: {"certificate": Counted(5, 3, 1)},
    By.WINDOW: {"-": Counted(5, 3, 1)},
    By.MONTH: {"2022-07": Counted(5, 3, 1)},
}


@pytest.mark.parametrize("by", list(By))
def test_a_figure_counts_and_opens_to_its_ratings(said, by):
    lines = queries.figures(by, SUPERVISOR, ALL)
    assert {line.key: line.counted for line in lines} == EXPECTED[by]
    for line in lines:
        rows = queries.page(SUPERVISOR, queries.read_filter(dict(queries.query_of(line.asked))))
        counted = [row for row in rows if row.state == "counted"]
        assert len(counted) == line.counted.total
        assert len(rows) - len(counted) == line.counted.excluded
        assert sum(not row.is_bad for row in counted) == line.counted.good


def test_months_are_legal_months(served):
    at = delivered(served).ended_at
    number = delivered(served).number
    last = AT.replace(month=7, day=31, hour=15, minute=59)  # 23:59 in Hefei
    rated(number, at=last)
    other = delivered(served, at=AT + 2 * DAY).number
    rated(other, at=last.replace(hour=16, minute=0))
    assert at is not None
    assert [line.key for line in queries.figures(By.MONTH, SUPERVISOR, ALL)] == ["2022-08", "2022-07"]
    assert queries.count(SUPERVISOR, RatingFilter(month="2022-08")) == 1


def test_everything_is_one_line(said):
    found = queries.total(SUPERVISOR, ALL)
    assert found.counted == Counted(5, 3, 1)
    low, high = found.counted.interval
    assert (round(low, 3), round(high, 3)) == (0.231, 0.882)


def test_what_was_mended_is_counted_beside_and_changes_no_rate(served):
    row = accepted(served)
    ratings.rate(token=queries.token_again(row.rating.uid), opinion=GOOD, address="", at=LATER)
    (line,) = queries.figures(By.AGENCY, SUPERVISOR, ALL)
    assert (line.counted, line.again, line.again_good) == (Counted(1, 0, 0), 1, 1)
    assert queries.count(SUPERVISOR, ALL) == 1


def test_bad_ones_come_first_and_filters_narrow(said):
    rows = queries.page(SUPERVISOR, ALL)
    assert [row.is_bad for row in rows] == [True, True, True, False, False, False]
    assert queries.count(SUPERVISOR, RatingFilter(bad=True)) == 3
    assert queries.count(SUPERVISOR, RatingFilter(tag="rude")) == 3
    assert queries.count(SUPERVISOR, RatingFilter(stage="window", until_on=date(2022, 7, 25))) == 1
    assert queries.count(SUPERVISOR, RatingFilter(from_on=date(2022, 7, 25))) == 1
    assert queries.count(SUPERVISOR, RatingFilter(state="excluded")) == 1
    assert queries.count(SUPERVISOR, RatingFilter(level="satisfied", agency="hf-bdc", clerk=HANDLER.key)) == 2


def test_a_head_reads_the_own_agency_and_nobody_reads_elsewhere(said):
    assert queries.count(HEAD, ALL) == 4
    assert queries.count(WARDEN, ALL) == 0
    assert queries.count(OUTSIDER, ALL) == 0
    one = queries.page(HEAD, ALL)[0]
    assert queries.rating(one.pk, HEAD).pk == one.pk
    with pytest.raises(NotFound):
        queries.rating(one.pk, WARDEN)


def test_refusals_are_read_by_supervisors(said):
    with pytest.raises(Exception, match="评价过"):
        rated(said[0])
    assert [why for _, why in queries.refusals(SUPERVISOR)] == ["重复评价"]
    assert queries.refusals(HEAD) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"stage": "x"},
        {"month": "2022-7"},
        {"month": "2022-13"},
        {"from_on": "gestern"},
        {"level": "1"},
        {"tag": "x"},
        {"state": "?"},
    ],
)
def test_what_no_list_knows_is_refused(asked):
    with pytest.raises(BadInput):
        queries.read_filter(asked)


def test_a_filter_goes_into_an_address_and_back():
    asked = RatingFilter(agency="hf-bdc", stage="window", bad=True, month="2022-07", from_on=date(2022, 7, 1))
    assert queries.read_filter(dict(queries.query_of(asked))) == asked
