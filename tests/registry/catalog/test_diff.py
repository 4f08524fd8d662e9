"""What differs between two guides: every part has its place, every change is told once in the words of the guide."""

from copy import deepcopy
from dataclasses import fields
from typing import Any

import pytest
from tests.registry.catalog.guides import GUIDE, guide, with_field

from tongban.registry.catalog.rules import Basis, Faq, ItemSpec, Material, Step, labels
from tongban.registry.catalog.rules.diff import DIFFERS, Change, Sort, diff, parts_changed
from tongban.registry.catalog.rules.forms import FIELD_KEYWORDS, TYPES, WHOLE_KEYWORDS
from tongban.registry.catalog.rules.labels import PLACES, Section
from tongban.registry.catalog.rules.parts import Known

PARTS = [part.name for part in fields(ItemSpec)]
NAMES = {"hf-csgl": "合肥市城市管理局", "hf-zrzy": "合肥市自然资源和规划局", "kiosks": "报刊亭设置"}
MATERIALS: list[dict[str, Any]] = GUIDE["materials"]
STEPS: list[dict[str, Any]] = GUIDE["procedure"]
# another value for every part; what it contradicts is changed along
OTHER: dict[str, dict[str, Any]] = {
    "code": {"code": "kiosk-permit-2"},
    "name": {"name": "报刊亭许可"},
    "type": {"type": "confirmation"},
    "agency": {"agency": "hf-zrzy"},
    "power": {"power": "planning"},
    "audience": {"audience": "any"},
    "topics": {"topics": ["street"]},
    "summary": {"summary": "在人行道上设置报刊亭。"},
    "basis": {"basis": [*GUIDE["basis"], {"law": "城市市容和环境卫生管理条例", "article": "第十四条"}]},
    "statutory_term": {"statutory_term": "15wd"},
    "promised_term": {"promised_term": "4wd"},
    "acceptance_term": {"acceptance_term": "1wd"},
    "delivery_term": {"delivery_term": "0wd"},
    "extension_term": {"extension_term": ""},
    "correction_answer_term": {"correction_answer_term": "30wd"},
    "materials": {"materials": MATERIALS[:2]},
    "modes": {"modes": ["online"]},
    "trips": {"trips": 1},
    "fee_yuan": {"fee_yuan": "5.50", "fee_basis": "皖价费〔2020〕1号"},
    "fee_basis": {"fee_basis": "皖价费〔2020〕1号"},
    "form": {"form": with_field(type="string", title="备注")},
    "procedure": {"procedure": STEPS[:1]},
    "effect": {"effect": "enterprise.change"},
    "effect_fields": {"effect": "enterprise.change", "effect_fields": {"address": "place"}},
    "commitment_allowed": {"commitment_allowed": False, "materials": MATERIALS[:2]},
    "faq": {"faq": [{"question": "要交钱吗?", "answer": "不要。"}]},
    "origin": {"origin": {"file": "items.csv"}},
}


def changes(before: dict[str, Any] | None = None, **after: Any) -> list[Change]:
    """What differs between the guide of a kiosk and another."""
    return diff(ItemSpec.parse(guide(**(before or {}))), ItemSpec.parse(guide(**after)), NAMES)


def only(found: list[Change]) -> Change:
    """The one change."""
    assert len(found) == 1, found
    return found[0]


def values(change: Change) -> list[tuple[str, str, str]]:
    """The details of a change without their kind."""
    return [(one.aspect, one.before, one.after) for one in change.details]


def test_every_part_of_a_guide_has_its_place_and_its_comparison():
    assert sorted(PLACES) == sorted(PARTS)
    assert sorted(DIFFERS) == sorted(PARTS)
    assert {place.section for place in PLACES.values()} == set(Section)


@pytest.mark.parametrize(
    ("kind", "names"),
    [(Material, labels.MATERIAL), (Step, labels.STEP), (Basis, labels.BASIS), (Faq, labels.FAQ)],
)
def test_every_field_of_a_row_has_its_name(kind, names):
    assert list(names) == [one.name for one in fields(kind)]


def test_every_keyword_of_a_form_has_its_name():
    assert set(labels.FIELD) >= FIELD_KEYWORDS
    assert set(labels.FORM) == WHOLE_KEYWORDS - {"properties", "required"}


def test_everything_the_register_can_put_into_a_field_has_its_name():
    assert list(labels.PREFILL) == [one.value for one in Known]
    assert set(labels.KINDS) == set(TYPES)


