"""Who was told of an event, and what became of it, as its subject may read it."""

from tests.casework.exchange.cast import AT, CHANGED, emit, subscribe

from tongban.casework.exchange import queries, services


def told(*subjects: str):
    """The events about these subjects."""
    return queries.told(event_type=CHANGED, subjects=subjects)


SUBJECT = "9134****1234"


def test_an_event_not_yet_fanned_out_has_told_nobody(db):
    subscribe()
    emit()
    (event,) = told(SUBJECT)
    assert event.fanned_out_at is None
    assert list(event.deliveries.all()) == []


def test_every_receiver_of_an_event_stands_under_it_by_name(db):
    for code, name in (("tax", "B税务"), ("fund", "A公积金")):
        subscribe(code, name=name)
    emit()
    services.fan_out(at=AT)
    (event,) = told(SUBJECT)
    assert [row.subscriber.name for row in event.deliveries.all()] == ["A公积金", "B税务"]


def test_the_newest_event_comes_first_and_other_subjects_never(db):
    emit(name="甲")
    emit(name="乙")
    assert [event.data["name"] for event in told(SUBJECT)] == ["乙", "甲"]
    assert told("9134****9999") == []
    assert told() == []
    assert queries.told(event_type="cn.tongban.testing.closed", subjects=[SUBJECT]) == []


def test_it_takes_two_statements_for_any_number_of_receivers(db, django_assert_num_queries):
    for code in ("a", "b", "c"):
        subscribe(code)
    for _ in range(3):
        emit()
    services.fan_out(at=AT)
    with django_assert_num_queries(2):
        assert [len([row.subscriber.name for row in event.deliveries.all()]) for event in told(SUBJECT)] == [3, 3, 3]
