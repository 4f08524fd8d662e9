"""A new holiday notice moves open cases: previewed, then each on the record."""

from datetime import date

import pytest
from tests import cast
from tests.cast import ADMIN, CLERK

from tongban.casework.cases import queries as cases
from tongban.casework.cases import services as engine
from tongban.common.actors import worker
from tongban.common.errors import NotAllowed, Refused
from tongban.common.time import midnight, noon
from tongban.hall.applications import services as hall
from tongban.workdays import configure, refresh

NOTICE = """
year: 2027
notices:
  - number: 国办发明电〔2026〕99号
    title: 2027年部分节假日安排(测试)
    issued_on: 2026-11-25
    holidays:
      - {name: 元旦, days_off: [2027-01-01..2027-01-03]}
      - {name: 春节, days_off: [2027-02-06..2027-02-12], makeup_days: [2027-02-14]}
"""
ACCEPTED = noon(date(2026, 12, 28))
LATER = noon(date(2026, 12, 29))


@pytest.fixture
def announce(tmp_path):
    """Announce the year 2027 in a folder of the city's own; the packaged calendar returns afterwards."""

    def announced():
        (tmp_path / "2027.yaml").write_text(NOTICE, encoding="utf-8")
        configure(tmp_path)
        refresh()

    yield announced
    configure(None)
    refresh()


def test_a_due_day_in_an_unannounced_year_is_provisional_until_the_notice_comes(city, announce):
    case = cast.accepted(city, at=ACCEPTED)
    assert case.provisional
    assert case.due_at == midnight(date(2027, 1, 12))  # New Year's Day counted as any Friday
    assert list(cases.moved_by_calendar()) == []
    announce()
    (moved,) = cases.moved_by_calendar()
    assert (moved.number, moved.before["due_on"], moved.after["due_on"]) == (case.number, "2027-01-11", "2027-01-12")
    assert moved.steps == ("survey", "review")
    case.refresh_from_db()
    assert case.provisional  # a preview writes nothing
    case = engine.recount(number=case.number, actor=worker("日历更新"), at=LATER)
    assert (case.due_at, case.provisional) == (midnight(date(2027, 1, 13)), False)
    assert cases.whole(case).clocks["handling"].due_at() == case.due_at
    last = cases.journal(case, cast.HANDLER)[-1]
    assert (last.move, last.actor_name) == ("recount", "日历更新")
    assert '"due_on":"2027-01-12"' in last.data
    assert list(cases.moved_by_calendar()) == []
    assert list(cases.verify(case.number)) == []


def test_where_nothing_moves_nothing_is_written(city, announce):
    case = cast.accepted(city)
    announce()
    with pytest.raises(Refused, match="不因日历变化"):
        engine.recount(number=case.number, actor=ADMIN, at=noon(cast.FRIDAY, 11))
    assert cases.journal(case, cast.HANDLER)[-1].move == "accept"


def test_ended_cases_keep_the_day_they_were_judged_by(city, announce):
    case = cast.filed(city, at=ACCEPTED)
    hall.withdraw(number=case.number, reason="撤回", actor=city.enterprise, at=ACCEPTED)
    announce()
    assert list(cases.moved_by_calendar()) == []


def test_only_the_worker_and_an_administrator_recount(city, announce):
    case = cast.accepted(city, at=ACCEPTED)
    announce()
    with pytest.raises(NotAllowed):
        engine.recount(number=case.number, actor=CLERK, at=LATER)
    assert engine.recount(number=case.number, actor=ADMIN, at=LATER).provisional is False


def test_the_preview_goes_through_all_cases_in_batches(city, announce):
    numbers = [cast.accepted(city, at=ACCEPTED).number for _ in range(5)]
    announce()
    assert [moved.number for moved in cases.moved_by_calendar(batch=2)] == numbers
