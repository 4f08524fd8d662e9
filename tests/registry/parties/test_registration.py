"""Registering parties and changing what the register says."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from tests.registry.parties.conftest import AT, CASE, CITIZEN_ID, CREDIT_CODE, ESTABLISHED_ON, PHONE

from tongban.common.errors import BadInput, Conflict, NotFound, Refused
from tongban.registry.parties import queries, services
from tongban.registry.parties.models import EnterpriseChange, Party
from tongban.registry.parties.rules import StatusKind

SECRETS = [CITIZEN_ID, CREDIT_CODE, PHONE, "13905510002", CITIZEN_ID[6:14], PHONE[3:7]]


def everything_written() -> list[str]:
    """Every value of every column of every table that is text or becomes one."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row if value is not None]
    return found


def test_no_clear_identifier_is_anywhere_in_the_database(citizen, enterprise, clerk):
    services.open_identifier(
        party=citizen, field=queries.IdentifierField.PHONE, actor=clerk, reason="电话通知补正", at=AT
    )
    services.change_enterprise(party=enterprise, changes={"address": "肥东县店埠镇2号"}, case_number=CASE, at=AT)
    written = everything_written()
    assert "高某" in written
    assert "合肥呈上建材科技有限公司" in written
    sealed = {citizen.identifier_sealed, citizen.phone_sealed, enterprise.identifier_sealed, enterprise.phone_sealed}
    clear = [value for value in written if value not in sealed]
    assert len(written) - len(clear) == 4
    assert not [(secret, value) for secret in SECRETS for value in clear if secret in value]
    assert not [secret for secret in SECRETS[:4] for value in sealed if secret in value]


def test_no_identifier_shows_in_what_python_prints(citizen, enterprise):
    for thing in (citizen, enterprise, enterprise.enterprise, queries.keyring()):
        printed = repr(thing) + str(thing)
        assert not [secret for secret in SECRETS if secret in printed]


def test_a_person_is_shown_masked_and_found_by_number_and_phone(citizen):
    assert citizen.identifier_masked == "3401**********221X"
    assert citizen.phone_masked == "138****0001"
    assert queries.find_by_identifier(CITIZEN_ID) == citizen
    assert list(queries.parties_by_phone(PHONE)) == [citizen]
    assert queries.find_by_identifier(CREDIT_CODE) is None


def test_after_the_secret_was_rotated_old_parties_are_found_and_open(citizen, clerk, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-secret-after-rotation-0123456789"
    assert queries.find_by_identifier(CITIZEN_ID) == citizen
    with pytest.raises(Conflict):
        services.register_person(name="高某", resident_id=CITIZEN_ID, region="340122", at=AT)
    field = queries.IdentifierField.IDENTIFIER
    assert services.open_identifier(party=citizen, field=field, actor=clerk, reason="核对身份", at=AT) == CITIZEN_ID


def test_the_same_number_is_registered_once(citizen):
    with pytest.raises(Conflict, match="已经登记") as refusal:
        services.register_person(name="别人", resident_id=CITIZEN_ID, region="340122", at=AT)
    assert CITIZEN_ID not in str(refusal.value)
    assert Party.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"resident_id": "340122198703052219"}, "identifier.resident_id"),
        ({"phone": "0551-6234"}, "identifier.mobile"),
        ({"name": "高\u202e某"}, "text.direction"),
        ({"name": "  "}, "text.blank"),
    ],
)
def test_a_person_with_a_bad_field_is_refused_and_nothing_is_kept(places, changed, code):
    fields = {"name": "高某", "resident_id": CITIZEN_ID, "region": "340122", "phone": PHONE, "at": AT} | changed
    with pytest.raises(BadInput) as refusal:
        services.register_person(**fields)
    assert refusal.value.code == code
    assert not Party.objects.exists()


def test_a_person_of_an_unknown_region_is_refused(places):
    with pytest.raises(NotFound, match="440100"):
        services.register_person(name="高某", resident_id=CITIZEN_ID, region="440100", at=AT)


