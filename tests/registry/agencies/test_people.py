"""Staff and the roles they hold on a day."""

from datetime import date

import pytest

from tongban.common.actors import Role
from tongban.common.errors import BadInput, Conflict, DomainError, NotFound, Refused
from tongban.registry.agencies import queries, services
from tongban.registry.agencies.rules import IdentityType

FROM, LAST = date(2022, 3, 1), date(2022, 8, 31)


def given_role(number="S001", role=Role.HANDLER, jurisdiction="340122", from_on=FROM, **more):
    return services.assign_role(
        number=number, role=role, jurisdiction=jurisdiction, from_on=from_on, **({"document": "任〔2022〕1号"} | more)
    )


def test_roles_hold_from_the_first_to_the_last_day(person, django_assert_num_queries):
    given_role(until_on=LAST)
    given_role(role=Role.HEAD, from_on=date(2022, 8, 1))
    asked = [date(2022, 2, 28), FROM, date(2022, 8, 1), LAST, date(2022, 9, 1)]
    with django_assert_num_queries(len(asked)):
        held = [queries.roles_on(person.pk, on) for on in asked]
    assert held == [
        frozenset(),
        frozenset({Role.HANDLER}),
        frozenset({Role.HANDLER, Role.HEAD}),
        frozenset({Role.HANDLER, Role.HEAD}),
        frozenset({Role.HEAD}),
    ]
    assert [queries.jurisdiction(person.pk, on) for on in asked] == ["", "340122", "340122", "340122", "340122"]


def test_who_has_left_holds_no_role_from_the_next_day_on(person):
    given_role()
    services.leave(number="S001", last_on=date(2022, 6, 30))
    assert queries.roles_on(person.pk, date(2022, 6, 30)) == {Role.HANDLER}
    assert queries.roles_on(person.pk, date(2022, 7, 1)) == frozenset()
    assert queries.jurisdiction(person.pk, date(2022, 7, 1)) == ""


def test_who_has_not_come_yet_holds_no_role(person):
    given_role(from_on=date(2019, 6, 1))
    assert queries.roles_on(person.pk, date(2019, 12, 31)) == frozenset()
    assert queries.roles_on(person.pk, date(2020, 1, 1)) == {Role.HANDLER}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"number": "S999"}, "staff.unknown", id="nobody"),
        pytest.param({"role": Role.APPLICANT}, "role.not_staff", id="an applicant's role"),
        pytest.param({"role": Role.WORKER}, "role.not_staff", id="the worker's role"),
        pytest.param({"jurisdiction": "340100"}, "role.outside", id="wider than the agency"),
        pytest.param({"jurisdiction": "340121"}, "role.outside", id="beside the agency"),
        pytest.param({"jurisdiction": "340122106"}, "region.unknown", id="no such town"),
        pytest.param({"until_on": date(2022, 2, 1)}, "period.reversed", id="ends before it begins"),
        pytest.param({"document": " "}, "role.document", id="without a document"),
        pytest.param({"until_on": FROM}, "role.held", id="held already"),
        pytest.param({"role": Role.CLERK, "jurisdiction": "340122105"}, "role.two_regions", id="two regions at once"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(person, change, code):
    given_role()
    with pytest.raises(DomainError) as refusal:
        given_role(**change)
    assert refusal.value.code == code
    assert refusal.value.message
    assert queries.assignments(person.pk).count() == 1


def test_another_region_may_follow_when_the_first_has_ended(person):
    given_role(until_on=LAST)
    given_role(role=Role.CLERK, jurisdiction="340122105", from_on=date(2022, 9, 1))
    assert queries.jurisdiction(person.pk, LAST) == "340122"
    assert queries.jurisdiction(person.pk, date(2022, 9, 1)) == "340122105"
    assert [each.role for each in queries.assignments(person.pk)] == ["handler", "clerk"]


def test_an_end_is_brought_forward_and_never_put_off(person):
    held = given_role()
    services.end_role(assignment_id=held.pk, last_on=LAST)
    services.end_role(assignment_id=held.pk, last_on=date(2022, 7, 31))
    assert queries.roles_on(person.pk, date(2022, 8, 1)) == frozenset()
    with pytest.raises(Refused):
        services.end_role(assignment_id=held.pk, last_on=LAST)
    with pytest.raises(BadInput):
        services.end_role(assignment_id=held.pk, last_on=date(2022, 2, 1))
    with pytest.raises(NotFound):
        services.end_role(assignment_id=0, last_on=LAST)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "S001"}, "staff.number_taken"),
        ({"number": " "}, "staff.nameless"),
        ({"name": ""}, "staff.nameless"),
        ({"agency": "hf-xx"}, "agency.unknown"),
        ({"post": "none"}, "post.unknown"),
        ({"window": "none"}, "window.unknown"),
        ({"until_on": date(2019, 1, 1)}, "period.reversed"),
    ],
)
def test_a_hire_that_makes_no_sense_is_refused(person, change, code):
    given = {
        "number": "S002",
        "name": "李明",
        "agency": "hf-scjg",
        "identity_type": "administrative",
        "from_on": date(2020, 1, 1),
    }
    with pytest.raises(DomainError) as refusal:
        services.hire(**(given | change))
    assert refusal.value.code == code