def test_a_guide_does_not_differ_from_itself():
    assert changes() == []
    assert changes(OTHER["origin"], **OTHER["origin"]) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_change_of_any_part_is_told_and_told_the_other_way_round(part: str):
    there, back = changes(**OTHER[part]), changes(OTHER[part])
    assert part in {change.part for change in there}
    assert {change.part for change in there} == {change.part for change in back} == set(OTHER[part])
    assert all(change.details and (change.label, change.section) == (PLACES[change.part].label, PLACES[change.part].section) for change in there)  # fmt: skip


def test_values_are_told_in_words_and_codes_by_their_names():
    assert values(only(changes(promised_term="4wd"))) == [("承诺时限", "5个工作日", "4个工作日")]
    assert values(only(changes(agency="hf-zrzy"))) == [("指南编制部门", NAMES["hf-csgl"], NAMES["hf-zrzy"])]
    assert values(only(changes(modes=["once"]))) == [("办理方式", "网上办、一次办", "一次办")]
    assert values(only(changes(audience="any"))) == [("服务对象", "自然人", "自然人、企业和其他组织")]


def test_what_was_empty_is_added_and_what_becomes_empty_is_removed():
    assert only(changes(summary="简介")).sort is Sort.ADDED
    assert only(changes({"summary": "简介"})).sort is Sort.REMOVED


def test_a_material_is_known_again_by_its_key():
    renamed = [{**MATERIALS[0], "name": "设置申请表", "copies": 2}, *MATERIALS[1:]]
    change = only(changes(materials=renamed))
    assert (change.sort, change.what) == (Sort.CHANGED, "设置申请表")
    assert values(change) == [("材料名称", "申请表", "设置申请表"), ("份数", "1", "2")]
    gone = only(changes(materials=MATERIALS[1:]))
    assert (gone.sort, gone.what) == (Sort.REMOVED, "申请表")
    assert ("来源", "申请人提交", "") in values(gone)


def test_another_order_of_materials_is_told_once():
    change = only(changes(materials=[MATERIALS[1], MATERIALS[0], MATERIALS[2]]))
    assert change.sort is Sort.REORDERED
    assert values(change) == [("顺序", "申请表 → 平面图 → 承诺书", "平面图 → 申请表 → 承诺书")]


def test_a_step_tells_its_agency_its_term_and_what_it_comes_after():
    steps = deepcopy(STEPS)
    steps[1] |= {"agency": "@lead", "term": "2wd", "after": ["review"]}
    change = only(changes(procedure=steps))
    assert change.what == "踏勘"
    assert values(change) == [
        ("办理部门", "合肥市自然资源和规划局", "主办单位"),
        ("环节时限", "3个工作日", "2个工作日"),
        ("前置环节", "", "审查"),
    ]


def test_a_field_of_the_form_tells_whether_it_must_be_filled_in():
    form = deepcopy(GUIDE["form"])
    form["required"] = ["place"]
    form["properties"]["place"]["maxLength"] = 20
    assert [(change.what, values(change)) for change in changes(form=form)] == [
        ("位置", [("最多字数", "10", "20")]),
        ("面积", [("必填", "是", "否")]),
    ]


def test_rules_of_the_form_as_a_whole_are_told():
    change = only(changes(form={**GUIDE["form"], "minProperties": 2}))
    assert (change.part, change.what, values(change)) == ("form", "", [("至少填写几项", "", "2")])


def test_one_article_named_twice_keeps_both_lines():
    law = {"law": "中华人民共和国行政许可法", "article": "第四十二条"}
    twice = [{**law, "about": "法定时限"}, {**law, "about": "延期"}]
    change = only(changes({"basis": twice}, basis=[twice[0], {**law, "about": "可以延期"}]))
    assert values(change) == [("依据的内容", "延期", "可以延期")]


def test_changes_come_in_the_order_of_the_sections():
    everything = {
        key: value for part in PARTS if part not in {"code", "materials"} for key, value in OTHER[part].items()
    }
    order = [list(Section).index(change.section) for change in changes(**everything)]
    assert order == sorted(order)


def test_parts_that_differ_as_plain_data_are_named():
    before, after = guide(), guide(trips=2, summary="简介")
    assert parts_changed(before, after) == ["summary", "trips"]
    assert parts_changed(before, guide()) == []
