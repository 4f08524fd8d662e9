"""Guides of items: read strictly, contradictions refused by name."""

from decimal import Decimal

import pytest
from tests.registry.catalog.guides import GUIDE, guide, with_field

from tongban.common.errors import BadInput
from tongban.registry.catalog.rules import Audience, ItemSpec, ItemType, Mode, Source, check_complete
from tongban.registry.powers.rules import PowerType
from tongban.workdays import Term

STEP = {"key": "review", "name": "审查", "agency": "@lead", "term": "2wd"}


def refusal(**changes):
    with pytest.raises(BadInput) as caught:
        ItemSpec.parse(guide(**changes))
    return caught.value


def test_a_guide_is_read_into_values():
    spec = ItemSpec.parse(guide(fee_yuan="12.50", fee_basis="皖价费〔2020〕1号"))
    assert (spec.type, spec.audience, spec.modes) == (ItemType.PERMIT, Audience.PERSON, (Mode.ONLINE, Mode.ONCE))
    assert (spec.statutory_term, spec.promised_term) == (Term.parse("20wd"), Term.parse("5wd"))
    assert spec.fee_yuan == Decimal("12.50")
    assert [one.source for one in spec.materials] == [Source.UPLOAD, Source.UPLOAD, Source.COMMITMENT]
    assert spec.procedure.parallel_term == Term.parse("4wd")


def test_terms_not_given_are_those_of_the_licensing_law():
    spec = ItemSpec.parse(guide())
    assert (str(spec.acceptance_term), str(spec.delivery_term), str(spec.extension_term)) == ("5wd", "10wd", "10wd")
    assert spec.correction_answer_term is None


def test_an_empty_extension_term_means_none_is_allowed():
    assert ItemSpec.parse(guide(extension_term="")).extension_term is None


def test_plain_data_of_a_guide_gives_the_same_guide():
    spec = ItemSpec.parse(guide(extension_term="", fee_yuan=3, fee_basis="依据", effect="enterprise.change"))
    assert ItemSpec.parse(spec.as_data()) == spec


def test_types_are_those_of_powers_with_their_national_numbers():
    assert {one.value for one in ItemType} == {one.value for one in PowerType}
    assert (ItemType.PERMIT.number, ItemType.PAYMENT.number, ItemType.PUBLIC_SERVICE.number) == ("01", "05", "20")


