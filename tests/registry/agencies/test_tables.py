"""What the tables of agencies refuse by themselves."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, models, transaction

from tongban.registry.agencies.models import Agency, Assignment, Centre, Post, Staff, Window

FROM, BEFORE = date(2022, 7, 1), date(2022, 6, 30)
AGENCY = {
    "code": "hf-new",
    "name": "新局",
    "short_name": "新局",
    "kind": "new",
    "level": "city",
    "region_id": "340100",
    "valid_from_on": FROM,
}
CENTRE = {"code": "c", "name": "中心", "agency_id": "hf-scjg", "region_id": "340100", "address": "合肥市"}
WINDOW = {"code": "w", "name": "窗口", "centre_id": "c0", "kind": "comprehensive"}
STAFF = {
    "number": "N",
    "name": "张三",
    "agency_id": "hf-scjg",
    "identity_type": "contract",
    "active_from_on": FROM,
}
ASSIGNMENT = {"role": "clerk", "jurisdiction_id": "340122", "from_on": FROM, "document": "x"}

BAD = [
    ("agency_level_known", Agency, AGENCY, {"level": "village"}),
    ("agency_valid_from_until", Agency, AGENCY, {"valid_until_on": BEFORE}),
    ("centre_hours", Centre, CENTRE, {"opens": "09:00"}),
    ("centre_hours", Centre, CENTRE, {"closes": "17:00"}),
    ("centre_hours", Centre, CENTRE, {"opens": "17:00", "closes": "09:00"}),
    ("window_hours", Window, WINDOW, {"opens": "09:00"}),
    ("window_hours", Window, WINDOW, {"opens": "09:00", "closes": "09:00"}),
    ("window_kind_known", Window, WINDOW, {"kind": "hatch"}),
    ("staff_identity_known", Staff, STAFF, {"identity_type": "temp"}),
    ("staff_active_from_until", Staff, STAFF, {"active_until_on": BEFORE}),
    ("assignment_role_known", Assignment, ASSIGNMENT, {"role": "applicant"}),
    ("assignment_from_until", Assignment, ASSIGNMENT, {"until_on": BEFORE}),
]


@pytest.fixture
def rows(person):
    Centre.objects.create(**(CENTRE | {"code": "c0"}))
    return person


@pytest.mark.parametrize(("constraint", "model", "good", "change"), BAD)
def test_a_row_of_nonsense_is_refused_and_its_sensible_twin_is_not(rows, constraint, model, good, change):
    more = {"staff": rows} if model is Assignment else {}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**(good | change | more))
    assert model.objects.create(**(good | more)).pk


def test_every_check_constraint_has_a_case_above():
    checks = {
        each.name
        for model in apps.get_app_config("agencies").get_models()
        for each in model._meta.constraints
        if isinstance(each, models.CheckConstraint)
    }
    assert checks == {name for name, *_ in BAD}


def refuses_twice(model, fields):
    model.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**fields)


def test_posts_and_assignments_are_unique(rows):
    refuses_twice(Post, {"agency_id": "hf-scjg", "code": "reg", "name": "登记岗"})
    refuses_twice(Assignment, ASSIGNMENT | {"staff": rows})


def test_two_open_agencies_of_one_line_in_one_region_are_refused(rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(**(AGENCY | {"kind": "scjg"}))


@pytest.mark.parametrize("model", [Agency, Assignment, Centre, Post, Staff, Window])
def test_the_administration_only_shows(rf, model):
    page = admin.site._registry[model]
    assert page.check() == []
    request = rf.get("/")
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
