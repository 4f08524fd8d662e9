"""Whom an account acts as on a day, and for whom."""

from datetime import date
from decimal import Decimal

from tests.registry.accounts.conftest import AT, ON

from tongban.common.actors import Actor, Role, worker
from tongban.registry.accounts import queries, services
from tongban.registry.accounts.models import Account
from tongban.registry.agencies import services as agencies
from tongban.registry.parties import services as parties
from tongban.registry.parties.rules import RepresentativeKind


def test_staff_act_in_the_roles_of_that_day(clerk, django_assert_num_queries):
    fresh = Account.objects.get(pk=clerk.pk)
    with django_assert_num_queries(1):
        actor = queries.actor_of(fresh, ON)
    assert actor == Actor(
        kind="staff",
        name="王晓",
        roles=frozenset({Role.CLERK}),
        account_id=clerk.pk,
        agency="340122-scjg",
        region="340122",
    )
    assert queries.actor_of(fresh, date(2022, 7, 31)).roles == {Role.CLERK, Role.HANDLER}


def test_staff_who_left_have_a_name_and_no_role(clerk, django_assert_max_num_queries):
    agencies.leave(number="S001", last_on=date(2022, 7, 31))
    fresh = Account.objects.get(pk=clerk.pk)
    with django_assert_max_num_queries(2):
        actor = queries.actor_of(fresh, ON)
    assert (actor.name, actor.roles, actor.agency, actor.region) == ("王晓", frozenset(), "340122-scjg", "")


def test_a_citizen_acts_as_applicant_in_the_home_region(citizen, party, django_assert_max_num_queries):
    fresh = Account.objects.get(pk=citizen.pk)
    with django_assert_max_num_queries(1):
        actor = queries.actor_of(fresh, ON)
    assert (actor.kind, actor.name, actor.roles) == ("party", "高某", frozenset({Role.APPLICANT}))
    assert (actor.party_id, actor.region, actor.key) == (party.pk, "340122105", f"party:{party.pk}")


def test_a_system_acts_for_its_agency(system, django_assert_max_num_queries):
    fresh = Account.objects.get(pk=system.pk)
    with django_assert_max_num_queries(1):
        actor = queries.actor_of(fresh, ON)
    assert (actor.kind, actor.name, actor.roles) == ("system", "税务业务系统", frozenset({Role.SYSTEM}))
    assert (actor.agency, actor.region) == ("340122-scjg", "340122")


def test_a_person_acts_for_itself_and_for_an_enterprise_it_represents_on_that_day(citizen, party):
    enterprise = parties.register_enterprise(
        name="合肥呈上建材科技有限公司",
        credit_code="91340122MA2N3X7K8E",
        region="340122",
        legal_representative="高某",
        business_scope="建筑材料销售",
        address="新街1号",
        registered_capital_yuan=Decimal(1),
        established_on=date(2017, 3, 1),
        at=AT,
    )
    parties.appoint_representative(
        enterprise=enterprise,
        person=party,
        kind=RepresentativeKind.LEGAL,
        from_on=ON,
        document="任命文件",
        at=AT,
    )
    actor = queries.actor_of(citizen, ON)
    assert queries.may_act_for(actor, party.pk, ON)
    assert queries.may_act_for(actor, enterprise.pk, ON)
    assert not queries.may_act_for(actor, enterprise.pk, date(2022, 7, 31))
    assert not queries.may_act_for(actor, enterprise.pk + 1, ON)


def test_staff_systems_and_workers_act_for_no_party(clerk, system, party):
    for actor in (queries.actor_of(clerk, ON), queries.actor_of(system, ON), worker()):
        assert not queries.may_act_for(actor, party.pk, ON)


def test_a_superuser_made_on_the_command_line_is_a_system_account_and_no_official(places):
    account = Account.objects.create_superuser("Root-1", None, "chun-feng-2022")
    assert account.username == "root-1"
    assert queries.actor_of(account, ON).roles == {Role.SYSTEM}
    assert services.sign_in(username="ROOT-1", password="chun-feng-2022", address="", at=AT) == account


def test_names_of_actors_are_found_by_the_keys_of_records(clerk, citizen, django_assert_num_queries):
    keys = [f"staff:{clerk.pk}", "staff:999999", "worker", "", f"party:{citizen.pk}"]
    with django_assert_num_queries(1):
        names = queries.names_of(keys)
    assert names == {f"staff:{clerk.pk}": "王晓"}
