"""A notice is loaded by two persons, holds in every process within a second, and moves the cases it was previewed to move."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests import cast
from tests.cast import CLERK
from tests.registry.calendars.conftest import AT, FIRST, NEW_YEAR, NUMBER, SECOND, TEXT

from tongban import wiring, workdays
from tongban.casework.cases import queries as cases
from tongban.common.errors import BadInput, Conflict, DomainError, NotAllowed, NotFound, Refused
from tongban.common.time import midnight, noon
from tongban.registry.calendars import queries, services
from tongban.registry.calendars.models import LoadedNotice
from tongban.registry.calendars.rules import changes
from tongban.workdays import source

WRONG = TEXT.replace("2027-02-14", "2027-02-30, 2027-02-16").replace("issued_on: 2026-11-25", "issued_on: 去年")


def proposed(text=TEXT):
    return services.propose(text=text, actor=FIRST, at=AT)


def loaded(text=TEXT):
    return services.confirm(notice=proposed(text).pk, actor=SECOND, at=AT)


def test_a_notice_holds_once_a_second_person_confirms_it(held):
    row = proposed()
    assert row.state == "proposed"
    assert workdays.refresh().is_workday(NEW_YEAR)
    row = services.confirm(notice=row.pk, actor=SECOND, at=AT)
    assert (row.state, row.confirmed_by_name, row.moves_from_on) == ("in_force", SECOND.name, NEW_YEAR)
    calendar = workdays.refresh()
    assert not calendar.is_workday(NEW_YEAR)
    assert calendar.day(NEW_YEAR).notice == NUMBER
    assert not calendar.is_provisional(date(2027, 5, 5))


def test_who_proposed_it_cannot_confirm_it_and_the_database_agrees(held):
    row = proposed()
    with pytest.raises(NotAllowed, match="另一名"):
        services.confirm(notice=row.pk, actor=FIRST, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        LoadedNotice.objects.filter(pk=row.pk).update(state="in_force", confirmed_at=AT, confirmed_by=FIRST.key)


@pytest.mark.parametrize("act", ["propose", "confirm", "drop", "ask_withdrawal", "withdraw", "ask_recount"])
def test_only_an_administrator_touches_the_calendar(held, act):
    row = proposed()
    given = {
        "propose": {"text": TEXT},
        "drop": {"notice": row.pk, "reason": "重复"},
        "ask_withdrawal": {"notice": row.pk, "reason": "误载"},
        "ask_recount": {},
    }.get(act, {"notice": row.pk})
    with pytest.raises(NotAllowed, match="系统管理员"):
        getattr(services, act)(actor=CLERK, at=AT, **given)


def test_everything_wrong_with_a_text_is_told_at_once(held):
    with pytest.raises(BadInput) as refusal:
        proposed(WRONG.replace("2027-02-30, ", ""))
    assert "2处" in refusal.value.message
    assert "应为日期" in refusal.value.message
    assert "2027-02-16本来就是工作日" in refusal.value.message
    assert not LoadedNotice.objects.exists()


def test_two_notices_in_one_text_are_refused(held):
    with pytest.raises(BadInput, match="一次只载入一份"):
        proposed(TEXT + TEXT.partition("notices:\n")[2])


def test_the_same_notice_twice_is_harmless(held):
    proposed()
    with pytest.raises(Conflict, match="等待确认"):
        proposed()
    services.confirm(notice=LoadedNotice.objects.get().pk, actor=SECOND, at=AT)
    with pytest.raises(Refused, match="无需再次载入"):
        proposed()
    with pytest.raises(Refused, match="已载入"):
        services.confirm(notice=LoadedNotice.objects.get().pk, actor=SECOND, at=AT)


def test_a_packaged_notice_need_not_be_loaded(held):
    text = (workdays.notices.PACKAGED / "2026.yaml").read_text(encoding="utf-8")
    with pytest.raises(Refused, match="无需再次载入"):
        proposed(text)


def test_a_corrected_text_replaces_the_notice_of_the_same_number(held):
    first = loaded()
    row = proposed(TEXT.replace("2027-01-01..2027-01-03", "2027-01-01"))
    assert queries.replaced_by(row) == first
    services.confirm(notice=row.pk, actor=SECOND, at=AT)
    first.refresh_from_db()
    assert (first.state, first.ended_by) == ("replaced", SECOND.key)
    assert workdays.refresh().day(date(2027, 1, 3)).notice == ""
    assert workdays.refresh().day(NEW_YEAR).notice == NUMBER


def test_what_was_not_confirmed_may_be_dropped_with_a_reason_and_stays_on_record(held):
    row = proposed()
    with pytest.raises(BadInput, match="理由"):
        services.drop(notice=row.pk, reason=" ", actor=FIRST, at=AT)
    services.drop(notice=row.pk, reason="粘贴错了", actor=FIRST, at=AT)
    with pytest.raises(Refused, match="已放弃"):
        services.confirm(notice=row.pk, actor=SECOND, at=AT)
    assert proposed().pk != row.pk


def test_a_notice_loaded_by_mistake_is_withdrawn_by_two_persons(held):
    row = loaded()
    with pytest.raises(Refused, match="还没有人申请"):
        services.withdraw(notice=row.pk, actor=SECOND, at=AT)
    services.ask_withdrawal(notice=row.pk, reason="文号有误", actor=SECOND, at=AT)
    with pytest.raises(NotAllowed, match="同一人"):
        services.withdraw(notice=row.pk, actor=SECOND, at=AT)
    assert not workdays.refresh().is_workday(NEW_YEAR)
    row = services.withdraw(notice=row.pk, actor=FIRST, at=AT)
    assert (row.state, row.moves_from_on) == ("withdrawn", NEW_YEAR)
    assert workdays.refresh().is_workday(NEW_YEAR)


def test_the_wording_of_a_notice_is_kept_beside_the_yaml_it_comes_to(held):
    wording = f"关于2027年部分节假日安排的通知\n{NUMBER}\n一、元旦:1月1日(周五)至3日(周日)放假,共3天。\n2026年11月25日"
    row = proposed(wording)
    assert row.source == wording
    assert row.text.startswith("year: 2027")
    assert (row.year, row.number, row.issued_on) == (2027, NUMBER, date(2026, 11, 25))


def test_unknown_notices_and_recountings_are_not_found(held):
    for ask in (queries.notice, queries.recount):
        with pytest.raises(NotFound):
            ask(99)
    with pytest.raises(NotFound):
        services.confirm(notice=99, actor=SECOND, at=AT)


def test_the_calendar_asks_the_database_once_a_second_at_most(held, django_assert_num_queries, monkeypatch):
    workdays.refresh()
    with django_assert_num_queries(0):
        for _ in range(50):
            workdays.current()
    monkeypatch.setattr(source, "RECHECK_SECONDS", -1.0)
    with django_assert_num_queries(1):
        workdays.current()
    loaded()
    assert not workdays.current().is_workday(NEW_YEAR)


def test_a_kept_notice_that_no_longer_reads_is_refused_not_skipped(held):
    row = loaded()
    workdays.refresh()
    LoadedNotice.objects.filter(pk=row.pk).update(text=TEXT.replace("days_off", "off"), state="in_force")
    workdays.attach(None)
    workdays.attach(held)
    for _ in range(2):
        with pytest.raises(BadInput, match=NUMBER):
            workdays.current()


def test_the_preview_says_what_would_move_and_writes_nothing(held, city):
    case = cast.accepted(city, at=noon(date(2026, 12, 28)))
    row = proposed()
    before, after = queries.holding(), queries.with_notice(row)
    assert [(one.on, one.becomes_workday) for one in changes(before, after)][:2] == [
        (NEW_YEAR, False),
        (date(2027, 2, 8), False),
    ]
    since = after.first_difference(before)
    assert since == NEW_YEAR
    found = cases.sifted(after=0, most=10, calendar=after, since=since)
    assert [(one.number, one.before["due_on"], one.after["due_on"]) for one in found.moved] == [
        (case.number, "2027-01-11", "2027-01-12")
    ]
    case.refresh_from_db()
    assert case.due_at == midnight(date(2027, 1, 12))
    assert workdays.current().is_workday(NEW_YEAR)


def test_cases_that_end_before_the_first_changed_day_are_not_looked_at(held, city):
    cast.accepted(city, at=noon(date(2026, 7, 1)))
    assert cases.movable(NEW_YEAR) == 0
    cast.accepted(city, at=noon(date(2026, 12, 10)))  # the statutory term reaches the year
    assert cases.movable(NEW_YEAR) == 1
    assert cases.movable(None) == 2


def test_recounting_goes_in_batches_by_the_worker_and_twice_is_harmless(held, city, monkeypatch):
    numbers = [cast.accepted(city, at=noon(date(2026, 12, 28))).number for _ in range(5)]
    row = loaded()
    later = noon(date(2026, 12, 29))
    monkeypatch.setattr(wiring, "RECOUNTED_AT_A_TIME", 2)
    for moved in (5, 0):
        run = services.ask_recount(notice=row.pk, actor=FIRST, at=later)
        with pytest.raises(Conflict, match="正在进行"):
            services.ask_recount(notice=row.pk, actor=SECOND, at=later)
        while wiring.recount_some(later):
            pass
        run.refresh_from_db()
        assert (run.examined, run.moved, run.refused) == (5, moved, 0)
        assert run.finished_at == later
    for number in numbers:
        case = cases.case(number, FIRST)
        assert case.due_at == midnight(date(2027, 1, 13))
        assert [line.move for line in cases.journal(case, FIRST)].count("recount") == 1
        assert list(cases.verify(number)) == []


def test_a_recounting_held_by_another_worker_is_left_to_it_until_its_lease_runs_out(held):
    services.ask_recount(actor=FIRST, at=AT)
    assert services.claim_recount(at=AT) is not None
    assert services.claim_recount(at=AT) is None
    assert services.claim_recount(at=AT + services.LEASE) is not None


def test_a_notice_not_confirmed_has_nothing_to_recount(held):
    with pytest.raises(Refused, match="还没有确认"):
        services.ask_recount(notice=proposed().pk, actor=FIRST, at=AT)


@pytest.mark.parametrize("act", ["propose", "confirm"])
def test_an_act_takes_few_statements(held, act, django_assert_max_num_queries):
    row = None if act == "propose" else proposed()
    with django_assert_max_num_queries(8):
        if row is None:
            proposed()
        else:
            services.confirm(notice=row.pk, actor=SECOND, at=AT)


def test_refusals_are_sentences(held):
    with pytest.raises(DomainError) as refusal:
        proposed("")
    assert refusal.value.message.endswith("。")
