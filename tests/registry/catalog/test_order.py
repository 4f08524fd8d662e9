"""The order of a form's fields survives a database that sorts keys."""

import json
from typing import Any

import pytest
from tests.registry.catalog.conftest import AT, AUTHOR
from tests.registry.catalog.guides import guide

from tongban.registry.catalog import queries, services
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.catalog.rules.order import ordered, restored

PERSON = {
    "type": "object",
    "properties": {"surname": {"type": "string", "title": "姓"}, "id": {"type": "string", "title": "号"}},
}
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "location": {"type": "string", "title": "坐落"},
        "use": {"type": "string", "title": "用途"},
        "people": {"type": "array", "title": "成员", "items": {**PERSON, "title": "人"}},
        "agent": {**PERSON, "title": "代理人"},
    },
}  # fmt: skip


def sorted_keys(data: Any) -> Any:
    """As a database may give it back."""
    return json.loads(json.dumps(data, sort_keys=True))


def names(schema: dict[str, Any]) -> list[list[str]]:
    """The order of the fields, and of those within."""
    fields = schema["properties"]
    return [list(fields), list(fields["people"]["items"]["properties"]), list(fields["agent"]["properties"])]


def test_fields_come_back_in_the_order_they_were_written():
    assert names(sorted_keys(FORM)) != names(FORM)
    back = restored(sorted_keys(ordered(FORM)))
    assert (back, names(back)) == (FORM, names(FORM))
    assert restored(FORM) == FORM


@pytest.mark.parametrize("order", [None, "use", ["ghost", "use"], []])
def test_an_order_that_does_not_fit_loses_no_field(order: object):
    assert set(restored({**FORM, "x-order": order})["properties"]) == set(FORM["properties"])


def test_a_stored_guide_reads_as_it_was_written_on_every_database(city):
    services.draft_item(spec=guide(form=FORM), actor=AUTHOR, at=AT)
    spec = ItemSpec.parse(queries.version("kiosk-permit", 1).spec)
    assert names(dict(spec.form)) == names(FORM)
    assert spec.as_data()["form"] == FORM


def test_another_order_of_fields_is_another_guide(city):
    first = services.draft_item(spec=guide(form=FORM), actor=AUTHOR, at=AT).spec
    turned = {**FORM, "properties": dict(reversed(FORM["properties"].items()))}
    services.edit_draft(item="kiosk-permit", number=1, spec=guide(form=turned), actor=AUTHOR, at=AT)
    assert queries.version("kiosk-permit", 1).spec != first
