"""Policies are read strictly, published by a second person, and hold from their day."""

from datetime import date, timedelta

import pytest
from tests.cast import ADMIN, AT, CLERK, FRIDAY

from tongban.common.actors import Actor
from tongban.common.errors import BadInput, Conflict, NotAllowed, Refused
from tongban.registry.policies import queries, services
from tongban.registry.policies.rules import AppealType, parse
from tongban.workdays import Term

TEXT = queries.default_text()
OTHER = Actor("staff", "管理员乙", ADMIN.roles, 999, agency="hf-zwfw", region="340100")


def proposed(on=FRIDAY, document="庐政〔2022〕1号", text=TEXT):
    return services.propose(title="规定", document=document, effective_on=on, text=text, actor=ADMIN, at=AT)


def test_the_default_says_what_the_field_says():
    said = parse(TEXT).appeals
    assert [str(said.types[one].term) for one in AppealType] == ["1wd", "5wd", "10wd", "10wd", "15wd"]
    assert said.term_for(AppealType.CONSULTATION, is_complex=True) == Term.parse("15wd")
    assert said.term_for(AppealType.CONSULTATION, is_complex=True, is_emergency=True) == Term.parse("24h")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("callback_percent: 20", "callback_percent: 101", "callback_percent"),
        ("callback_percent: 20", "callback_percent: true", "callback_percent"),
        ("dispatch: 1wd", "dispatch: 一天", "appeals.dispatch"),
        ("dispatch: 1wd", "dispatch: 1wd\n  surprise: 1", "surprise"),
        ("  arbitration: 1wd\n", "", "arbitration"),
        ("evidence: true", "evidence: 有", "evidence"),
        ("ladder: [5wd, 10wd, 15wd]", "ladder: [15wd, 10wd, 5wd]", "ladder"),
        ("ladder: [5wd, 10wd, 15wd]", "ladder: [5wd]", "ladder"),
        ('opens: "09:00"', 'opens: "25:00"', "opens"),
        ('opens: "09:00"', 'opens: "18:00"', "opens"),
        ("desk: hf-zwfw", "desk: ''", "desk"),
        ("    consultation: {", "    gossip: {", "types"),
    ],
)
def test_a_slip_is_refused_with_its_place(old, new, place):
    assert old in TEXT
    with pytest.raises(BadInput, match=place):
        parse(TEXT.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", "[]", "a: &b [*b, *b]", "appeals: !!python/object:os.system {}", "x" * 30_000])
def test_what_is_no_policy_is_refused(text):
    with pytest.raises(BadInput):
        parse(text)


def test_a_second_person_publishes_and_the_day_decides(city):
    with pytest.raises(Refused, match="还没有生效"):
        queries.in_force(FRIDAY)
    row = proposed(on=FRIDAY)
    with pytest.raises(NotAllowed, match="同一人"):
        services.publish(policy=row.pk, actor=ADMIN, at=AT)
    services.publish(policy=row.pk, actor=OTHER, at=AT)
    later = proposed(
        on=date(2022, 8, 1), document="庐政〔2022〕2号", text=TEXT.replace("complex: 15wd", "complex: 20wd")
    )
    services.publish(policy=later.pk, actor=OTHER, at=AT)
    assert queries.in_force(date(2022, 7, 31)) == row
    assert queries.in_force(date(2022, 8, 1)) == later
    assert str(queries.content(later).appeals.complex) == "20wd"


def test_nobody_else_no_number_twice_nothing_backwards(city):
    with pytest.raises(NotAllowed):
        services.propose(title="规定", document="x", effective_on=FRIDAY, text=TEXT, actor=CLERK, at=AT)
    row = proposed()
    with pytest.raises(Conflict):
        proposed()
    services.drop(policy=row.pk, reason="文号有误", actor=ADMIN, at=AT)
    with pytest.raises(Refused, match="已放弃"):
        services.publish(policy=row.pk, actor=OTHER, at=AT)
    services.publish(policy=proposed().pk, actor=OTHER, at=AT)
    past = proposed(on=FRIDAY - timedelta(1), document="庐政〔2022〕3号")
    with pytest.raises(Refused, match="追溯"):
        services.publish(policy=past.pk, actor=OTHER, at=AT)


def test_the_default_is_loaded_once(city):
    assert services.load_default(at=AT) == services.load_default(at=AT)
    assert queries.in_force(date(2020, 1, 1)).document == "通办默认〔2020〕1号"
