"""What waits of an applicant: its own turn first, then by due day."""

from datetime import date

from tests.cast import AT, CLERK, HANDLER, accepted, decided, filed, filing

from tongban.casework.cases import queries as cases
from tongban.casework.cases.rules import PauseGround
from tongban.common.time import noon
from tongban.hall.applications import services as hall

LATER = noon(date(2022, 7, 4), 10)


def numbers(actor) -> list[str]:
    """Numbers of what waits."""
    return [case.number for case, _ in cases.waiting(actor)]


def test_ones_own_turn_comes_first_then_the_nearest_day(city):
    late = accepted(city, at=LATER).number
    soon = accepted(city).number
    asked = filed(city).number
    hall.ask_correction(number=asked, reason="缺页", items=[{"key": "", "what": "补页"}], actor=CLERK, at=AT)
    draft = hall.open_draft(filing=filing(city.enterprise), actor=city.enterprise, at=AT).number
    assert numbers(city.enterprise)[:2] == [asked, draft]
    assert numbers(city.enterprise)[2:] == [soon, late]


def test_what_has_ended_or_is_anothers_does_not_wait(city):
    case = decided(city)
    assert numbers(city.enterprise) == [case.number]
    hall.deliver(number=case.number, how="窗口领取", actor=CLERK, at=AT)
    assert numbers(city.enterprise) == []
    accepted(city)
    assert numbers(city.citizen) == []


def test_a_pause_is_said(city, django_assert_num_queries):
    case = accepted(city)
    hall.pause(
        number=case.number,
        ground=PauseGround.APPRAISAL,
        reason="鉴定",
        evidence="委托书",
        limit_on=date(2022, 7, 20),
        actor=HANDLER,
        at=AT,
    )
    with django_assert_num_queries(1):
        assert [paused for _, paused in cases.waiting(city.enterprise)] == [True]


def test_a_long_list_is_cut(city):
    for _ in range(3):
        accepted(city)
    assert len(cases.waiting(city.enterprise, limit=2)) == 2