def test_a_registered_enterprise_exists_since_its_establishment(enterprise):
    assert queries.status_on(enterprise, ESTABLISHED_ON) is StatusKind.ACTIVE
    assert queries.status_on(enterprise, date(2017, 2, 28)) is None
    assert queries.facts_of(enterprise) == {
        "name": "合肥呈上建材科技有限公司",
        "legal_representative": "高某",
        "business_scope": "建筑材料销售",
        "address": "肥东县石塘镇新街1号",
        "service_address": "",
        "registered_capital_yuan": "2000000.00",
    }
    assert enterprise.identifier_masked == "9134**********" + CREDIT_CODE[-4:]


def test_an_enterprise_established_tomorrow_is_refused(places):
    with pytest.raises(BadInput, match="成立日期"):
        services.register_enterprise(
            name="未来公司",
            credit_code=CREDIT_CODE,
            region="340122",
            legal_representative="高某",
            business_scope="销售",
            address="1号",
            registered_capital_yuan=Decimal(1),
            established_on=date(2022, 8, 2),
            at=datetime(2022, 8, 1, 15, 59, tzinfo=UTC),
        )


def test_a_change_returns_and_records_only_what_really_changed(enterprise):
    facts = services.change_enterprise(
        party=enterprise,
        changes={
            "name": " 合肥呈上新材料有限公司 ",
            "legal_representative": "李某",
            "business_scope": "建筑材料销售",
            "registered_capital_yuan": "2000000.00",
        },
        case_number=CASE,
        at=AT,
    )
    assert facts == {"name": "合肥呈上新材料有限公司", "legal_representative": "李某"}
    kept = queries.changes_of(enterprise).get()
    assert kept.changes == {
        "name": ["合肥呈上建材科技有限公司", "合肥呈上新材料有限公司"],
        "legal_representative": ["高某", "李某"],
    }
    assert (kept.case_number, kept.at) == (CASE, AT)
    fresh = queries.party(enterprise.pk)
    assert fresh.name == "合肥呈上新材料有限公司"
    assert fresh.enterprise.legal_representative == "李某"


def test_a_capital_changes_exactly(enterprise):
    facts = services.change_enterprise(
        party=enterprise, changes={"registered_capital_yuan": 3000000.5}, case_number=CASE, at=AT
    )
    assert facts == {"registered_capital_yuan": "3000000.50"}
    assert queries.party(enterprise.pk).enterprise.registered_capital_yuan == Decimal("3000000.50")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"legal_person": "李某"}, "legal_person"),
        ({"identifier_sealed": "x"}, "identifier_sealed"),
        ({"address": "肥东县石塘镇新街1号"}, "没有需要变更"),
        ({}, "没有需要变更"),
        ({"address": ""}, "住所"),
        ({"name": 5}, "名称"),
        ({"registered_capital_yuan": "-1"}, "注册资本"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_writes_nothing(enterprise, changes, words):
    with pytest.raises(BadInput, match=words):
        services.change_enterprise(party=enterprise, changes=changes, case_number=CASE, at=AT)
    assert not EnterpriseChange.objects.exists()


def test_a_person_has_no_register_to_change(citizen):
    with pytest.raises(Refused, match="不是经营主体"):
        services.change_enterprise(party=citizen, changes={"name": "李某"}, case_number=CASE, at=AT)


def test_acts_take_at_most_eight_statements(places, statements):
    made = []

    def person():
        services.register_person(name="李某", resident_id=CITIZEN_ID, region="340122", phone=PHONE, at=AT)

    def company():
        made.append(
            services.register_enterprise(
                name="合肥某公司",
                credit_code=CREDIT_CODE,
                region="340122",
                legal_representative="高某",
                business_scope="销售",
                address="1号",
                registered_capital_yuan=Decimal(1),
                established_on=ESTABLISHED_ON,
                phone=PHONE,
                at=AT,
            )
        )

    def change():
        changes = {"name": "新名", "legal_representative": "李某", "address": "新址"}
        services.change_enterprise(party=made[0], changes=changes, case_number=CASE, at=AT)

    assert max(statements(act) for act in (person, company, change)) <= 8
    assert queries.party(made[0].pk).name == "新名"
