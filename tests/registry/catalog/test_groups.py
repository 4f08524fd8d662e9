"""Pages of a form, and what is filled in on them beforehand."""

import pytest
from tests.registry.catalog.guides import guide

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules import Group, ItemSpec, Known, groups, phone_fields, prefilled, source_of


def line(title: str, **more):
    return {"type": "string", "title": title, **more}


def form(properties, **more):
    return {"type": "object", "properties": properties, **more}


def spec(properties, **more) -> ItemSpec:
    return ItemSpec.parse(guide(form=form(properties, **more)))


NINE = {f"field_{number}": line(f"第{number}栏") for number in range(9)}


def test_a_guide_says_itself_which_fields_share_a_page():
    rows = [{"title": "您是谁", "fields": ["b"]}, {"title": "在哪里", "fields": ["a", "c"]}]
    found = groups(form({"a": line("甲"), "b": line("乙"), "c": line("丙")}, **{"x-group": rows}))
    assert found == [Group("您是谁", ("b",)), Group("在哪里", ("a", "c"))]


def test_without_groups_fields_are_asked_evenly_at_most_four_a_page():
    assert [len(one.fields) for one in groups(form(NINE))] == [3, 3, 3]
    assert [len(one.fields) for one in groups(form(dict(list(NINE.items())[:5])))] == [2, 3]
    assert [len(one.fields) for one in groups(form(dict(list(NINE.items())[:4])))] == [4]
    assert groups(form({})) == []


def test_a_title_of_our_own_names_the_first_fields():
    assert groups(form(NINE))[0].title == "第0栏、第1栏等3项"
    assert groups(form({"a": line("甲"), "b": line("乙")}))[0].title == "甲、乙"


def test_what_has_fields_of_its_own_gets_a_page_of_its_own():
    person = {"type": "object", "title": "经办人", "properties": {"who": line("姓名")}}
    people = {"type": "array", "title": "成员", "items": {"type": "object", "properties": {"who": line("姓名")}}}
    words = {"type": "array", "title": "别名", "items": {"type": "string"}}
    found = groups(form({"a": line("甲"), "person": person, "b": line("乙"), "words": words, "people": people}))
    assert [one.fields for one in found] == [("a",), ("person",), ("b", "words"), ("people",)]


@pytest.mark.parametrize(
    "rows",
    [
        [{"title": "甲", "fields": ["a"]}],
        [{"title": "甲", "fields": ["a", "b", "b"]}],
        [{"title": "甲", "fields": ["a", "b", "z"]}],
        [{"title": "甲", "fields": ["a", "b"], "colour": "red"}],
        [{"title": " ", "fields": ["a", "b"]}],
        [{"title": "甲", "fields": "ab"}],
        ["甲"],
        {"title": "甲"},
    ],
)
def test_groups_that_lose_or_invent_a_field_are_refused(rows):
    with pytest.raises(BadInput, match="x-group"):
        spec({"a": line("甲"), "b": line("乙")}, **{"x-group": rows})


def test_only_the_whole_form_has_groups():
    inner = {"type": "object", "title": "内", "properties": {"a": line("甲")}, "x-group": []}
    with pytest.raises(BadInput, match="不支持的关键字"):
        spec({"inner": inner})


def test_a_field_is_filled_from_what_it_says_or_from_an_obvious_title():
    found = spec(
        {
            "who": line("经营者姓名"),
            "where": line("经营场所", **{"x-prefill": "service_address"}),
            "boss": line("法定代表人", **{"x-prefill": "none"}),
            "capital": {"type": "number", "title": "注册资本(元)"},
            "phone": line("联系电话"),
            "other": line("备注"),
        }
    )
    known = {
        "name": "高明",
        "service_address": "样例路1号",
        "legal_representative": "高明",
        "registered_capital_yuan": "1000000.00",
    }
    assert prefilled(found, known) == {"who": "高明", "where": "样例路1号", "capital": 1000000}
    assert (source_of(found, "phone"), phone_fields(found)) == (Known.PHONE, ["phone"])


def test_what_the_field_itself_would_refuse_is_left_empty():
    found = spec({"who": line("申请人姓名", maxLength=2), "where": line("住所", maxLength=3)})
    assert prefilled(found, {"name": "高明", "address": "合肥市新站高新区"}) == {"who": "高明"}
    assert prefilled(found, {}) == {}


def test_an_item_that_changes_the_register_asks_for_the_new_fact():
    found = ItemSpec.parse(
        guide(
            form=form({"name": line("企业名称"), "boss": line("法定代表人"), "phone": line("联系电话")}),
            effect="enterprise.change",
            effect_fields={"name": "name"},
        )
    )
    assert prefilled(found, {"name": "旧名称", "legal_representative": "高明"}) == {"boss": "高明"}


def test_an_unknown_source_is_refused():
    with pytest.raises(BadInput, match="x-prefill"):
        spec({"who": line("姓名", **{"x-prefill": "passport"})})
