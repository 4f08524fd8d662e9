"""How pauses of single branches move the whole: properties over random procedures and pauses."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tongban.casework.cases.clock import branch_shift, handling_clock, step_clock
from tongban.casework.cases.models import Case, LedgerEntry, Step
from tongban.common.time import midnight, noon
from tongban.registry.catalog.rules import ItemSpec
from tongban.workdays import current

START = date(2022, 7, 1)


def spec(terms, edges):
    steps = [
        {"key": f"s{place}", "name": "环节", "agency": "@lead", "term": f"{term}wd", "after": sorted(edges[place])}
        for place, term in enumerate(terms)
    ]
    return ItemSpec.parse({"code": "it", "name": "事项", "type": "permit", "agency": "a", "procedure": steps})


@st.composite
def procedures(draw):
    terms = draw(st.lists(st.integers(0, 8), min_size=1, max_size=5))
    edges = [
        draw(st.sets(st.sampled_from([f"s{before}" for before in range(place)]))) if place else set()
        for place in range(len(terms))
    ]
    return spec(terms, edges)


@st.composite
def pauses(draw, keys):
    begins = draw(st.integers(1, 20))
    lasts = draw(st.integers(0, 10))
    start = current().add(START, begins)
    return LedgerEntry(
        kind="pause",
        step_key=draw(st.sampled_from(["", *keys])),
        ground="testing",
        started_at=noon(start),
        ended_at=noon(current().add(start, lasts)) if lasts else noon(start, 13),
        limit_on=current().add(start, lasts + 1),
    )


def started(guide):
    case = Case(accepted_at=noon(START), promised_term="10wd", statutory_term="20wd", status="accepted")
    steps = [Step(key=step.key, term=str(step.term), state="open", started_at=noon(START)) for step in guide.procedure]
    return case, steps


def due(guide, case, steps, ledger):
    clock = handling_clock(case, guide, steps, ledger)
    assert clock is not None
    return clock.due_at()


@given(st.data())
def test_a_further_pause_never_brings_the_due_day_forward(data):
    guide = data.draw(procedures())
    keys = [step.key for step in guide.procedure]
    ledger = data.draw(st.lists(pauses(keys), max_size=4))
    more = data.draw(pauses(keys))
    case, steps = started(guide)
    assert due(guide, case, steps, [*ledger, more]) >= due(guide, case, steps, ledger)


@given(st.data())
def test_the_order_of_the_ledger_does_not_matter_and_twice_is_once(data):
    guide = data.draw(procedures())
    ledger = data.draw(st.lists(pauses([step.key for step in guide.procedure]), max_size=4))
    case, steps = started(guide)
    expected = due(guide, case, steps, ledger)
    assert due(guide, case, steps, data.draw(st.permutations(ledger))) == expected
    assert due(guide, case, steps, [*ledger, *ledger]) == expected


@given(st.data())
def test_a_branch_moves_the_whole_by_no_more_than_it_lost_itself(data):
    guide = data.draw(procedures())
    keys = [step.key for step in guide.procedure]
    entry = data.draw(pauses(keys).filter(lambda one: one.step_key))
    _, steps = started(guide)
    (step,) = [one for one in steps if one.key == entry.step_key]
    clock = step_clock(step, [entry])
    assert clock is not None
    lost = clock.excluded_days()
    shift = branch_shift(guide, steps, [entry])
    assert 0 <= shift <= lost
    if entry.step_key in guide.procedure.critical_path:
        assert shift == lost


def test_two_branches_paused_one_after_the_other_move_the_whole_by_both():
    guide = spec([3, 4], [set(), {"s0"}])
    _, steps = started(guide)
    ledger = [
        LedgerEntry(
            kind="pause",
            step_key="s0",
            ground="testing",
            started_at=noon(date(2022, 7, 5)),
            ended_at=noon(date(2022, 7, 6)),
            limit_on=date(2022, 7, 7),
        ),
        LedgerEntry(
            kind="pause",
            step_key="s1",
            ground="testing",
            started_at=noon(date(2022, 7, 5)),
            ended_at=noon(date(2022, 7, 7)),
            limit_on=date(2022, 7, 8),
        ),
    ]
    assert branch_shift(guide, steps, ledger) == 3


def test_a_clock_ends_at_local_midnight_of_the_day_after():
    guide = spec([10], [set()])
    case, steps = started(guide)
    assert due(guide, case, steps, []) == midnight(date(2022, 7, 16))
