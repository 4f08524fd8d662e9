"""The picture of a procedure: every step in its lane, what decides the whole marked, texts that fit."""

from typing import Any

import pytest
from tests.registry.catalog.guides import guide

from tongban.faces.pages.graph import Look, picture, wrapped
from tongban.registry.catalog.rules import ItemSpec

NAMES = {"hf-zrzy": "合肥市自然资源和规划局"}


def spec_with(*steps: dict[str, Any], **more) -> ItemSpec:
    """The guide of a kiosk with other steps."""
    return ItemSpec.parse(guide(procedure=list(steps), **more))


def step(key: str, term: str = "1wd", **more) -> dict[str, Any]:
    """One step as plain data."""
    return {"key": key, "name": f"环节{key}", "agency": "@lead", "term": term, **more}


def test_every_step_is_drawn_once_inside_the_picture_and_none_over_another():
    drawn = picture(ItemSpec.parse(guide()), NAMES)
    assert drawn is not None
    assert [one.key for one in drawn.steps] == ["review", "site", "decide"]
    boxes = [one.box for one in drawn.steps]
    assert all(drawn.left < box.x and box.x + box.width < drawn.left + drawn.width for box in boxes)
    assert all(drawn.top < box.y and box.y + box.height < drawn.top + drawn.height for box in boxes)
    assert len({(box.x, box.y) for box in boxes}) == 3


def test_agencies_are_named_on_their_lanes_and_the_leading_one_by_its_word():
    drawn = picture(ItemSpec.parse(guide()), NAMES)
    assert drawn is not None
    said = ["".join(line.text for line in lane.lines) for lane in drawn.lanes]
    assert said == ["主办单位", "合肥市自然资源和规划局"]
    assert [lane.lines[0].is_word for lane in drawn.lanes] == [True, False]


def test_a_case_names_the_agency_that_leads_it():
    drawn = picture(ItemSpec.parse(guide()), {**NAMES, "@lead": "合肥市城市管理局"})
    assert drawn is not None
    assert next("".join(line.text for line in lane.lines) for lane in drawn.lanes) == "合肥市城市管理局"
    assert {one.agency for one in drawn.steps} == {"合肥市城市管理局", "合肥市自然资源和规划局"}


def test_what_decides_the_whole_is_marked_only_where_something_has_slack():
    drawn = picture(ItemSpec.parse(guide()), NAMES)
    assert drawn is not None
    assert {one.key for one in drawn.steps if one.is_critical} == {"site", "decide"}
    assert [arrow.is_critical for arrow in drawn.arrows] == [False, True]
    at_once = picture(spec_with(step("a", "3wd"), step("b"), step("c", "0wd", after=["a", "b"])), {})
    assert at_once is not None
    assert [arrow.is_critical for arrow in at_once.arrows] == [False, True]
    straight = picture(spec_with(step("a"), step("b", after=["a"])), {})
    assert straight is not None
    assert (straight.has_slack, [one.is_critical for one in straight.steps]) == (False, [False, False])


def test_alternatives_say_when_they_are_taken():
    drawn = picture(
        spec_with(
            step("a", choice="size", when="area_m2 >= 50"),
            step("b", choice="size"),
        ),
        {},
    )
    assert drawn is not None
    assert [(one.when, one.is_default) for one in drawn.steps] == [("面积不小于50", False), ("", True)]
    assert "其他情形" in [line.text for line in drawn.steps[1].lines]


def test_states_of_a_case_stand_in_the_boxes_and_once_in_the_key():
    looks = {
        "review": Look("done", "已办结"),
        "site": Look("open", "办理中", "小周"),
        "decide": Look("waiting", "未开始"),
    }
    drawn = picture(ItemSpec.parse(guide()), NAMES, looks)
    assert drawn is not None
    assert [one.look.state for one in drawn.steps] == ["done", "open", "waiting"]
    assert [look.label for look in drawn.states] == ["已办结", "办理中", "未开始"]
    assert "小周" in [line.text for line in drawn.steps[1].lines]


def test_no_steps_no_picture():
    assert picture(spec_with(), {}) is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("短", ["短"]),
        ("不动产首次登记现场踏勘", ["不动产首次登记现", "场踏勘"]),
        ("名" * 80, ["名" * 8, "名" * 7 + "…"]),
        ("A site visit by two officers", ["A site visit by t", "wo officers"]),
        ("", [""]),
    ],
)
def test_long_names_are_wrapped_and_then_cut(text: str, lines: list[str]):
    assert wrapped(text, 17, 2) == lines


def test_forty_steps_are_drawn():
    drawn = picture(spec_with(*(step(f"s{n}", "0wd", after=[f"s{n - 1}"] if n else []) for n in range(40))), {})
    assert drawn is not None
    assert len(drawn.steps) == 40
