"""Opening identifiers, acting for enterprises, and what the database itself refuses."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.registry.parties.conftest import AT, CASE, CITIZEN_ID, CREDIT_CODE, PHONE

from tongban.common.actors import Actor, Role
from tongban.common.crypto import SealError
from tongban.common.errors import BadInput, Conflict, NotAllowed, Refused
from tongban.registry.parties import queries, services
from tongban.registry.parties.models import (
    Enterprise,
    EnterpriseChange,
    EnterpriseStatus,
    IdentifierOpening,
    Party,
    Representative,
)
from tongban.registry.parties.rules import IdentifierField, RepresentativeKind

NUMBER, TELEPHONE = IdentifierField.IDENTIFIER, IdentifierField.PHONE


def opened(party, actor, reason="", field=NUMBER):
    return services.open_identifier(party=party, field=field, actor=actor, reason=reason, at=AT)


def test_staff_open_an_identifier_with_a_reason_and_the_log_says_who_and_why(citizen, clerk):
    assert opened(citizen, clerk, "核对身份证件") == CITIZEN_ID
    assert opened(citizen, clerk, "通知补正材料", TELEPHONE) == PHONE
    log = [(row.by, row.name, row.field, row.reason, row.at) for row in queries.openings_of(citizen)]
    assert log == [
        ("staff:7", "王晓", "identifier", "核对身份证件", AT),
        ("staff:7", "王晓", "phone", "通知补正材料", AT),
    ]


@pytest.mark.parametrize("reason", ["", "核对", "   核对   ", "\u200b\u200b\u200b\u200b"])
def test_staff_without_a_proper_reason_see_nothing(citizen, clerk, reason):
    with pytest.raises(BadInput, match="理由") as refusal:
        opened(citizen, clerk, reason)
    assert refusal.value.code == "identifier.reason"
    assert not IdentifierOpening.objects.exists()


def test_a_citizen_opens_the_own_number_without_a_reason_and_it_is_logged(citizen, applicant):
    assert opened(citizen, applicant) == CITIZEN_ID
    row = queries.openings_of(citizen).get()
    assert (row.by, row.reason) == (f"party:{citizen.pk}", "本人查看")


@pytest.mark.parametrize(
    "actor",
    [
        pytest.param(
            Actor(kind="party", name="外人", roles=frozenset({Role.APPLICANT}), party_id=10**6), id="outsider"
        ),
        pytest.param(Actor(kind="system", name="税务", roles=frozenset({Role.SYSTEM}), account_id=9), id="system"),
        pytest.param(Actor(kind="worker", name="自动办理", roles=frozenset({Role.WORKER})), id="worker"),
        pytest.param(Actor(kind="staff", name="离岗人员", account_id=10), id="staff without a role"),
    ],
)
def test_nobody_else_opens_an_identifier_whatever_the_reason(citizen, actor):
    with pytest.raises(NotAllowed):
        opened(citizen, actor, "一个足够长的理由")
    assert not IdentifierOpening.objects.exists()


def test_what_was_not_given_cannot_be_opened(places, clerk):
    person = services.register_person(name="李某", resident_id=CITIZEN_ID, region="340122", at=AT)
    with pytest.raises(Refused, match="手机号码"):
        opened(person, clerk, "通知补正材料", TELEPHONE)


def test_a_seal_copied_to_another_row_does_not_open(citizen, enterprise, clerk):
    citizen.phone_sealed = enterprise.phone_sealed
    with pytest.raises(SealError), transaction.atomic():
        opened(citizen, clerk, "通知补正材料", TELEPHONE)


def appointed(enterprise, citizen, kind=RepresentativeKind.AGENT, from_on=date(2022, 7, 1), until_on=None):
    return services.appoint_representative(
        enterprise=enterprise,
        person=citizen,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        document="授权书1号",
        at=AT,
    )


def test_an_agent_acts_within_the_period_only(enterprise, citizen, applicant):
    appointed(enterprise, citizen, from_on=date(2022, 7, 1), until_on=date(2022, 7, 31))
    days = [date(2022, 6, 30), date(2022, 7, 1), date(2022, 7, 31), date(2022, 8, 1)]
    assert [queries.may_represent(citizen.pk, enterprise.pk, day) for day in days] == [False, True, True, False]
    with pytest.raises(NotAllowed):
        opened(enterprise, applicant)


def test_a_representative_opens_the_code_of_the_enterprise(enterprise, citizen, applicant):
    appointed(enterprise, citizen)
    assert opened(enterprise, applicant) == CREDIT_CODE
    assert [row.person for row in queries.representatives_on(enterprise, date(2022, 7, 1))] == [citizen]
    assert [row.enterprise.party for row in queries.represented_on(citizen, date(2022, 7, 1))] == [enterprise]


def test_a_new_legal_representative_ends_what_the_former_one_may_do(enterprise, citizen):
    appointed(enterprise, citizen, RepresentativeKind.LEGAL)
    services.change_enterprise(party=enterprise, changes={"legal_representative": "李某"}, case_number=CASE, at=AT)
    assert queries.may_represent(citizen.pk, enterprise.pk, date(2022, 7, 31))
    assert not queries.may_represent(citizen.pk, enterprise.pk, date(2022, 8, 1))


def test_a_change_of_the_address_leaves_the_legal_representative(enterprise, citizen):
    appointed(enterprise, citizen, RepresentativeKind.LEGAL)
    services.change_enterprise(party=enterprise, changes={"address": "店埠镇2号"}, case_number=CASE, at=AT)
    assert queries.may_represent(citizen.pk, enterprise.pk, date(2022, 8, 1))


def test_the_same_appointment_twice_is_a_conflict(enterprise, citizen):
    appointed(enterprise, citizen)
    with pytest.raises(Conflict, match="代办人"):
        appointed(enterprise, citizen, from_on=date(2022, 7, 20))


def test_two_legal_representatives_on_one_day_are_a_conflict(enterprise, citizen):
    appointed(enterprise, citizen, RepresentativeKind.LEGAL)
    with pytest.raises(Conflict, match="法定代表人"):
        appointed(enterprise, citizen, RepresentativeKind.LEGAL, from_on=date(2022, 6, 1))
    later = appointed(enterprise, citizen, RepresentativeKind.LEGAL, from_on=date(2022, 7, 10))
    assert [row.pk for row in queries.representatives_on(enterprise, date(2022, 7, 10))] == [later.pk]


def test_an_appointment_ends_once(enterprise, citizen):
    row = appointed(enterprise, citizen)
    services.end_representation(representative=row, until_on=date(2022, 7, 20))
    assert not queries.may_represent(citizen.pk, enterprise.pk, date(2022, 7, 21))
    with pytest.raises(Refused, match="2022-07-20"):
        services.end_representation(representative=row, until_on=date(2022, 7, 25))


def test_an_enterprise_acts_through_persons_only(enterprise):
    with pytest.raises(Refused, match="自然人"):
        appointed(enterprise, enterprise)


def test_an_appointment_that_ends_before_it_begins_is_refused(enterprise, citizen):
    with pytest.raises(BadInput):
        appointed(enterprise, citizen, until_on=date(2022, 6, 1))


def test_the_logs_are_append_only_in_the_database(citizen, enterprise, clerk):
    opened(citizen, clerk, "核对身份证件")
    services.change_enterprise(party=enterprise, changes={"address": "店埠镇2号"}, case_number=CASE, at=AT)
    for act in (
        lambda: IdentifierOpening.objects.update(reason="改写"),
        lambda: IdentifierOpening.objects.all()._raw_delete("default"),
        lambda: EnterpriseChange.objects.update(case_number=""),
        lambda: EnterpriseChange.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
    assert queries.openings_of(citizen).get().reason == "核对身份证件"


PERSON = {
    "kind": "person",
    "name": "李某",
    "identifier_sealed": "v1.x",
    "identifier_index": "f" * 64,
    "identifier_masked": "3401****1234",
    "region_id": "340122",
    "created_at": AT,
}


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("party_kind_known", {"kind": "robot"}),
        ("party_identifier_sealed", {"identifier_sealed": CITIZEN_ID}),
        ("party_identifier_sealed", {"identifier_masked": CITIZEN_ID}),
        ("party_phone_whole_or_none", {"phone_masked": "138****0001"}),
        ("party_phone_whole_or_none", {"phone_sealed": PHONE, "phone_index": "a", "phone_masked": "138****0001"}),
        ("identifier_index", {"identifier_index": None}),
    ],
)
def test_the_database_refuses_a_nonsense_party(citizen, name, changed):
    if name == "identifier_index":
        changed = {"identifier_index": citizen.identifier_index}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Party.objects.create(**PERSON | changed)


def test_the_database_takes_the_party_that_the_nonsense_was_made_from(places):
    assert Party.objects.create(**PERSON).pk


def test_the_database_refuses_a_negative_capital(enterprise):
    with pytest.raises(IntegrityError, match="enterprise_capital_not_negative"), transaction.atomic():
        Enterprise.objects.update(registered_capital_yuan=-1)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("status_known", {"status": "asleep"}),
        ("status_from_until", {"until_on": date(2022, 7, 31)}),
        ("status_suspension_whole", {"status": "suspended"}),
        ("status_suspension_whole", {"status": "suspended", "ground": "accident"}),
        ("status_suspension_whole", {"status": "suspended", "until_on": date(2023, 1, 1), "ground": "poor_sales"}),
        ("status_suspension_whole", {"ground": "accident"}),
        ("status_replaced_has_end", {"is_current": False, "until_on": None}),
        ("enterprise_id", {"is_current": True}),
    ],
)
def test_the_database_refuses_a_nonsense_status(enterprise, name, changed):
    fields = {"status": "active", "from_on": date(2022, 8, 1), "until_on": date(2023, 1, 1), "is_current": False}
    if name == "status_suspension_whole" and changed.get("ground") == "accident" and len(changed) == 2:
        changed = changed | {"until_on": None, "is_current": True}
        EnterpriseStatus.objects.update(is_current=False, until_on=date(2022, 7, 31))
    match = f"{name}|status_one_current" if name == "enterprise_id" else name
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        EnterpriseStatus.objects.create(enterprise=enterprise.enterprise, **fields | changed)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("representative_kind_known", {"kind": "friend"}),
        ("representative_from_until", {"until_on": date(2022, 6, 1)}),
        ("representative_not_itself", {"person": None}),
    ],
)
def test_the_database_refuses_a_nonsense_representative(enterprise, citizen, name, changed):
    fields = {"person": citizen, "kind": "agent", "from_on": date(2022, 7, 1), "document": "授权书1号"} | changed
    fields["person"] = fields["person"] or enterprise
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Representative.objects.create(enterprise=enterprise.enterprise, **fields)


def test_the_database_keeps_one_open_legal_representative(enterprise, citizen):
    fields = {"enterprise": enterprise.enterprise, "kind": "legal", "from_on": date(2022, 7, 1), "document": "1"}
    Representative.objects.create(person=citizen, **fields)
    other = Party.objects.create(**PERSON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Representative.objects.create(person=other, **fields)


@pytest.mark.parametrize("changed", [{"field": "name"}, {"reason": ""}, {"by": ""}])
def test_the_database_refuses_an_opening_without_its_particulars(citizen, changed):
    fields = {"field": "phone", "by": "staff:1", "name": "王晓", "at": AT, "reason": "核对身份"}
    with pytest.raises(IntegrityError, match="opening_"), transaction.atomic():
        IdentifierOpening.objects.create(party=citizen, **fields | changed)
