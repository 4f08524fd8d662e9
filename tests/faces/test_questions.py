"""The form of an item on a page: every kind of field drawn, read back, and pointed to when it is wrong."""

from typing import Any

import pytest
from django.http import QueryDict
from tests.cast import item

from tongban.faces.pages import questions
from tongban.faces.pages.inputs import Typed, Widget, with_errors
from tongban.registry.catalog.rules import ItemSpec, validate_form

PERSON = {"who": {"type": "string", "title": "姓名", "maxLength": 3}, "age": {"type": "integer", "title": "年龄"}}
FIELDS: dict[str, Any] = {
    "name": {"type": "string", "title": "名称"},
    "seat": {"type": "object", "title": "住所", "properties": {"road": {"type": "string", "title": "路"}}},
    "people": {
        "type": "array",
        "title": "成员",
        "items": {"type": "object", "required": ["who"], "properties": PERSON},
    },
    "years": {"type": "array", "title": "年份", "items": {"type": "integer"}},
    "phone": {"type": "string", "title": "联系电话"},
}
KEPT = {
    "name": "甲",
    "seat": {"road": "望江路"},
    "people": [{"who": "张三", "age": 4}, {"who": "李四"}],
    "years": [2022],
}


@pytest.fixture
def spec() -> ItemSpec:
    return ItemSpec.parse(
        {**item("firm", "设立", "hf-scjg", "market"), "form": {"type": "object", "properties": FIELDS}}
    )


def typed(text: str) -> Typed:
    return Typed(QueryDict(text))


def names(inputs) -> list[str]:
    """Every name that a page sends."""
    return [name for one in inputs for name in (names(one.parts) if one.parts else [one.name])]


def test_objects_and_lists_of_them_are_drawn_with_what_is_kept(spec):
    drawn = questions.inputs(spec, KEPT, Typed())
    assert [one.widget for one in drawn] == [Widget.LINE, Widget.GROUP, Widget.ROWS, Widget.TEXT, Widget.PHONE]
    assert names(drawn) == [
        "form.name",
        "form.seat.road",
        "form.people.0.who",
        "form.people.0.age",
        "form.people.1.who",
        "form.people.1.age",
        "form.years",
        "form.phone",
    ]
    assert set(names(drawn)) <= questions.html_names(spec)


def test_what_is_sent_unchanged_is_read_as_it_was(spec):
    sent = QueryDict(mutable=True)

    def send(inputs) -> None:
        for one in inputs:
            if one.parts:
                send(one.parts)
            else:
                sent[one.name] = one.value

    send(questions.inputs(spec, KEPT, Typed()))
    assert questions.read(spec, {}, Typed(sent)) == KEPT


def test_empty_rows_and_empty_groups_are_left_out(spec):
    sent = typed("form.name=&form.seat.road=&form.people.0.who=&form.people.3.who=%E5%BC%A0&form.people.3.age=")
    assert questions.read(spec, KEPT, sent) == {"people": [{"who": "张"}]}


def test_a_page_of_some_fields_leaves_the_others_alone(spec):
    assert questions.read(spec, KEPT, typed("form.name=乙"), ["name", "phone"]) == {**KEPT, "name": "乙"}
    assert names(questions.inputs(spec, KEPT, Typed(), ["seat"])) == ["form.seat.road"]
    assert questions.html_names(spec, ["seat"]) == {"form.seat.road"}


def test_one_more_row_is_drawn_when_asked_for_and_never_more_than_the_most(spec):
    grown = questions.inputs(spec, {}, typed("form.people.0.who=张&more=form.people"), ["people"])
    assert [one.value for row in grown[0].parts for one in row.parts] == ["张", "", "", ""]
    many = questions.inputs(spec, {}, typed("form.people.999.who=张&more=form.people"), ["people"])
    assert len(many[0].parts) == questions.MOST_ROWS


def test_each_problem_stands_at_its_input(spec):
    wrong = {"people": [{"who": "张三"}, {"who": "名字太长", "age": "老"}, {}], "years": ["去年"], "seat": {"road": 7}}
    found = questions.errors(validate_form(spec, wrong))
    assert set(found) == {
        "form.people.1.who",
        "form.people.1.age",
        "form.people.2.who",
        "form.years",
        "form.seat.road",
    }
    drawn = with_errors(questions.inputs(spec, wrong, Typed()), found)
    row = drawn[2].parts[1].parts[0]
    assert (row.error, row.anchor) == ("“成员 第2项 姓名”不能超过3个字。", "i-form-people-1-who")
    assert row.described_by == "e-i-form-people-1-who"
