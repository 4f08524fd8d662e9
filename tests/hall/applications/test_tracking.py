"""Following a case by its number and the last four digits of a phone."""

from datetime import timedelta

import pytest
from tests import cast
from tests.cast import AT, CLERK, FRIDAY, item, put_in_force

from tongban.casework.cases import queries as cases
from tongban.casework.cases.clock import ClockName, foreseen
from tongban.common.actors import Actor
from tongban.common.errors import NotAllowed, NotFound
from tongban.common.identifiers import case_number
from tongban.hall.applications import queries
from tongban.hall.applications import services as hall
from tongban.registry.accounts.models import SignInFailure
from tongban.registry.catalog.rules import ItemSpec
from tongban.registry.parties import services as register

HOME = "10.1.2.3"
ABROAD = "9.9.9.9"
MISSING = case_number("340100", FRIDAY, 9999)
MINUTE = timedelta(minutes=1)
FORM = {
    "type": "object",
    "properties": {
        "place": {"type": "string", "title": "地点"},
        "contact_phone": {"type": "string", "title": "联系电话"},
    },
}


@pytest.fixture
def caller(city):
    person = register.register_person(
        name="有电话的人", resident_id="34010419900307003X", region="340100", phone="13855551234", at=AT
    )
    return cast.as_applicant(person.pk, person.name)


@pytest.fixture
def case(caller):
    put_in_force(
        item("phoned", "留电话的事项", "hf-bdc", "registration", form=FORM, procedure=cast.ITEMS[2]["procedure"])
    )
    form = {"place": "新站区", "contact_phone": "0551-6353 8899"}
    return hall.file(filing=cast.filing(caller, "phoned", form=form), actor=CLERK, at=AT)


def admitted(number, ending="1234", address=HOME, at=AT):
    return hall.admit(number=number, phone_end=ending, address=address, at=at)


def refusal_of(*given, **more):
    with pytest.raises(NotAllowed) as refusal:
        admitted(*given, **more)
    return refusal.value.code, refusal.value.message


@pytest.mark.parametrize("ending", ["1234", "8899", " 1234 "])
def test_the_registered_phone_and_the_one_in_the_form_open_the_case(case, ending):
    assert admitted(case.number, ending) == case.number


def test_a_number_is_read_however_it_is_written(case):
    assert admitted(f" {case.number.replace('-', '–')} ") == case.number
    assert not SignInFailure.objects.filter(failures__gt=1).exists()


def test_everything_wrong_reads_the_same(case, city):
    silent = cast.filed(city).number  # an applicant without any phone
    draft = hall.open_draft(filing=cast.filing(city.citizen), actor=city.citizen, at=AT).number
    given = [
        (case.number, "9999"),
        (case.number, ""),
        (case.number, "12345"),
        (MISSING, "1234"),
        ("nonsense", "1234"),
        ("\ud800", "1234"),
        ("", ""),
        (silent, "1234"),
        (draft, "1234"),
    ]
    assert len({refusal_of(*one) for one in given}) == 1


def test_after_five_guesses_a_case_is_closed_to_that_address_for_a_quarter_of_an_hour(case):
    for number in range(5):
        assert refusal_of(case.number.replace("-", "–" if number % 2 else "-"), "0000")[0] == "track.wrong"
    assert refusal_of(case.number) == ("track.locked", "查询失败次数过多,已暂停查询:请15分钟后再试。")
    assert admitted(case.number, address="10.1.2.4") == case.number
    assert admitted(case.number, at=AT + 15 * MINUTE) == case.number


def test_a_case_that_is_not_there_is_closed_just_the_same(case):
    codes = [refusal_of(MISSING, "0000")[0] for _ in range(6)]
    assert codes == ["track.wrong"] * 5 + ["track.locked"]


def test_guesses_from_many_addresses_add_up(case):
    for place in range(20):
        refusal_of(case.number, "0000", address=f"10.2.0.{place}")
    assert refusal_of(case.number, address="10.3.0.1")[0] == "track.locked"


def test_one_address_cannot_try_case_after_case(case):
    for number in range(60):
        refusal_of(f"nonsense {number}", address=ABROAD)
    assert refusal_of(case.number, address=ABROAD)[0] == "track.locked"
    assert admitted(case.number) == case.number


def test_what_is_kept_of_a_guess_is_neither_number_nor_digits(case):
    refusal_of(case.number, "0000")
    kept = "".join(str(value) for row in SignInFailure.objects.all() for value in vars(row).values())
    assert case.number not in kept


def test_guessing_costs_few_statements(case, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        admitted(case.number, address=ABROAD)
    with django_assert_max_num_queries(8):
        refusal_of(case.number, "0000", address=ABROAD)


def test_who_follows_sees_the_case_and_can_do_nothing(case, city):
    tracker = Actor("party", "")
    found = cases.whole(cases.followed(case.number))
    assert all(one.refusal for one in queries.allowed(found, [], tracker, at=AT))
    with pytest.raises(NotFound):
        hall.withdraw(number=case.number, reason="捣乱", actor=tracker, at=AT)
    with pytest.raises(NotFound):
        cases.followed(MISSING)
    with pytest.raises(NotFound):
        cases.case(cast.filed(city).number, tracker)


def test_before_it_is_handed_in_the_days_are_those_of_the_engine(city):
    spec = ItemSpec.parse(cast.ITEMS[0])
    clocks = foreseen(spec, AT)
    number = cast.accepted(city).number
    real = cases.whole(cases.case(number, cast.ADMIN)).clocks
    for name in (ClockName.ACCEPTANCE.value, ClockName.HANDLING.value, ClockName.STATUTORY.value):
        assert clocks[name].due_on() == real[name].due_on()
