"""Everything wrong with a guide at once: what parsing refuses first is found too, with its place, and more beside it."""

from typing import Any

import pytest
from tests.registry.catalog.guides import GUIDE, guide, with_field

from tongban.common.errors import DomainError
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.faults import MENDED, faults
from tongban.registry.catalog.rules.items import READERS
from tongban.registry.catalog.rules.labels import BASIS, FAQ, MATERIAL, PLACES, STEP

STEP_A = {"key": "review", "name": "审查", "agency": "@lead", "term": "2wd"}
STEP_B = {"key": "sign", "name": "签批", "agency": "@lead", "term": "1wd"}
PLACED: list[tuple[dict[str, Any], list[str]]] = [
    ({"colour": "red"}, [""]),
    ({"name": ""}, ["name"]),
    ({"name": "", "type": "licence", "agency": ""}, ["name", "type", "agency"]),
    ({"trips": "x"}, ["trips"]),
    ({"modes": ["fax"]}, ["modes"]),
    ({"topics": ["fun"]}, ["topics"]),
    ({"fee_yuan": "many"}, ["fee_yuan"]),
    ({"fee_yuan": 5}, ["fee_basis"]),
    ({"promised_term": "soon", "delivery_term": "x"}, ["promised_term", "delivery_term"]),
    ({"promised_term": "21wd"}, ["promised_term"]),
    ({"promised_term": "3wd"}, ["promised_term"]),
    ({"statutory_term": "20d", "promised_term": "4d", "extension_term": "10wd", "procedure": []}, ["extension_term"]),
    ({"materials": {"key": "a"}}, ["materials"]),
    ({"materials": ["a"]}, ["materials.0"]),
    (
        {"materials": [{"key": "A", "name": "", "copies": "x", "source": "y"}, {"key": "b", "name": "乙"}]},
        ["materials.0.key", "materials.0.name", "materials.0.source", "materials.0.copies"],
    ),
    ({"materials": [{"key": "a", "name": "甲", "sise": 1}]}, ["materials.0"]),
    ({"materials": [{"key": "a", "name": "甲", "required": False, "deferrable": True}]}, ["materials.0.deferrable"]),
    ({"materials": [{"key": "a", "name": "甲"}, {"key": "b", "name": "乙"}, {"key": "a", "name": "丙"}]}, ["materials.2.key"]),
    ({"commitment_allowed": False}, ["commitment_allowed"]),
    ({"basis": [{"law": "", "article": ""}]}, ["basis.0.law", "basis.0.article"]),
    ({"faq": [{"question": "?", "answer": ""}, {"question": "", "answer": "!"}]}, ["faq.0.answer", "faq.1.question"]),
    (
        {"procedure": [{"key": "A", "name": "", "agency": "", "term": "soon", "after": "x"}]},
        ["procedure.0.agency", "procedure.0.after", "procedure.0.key", "procedure.0.name", "procedure.0.term"],
    ),
    ({"procedure": [STEP_A, STEP_A]}, ["procedure.1.key"]),
    ({"procedure": [STEP_A | {"after": ["ghost"]}]}, ["procedure.0.after"]),
    ({"procedure": [STEP_A | {"after": ["review"]}]}, ["procedure"]),
    ({"procedure": [STEP_A, STEP_B | {"term": "2d"}]}, ["procedure"]),
    ({"procedure": [STEP_A, STEP_B | {"when": "area_m2 > 3"}]}, ["procedure.1.when"]),
    ({"procedure": [STEP_A | {"when": "big", "choice": "c"}]}, ["procedure.0.when"]),
    (
        {"procedure": [STEP_A | {"choice": "c", "when": "height > 3"}, STEP_B | {"choice": "c"}]},
        ["procedure.0.when"],
    ),
    ({"effect": "enterprise.eat"}, ["effect"]),
    ({"effect_fields": {"name": "place"}}, ["effect"]),
    ({"effect": "enterprise.change", "effect_fields": {"name": "title"}}, ["effect_fields"]),
    ({"form": {"type": "object", "properties": 3}}, ["form"]),
    ({"form": with_field(title="名称")}, ["form.extra"]),
    ({"form": {"type": "object", "properties": {"Größe": {}, "ok": {"type": "string", "title": "x"}}}}, ["form.Größe", "form.ok"]),
    ({"form": with_field(type="text", title="名称")}, ["form.extra"]),
    ({"form": {"type": "object", "required": ["ghost"], "properties": {}}}, ["form.ghost"]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "places"), PLACED)
def test_each_fault_has_its_place(changes: dict[str, Any], places: list[str]):
    assert sorted(fault.place for fault in faults(guide(**changes))) == sorted(places)


@pytest.mark.parametrize("changes", [changes for changes, _ in PLACED])
def test_there_are_faults_exactly_where_parsing_refuses(changes: dict[str, Any]):
    with pytest.raises(DomainError):
        ItemSpec.parse(guide(**changes))


def test_a_guide_in_order_has_no_faults():
    assert faults(guide()) == []
    assert faults({"code": "ab", "name": "名", "type": "permit", "agency": "hf-csgl"}) == []


@pytest.mark.parametrize("data", [None, [], "x", {}, {1: 2}])
def test_what_is_no_guide_is_a_fault_and_no_failure(data: object):
    assert faults(data)


def test_faults_of_different_parts_are_told_at_once_with_the_names_of_the_guide():
    found = faults(guide(name="", trips=-1, promised_term="21wd", fee_yuan=5, materials=[{"key": "a", "name": ""}]))
    assert {fault.part for fault in found} == {"name", "trips", "promised_term", "fee_basis", "materials"}
    said = " ".join(fault.refusal.message for fault in found)
    assert "缺少“事项名称”" in said
    assert "“跑动次数”应为不小于0的整数,现为“-1”" in said
    assert "第1项的材料缺少“材料名称”" in said


def test_every_part_has_a_reader_and_every_field_of_a_row_can_be_mended():
    assert list(READERS) == list(ItemSpec.__dataclass_fields__)
    assert {*MATERIAL, *STEP, *BASIS, *FAQ} == set(MENDED)
    assert set(GUIDE) <= set(PLACES)
