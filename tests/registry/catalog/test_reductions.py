"""Four reductions: what a guide asks of people, before and after, beside the law."""

import pytest
from tests.registry.catalog.guides import GUIDE, guide

from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.reductions import Burden, Reduction, Trend, materials_to_bring, reductions
from tongban.workdays import Term


def lines(before: dict | None = None, **after) -> dict[Burden, Reduction]:  # type: ignore[type-arg]
    """The four by burden; ``before`` None is a first version."""
    old = None if before is None else ItemSpec.parse(guide(**before))
    return {one.burden: one for one in reductions(old, ItemSpec.parse(guide(**after)))}


def test_the_four_come_in_the_order_people_name_them():
    assert [burden.label for burden in lines()] == ["时限", "环节", "材料", "跑动"]


def test_a_shorter_promise_is_told_beside_the_law():
    time = lines({}, promised_term="4wd")[Burden.TIME]
    assert (time.before, time.after, time.trend, time.by) == (Term.parse("5wd"), Term.parse("4wd"), Trend.LESS, 1)
    assert (time.limit, time.saved_percent) == (Term.parse("20wd"), 80)


@pytest.mark.parametrize(
    ("before", "after", "trend"),
    [
        ("5wd", "4wd", Trend.LESS),
        ("5wd", "5wd", Trend.SAME),
        ("5wd", "6wd", Trend.MORE),
        ("5wd", "5d", Trend.UNKNOWN),
        ("", "5wd", Trend.UNKNOWN),
    ],
)
def test_terms_compare_only_where_they_are_counted_alike(before: str, after: str, trend: Trend):
    counted = {"statutory_term": "", "extension_term": "", "procedure": []}
    assert lines({"promised_term": before, **counted}, promised_term=after, **counted)[Burden.TIME].trend is trend


def test_a_law_counted_otherwise_gives_no_percentage():
    time = lines({}, statutory_term="60d", extension_term="")[Burden.TIME]
    assert (time.limit, time.saved_percent) == (Term.parse("60d"), None)


def test_of_alternatives_a_case_goes_through_one():
    step = {"name": "环节", "agency": "@lead", "term": "1wd"}
    procedure = [
        {"key": "a", **step},
        {"key": "b", **step, "after": ["a"], "choice": "c", "when": "area_m2 > 5"},
        {"key": "d", **step, "after": ["a"], "choice": "c"},
    ]
    steps = lines({}, procedure=procedure)[Burden.STEPS]
    assert (steps.before, steps.after, steps.trend, steps.by) == (3, 2, Trend.LESS, 1)


def test_only_what_everybody_must_bring_counts_as_a_material():
    materials = [
        *GUIDE["materials"],
        {"key": "licence", "name": "营业执照", "source": "held"},
        {"key": "proxy", "name": "授权委托书", "required": False},
    ]
    assert materials_to_bring(ItemSpec.parse(guide(materials=materials))) == 2  # neither promised, held nor optional
    held = [{**one, "source": "held"} for one in GUIDE["materials"]]
    assert lines({}, materials=held)[Burden.MATERIALS] == Reduction(Burden.MATERIALS, 2, 0, Trend.LESS)


def test_more_trips_are_told_as_more():
    trips = lines({"trips": 0}, trips=1)[Burden.TRIPS]
    assert (trips.trend, trips.by, trips.trend.label, trips.burden.unit) == (Trend.MORE, 1, "增加", "次")


def test_a_first_version_has_nothing_before_it():
    assert {(one.before, one.trend, one.by) for one in lines(None).values()} == {(None, Trend.FIRST, None)}
