"""Filled-in forms: every kind of mistake is told in a sentence with the Chinese name of the field."""

import pytest
from tests.registry.catalog.guides import guide

from tongban.registry.catalog.rules import ItemSpec, validate_form

FORM = {
    "type": "object",
    "required": ["name", "from_on"],
    "minProperties": 2,
    "dependentRequired": {"proxy": ["proxy_phone"]},
    "properties": {
        "name": {"type": "string", "title": "名称", "minLength": 2, "maxLength": 5},
        "from_on": {"type": "string", "format": "date", "title": "起始日期"},
        "mail": {"type": "string", "format": "email", "title": "邮箱"},
        "phone": {"type": "string", "title": "电话", "pattern": "^[0-9]{11}$"},
        "kind": {"type": "string", "title": "类别", "enum": ["a", "b"], "x-labels": {"a": "甲类", "b": "乙类"}},
        "agreed": {"type": "boolean", "title": "同意", "const": True},
        "staff": {"type": "integer", "title": "人数", "minimum": 1, "maximum": 9},
        "area": {"type": "number", "title": "面积", "exclusiveMinimum": 0, "exclusiveMaximum": 50},
        "fee": {"type": "number", "title": "金额", "multipleOf": 5},
        "title": {"type": "string", "title": "标题", "minLength": 1},
        "proxy": {"type": "string", "title": "代理人"},
        "proxy_phone": {"type": "string", "title": "代理人电话"},
        "people": {
            "type": "array",
            "title": "成员",
            "minItems": 1,
            "maxItems": 2,
            "uniqueItems": True,
            "items": {
                "type": "object",
                "title": "人",
                "required": ["who"],
                "properties": {"who": {"type": "string", "title": "姓名", "maxLength": 3}},
            },
        },
    },
}
GOOD = {"name": "报刊亭", "from_on": "2022-07-01"}
SPEC = ItemSpec.parse(guide(form=FORM))


def test_a_form_filled_in_well_has_no_problems():
    given = GOOD | {"mail": "a@b.cn", "phone": "13800000000", "kind": "a", "agreed": True, "staff": 1, "area": 49.9}
    assert validate_form(SPEC, given | {"people": [{"who": "张三"}]}) == []


@pytest.mark.parametrize(
    ("given", "path", "code", "message"),
    [
        ({"name": "a"}, "name", "minLength", "“名称”至少填2个字。"),
        ({"name": "报刊亭报刊亭"}, "name", "maxLength", "“名称”不能超过5个字。"),
        ({"name": 3}, "name", "type", "“名称”应填文字。"),
        ({"from_on": "2022-02-30"}, "from_on", "format", "“起始日期”应填2022-07-01 这样的日期。"),
        ({"mail": "nobody"}, "mail", "format", "“邮箱”应填电子邮箱地址。"),
        ({"phone": "12"}, "phone", "pattern", "“电话”的格式不对,请核对后重填。"),
        ({"kind": "c"}, "kind", "enum", "“类别”只能选:甲类、乙类。"),
        ({"agreed": False}, "agreed", "const", "“同意”必须为是。"),
        ({"staff": 1.5}, "staff", "type", "“人数”应填整数。"),
        ({"staff": 0}, "staff", "minimum", "“人数”不能小于1。"),
        ({"staff": 10}, "staff", "maximum", "“人数”不能大于9。"),
        ({"area": 0}, "area", "exclusiveMinimum", "“面积”应大于0。"),
        ({"area": 50}, "area", "exclusiveMaximum", "“面积”应小于50。"),
        ({"fee": 7}, "fee", "multipleOf", "“金额”应为5的整数倍。"),
        ({"title": ""}, "title", "minLength", "“标题”不能为空。"),
        ({"colour": 1}, "colour", "additionalProperties", "表单里没有“colour”这一项,请删去。"),
        ({"proxy": "李四"}, "proxy_phone", "dependentRequired", "填写了“代理人”的,还须填写“代理人电话”。"),
        ({"people": []}, "people", "minItems", "“成员”至少填1项。"),
        ({"people": [{"who": "甲"}] * 2}, "people", "uniqueItems", "“成员”里有重复的内容。"),
        ({"people": [{"who": "甲"}, {"who": "乙"}, {"who": "丙"}]}, "people", "maxItems", "“成员”不能超过2项。"),
        ({"people": [{"who": "甲"}, {}]}, "people[1].who", "required", "请填写“姓名”。"),
        ({"people": [{"who": "欧阳某某"}]}, "people[0].who", "maxLength", "“成员 第1项 姓名”不能超过3个字。"),
        ({"people": ["甲"]}, "people[0]", "type", "“成员 第1项”应填一组内容。"),
    ],
)
def test_a_mistake_is_told_with_the_name_of_the_field(given, path, code, message):
    (problem,) = validate_form(SPEC, GOOD | given)
    assert (problem.path, problem.code, problem.message) == (path, code, message)


def test_everything_missing_is_told_at_once_in_the_order_of_the_form():
    problems = validate_form(SPEC, {"phone": "1", "colour": 1})
    assert [problem.path for problem in problems] == ["name", "from_on", "phone", "colour"]


def test_a_form_with_too_few_answers_is_told_as_a_whole():
    spec = ItemSpec.parse(guide(form={key: value for key, value in FORM.items() if key != "required"}))
    assert [problem.message for problem in validate_form(spec, {"name": "报刊亭"})] == ["“表单”至少填写2项。"]
