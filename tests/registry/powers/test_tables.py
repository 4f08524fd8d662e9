"""What the tables of powers refuse by themselves."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, models, transaction
from tests.registry.powers.conftest import AT, FROM, SHITANG

from tongban.registry.powers.models import Delegation, Holding, Power

BEFORE = date(2022, 2, 28)
POWER = {"code": "new", "name": "新权力", "type": "permit", "basis": "某法"}
HOLDING = {"power_id": "food", "level": "city", "kind": "scjg", "from_on": FROM, "document": "文"}
PROPOSED = {
    "power_id": "food",
    "town_id": SHITANG,
    "agency_id": "340122105-zf",
    "giver_id": "340122-scjg",
    "mode": "assigned",
    "from_on": FROM,
    "document": "文",
}
PUBLISHED = PROPOSED | {"status": "published", "published_at": AT, "published_by": "staff:1"}
RECALLED = PUBLISHED | {
    "status": "recalled",
    "recalled_at": AT,
    "recalled_by": "staff:1",
    "recall_document": "文",
    "until_on": FROM,
}

BAD = [
    ("power_type_known", Power, POWER, {"type": "licence"}),
    ("holding_level_known", Holding, HOLDING, {"level": "village"}),
    ("holding_from_until", Holding, HOLDING, {"until_on": BEFORE}),
    ("delegation_mode_known", Delegation, PUBLISHED, {"mode": "own"}),
    ("delegation_status_known", Delegation, PUBLISHED, {"status": "draft"}),
    ("delegation_from_until", Delegation, PUBLISHED, {"until_on": BEFORE}),
    ("delegation_published_pair", Delegation, PUBLISHED, {"published_by": ""}),
    ("delegation_published_pair", Delegation, PROPOSED, {"published_by": "staff:1"}),
    ("delegation_recalled_pair", Delegation, RECALLED, {"recalled_by": ""}),
    ("delegation_recalled_pair", Delegation, PUBLISHED, {"recalled_by": "staff:1"}),
    ("delegation_published_is_recorded", Delegation, PROPOSED, {"status": "published"}),
    ("delegation_published_is_recorded", Delegation, PUBLISHED, {"status": "proposed"}),
    ("delegation_recalled_is_recorded", Delegation, RECALLED, {"recalled_at": None, "recalled_by": ""}),
    ("delegation_recalled_is_recorded", Delegation, RECALLED, {"until_on": None}),
    ("delegation_recalled_is_recorded", Delegation, RECALLED, {"recall_document": ""}),
    ("delegation_recalled_is_recorded", Delegation, RECALLED, {"status": "published"}),
    ("delegation_not_to_itself", Delegation, PUBLISHED, {"giver_id": "340122105-zf"}),
]


@pytest.mark.parametrize(("constraint", "model", "good", "change"), BAD)
def test_a_row_of_nonsense_is_refused_and_its_sensible_twin_is_not(food, constraint, model, good, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**(good | change))
    assert model.objects.create(**good).pk


def test_every_check_constraint_has_a_case_above():
    checks = {
        each.name
        for model in apps.get_app_config("powers").get_models()
        for each in model._meta.constraints
        if isinstance(each, models.CheckConstraint)
    }
    assert checks == {name for name, *_ in BAD}


@pytest.mark.parametrize(("model", "fields"), [(Holding, HOLDING), (Delegation, PUBLISHED)])
def test_one_beginning_is_recorded_once(food, model, fields):
    model.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**fields)


@pytest.mark.parametrize("model", [Power, Holding, Delegation])
def test_the_administration_only_shows(rf, model):
    page = admin.site._registry[model]
    assert page.check() == []
    request = rf.get("/")
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