def test_nobody_leaves_before_coming(person):
    with pytest.raises(BadInput):
        services.leave(number="S001", last_on=date(2019, 1, 1))


def test_a_post_of_another_agency_is_refused(person):
    services.add_post(agency="hf-scjg", code="reg", name="登记岗")
    with pytest.raises(NotFound):
        services.hire(
            number="S3",
            name="赵云",
            agency="340122-scjg",
            identity_type=IdentityType.CONTRACT,
            from_on=FROM,
            post="reg",
        )
    hired = services.hire(
        number="S4", name="赵云", agency="hf-scjg", identity_type=IdentityType.CONTRACT, from_on=FROM, post="reg"
    )
    assert (str(hired.post), hired.get_identity_type_display()) == ("登记岗", "聘用")


def test_conflicts_do_not_leave_half_a_person(person):
    entries = [
        {"number": "S7", "name": "孙丽", "agency": "hf-scjg", "identity": "contract", "from": FROM},
        {"number": "S8", "name": "周正", "agency": "hf-scjg", "identity": "contract", "from": FROM, "roles": [{}]},
    ]
    with pytest.raises(BadInput):
        services.load_staff(entries=entries)
    with pytest.raises(NotFound):
        queries.staff_member("S7")


def test_staff_are_loaded_with_their_roles_and_twice_changes_nothing(person):
    role = {"role": "handler", "region": "340100", "from": FROM, "document": "任〔2022〕2号"}
    entry = {
        "number": "S5",
        "name": "孙丽",
        "agency": "hf-scjg",
        "identity": "administrative",
        "from": FROM,
        "roles": [role],
    }
    assert services.load_staff(entries=[entry]) == 2
    assert services.load_staff(entries=[entry]) == 0
    entry["roles"] = [role, role | {"role": "head"}]
    assert services.load_staff(entries=[entry]) == 1
    assert queries.roles_on(queries.staff_member("S5").pk, FROM) == {Role.HANDLER, Role.HEAD}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"identity": "temp"}, "data.choice"),
        ({"nickname": "x"}, "data.unknown_key"),
        (
            {"roles": [{"role": "boss", "region": "340100", "from": FROM, "document": "x"}]},
            "data.choice",
        ),
    ],
)
def test_staff_entries_are_read_strictly(person, change, code):
    entry = {"number": "S6", "name": "孙丽", "agency": "hf-scjg", "identity": "contract", "from": FROM} | change
    with pytest.raises(BadInput) as refusal:
        services.load_staff(entries=[entry])
    assert refusal.value.code == code


def test_a_role_held_already_is_a_conflict_a_face_can_show(person):
    given_role()
    with pytest.raises(Conflict) as refusal:
        given_role()
    assert refusal.value.message == "该人员在此期间已有角色“部门经办人”,无需重复分配。"
