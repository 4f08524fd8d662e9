"""The queue of a desk: whose cases, in which order, with which words, and that counts and lists agree."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests import cast
from tests.cast import ADMIN, AT, CLERK, HANDLER, HEAD, OUTSIDER, SURVEYOR, TOWN_CLERK, WARDEN, accepted, decided, filed

from tongban.casework.cases.models import Case, Step
from tongban.casework.cases.queries import desk
from tongban.casework.cases.queries.desk import Wanted
from tongban.casework.cases.rules import PauseGround, Status
from tongban.casework.cases.rules.desk import Left, Scope, scopes_of
from tongban.common.actors import Actor, Role
from tongban.common.errors import BadInput, NotAllowed
from tongban.common.time import noon
from tongban.hall.applications import services as hall
from tongban.workdays import words_left

NOW = noon(date(2022, 7, 12), 10)  # a Tuesday


def day(on: int):
    """Ten o'clock on a day of July 2022."""
    return noon(date(2022, 7, on), 10)


def pause(number: str, at):
    given: dict[str, Any] = {
        "ground": PauseGround.TESTING,
        "reason": "送检",
        "evidence": "委托书",
        "limit_on": date(2022, 9, 1),
    }
    return hall.pause(number=number, actor=HEAD, at=at, **given)


@pytest.fixture
def desks(city):
    """One case for each word of time left, as seen on 12 July: terms of ten working days from acceptance."""
    late = accepted(city, at=noon(date(2022, 6, 24)))  # 8 July
    today = accepted(city, at=noon(date(2022, 6, 28)))  # 12 July
    soon = accepted(city, at=noon(date(2022, 6, 30)))  # 14 July
    later = accepted(city, at=noon(date(2022, 7, 4)))  # 18 July
    paused = accepted(city, at=noon(date(2022, 7, 5)))
    pause(paused.number, day(6))
    correcting = filed(city, at=day(11))
    hall.ask_correction(
        number=correcting.number, items=[{"key": "tax", "what": "补交"}], reason="", actor=CLERK, at=NOW
    )
    return {
        Left.OVERDUE: late,
        Left.TODAY: today,
        Left.SOON: soon,
        Left.LATER: later,
        Left.PAUSED: paused,
        Left.NONE: correcting,
    }


def numbers(rows) -> list[str]:
    return [row.case.number for row in rows]


def test_due_first_and_what_has_no_clock_last(desks):
    rows = desk.queue(CLERK, Wanted(Scope.REGION), at=NOW)
    order = [Left.OVERDUE, Left.TODAY, Left.SOON, Left.LATER, Left.PAUSED, Left.NONE]
    assert numbers(rows) == [desks[left].number for left in order]
    assert [row.left for row in rows] == order
    assert [str(row.words) for row in rows] == [
        "超期2个工作日",
        "今天到期",
        "剩2个工作日",
        "剩4个工作日",
        "中止:检测",
        "未计时",
    ]
    assert numbers(desk.queue(CLERK, Wanted(Scope.REGION, newest=True), at=NOW)) == [
        case.number for case in Case.objects.order_by("-pk")
    ]


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("size", [1, 2, 4])
def test_pages_of_a_queue_are_complete_without_a_case_twice(desks, city, newest, size):
    accepted(city, at=noon(date(2022, 6, 28)))  # the same due instant as another
    hall.open_draft(filing=cast.filing(city.enterprise), actor=city.enterprise, at=NOW)
    wanted, seen, after = Wanted(Scope.REGION, newest=newest), [], None
    while rows := desk.queue(CLERK, wanted, at=NOW, after=after, limit=size):
        seen += numbers(rows)
        after = (rows[-1].case.due_at, rows[-1].case.pk)
    assert seen == numbers(desk.queue(CLERK, wanted, at=NOW, limit=100))
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    "who", [CLERK, HANDLER, HEAD, SURVEYOR, TOWN_CLERK, WARDEN, OUTSIDER, ADMIN], ids=lambda w: w.name
)
def test_counts_say_what_the_lists_show(desks, city, who):
    accepted(city, code="occupation", region="340122107", at=day(7))
    filed(city, at=day(8))
    decided(city, at=day(8))
    hall.open_draft(filing=cast.filing(city.enterprise), actor=CLERK, at=NOW)
    for scope in scopes_of(who):
        if scope is Scope.ENDED:
            continue
        tally = desk.tally(who, scope, at=NOW)
        for left in Left:
            assert tally.lefts.get(left, 0) == len(desk.queue(who, Wanted(scope, left=left.value), at=NOW)), left
        for status in (Status.SUBMITTED, Status.CORRECTING, Status.ACCEPTED, Status.DECIDED):
            rows = desk.queue(who, Wanted(scope, status=status.value), at=NOW)
            assert tally.statuses.get(status, 0) == len(rows), status
        assert tally.total == len(desk.queue(who, Wanted(scope), at=NOW, limit=100))


