"""Suspension of business from filing to resumption, and the ways out of the register."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.registry.parties.conftest import AT, CASE

from tongban.common.errors import BadInput, Refused
from tongban.registry.parties import queries, services
from tongban.registry.parties.rules import StatusKind

FROM, UNTIL = date(2022, 8, 15), date(2023, 8, 14)


def suspended(enterprise, **changed):
    fields = {
        "party": enterprise,
        "from_on": FROM,
        "until_on": UNTIL,
        "ground": "public_health",
        "staff_agreed_on": date(2022, 7, 20),
        "case_number": CASE,
        "at": AT,
    }
    return services.suspend(**fields | changed)


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 4, 0, tzinfo=UTC)


def test_a_suspension_changes_the_status_for_its_period_and_then_ends_by_itself(enterprise):
    facts = suspended(enterprise, service_address="合肥市包河区徽州大道9号")
    assert facts == {
        "status": "suspended",
        "suspended_from": "2022-08-15",
        "suspended_until": "2023-08-14",
        "service_address": "合肥市包河区徽州大道9号",
    }
    statuses = [queries.status_on(enterprise, day) for day in (date(2022, 8, 14), FROM, UNTIL, date(2023, 8, 15))]
    assert statuses == [StatusKind.ACTIVE, StatusKind.SUSPENDED, StatusKind.SUSPENDED, StatusKind.ACTIVE]
    row = queries.suspension_on(enterprise, FROM)
    assert row
    assert (row.ground, row.until_on, row.case_number) == ("public_health", UNTIL, CASE)
    assert queries.suspension_on(enterprise, date(2023, 8, 15)) is None


def test_during_a_suspension_the_address_for_documents_stands_in_for_the_premises(enterprise):
    suspended(enterprise, service_address="合肥市包河区徽州大道9号")
    fresh = queries.party(enterprise.pk)
    assert queries.premises_on(fresh, date(2022, 8, 14)) == "肥东县石塘镇新街1号"
    assert queries.premises_on(fresh, FROM) == "合肥市包河区徽州大道9号"
    assert queries.premises_on(fresh, date(2023, 8, 15)) == "肥东县石塘镇新街1号"


def test_without_an_address_for_documents_the_premises_are_published(enterprise):
    assert suspended(enterprise)["service_address"] == "肥东县石塘镇新街1号"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"until_on": date(2026, 8, 14)}, "suspension.period", id="four years"),
        pytest.param({"ground": "poor_sales"}, "suspension.ground", id="a ground not in the list"),
        pytest.param({"staff_agreed_on": None}, "suspension.staff", id="no agreement with the staff"),
        pytest.param({"filed_on": date(2022, 8, 16)}, "suspension.filing", id="filed after the beginning"),
        pytest.param({"at": on(2022, 8, 16)}, "suspension.filing", id="done after the beginning"),
    ],
)
def test_what_the_article_does_not_allow_is_refused_with_the_article(enterprise, changed, code):
    with pytest.raises(Refused, match="《市场主体登记管理条例》第三十条") as refusal:
        suspended(enterprise, **changed)
    assert refusal.value.code == code
    assert queries.status_on(enterprise, FROM) is StatusKind.ACTIVE
    assert not queries.changes_of(enterprise).exists()


def test_one_filed_in_time_and_decided_after_its_beginning_is_taken(enterprise):
    suspended(enterprise, filed_on=date(2022, 8, 15), at=on(2022, 8, 17))
    assert queries.status_on(enterprise, FROM) is StatusKind.SUSPENDED


def test_a_suspended_enterprise_is_not_suspended_again(enterprise):
    suspended(enterprise)
    with pytest.raises(Refused, match="2023-08-14") as refusal:
        suspended(enterprise, from_on=UNTIL, until_on=date(2024, 1, 1))
    assert refusal.value.code == "suspension.status"


def test_an_extension_moves_the_last_day_and_a_second_one_may_follow(enterprise):
    suspended(enterprise)
    facts = services.extend_suspension(
        party=enterprise, until_on=date(2024, 8, 14), case_number=CASE, at=on(2023, 8, 1)
    )
    assert facts == {"suspended_until": "2024-08-14"}
    services.extend_suspension(party=enterprise, until_on=date(2025, 8, 15), case_number=CASE, at=on(2024, 8, 1))
    assert queries.status_on(enterprise, date(2025, 8, 15)) is StatusKind.SUSPENDED
    assert [row.changes.get("suspended_until") for row in queries.changes_of(enterprise)] == [
        [None, "2023-08-14"],
        ["2023-08-14", "2024-08-14"],
        ["2024-08-14", "2025-08-15"],
    ]


def test_extensions_together_never_pass_three_years(enterprise):
    suspended(enterprise, until_on=date(2025, 8, 1))
    with pytest.raises(Refused, match="2025-08-15") as refusal:
        services.extend_suspension(party=enterprise, until_on=date(2025, 8, 16), case_number=CASE, at=on(2025, 7, 20))
    assert refusal.value.code == "suspension.period"
    assert queries.status_on(enterprise, date(2025, 8, 1)) is StatusKind.SUSPENDED
    assert queries.status_on(enterprise, date(2025, 8, 2)) is StatusKind.ACTIVE


def test_an_extension_too_early_or_too_late_is_refused_and_the_filing_day_decides(enterprise):
    suspended(enterprise)
    for at in (on(2023, 7, 14), on(2023, 8, 15)):
        with pytest.raises(Refused) as refusal:
            services.extend_suspension(party=enterprise, until_on=date(2024, 8, 14), case_number=CASE, at=at)
        assert refusal.value.code == "suspension.extension"
    services.extend_suspension(
        party=enterprise, until_on=date(2024, 8, 14), case_number=CASE, at=on(2023, 8, 16), filed_on=date(2023, 8, 14)
    )
    assert queries.status_on(enterprise, date(2023, 8, 15)) is StatusKind.SUSPENDED


def test_an_enterprise_that_trades_is_active_again_from_that_day(enterprise):
    suspended(enterprise)
    facts = services.resume(party=enterprise, resumed_on=date(2023, 3, 1), case_number=CASE, at=on(2023, 3, 1))
    assert facts == {
        "status": "active",
        "suspended_until": None,
        "resumed_on": "2023-03-01",
        "publish_by": "2023-03-31",
    }
    assert queries.status_on(enterprise, date(2023, 2, 28)) is StatusKind.SUSPENDED
    assert queries.status_on(enterprise, date(2023, 3, 1)) is StatusKind.ACTIVE


def test_one_that_resumes_on_its_first_day_is_active_that_day(enterprise):
    suspended(enterprise)
    services.resume(party=enterprise, resumed_on=FROM, case_number=CASE, at=on(2022, 8, 15))
    assert queries.status_on(enterprise, FROM) is StatusKind.ACTIVE


@pytest.mark.parametrize("resumed_on", [date(2022, 8, 14), date(2023, 8, 15)])
def test_resumption_outside_the_suspension_is_refused(enterprise, resumed_on):
    suspended(enterprise)
    with pytest.raises(Refused, match="2022-08-15至2023-08-14") as refusal:
        services.resume(party=enterprise, resumed_on=resumed_on, case_number=CASE, at=on(2023, 9, 1))
    assert refusal.value.code == "suspension.none"


def test_an_active_enterprise_has_nothing_to_extend_or_resume(enterprise):
    with pytest.raises(Refused, match="存续"):
        services.resume(party=enterprise, resumed_on=FROM, case_number=CASE, at=AT)
    with pytest.raises(Refused, match="存续"):
        services.extend_suspension(party=enterprise, until_on=UNTIL, case_number=CASE, at=AT)


def test_days_of_an_earlier_suspension_are_missing_from_the_next_one(enterprise):
    suspended(enterprise)
    services.resume(party=enterprise, resumed_on=date(2023, 8, 5), case_number=CASE, at=on(2023, 8, 5))
    assert queries.suspended_days(enterprise.pk) == 355
    again = {"from_on": date(2024, 1, 1), "staff_agreed_on": date(2023, 12, 1), "at": on(2023, 12, 20)}
    with pytest.raises(Refused, match="355日,本次最迟至2026-01-11"):
        suspended(enterprise, until_on=date(2026, 1, 12), **again)
    suspended(enterprise, until_on=date(2026, 1, 11), **again)
    assert queries.status_on(enterprise, date(2026, 1, 11)) is StatusKind.SUSPENDED


def test_one_whose_suspension_ran_out_may_be_suspended_again_without_a_resumption(enterprise):
    suspended(enterprise)
    facts = suspended(enterprise, from_on=date(2023, 9, 1), until_on=date(2023, 12, 31), at=on(2023, 8, 20))
    assert facts["suspended_from"] == "2023-09-01"
    days = [date(2023, 8, 14), date(2023, 8, 20), date(2023, 9, 1), date(2024, 1, 1)]
    assert [queries.status_on(enterprise, day) for day in days] == ["suspended", "active", "suspended", "active"]


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (services.cancel, StatusKind.CANCELLED),
        (services.revoke, StatusKind.REVOKED),
        (services.move_out, StatusKind.MOVED_OUT),
    ],
)
def test_an_enterprise_leaves_the_register_even_from_a_suspension(enterprise, act, status):
    suspended(enterprise)
    word = status.label
    facts = act(party=enterprise, on=date(2023, 1, 5), case_number=CASE, document="决定书1号", at=on(2023, 1, 5))
    assert facts == {"status": status.value, "status_from": "2023-01-05"}
    assert queries.status_on(enterprise, date(2023, 1, 4)) is StatusKind.SUSPENDED
    assert queries.status_on(enterprise, date(2024, 1, 1)) is status
    with pytest.raises(Refused, match=word):
        services.change_enterprise(party=enterprise, changes={"name": "新名"}, case_number=CASE, at=on(2023, 1, 6))
    with pytest.raises(Refused, match=word):
        suspended(enterprise, from_on=date(2023, 2, 1), at=on(2023, 1, 6))


def test_a_revoked_enterprise_is_still_cancelled_and_a_cancelled_one_never_again(enterprise):
    leaving = {"party": enterprise, "case_number": CASE, "document": "决定书1号", "at": on(2023, 1, 9)}
    services.revoke(on=date(2023, 1, 5), **leaving)
    services.cancel(on=date(2023, 1, 9), **leaving)
    assert queries.status_on(enterprise, date(2023, 1, 9)) is StatusKind.CANCELLED
    with pytest.raises(Refused, match="注销"):
        services.cancel(on=date(2023, 1, 9), **leaving)
    with pytest.raises(Refused, match="注销"):
        services.revoke(on=date(2023, 1, 9), **leaving)


def test_leaving_the_register_in_the_future_or_before_the_last_status_is_bad_input(enterprise):
    leaving = {"party": enterprise, "case_number": CASE, "document": "决定书1号", "at": on(2023, 1, 9)}
    for day in (date(2023, 1, 10), date(2017, 2, 1)):
        with pytest.raises(BadInput, match="注销日期"):
            services.cancel(on=day, **leaving)


def test_a_cancellation_after_a_suspension_ran_out_follows_on_an_active_enterprise(enterprise):
    suspended(enterprise)
    services.cancel(party=enterprise, on=date(2024, 1, 5), case_number=CASE, document="决定书1号", at=on(2024, 1, 5))
    assert queries.changes_of(enterprise)[1].changes["status"] == ["active", "cancelled"]
    assert queries.suspended_days(enterprise.pk) == 365


def test_one_row_is_current_at_any_time(enterprise):
    suspended(enterprise)
    services.resume(party=enterprise, resumed_on=date(2023, 3, 1), case_number=CASE, at=on(2023, 3, 1))
    rows = queries.statuses_of(enterprise)
    assert [(row.status, row.from_on, row.until_on, row.is_current) for row in rows] == [
        ("active", date(2017, 3, 1), date(2022, 8, 14), False),
        ("suspended", FROM, date(2023, 2, 28), False),
        ("active", date(2023, 3, 1), None, True),
    ]


def test_acts_on_the_standing_take_at_most_eight_statements(enterprise, statements):
    moves: dict[str, Any] = {"party": enterprise, "case_number": CASE}
    assert statements(lambda: suspended(enterprise, service_address="合肥市包河区徽州大道9号")) <= 8
    assert statements(lambda: services.extend_suspension(until_on=date(2024, 1, 1), at=on(2023, 8, 1), **moves)) <= 8
    assert statements(lambda: services.resume(resumed_on=date(2023, 12, 1), at=on(2023, 12, 1), **moves)) <= 8
    leaving: dict[str, Any] = {"on": date(2024, 2, 1), "document": "决定书1号", "at": on(2024, 2, 1)}
    assert statements(lambda: services.cancel(**leaving, **moves)) <= 8
