"""The packaged catalogue of Hefei: loads whole, twice without change, and says what the stories need."""

from datetime import UTC, date, datetime
from shutil import copytree

import pytest

from tongban.common.errors import BadInput, Conflict
from tongban.registry.agencies.services import load_hefei as load_agencies
from tongban.registry.catalog import queries
from tongban.registry.catalog.models import Item, ItemVersion
from tongban.registry.catalog.rules import Effect, Mode, Source, check_complete
from tongban.registry.catalog.services import LoadReport, load_catalog
from tongban.registry.catalog.services.loading import PACKAGED, read_packaged
from tongban.registry.powers import queries as powers
from tongban.registry.regions.services import load_hefei as load_regions

AT = datetime(2022, 1, 4, 1, 0, tzinfo=UTC)
ON = date(2022, 7, 1)
SPECS = {one.spec.code: one.spec for one in map(read_packaged, sorted((PACKAGED / "items").glob("*.yaml")))}


@pytest.fixture
def hefei(db):
    load_regions()
    load_agencies()
    return load_catalog(at=AT)


def test_the_catalogue_loads_whole_and_a_second_time_changes_nothing(hefei):
    assert hefei.published == len(SPECS) == ItemVersion.objects.in_force(ON).count()
    assert load_catalog(at=AT) == LoadReport(powers=0, published=0, unchanged=len(SPECS))
    version = queries.version_in_force("real-estate-first-registration", ON)
    assert queries.pinned(version.pk) == SPECS["real-estate-first-registration"]
    assert [one.agency for one in powers.who_may("real-estate-registration", "340102", ON)] == ["hf-bdc"]
    assert [one.agency for one in powers.who_may("food-business-licence", "340102", ON)] == ["340102-scjg"]