def test_scopes_show_my_own_my_agencys_and_what_nobody_has(desks, city):
    mine = accepted(city, at=day(8))
    hall.take_step(number=mine.number, step="review", actor=HANDLER, at=day(8))
    assert numbers(desk.queue(HANDLER, Wanted(Scope.MINE), at=NOW)) == [mine.number]
    unassigned = set(numbers(desk.queue(HANDLER, Wanted(Scope.UNASSIGNED), at=NOW)))
    assert unassigned == {desks[left].number for left in Left if left is not Left.NONE}
    assert set(numbers(desk.queue(HANDLER, Wanted(Scope.AGENCY), at=NOW))) == {mine.number} | {
        case.number for case in desks.values()
    }
    # the surveyors have a step of each case accepted, the registration centre leads it
    assert set(numbers(desk.queue(SURVEYOR, Wanted(Scope.AGENCY), at=NOW))) == unassigned | {mine.number}
    hall.complete_step(number=mine.number, step="survey", result="合格", actor=SURVEYOR, at=day(8))
    assert mine.number not in numbers(desk.queue(SURVEYOR, Wanted(Scope.AGENCY), at=NOW))
    # whoever took it in at the window stays answerable
    assert len(desk.queue(CLERK, Wanted(Scope.MINE), at=NOW, limit=100)) == 7


def test_a_draft_is_on_the_desk_of_the_window_that_began_it_only(city):
    hall.open_draft(filing=cast.filing(city.enterprise), actor=city.enterprise, at=NOW)
    begun = hall.open_draft(filing=cast.filing(city.enterprise), actor=CLERK, at=NOW)
    assert numbers(desk.queue(CLERK, Wanted(Scope.MINE), at=NOW)) == [begun.number]
    assert numbers(desk.queue(CLERK, Wanted(Scope.REGION), at=NOW)) == []
    assert numbers(desk.queue(CLERK, Wanted(Scope.REGION, status="draft"), at=NOW)) == [begun.number]


def test_ended_cases_are_a_list_of_their_own(desks, city):
    gone = filed(city, at=day(8))
    hall.withdraw(number=gone.number, reason="不办", actor=city.enterprise, at=NOW)
    rows = desk.queue(CLERK, Wanted(Scope.ENDED), at=NOW)
    assert [(row.case.number, row.left, str(row.words)) for row in rows] == [(gone.number, None, "")]
    assert numbers(desk.queue(CLERK, Wanted(Scope.ENDED, status="withdrawn"), at=NOW)) == [gone.number]
    assert desk.queue(CLERK, Wanted(Scope.ENDED, status="delivered"), at=NOW) == []


def test_a_row_says_who_holds_the_case(desks):
    row = desk.queue(CLERK, Wanted(Scope.REGION), at=NOW, limit=1)[0]
    assert [(step.name, step.agency.name, step.assignee) for step in row.steps] == [
        ("权籍调查", "合肥市不动产权籍调查中心", ""),
        ("登记审核", "合肥市不动产登记中心", ""),
    ]


