"""Regions in the database: loading, reading, and what the table refuses."""

import pytest
from django.contrib import admin
from django.db import IntegrityError, models, transaction

from tongban.common.errors import BadInput, NotFound
from tongban.registry.regions import queries, services
from tongban.registry.regions.models import Region

ROWS = [("340122105", "石塘镇"), ("340122", "肥东县"), ("340100", "合肥市"), ("340121", "长丰县")]


@pytest.fixture
def few(db):
    assert services.load_regions(rows=ROWS) == 4


def test_the_shipped_regions_are_those_of_hefei(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert services.load_hefei() == 263
    counted = {
        level: Region.objects.filter(level=level).count() for level in Region.objects.values_list("level", flat=True)
    }
    assert counted == {"city": 1, "county": 12, "town": 160, "village": 90}
    with_villages = Region.objects.filter(children__level="village").distinct()
    assert sorted(with_villages.values_list("name", flat=True)) == ["下塘镇", "岗集镇", "石塘镇", "花岗镇"]
    assert queries.region("340122105").full_name == "合肥市肥东县石塘镇"


def test_counties_come_each_with_its_towns_behind_it(few):
    assert [region.code for region in queries.counties_and_towns()] == ["340121", "340122", "340122105"]


def test_loading_the_same_twice_changes_nothing(few):
    assert services.load_regions(rows=ROWS) == 0
    assert Region.objects.count() == 4


def test_loading_a_new_name_renames_the_region_and_all_below_it(few):
    assert services.load_regions(rows=[("340122", "肥东区")]) == 2
    assert queries.region("340122105").full_name == "合肥市肥东区石塘镇"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        pytest.param([("340122", "肥东县"), ("340122", "肥东")], "regions.twice", id="a code twice"),
        pytest.param([("340122105", "石塘镇")], "regions.orphan", id="a town without its county"),
        pytest.param([("3401", "合肥")], "region.code", id="a code of no shape"),
    ],
)
def test_bad_rows_are_refused_as_a_whole(db, rows, code):
    with pytest.raises(BadInput) as refusal:
        services.load_regions(rows=[("340100", "合肥市"), *rows])
    assert refusal.value.code == code
    assert refusal.value.message
    assert Region.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("code,name,more\n340100,合肥市,x\n", "regions.header", id="an unknown column"),
        pytest.param("", "regions.header", id="an empty file"),
        pytest.param("code,name\n340100\n", "regions.row", id="a short row"),
        pytest.param("code,name\n340100,\n", "regions.row", id="a region without a name"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path, text, code):
    path = tmp_path / "regions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        services.read_regions(path)
    assert refusal.value.code == code
    assert "regions.csv" in refusal.value.message


def test_children_are_those_directly_below(few):
    assert [region.code for region in queries.children("340100")] == ["340121", "340122"]
    assert [region.code for region in queries.children("340122105")] == []


def test_a_region_that_does_not_exist_is_refused_by_its_code(few):
    with pytest.raises(NotFound) as refusal:
        queries.region("340199")
    assert "340199" in refusal.value.message


def test_regions_are_found_by_a_part_of_the_name_within_a_region_and_level(few):
    assert [region.code for region in queries.regions_named("肥东")] == ["340122", "340122105"]
    assert [region.code for region in queries.regions_named("县", within="340122")] == ["340122", "340122105"]
    assert [region.code for region in queries.regions_named("", within="340100", level=queries.Level.COUNTY)] == [
        "340122",
        "340121",
    ]


BAD = [
    ("region_level_fits_code", {"code": "340123", "level": "town", "parent_id": "340100"}),
    ("region_level_fits_code", {"code": "340200", "level": "county", "parent_id": "340100"}),
    ("region_level_fits_code", {"code": "340123", "level": "hamlet", "parent_id": "340100"}),
    ("region_level_fits_code", {"code": "340123", "level": "city", "parent_id": None}),
    ("region_level_fits_code", {"code": "340122106", "level": "village", "parent_id": "340122"}),
    ("region_only_a_city_has_no_parent", {"code": "340123", "level": "county", "parent_id": None}),
    ("region_only_a_city_has_no_parent", {"code": "340200", "level": "city", "parent_id": "340100"}),
]


@pytest.mark.parametrize(("constraint", "fields"), BAD)
def test_the_table_refuses_nonsense(few, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Region.objects.create(name="某地", full_name="某地", **fields)


def test_every_check_constraint_has_a_case_above():
    checks = {each.name for each in Region._meta.constraints if isinstance(each, models.CheckConstraint)}
    assert checks == {name for name, _ in BAD}


def test_two_regions_of_one_name_under_one_parent_are_refused(few):
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(code="340123", name="肥东县", full_name="x", level="county", parent_id="340100")


def test_the_administration_only_shows_regions(rf):
    page = admin.site._registry[Region]
    assert page.check() == []
    request = rf.get("/")
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
