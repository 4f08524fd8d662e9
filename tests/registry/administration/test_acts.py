"""What administrators do: by the role alone, on the record, and never so that nobody is left to administer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.cast import CLERK, OPENED_ON
from tests.faces.cast import Cast, assemble

from tongban.common.actors import Role
from tongban.common.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from tongban.common.time import localdate
from tongban.registry.accounts import queries as accounts
from tongban.registry.accounts import services as sign_ins
from tongban.registry.administration import queries, services
from tongban.registry.administration.models import AdministrativeAct, WorkerRound
from tongban.registry.agencies import queries as agencies
from tongban.registry.agencies.models import Assignment, Staff
from tongban.registry.agencies.rules import IdentityType, WindowKind

NOW = timezone.now()
TODAY = localdate(NOW)
ADDRESS = "10.0.0.1"


@pytest.fixture
def people(db: None) -> Cast:
    return assemble(NOW)


@pytest.fixture
def by(people: Cast) -> dict[str, Any]:
    """As the administrator, now."""
    return {"actor": people.actors["admin"], "at": NOW}


def hired(by, number="S100", **more):
    given: dict[str, Any] = {"agency": "hf-zwfw", "identity_type": IdentityType.CONTRACT, "from_on": OPENED_ON} | more
    return services.hire(number=number, name="新人", **given, **by)


def second_admin(by):
    hired(by, "S200")
    return services.give_role(
        number="S200", role=Role.ADMIN, jurisdiction="340100", from_on=OPENED_ON, document="任职文件", **by
    )


def deeds(subject):
    return [line.deed for line in queries.history(subject)]


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("hire", {"number": "1", "name": "甲", "agency": "hf-zwfw", "identity_type": "contract", "from_on": TODAY}),
        ("move_staff", {"number": "T0001", "agency": "hf-bdc"}),
        ("leave", {"number": "T0001", "last_on": TODAY}),
        ("give_role", {"number": "T0001", "role": "head", "jurisdiction": "340100", "from_on": TODAY, "document": "x"}),
        ("end_role", {"assignment_id": 1, "last_on": TODAY}),
        ("open_account", {"number": "T0001", "username": "other"}),
        ("reset_password", {"username": "clerk"}),
        ("close_account", {"username": "clerk"}),
        ("unlock", {"username": "clerk"}),
        ("open_system", {"username": "other", "name": "系统"}),
        ("issue_token", {"username": "bdc-system", "name": "x", "scopes": [], "expires_at": NOW}),
        ("revoke_token", {"prefix": "tb_"}),
        ("open_agency", {"code": "x", "name": "x", "kind": "x", "region": "340100", "from_on": TODAY}),
        ("rename_agency", {"code": "hf-bdc", "name": "x"}),
        ("close_agency", {"code": "hf-bdc", "last_on": TODAY}),
        ("open_centre", {"code": "x", "name": "x", "agency": "hf-zwfw", "region": "340100", "address": "x"}),
        ("change_centre", {"code": "x", "name": "x", "address": "x"}),
        ("open_window", {"code": "x", "name": "x", "centre": "x", "kind": "comprehensive"}),
        ("change_window", {"code": "x", "name": "x", "kind": "comprehensive"}),
        ("close_window", {"code": "x", "last_on": TODAY}),
        ("add_post", {"agency": "hf-bdc", "code": "x", "name": "x"}),
    ],
)
def test_every_act_asks_for_the_role(people, act, given):
    with pytest.raises(NotAllowed, match="系统管理员"):
        getattr(services, act)(**given, actor=CLERK, at=NOW)
    assert not AdministrativeAct.objects.exists()


def test_a_person_is_hired_moved_given_a_role_relieved_and_let_go_each_on_the_record(by):
    hired(by)
    services.add_post(agency="hf-bdc", code="front", name="前台", **by)
    services.move_staff(number="S100", agency="hf-bdc", post="front", **by)
    held = services.give_role(
        number="S100", role=Role.HANDLER, jurisdiction="340100", from_on=OPENED_ON, document="任职文件", **by
    )
    services.end_role(assignment_id=held.pk, last_on=TODAY, **by)
    services.leave(number="S100", last_on=TODAY, **by)
    assert deeds("staff:S100") == ["left", "role_ended", "role_given", "moved", "hired"]
    moved = queries.history("staff:S100")[3]
    assert (moved.data["former_agency"], moved.data["agency"], moved.by_name) == ("hf-zwfw", "hf-bdc", "管理员")
    assert [one.role for one in agencies.assignments(held.staff_id)] == ["handler"]


def test_nobody_moves_out_of_the_area_of_a_role_still_held(by):
    hired(by)
    services.give_role(
        number="S100", role=Role.CLERK, jurisdiction="340100", from_on=OPENED_ON, document="任职文件", **by
    )
    with pytest.raises(Refused, match="请先终止该角色"):
        services.move_staff(number="S100", agency="340122-csgl", **by)
    assert Staff.objects.get(number="S100").agency_id == "hf-zwfw"
    assert deeds("staff:S100") == ["role_given", "hired"]


def test_nobody_ends_their_own_last_role_of_administrator(people, by):
    own = Assignment.objects.get(staff__number="T0011", role="admin")
    for last_on in (TODAY, date(2099, 1, 1)):
        with pytest.raises(Refused, match="另一名系统管理员"):
            services.end_role(assignment_id=own.pk, last_on=last_on, **by)
    other = second_admin(by)
    with pytest.raises(Refused, match="另一名系统管理员"):
        services.end_role(assignment_id=own.pk, last_on=TODAY, **by)
    assert services.end_role(assignment_id=other.pk, last_on=TODAY, **by).until_on == TODAY


def test_an_own_role_may_end_where_another_goes_on(people, by):
    own = Assignment.objects.get(staff__number="T0011", role="admin")
    Assignment.objects.filter(pk=own.pk).update(until_on=date(2098, 12, 31))
    services.give_role(
        number="T0011", role=Role.ADMIN, jurisdiction="340100", from_on=date(2099, 1, 1), document="续任", **by
    )
    assert services.end_role(assignment_id=own.pk, last_on=TODAY, **by).until_on == TODAY


def test_nobody_lets_themselves_go_or_closes_their_own_account(by):
    for act, given in (("leave", {"number": "T0011", "last_on": TODAY}), ("close_account", {"username": "admin"})):
        with pytest.raises(Refused, match="不能为自己"):
            getattr(services, act)(**given, **by)


def test_an_initial_password_is_good_for_changing_it_and_stands_in_no_record(by):
    hired(by)
    account, password = services.open_account(number="S100", username="newcomer", **by)
    assert account.must_change_password
    assert sign_ins.sign_in(username="newcomer", password=password, address=ADDRESS, at=NOW) == account
    sign_ins.change_own_password(
        account=account, present=password, password="Another-Good-One-1", address=ADDRESS, at=NOW
    )
    assert not accounts.account_named("newcomer").must_change_password
    account, again = services.reset_password(username="newcomer", **by)
    assert account.must_change_password
    assert again != password
    kept = str(list(AdministrativeAct.objects.values()))
    assert password not in kept
    assert again not in kept


def test_a_wrong_present_password_counts_like_a_failed_sign_in(people):
    account = accounts.account_named("clerk")
    for _ in range(5):
        with pytest.raises(NotAllowed, match="当前密码不正确"):
            sign_ins.change_own_password(account=account, present="no", password="x", address=ADDRESS, at=NOW)
    with pytest.raises(NotAllowed, match="已暂时锁定"):
        sign_ins.change_own_password(account=account, present="no", password="x", address=ADDRESS, at=NOW)


def test_the_same_password_again_and_a_weak_one_are_refused(people):
    account = accounts.account_named("clerk")
    for password, word in (("a-long-enough-Passw0rd", "相同"), ("123", "不符合要求")):
        with pytest.raises(BadInput, match=word):
            sign_ins.change_own_password(
                account=account, present="a-long-enough-Passw0rd", password=password, address=ADDRESS, at=NOW
            )


def test_a_locked_name_is_unlocked(people, by):
    for _ in range(6):
        with pytest.raises(NotAllowed):
            sign_ins.sign_in(username="clerk", password="wrong", address=ADDRESS, at=NOW)
    lock = accounts.lock_of("clerk", NOW)
    assert lock is not None
    assert lock.is_locked
    services.unlock(username="clerk", **by)
    assert accounts.lock_of("clerk", NOW) is None
    with pytest.raises(Refused, match="无需解除"):
        services.unlock(username="clerk", **by)
    assert deeds("account:clerk") == ["unlocked"]


def test_a_lock_that_has_run_out_is_none(people):
    with pytest.raises(NotAllowed):
        sign_ins.sign_in(username="clerk", password="wrong", address=ADDRESS, at=NOW)
    lock = accounts.lock_of("clerk", NOW + timedelta(hours=1))
    assert lock is not None
    assert not lock.is_locked


def test_a_closed_account_and_a_system_get_no_password(people, by):
    services.close_account(username="clerk", **by)
    for username in ("clerk", "bdc-system"):
        with pytest.raises(Refused, match="重置密码"):
            services.reset_password(username=username, **by)


def test_tokens_are_issued_and_revoked_without_their_text_in_the_record(people, by):
    services.open_system(username="tax", name="税务系统", agency="hf-bdc", **by)
    token, text = services.issue_token(
        username="tax", name="联调", scopes=["cases:read"], expires_at=NOW + timedelta(hours=24), **by
    )
    assert accounts.grant_of(text, NOW) is not None
    services.revoke_token(prefix=token.prefix, **by)
    assert accounts.grant_of(text, NOW) is None
    assert deeds("account:tax") == ["token_revoked", "token_issued", "system_opened"]
    assert text not in str(list(AdministrativeAct.objects.values()))


def test_bodies_open_change_and_close_and_their_former_names_stay(by):
    services.open_agency(
        code="hf-new", name="新局", kind="new", region="340100", from_on=OPENED_ON, parent="hf-zwfw", **by
    )
    services.rename_agency(code="hf-new", name="更名局", phone="0551-1", **by)
    services.close_agency(code="hf-new", last_on=TODAY, **by)
    assert deeds("agency:hf-new") == ["agency_closed", "agency_renamed", "agency_opened"]
    assert queries.history("agency:hf-new")[1].data["former_name"] == "新局"
    services.open_centre(code="hall", name="中心", agency="hf-zwfw", region="340100", address="一号路", **by)
    services.change_centre(code="hall", name="大厅", address="二号路", opens="09:00", closes="17:00", **by)
    window: dict[str, Any] = {"code": "w1", "kind": WindowKind.COMPREHENSIVE}
    services.open_window(name="一号窗口", centre="hall", **window, **by)
    services.change_window(name="综合一号", opens="08:30", closes="17:30", **window, **by)
    with pytest.raises(BadInput, match="办公时间"):
        services.change_window(name="综合一号", opens="9点", closes="17:30", **window, **by)
    hired(by, window="w1")
    with pytest.raises(Refused, match="还有1名"):
        services.close_window(code="w1", last_on=TODAY, **by)
    services.move_staff(number="S100", agency="hf-zwfw", **by)
    services.close_window(code="w1", last_on=TODAY, **by)
    assert list(agencies.windows()) == []
    assert [one.code for one in agencies.all_windows("综合")] == ["w1"]
    with pytest.raises(Refused, match="不能安排人员"):
        services.move_staff(number="S100", agency="hf-zwfw", window="w1", **by)
    with pytest.raises(Refused, match="不能再变更"):
        services.change_window(name="又开", **window, **by)
    assert deeds("window:w1") == ["window_closed", "window_changed", "window_opened"]


def test_a_refused_act_leaves_no_line(by):
    with pytest.raises(NotFound):
        services.rename_agency(code="none", name="x", **by)
    with pytest.raises(Conflict):
        services.hire(
            number="T0001",
            name="重号",
            agency="hf-zwfw",
            identity_type=IdentityType.CONTRACT,
            from_on=OPENED_ON,
            **by,
        )
    assert not AdministrativeAct.objects.exists()


def test_the_record_only_grows(by):
    hired(by)
    for change in (lambda: AdministrativeAct.objects.update(by_name="x"), AdministrativeAct.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_lists_of_staff_are_narrowed_and_show_what_is_held_today(by, django_assert_num_queries):
    hired(by)
    services.leave(number="S100", last_on=OPENED_ON, **by)
    with django_assert_num_queries(2):
        (found,) = queries.persons(list(queries.staff(text="T0002", on=TODAY)), TODAY)
        assert found.account is not None
        assert found.role_labels == ["部门经办人"]
    assert [row.number for row in queries.staff(role="admin", on=TODAY)] == ["T0011"]
    assert [row.number for row in queries.staff(state="left", on=TODAY)] == ["S100"]
    assert "S100" not in [row.number for row in queries.staff(state="at_work", on=TODAY)]
    assert [row.number for row in queries.staff(agency="hf-cehui", on=TODAY)] == ["T0004"]


def test_workers_are_heard_of_and_forgotten(db):
    for rounds in (1, 2):
        services.note_round(name="host:1", started_at=NOW, rounds=rounds, at=NOW)
    assert [(one.name, one.rounds) for one in queries.workers(NOW)] == [("host:1", 2)]
    assert services.forget_rounds(before=NOW + timedelta(seconds=1)) == 1
    assert not WorkerRound.objects.exists()


@pytest.mark.parametrize("act", ["hire", "role", "account", "window"])
def test_an_act_takes_few_statements(by, act, django_assert_max_num_queries):
    if act != "hire":
        hired(by)
    services.open_centre(code="hall", name="中心", agency="hf-zwfw", region="340100", address="一号路", **by)
    acts = {
        "hire": lambda: hired(by),
        "role": lambda: services.give_role(
            number="S100", role=Role.CLERK, jurisdiction="340100", from_on=OPENED_ON, document="文件", **by
        ),
        "account": lambda: services.open_account(number="S100", username="newcomer", **by),
        "window": lambda: services.open_window(
            code="w1", name="一号", centre="hall", kind=WindowKind.COMPREHENSIVE, **by
        ),
    }
    with django_assert_max_num_queries(12):  # BEGIN, COMMIT and savepoints included
        acts[act]()