def test_a_town_sees_its_own_region_and_a_stranger_nothing(city):
    there = accepted(city, code="occupation", region="340122107", at=day(7))
    accepted(city, at=day(7))
    assert numbers(desk.queue(TOWN_CLERK, Wanted(Scope.REGION), at=NOW)) == [there.number]
    for scope in scopes_of(OUTSIDER):
        assert desk.queue(OUTSIDER, Wanted(scope), at=NOW) == []


def test_scopes_and_words_that_are_not_there_are_refused(desks):
    with pytest.raises(NotAllowed, match="没有“辖区在办”这一清单"):
        desk.queue(HANDLER, Wanted(Scope.REGION), at=NOW)
    for wanted in (
        Wanted(Scope.REGION, status="lost"),
        Wanted(Scope.REGION, left="red"),
        Wanted(Scope.REGION, status="archived"),
    ):
        with pytest.raises(BadInput, match="没有"):
            desk.queue(CLERK, wanted, at=NOW)
    assert scopes_of(Actor("staff", "无角色")) == []
    assert scopes_of(Actor("party", "申请人", frozenset({Role.APPLICANT}), 1, 2)) == []


@pytest.mark.parametrize("end", [21, 12, 8, 4])
def test_a_case_is_found_by_the_end_of_its_number(desks, end):
    number = desks[Left.LATER].number.replace("-", "")
    text = number[-end:]
    found = [row.case.number for row in desk.found(CLERK, desk.ending(text), at=NOW)]
    assert desks[Left.LATER].number in found
    assert set(found) == {case.number for case in desks.values() if case.number.replace("-", "").endswith(text)}
    assert desk.found(OUTSIDER, desk.ending(text), at=NOW) == []


def test_three_digits_of_a_number_are_too_few():
    with pytest.raises(BadInput, match="至少要4位"):
        desk.ending("123")


def test_a_queue_takes_as_many_statements_for_many_as_for_one(desks, django_assert_max_num_queries):
    for scope in (Scope.AGENCY, Scope.MINE):
        with django_assert_max_num_queries(7):
            desk.queue(HEAD, Wanted(scope), at=NOW)
        with django_assert_max_num_queries(1):
            desk.tally(HEAD, scope, at=NOW)


@pytest.mark.parametrize(
    ("due", "now", "said"),
    [
        ((2022, 7, 15), (2022, 7, 12), "剩3个工作日"),
        ((2022, 7, 15), (2022, 7, 15), "今天到期"),
        ((2022, 7, 15), (2022, 7, 16), "已超期"),  # a Saturday: no working day has passed
        ((2022, 7, 15), (2022, 7, 18), "超期1个工作日"),
        ((2022, 10, 10), (2022, 9, 30), "剩3个工作日"),  # the National Day week and its make-up days
        ((2022, 7, 17), (2022, 7, 16), "2022-07-17到期"),
    ],
)
def test_what_is_left_is_counted_in_working_days(due, now, said):
    # a term is over with its last day: its first late instant is the midnight after
    first_late = noon(date(*due), 23, 59) + timedelta(minutes=1)
    assert str(words_left(first_late, noon(date(*now), 9))) == said


def test_terms_in_hours_are_told_in_hours():
    at = timezone.now()
    told = [str(words_left(at + timedelta(minutes=minutes), at, by_hours=True)) for minutes in (150, 20, -20, -150)]
    assert told == ["剩2小时", "剩不到1小时", "已超期", "超期2小时"]


def test_a_step_is_open_only_while_its_case_is(desks, city):
    case = accepted(city, at=day(8))
    hall.withdraw(number=case.number, reason="不办", actor=city.enterprise, at=NOW)
    assert not Step.objects.filter(state="open", case__ended_at__isnull=False).exists()
    assert AT
