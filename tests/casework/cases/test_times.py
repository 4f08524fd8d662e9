"""How long cases really took: by the house's calendar, pauses out, and never more than the cases say."""

from datetime import date
from decimal import Decimal

import pytest
from tests.cast import AT, CLERK, HANDLER, HEAD, accepted, decided, filed, handled

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName
from tongban.casework.cases.queries import Taken, time_taken
from tongban.casework.cases.rules import Outcome, PauseGround
from tongban.common.actors import Actor, Role
from tongban.common.time import noon
from tongban.hall.applications import services as hall
from tongban.workdays import Counting

SINCE, UNTIL = date(2021, 7, 1), date(2022, 12, 31)
ADMIN = Actor("worker", "测试", frozenset({Role.ADMIN}))


def taken(counting: Counting = Counting.WORKING, item: str = "certificate", **days: date) -> Taken:
    """What the query says of the cast's certificates."""
    return time_taken(item, counting, **({"since_on": SINCE, "until_on": UNTIL} | days))


def done(city, decided_on: date, *, accepted_at=AT, paused: tuple[date, date] | None = None, extended: bool = False):
    """A certificate accepted on the Friday of the golden case and decided on a day, at ten in the morning."""
    case = handled(city, at=accepted_at)
    if paused:
        hall.pause(
            number=case.number,
            ground=PauseGround.APPRAISAL,
            reason="需鉴定",
            evidence="委托书",
            limit_on=paused[1],
            actor=HANDLER,
            at=noon(paused[0], 9),
        )
        hall.resume(number=case.number, actor=HANDLER, at=noon(paused[1], 9))
    if extended:
        hall.extend(number=case.number, reason="情况复杂", actor=HEAD, at=noon(date(2022, 7, 4), 9))
    return hall.decide(
        number=case.number, outcome=Outcome.GRANTED, reason="符合条件", actor=HANDLER, at=noon(decided_on, 10)
    )


def test_without_a_case_there_is_no_mean(city):
    assert (taken().cases, taken().mean) == (0, None)


def test_the_golden_case_took_two_working_days_or_four_days(city):
    done(city, date(2022, 7, 5))
    assert taken() == Taken(1, 2, Counting.WORKING)
    assert taken(Counting.CALENDAR).mean == Decimal("4.0")
    assert taken(Counting.HOURS).mean == Decimal("96.0")


def test_the_mean_is_over_all_cases_decided_in_the_span(city):
    for decided_on in (date(2022, 7, 1), date(2022, 7, 5), date(2022, 7, 5), date(2022, 7, 12)):
        done(city, decided_on)
    assert taken() == Taken(4, 0 + 2 + 2 + 7, Counting.WORKING)
    assert taken().mean == Decimal("2.8")
    assert taken(since_on=date(2022, 7, 12)).cases == 1
    assert taken(until_on=date(2022, 7, 4)).cases == 1
    assert taken(since_on=date(2022, 7, 5), until_on=date(2022, 7, 5)).cases == 2


def test_what_is_open_refused_or_another_item_is_not_in_it(city):
    accepted(city)
    hall.refuse(number=filed(city).number, reason="不属于本机关职权", actor=CLERK, at=AT)
    decided(city)
    assert taken().cases == 1
    assert taken(item="occupation").cases == 0


def test_days_paused_are_out_and_an_extension_changes_nothing(city):
    done(city, date(2022, 7, 12), paused=(date(2022, 7, 5), date(2022, 7, 8)))
    assert taken() == Taken(1, 4, Counting.WORKING)
    done(city, date(2022, 7, 12), extended=True)
    assert taken() == Taken(2, 4 + 7, Counting.WORKING)


def test_the_legal_day_is_meant_not_the_day_of_greenwich(city):
    done(city, date(2022, 7, 5), accepted_at=noon(date(2022, 7, 1), 7, 30))  # still 30 June in Greenwich
    assert taken().units == 2


@pytest.mark.parametrize("paused", [None, (date(2022, 7, 4), date(2022, 7, 7)), (date(2022, 7, 6), date(2022, 7, 20))])
@pytest.mark.parametrize("decided_on", [date(2022, 7, 21), date(2022, 8, 1), date(2022, 9, 30)])
def test_it_says_what_the_clock_of_the_case_says(city, decided_on, paused):
    case = done(city, decided_on, paused=paused)
    found = cases.whole(cases.case(case.number, ADMIN))
    clock = found.clocks[ClockName.HANDLING.value]
    assert taken().units == clock.used()


def test_it_takes_two_statements_for_any_number_of_cases(city, django_assert_num_queries):
    for _ in range(3):
        done(city, date(2022, 7, 5))
    done(city, date(2022, 7, 12), paused=(date(2022, 7, 5), date(2022, 7, 8)))
    with django_assert_num_queries(2):
        assert taken().cases == 4