def test_a_file_edited_after_publishing_is_refused_a_new_file_is_the_next_version(hefei, tmp_path):
    folder = copytree(PACKAGED, tmp_path / "data")
    kept = folder / "items" / "enterprise-change.yaml"
    changed = kept.read_text(encoding="utf-8").replace("name: 企业变更登记", "name: 企业变更登记(新)")
    kept.write_text(changed, encoding="utf-8")
    with pytest.raises(Conflict, match=r"enterprise-change\.yaml"):
        load_catalog(folder, at=AT)
    kept.write_text((PACKAGED / "items" / "enterprise-change.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    later = changed.replace("valid_from_on: 2022-03-01", "valid_from_on: 2023-01-01")
    (folder / "items" / "enterprise-change.2.yaml").write_text(later, encoding="utf-8")
    assert load_catalog(folder, at=AT).published == 1
    assert queries.version_in_force("enterprise-change", date(2022, 12, 31)).number == 1
    assert queries.version_in_force("enterprise-change", date(2023, 1, 1)).number == 2
    assert load_catalog(folder, at=AT).published == 0


def test_a_guide_published_before_guides_had_topics_is_not_called_edited(db):
    load_regions()
    load_agencies()
    spec = SPECS["enterprise-change"]
    kept = {key: value for key, value in spec.as_data().items() if key != "topics"}
    signed = {"created_at": AT, "created_by": "worker"}
    item = Item.objects.create(
        code=spec.code, name=spec.name, type="confirmation", agency_id=spec.agency, region_id="340100", **signed
    )
    ItemVersion.objects.create(
        id=1,
        item=item,
        number=1,
        status="published",
        spec=kept,
        valid_from_on=date(2022, 3, 1),
        drafted_at=AT,
        drafted_by="worker",
        published_at=AT,
        published_by="worker",
    )
    assert load_catalog(at=AT).published == len(SPECS) - 1


def test_a_loading_refused_leaves_nothing_behind(db, tmp_path):
    load_regions()
    load_agencies()
    folder = copytree(PACKAGED, tmp_path / "data")
    bad = folder / "items" / "construction-permit.yaml"
    bad.write_text(bad.read_text(encoding="utf-8").replace("hf-rsj", "hf-nobody"), encoding="utf-8")
    with pytest.raises(BadInput, match="hf-nobody"):
        load_catalog(folder, at=AT)
    assert not ItemVersion.objects.exists()
    assert not powers.powers().exists()


def test_unknown_keys_of_a_file_are_refused(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("valid_from_on: 2022-01-01\ndocument: 文件\nspec: {}\ncolour: red\n", encoding="utf-8")
    with pytest.raises(BadInput, match="colour"):
        read_packaged(path)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_each_packaged_guide_is_complete_and_named_as_its_file(spec):
    check_complete(spec)
    assert (PACKAGED / "items" / f"{spec.code}.yaml").exists()
    assert any("时限" in basis.about for basis in spec.basis)  # where the statutory number comes from
    assert (Mode.ONLINE in spec.modes) == (spec.trips == 0 or spec.code == "real-estate-first-registration")


def test_the_certificate_of_the_story_takes_ten_days_side_by_side_and_fifteen_in_a_row():
    spec = SPECS["real-estate-first-registration"]
    assert [str(term) for term in (spec.statutory_term, spec.promised_term)] == ["30wd", "10wd"]
    assert [str(term) for term in (spec.procedure.parallel_term, spec.procedure.serial_term)] == ["10wd", "15wd"]
    assert spec.procedure.critical_path[0] == "survey"
    assert spec.procedure.by_key["survey"].agency == "hf-cehui"
    assert str(spec.acceptance_term) == "0wd"  # 不动产登记暂行条例 17: told on the spot, else accepted


def test_registration_was_held_under_the_older_law_before_march_2022(hefei):
    for power, line in (("market-entity-registration", "hf-scjg"), ("individual-business-registration", "340121-scjg")):
        region = "340100" if line.startswith("hf") else "340121"
        held = {on: powers.who_may(power, region, on) for on in (date(2022, 2, 28), date(2022, 3, 1))}
        assert [[one.agency for one in found] for found in held.values()] == [[line], [line]]
        assert ["市场主体" in found[0].document for found in held.values()] == [False, True]


@pytest.mark.parametrize(
    ("code", "effect", "facts"),
    [
        (
            "enterprise-registration",
            "enterprise.register",
            {"name", "legal_representative", "business_scope", "address", "registered_capital_yuan"},
        ),
        ("enterprise-change", "enterprise.change", {"name", "legal_representative", "business_scope", "address"}),
        (
            "enterprise-suspension",
            "enterprise.suspend",
            {"ground", "from_on", "until_on", "staff_agreement", "service_address"},
        ),
        ("enterprise-suspension-extension", "enterprise.extend_suspension", {"until_on"}),
        ("enterprise-resumption", "enterprise.resume", {"resumed_on"}),
        ("enterprise-cancellation", "enterprise.cancel", {"reason"}),
    ],
)
def test_what_a_decision_changes_comes_from_the_form(code, effect, facts):
    spec = SPECS[code]
    assert spec.effect is Effect(effect)
    assert set(spec.effect_fields) == facts
    assert set(spec.effect_fields.values()) <= set(spec.form_fields)


def test_suspension_is_wholly_online_without_a_trip():
    spec = SPECS["enterprise-suspension"]
    assert (Mode.ONLINE in spec.modes, spec.trips) == (True, 0)


def test_the_catalogue_shows_choices_parallels_deferrals_commitments_and_a_visit():
    def having(test):
        return {code for code, spec in SPECS.items() if test(spec)}

    assert "food-business-licence" in having(lambda spec: any(step.choice for step in spec.procedure))
    parallel = having(lambda spec: spec.procedure.parallel_term != spec.procedure.serial_term)
    assert {"real-estate-first-registration", "construction-permit", "outdoor-advertising-permit"} <= parallel
    assert "enterprise-cancellation" in having(lambda spec: any(one.deferrable for one in spec.materials))
    assert "public-place-hygiene-licence" in having(
        lambda spec: any(one.source is Source.COMMITMENT for one in spec.materials)
    )
    assert having(lambda spec: Mode.ONLINE not in spec.modes) == {"rural-housing-land-use"}
    assert len(SPECS["construction-permit"].procedure.steps) == 5
