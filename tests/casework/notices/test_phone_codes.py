"""A phone left with a case is proven by the code sent to it: sealed, counted, for a while, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.casework.notices.cast import ADMIN, DAY, NIGHT, PHONE, REFUSED, Way, later, person, send

from tongban.casework.notices import queries, services
from tongban.casework.notices.models import Dispatch, PhoneProof
from tongban.casework.notices.rules import CODE_LIFE, Channel, party, phone
from tongban.casework.notices.services.sealing import code_context
from tongban.common.errors import BadInput, Refused
from tongban.registry.parties.queries import keyring

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "340122-20220701-000001-1", "340122-20220701-000002-2"
GUEST = phone(PHONE, region="340122")


@pytest.fixture(autouse=True)
def feidong() -> None:
    """The regions."""
    person()


def asked(number: str = NUMBER, *, at=DAY) -> PhoneProof:
    """A code on its way to the phone."""
    services.ask_phone_code(to=GUEST, case_number=number, at=at)
    return PhoneProof.objects.latest("pk")


def code_of(row: PhoneProof) -> str:
    """The code as the phone shows it."""
    return keyring().unseal(row.code_sealed, context=code_context(row.uid))


def prove(code: str, *, number: str = NUMBER, at=DAY) -> None:
    services.prove_phone(case_number=number, code=code, at=at)


def test_the_code_goes_to_the_phone_also_at_night_and_is_kept_sealed():
    row = asked(at=NIGHT)
    code, way = code_of(row), Way()
    assert PHONE not in row.phone_sealed + row.phone_index + row.phone_masked
    assert send(way, at=NIGHT).sent == 1
    (parcel,) = way.parcels
    assert (parcel.channel, parcel.address) == (Channel.SMS, PHONE)
    assert code in parcel.message.text
    assert "查进度" in parcel.message.text
    prove(f" {code} ", at=NIGHT)
    row.refresh_from_db()
    assert (row.proven_at, row.code_sealed, row.code_until) == (NIGHT, "", None)


def test_a_code_is_good_once_and_for_its_case_and_time():
    code = code_of(asked())
    with pytest.raises(Refused, match="失效"):
        prove(code, number=OTHER)
    with pytest.raises(Refused, match="失效"):
        prove(code, at=DAY + CODE_LIFE)
    prove(code)
    with pytest.raises(Refused, match="失效"):
        prove(code)


def test_a_newer_code_ends_the_older_and_its_message_does_not_go_out():
    first = asked()
    second = asked(at=DAY + timedelta(minutes=1))
    first.refresh_from_db()
    assert first.code_sealed == ""
    way = Way()
    send(way, at=later(0.1))
    assert [code_of(second) in one.message.text for one in way.parcels] == [True]
    prove(code_of(second))


def test_wrong_codes_are_counted():
    code = code_of(asked())
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(BadInput, match=f"{left}次"):
            prove(wrong)
    with pytest.raises(Refused, match="试过太多次"):
        prove(code)


def test_one_phone_is_rung_five_times_an_hour_whatever_the_case():
    for one in range(5):
        asked(f"340122-20220701-00000{one}-1")
    with pytest.raises(Refused, match="5次"):
        asked(OTHER)
    asked(OTHER, at=later(1.1))


def test_a_city_without_short_messages_sends_no_codes(settings):
    settings.SMS_GATEWAY = "off"
    with pytest.raises(Refused, match="短信"):
        asked()
    with pytest.raises(ValueError, match="phone"):
        services.ask_phone_code(to=party(1), case_number=NUMBER, at=DAY)


def test_a_code_that_does_not_arrive_is_on_nobodys_list():
    asked()
    for hour in range(3):
        send(Way([REFUSED]), at=DAY + timedelta(minutes=hour))
    assert list(queries.undelivered(ADMIN)) == []


@pytest.mark.parametrize(
    "wrong",
    [{"phone_sealed": ""}, {"phone_masked": PHONE}, {"code_until": None}, {"code_sealed": ""}, {"proven_at": DAY}],
)
def test_the_database_refuses_half_a_proof(wrong):
    row = asked()
    with pytest.raises(IntegrityError), transaction.atomic():
        PhoneProof.objects.filter(pk=row.pk).update(**wrong)


def test_the_database_refuses_a_proof_for_a_party_as_well():
    row, who = Dispatch.objects.get(proof=asked()), person("邻居", serial=2)
    for wrong in ({"party": who}, {"proof": None}, {"purpose": "notice"}, {"channel": "email"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dispatch.objects.filter(pk=row.pk).update(**wrong)