@pytest.mark.parametrize(
    ("audience", "kind", "admitted"),
    [
        ("person", "person", True),
        ("person", "enterprise", False),
        ("enterprise", "person", False),
        ("any", "person", True),
        ("any", "enterprise", True),
    ],
)
def test_an_audience_admits_its_own_kind(audience, kind, admitted):
    assert Audience(audience).admits(kind) is admitted


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"colour": "red"}, "item.keys", ["kiosk-permit", "colour"]),
        ({"materials": [{"key": "a", "name": "甲", "sise": 1}]}, "item.keys", ["kiosk-permit", "sise"]),
        ({"name": ""}, "item.missing", ["kiosk-permit", "name"]),
        ({"code": "a b"}, "item.value", ["code", "a b"]),
        ({"type": "licence"}, "item.value", ["type", "licence"]),
        ({"trips": -1}, "item.value", ["trips", "-1"]),
        ({"trips": True}, "item.value", ["trips"]),
        ({"fee_yuan": "1.005"}, "item.value", ["fee_yuan", "1.005"]),
        ({"fee_yuan": "many"}, "item.value", ["fee_yuan", "many"]),
        ({"commitment_allowed": "yes"}, "item.value", ["commitment_allowed"]),
        ({"materials": {"key": "a"}}, "item.value", ["materials"]),
        ({"promised_term": 5}, "item.value", ["promised_term", "5"]),
        ({"promised_term": "soon"}, "term.bad", ["soon"]),
        ({"modes": ["online", "fax"]}, "item.mode", ["kiosk-permit", "fax"]),
        ({"modes": ["online", "online"]}, "item.duplicate", ["online"]),
        ({"basis": [{"law": "行政许可法"}]}, "item.missing", ["article"]),
        ({"promised_term": "21wd"}, "item.promise", ["报刊亭设置许可", "21个工作日", "20个工作日"]),
        ({"promised_term": "3wd"}, "item.critical_path", ["报刊亭设置许可", "4个工作日", "3个工作日", "踏勘→决定"]),
        ({"procedure": [STEP | {"after": ["review"]}]}, "procedure.loop", ["review→review"]),
        ({"materials": [{"key": "a", "name": "甲"}] * 2}, "item.duplicate", ["报刊亭设置许可", "a"]),
        (
            {"materials": [{"key": "a", "name": "甲", "required": False, "deferrable": True}]},
            "item.deferrable",
            ["kiosk-permit", "甲", "deferrable: true", "required: false"],
        ),
        ({"commitment_allowed": False}, "item.commitment", ["报刊亭设置许可", "承诺书"]),
        ({"fee_yuan": 5}, "item.fee", ["报刊亭设置许可", "5"]),
        ({"effect": "enterprise.eat"}, "item.value", ["effect", "enterprise.eat"]),
        ({"effect_fields": {"name": "place"}}, "item.effect", ["报刊亭设置许可"]),
        (
            {"effect": "enterprise.change", "effect_fields": {"name": "title"}},
            "item.effect_field",
            ["报刊亭设置许可", "name", "title"],
        ),
        (
            {
                "procedure": [
                    STEP | {"choice": "c", "when": "height > 3"},
                    STEP | {"key": "other", "choice": "c"},
                ]
            },
            "item.condition_field",
            ["报刊亭设置许可", "review", "height > 3", "height"],
        ),
        ({"form": {"type": "object", "properties": 3}}, "form.schema", ["报刊亭设置许可", "properties"]),
        ({"form": {"type": "string"}}, "form.type", ["报刊亭设置许可"]),
        ({"form": {"type": "object", "$ref": "https://example.org"}}, "form.keyword", ["$ref"]),
        ({"form": with_field(type="string", title="Name")}, "form.title", ["extra"]),
        ({"form": with_field(title="名称")}, "form.field_type", ["extra"]),
        ({"form": with_field(type="string", title="名称", allOf=[])}, "form.schema", ["allOf"]),
        ({"form": with_field(type="string", title="名称", format="uri")}, "form.format", ["extra"]),
        (
            {"form": with_field(type="string", title="名称", enum=["a"], **{"x-labels": {"b": "乙"}})},
            "form.labels",
            ["extra"],
        ),
        ({"form": {"type": "object", "required": ["ghost"], "properties": {}}}, "form.required", ["ghost"]),
        ({"form": {"type": "object", "properties": {"Größe": {}}}}, "form.field", ["Größe"]),
    ],
)
def test_a_contradiction_is_refused_by_name_and_values(changes, code, words):
    caught = refusal(**changes)
    assert caught.code == code
    assert [word for word in words if word not in caught.message] == []


def test_what_is_no_mapping_is_refused():
    with pytest.raises(BadInput, match="应是"):
        ItemSpec.parse(["code"])


def test_a_promise_counted_otherwise_is_refused_when_it_may_be_longer():
    assert refusal(statutory_term="20d", promised_term="19wd").code == "item.promise"


@pytest.mark.parametrize("key", ["power", "basis", "statutory_term", "promised_term", "form", "procedure"])
def test_a_guide_that_lacks_what_a_case_needs_is_not_complete(key):
    spec = ItemSpec.parse({name: value for name, value in GUIDE.items() if name != key})
    with pytest.raises(BadInput) as caught:
        check_complete(spec)
    assert caught.value.code == "item.incomplete"
    assert caught.value.params["missing"] == key


def test_a_material_is_found_by_its_key_or_refused():
    spec = ItemSpec.parse(guide())
    assert spec.material("plan").deferrable
    with pytest.raises(BadInput, match="没有材料“map”"):
        spec.material("map")
